import { toHex } from '../core/bytes.ts'
import type { Crypto } from '../crypto/crypto.ts'
import type { OctetBuffer } from '../encoding/octet-buffer.ts'
import { type Check, undetermined } from '../requirements/finding.ts'
import { checkReading } from './list-checks.ts'
import type { ListClaims } from './parse-claims.ts'
import { readSignedList, type SignedList } from './read-list.ts'
import type { AuthenticFile, ListFile, ListInput, RejectedFile } from './trust-list-set.ts'
import { isObstacle, type Verification } from './verify.ts'

/** A file that was read as far as it can be, and not yet verified. */
export interface ReadFile {
  readonly facts: Pick<AuthenticFile, 'sha256' | 'claims' | 'obtainedAt'>
  readonly location?: string
  /** Absent where it is no list of a form that is known. */
  readonly signed?: SignedList
  readonly checks: readonly Check[]
}

/** @param output See {@link readSignedList}. */
export async function readFile(
  { bytes, obtainedAt, location }: ListInput,
  crypto: Crypto,
  output?: OctetBuffer,
): Promise<ReadFile> {
  const sha256 = toHex(await crypto.digest('SHA-256', bytes))
  const facts = { sha256, ...(obtainedAt !== undefined && { obtainedAt }) }
  const from = location === undefined ? {} : { location }
  const read = readSignedList(bytes, output)
  if (!read.ok) return { facts, ...from, checks: [checkReading(read.reason, read.offset)] }
  const claims = claimsOf(read.value)
  return { facts: { ...facts, ...(claims && { claims }) }, ...from, signed: read.value, checks: [] }
}

function claimsOf({ unsafeContent }: SignedList): ListClaims | undefined {
  if (!unsafeContent.ok) return unsafeContent.claims
  const { territory, version, sequenceNumber, issued, nextUpdate } = unsafeContent.list
  return { territory, version, sequenceNumber, issued, nextUpdate }
}

/** Says what became of a file, from what was checked before and after its signature. */
export function conclude(
  { facts }: ReadFile,
  { list }: Pick<Verification, 'list'>,
  checks: readonly Check[],
): ListFile {
  if (list && !checks.some(isObstacle)) return { ...facts, outcome: 'authentic', list, checks }
  return reject(facts, checks)
}

function reject(facts: ReadFile['facts'], checks: readonly Check[]): RejectedFile {
  const decisive = checks.find(isObstacle)
  const outcome = decisive && UNREADABLE.has(decisive.code) ? 'unreadable' : 'refused'
  return { ...facts, outcome, reason: decisive?.reason ?? 'not-verified', checks }
}

/** A file with more in it than can be handed on, whatever was found out about it. */
export function tooManyItems({ sha256, claims, obtainedAt }: ListFile): RejectedFile {
  const facts = { sha256, ...(claims && { claims }), ...(obtainedAt !== undefined && { obtainedAt }) }
  return reject(facts, [undetermined('trust-list.encoding', 'limit-exceeded', { detail: 'too-many-items' })])
}

/** Checks that say that a file cannot be read; the others say that it must not be relied on. */
const UNREADABLE: ReadonlySet<string> = new Set([
  'trust-list.encoding',
  'trust-list.layout',
  'trust-list.version',
  'trust-list.content',
])
