import type { Allowance } from '../core/allowance.ts'
import { isOctets } from '../core/octets.ts'
import { isRecord } from '../core/record.ts'
import { ok, type Result, refused } from '../core/result.ts'
import type { Crypto } from '../crypto/crypto.ts'
import type { Fetched } from '../revocation/fetched.ts'
import { checkedNonce, ocspRequest } from '../revocation/ocsp/request.ts'
import type { Remembered, StatusMemory, StatusSources, Unavailable } from '../revocation/ports.ts'
import type { StatusRequest } from './inquiry.ts'
import { settled } from './settled.ts'

/** With what a request is made. */
export interface Fetching {
  readonly sources: Omit<StatusSources, 'deadline'>
  readonly signal: AbortSignal
  readonly crypto: Crypto
  readonly allowance: Allowance
}

/** Asks one address, unless it failed a moment ago. */
export async function fetchStatus(request: StatusRequest, fetching: Fetching): Promise<Fetched> {
  const { source, url, sha256: certificate, key } = request
  const { sources, signal, allowance } = fetching
  const { memory } = sources
  const known = knownFailure(request, memory)
  if (known !== undefined) return { source, url, certificate, unavailable: known }
  // Outside of the attempt: a nonce that is none is a mistake of the caller, and says nothing about the
  // responder.
  const nonce = source === 'ocsp' && sources.nonce ? checkedNonce(sources.nonce()) : undefined
  const came = await settled(() => ask(request, nonce, fetching), signal, FAILURES)
  if (came.ok) return { source, url, certificate, bytes: came.value, ...(nonce && { nonce }) }
  // That the time of one validation was up, or that it may ask nobody any more, says nothing about the
  // address.
  const isOwn = signal.aborted || (came.reason === 'not-allowed' && allowance.isSpent())
  if (!isOwn) quietly(() => memory?.fail(key, url, came.reason))
  return { source, url, certificate, unavailable: came.reason }
}

/** A memory that is out of order knows nothing. */
function knownFailure(
  { key, url }: StatusRequest,
  memory: StatusMemory | undefined,
): Unavailable | undefined {
  const known = quietly(() => memory?.failure(key, url))
  return isUnavailable(known) ? known : undefined
}

function quietly(call: () => unknown): unknown {
  try {
    const answer = call()
    // One that promises something, in whichever realm, is not waited for, whatever comes of it.
    Promise.resolve(answer).catch(() => undefined)
    return answer
  } catch {
    return undefined
  }
}

async function ask(
  { source, url, certificate, issuer }: StatusRequest,
  nonce: Uint8Array | undefined,
  { sources, signal, crypto, allowance }: Fetching,
): Promise<Result<Uint8Array, Unavailable>> {
  if (source === 'crl') return octetsOf(await sources.crl?.crl(url, signal, allowance.take))
  const query = { certificate, issuerKey: issuer.publicKey, ...(nonce && { nonce }) }
  const request = await ocspRequest(query, crypto)
  return octetsOf(await sources.ocsp?.ocsp(url, request, signal, allowance.take))
}

/** What a source of somebody else answers: one that keeps to no form has not answered. */
function octetsOf(answer: unknown): Result<Uint8Array, Unavailable> {
  if (!isRecord(answer)) return refused('refused')
  const { ok: came, value, reason } = answer
  if (came === true && isOctets(value)) return ok(value)
  return refused(came !== true && isUnavailable(reason) ? reason : 'refused')
}

function isUnavailable(reason: unknown): reason is Unavailable {
  return typeof reason === 'string' && Object.hasOwn(UNAVAILABLE, reason)
}

const UNAVAILABLE = {
  unreachable: true,
  'timed-out': true,
  'not-allowed': true,
  refused: true,
  'not-found': true,
} as const satisfies Readonly<Record<Unavailable, true>>

/** What is kept for a request, as if it had been fetched. */
export interface RememberedStatus {
  readonly key: string
  readonly fetched: Fetched
  readonly isDue: boolean
}

/** Looks for what earlier validations have learnt. */
export async function rememberedStatus(
  { source, url, sha256: certificate, key }: StatusRequest,
  memory: StatusMemory | undefined,
  signal: AbortSignal,
): Promise<readonly RememberedStatus[]> {
  if (memory === undefined) return []
  const kept = await settled<readonly Remembered[], Unavailable>(
    async () => ok(keptOf(await memory.recall(key, signal))),
    signal,
    FAILURES,
  )
  if (!kept.ok) return []
  return kept.value.map(({ bytes, isDue }) => ({
    key,
    fetched: { source, url, certificate, bytes, remembered: true },
    isDue,
  }))
}

function keptOf(kept: unknown): readonly Remembered[] {
  return Array.isArray(kept) ? kept.filter(isRemembered) : []
}

function isRemembered(kept: unknown): kept is Remembered {
  return isRecord(kept) && isOctets(kept['bytes']) && typeof kept['isDue'] === 'boolean'
}

/** Of an attempt that gave nothing. */
const FAILURES: { readonly late: Unavailable; readonly rejected: Unavailable } = {
  late: 'timed-out',
  rejected: 'unreachable',
}
