import { equalBytes, fromHex } from '../../core/bytes.ts'
import type { Unavailable } from '../../revocation/ports.ts'
import type { HttpAnswer, HttpClient, HttpOutcome } from '../http/client.ts'

/** By what a server tells whether a file is still the one that it gave out. */
export interface Validators {
  readonly etag?: string
  readonly lastModified?: string
}

/** A file that is held. */
export interface HeldFile {
  /** Of its octets, lower-case hexadecimal. */
  readonly sha256: string
  readonly validators: Validators
}

/** Why a list could not be had. */
export type FetchReason =
  | Unavailable
  /** An answer of another status, or none that can be meant. */
  | 'status'
  /** The address is none of `http:` or `https:`. */
  | 'address'

export type Fetched =
  /** The server still has what is held. */
  | { readonly kind: 'unchanged'; readonly validators: Validators }
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly validators: Validators }
  | { readonly kind: 'failed'; readonly reason: FetchReason; readonly detail: string }

export interface FetchLimits {
  /** Octets of a decoded list. */
  readonly maxOctets: number
  /** Milliseconds for a list. */
  readonly timeout: number
}

export interface FetchTask extends FetchLimits {
  readonly location: string
  /** What is held, where it came from this address and is to be kept if it has not changed. */
  readonly held?: HeldFile | undefined
}

/**
 * Fetches a list, unless the server has what is held. Servers that give no validators are asked for the
 * digest that many publish beside the list; one who lies there withholds a newer list, as he could by giving
 * out the old one.
 */
export async function fetchList(task: FetchTask, client: HttpClient, signal: AbortSignal): Promise<Fetched> {
  const { location, held } = task
  if (!/^https?:/i.test(location)) return { kind: 'failed', reason: 'address', detail: location }
  if (held && isBare(held) && (await hasDigest(task, held, { client, signal })))
    return { kind: 'unchanged', validators: {} }
  const headers = held ? conditions(held.validators) : {}
  const { maxOctets, timeout } = task
  const outcome = await client.request({ url: location, headers, maxOctets, timeout }, signal)
  // To who has not asked whether it has changed, that it has not is no answer.
  const asked = Object.keys(headers).length > 0 ? held : undefined
  return outcome.ok ? fetchedFrom(outcome.value, asked) : { kind: 'failed', ...pick(outcome) }
}

function pick({ reason, detail }: Exclude<HttpOutcome, { readonly ok: true }>) {
  return { reason, detail }
}

function isBare({ validators }: HeldFile): boolean {
  return validators.etag === undefined && validators.lastModified === undefined
}

/** @standard RFC 9110, sections 13.1.2 and 13.1.3 */
function conditions({ etag, lastModified }: Validators): Readonly<Record<string, string>> {
  return {
    ...(isShort(etag) && { 'if-none-match': etag }),
    ...(isShort(lastModified) && { 'if-modified-since': lastModified }),
  }
}

function fetchedFrom({ status, headers, body }: HttpAnswer, held: HeldFile | undefined): Fetched {
  const validators = validatorsIn(headers)
  if (status === 304 && held) return { kind: 'unchanged', validators: { ...held.validators, ...validators } }
  if (status !== 200) return { kind: 'failed', reason: 'status', detail: `HTTP ${status}` }
  return { kind: 'file', bytes: body, validators }
}

function validatorsIn(headers: ReadonlyMap<string, string>): Validators {
  const [etag, lastModified] = [headers.get('etag'), headers.get('last-modified')]
  return {
    ...(isShort(etag) && { etag }),
    ...(isShort(lastModified) && { lastModified }),
  }
}

/** What is longer than any validator in use, or could not stand in a header, is neither kept nor sent. */
function isShort(value: string | undefined): value is string {
  return value !== undefined && /^[\x20-\x7e]{1,256}$/.test(value)
}

interface Way {
  readonly client: HttpClient
  readonly signal: AbortSignal
}

/**
 * The digest stands at the address of the list with `.sha2` for its extension, as 32 octets or in
 * hexadecimal.
 */
async function hasDigest(
  { location, timeout }: FetchTask,
  { sha256 }: HeldFile,
  { client, signal }: Way,
): Promise<boolean> {
  if (!/\.(?:xml|xtsl)$/i.test(location)) return false
  const url = location.replace(/\.[a-z]+$/i, '.sha2')
  const outcome = await client.request({ url, maxOctets: 1024, timeout }, signal)
  if (!outcome.ok || outcome.value.status !== 200) return false
  const { body } = outcome.value
  if (equalBytes(body, fromHex(sha256))) return true
  return /^\s*([0-9a-f]{64})(?:\s|$)/i.exec(new TextDecoder().decode(body))?.[1]?.toLowerCase() === sha256
}
