import { toHex } from '../core/bytes.ts'
import type { Instant } from '../core/time.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { type Check, satisfied, undetermined, violated } from '../requirements/finding.ts'
import { conclude, type ReadFile, readFile } from './list-file.ts'
import { LIST_TYPE, UNION } from './names.ts'
import { checkNotice, checkOwnLocation, ownPointer } from './notice-checks.ts'
import type { OfficialJournalNotice } from './notices.ts'
import type { Pointer, TrustList } from './trust-list.ts'
import type { ListFile, ListInput } from './trust-list-set.ts'
import { isObstacle, verifySignedList } from './verify.ts'

export interface ListOfListsCase {
  readonly listOfLists: ListInput
  /** Earlier lists of lists, in any order; asked for only where the notice stands behind pivots. */
  readonly pivots: readonly Uint8Array[]
  readonly notice: OfficialJournalNotice
  readonly crypto: Crypto
  readonly at: Instant
}

/**
 * Authenticates the list of lists from a notice of the Official Journal.
 *
 * The standard walks from the list of lists over the pivots to the notice; this walks the same chain the
 * other way, from the notice, so that no certificate is taken out of a file before that file is
 * authenticated. Both accept the same chains. A notice that the list of lists advertises beside the given one
 * never becomes the anchor by itself.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.1 (PRO-4.1.4-03 to -12)
 */
export async function authenticateListOfLists(
  given: ListOfListsCase,
): Promise<{ readonly listOfLists: ListFile; readonly pivots: readonly ListFile[] }> {
  const file = await readFile(given.listOfLists, given.crypto)
  const content = file.signed?.unsafeContent
  if (!content) return { listOfLists: conclude(file, {}, file.checks), pivots: [] }
  if (!content.ok)
    return { listOfLists: await judge(file, new Set(given.notice.certificates), given), pivots: [] }

  const location = checkLocation(content.list, given.notice)
  if (isObstacle(location)) return { listOfLists: conclude(file, {}, [location]), pivots: [] }
  const walk = await walkPivots(content.list, file, given)
  const checks = [location, checkNotice(content.list, given.notice), ...walk.checks]
  if (checks.some(isObstacle)) return { listOfLists: conclude(file, {}, checks), pivots: walk.files }
  return { listOfLists: await judge(file, walk.pins, given, checks), pivots: walk.files }
}

function checkLocation({ informationUris }: TrustList, notice: OfficialJournalNotice): Check {
  const facts = { notice: notice.id, locations: notice.locations, first: informationUris[0] ?? null }
  if (indexOfNotice(informationUris, notice) < 0)
    return violated('trust-list.location', 'notice-missing', facts)
  return satisfied('trust-list.location', facts)
}

function indexOfNotice(uris: readonly string[], { locations }: OfficialJournalNotice): number {
  return uris.findIndex(uri => locations.includes(uri))
}

interface Walk {
  /** Who may have signed what comes next. */
  readonly pins: ReadonlySet<string>
  readonly files: readonly ListFile[]
  readonly checks: readonly Check[]
}

/**
 * The addresses of the pivots between a notice and a list of lists, oldest first; none where the list does
 * not name the notice. They stand before it, the newest first (PRO-4.1.4-04), each once, in however many
 * languages: SchemeInformationURI is a list of addresses by language.
 */
export function pivotAddresses(
  { informationUris }: TrustList,
  notice: OfficialJournalNotice,
): readonly string[] {
  return informationUris
    .slice(0, Math.max(0, indexOfNotice(informationUris, notice)))
    .filter(uri => uri.endsWith('.xml'))
    .filter((uri, index, all) => uri !== all[index - 1])
    .toReversed()
}

/** A pivot by which a list of lists was authenticated. */
export interface PivotBehind {
  /** Its address, as the list of lists names it. */
  readonly address: string
  /** Of its octets, lower-case hexadecimal. */
  readonly sha256: string
}

/** The pivots by which a file was authenticated, oldest first. */
export function pivotsBehind({ checks }: ListFile): readonly PivotBehind[] {
  return checks.flatMap(({ code, outcome, facts: { pivot: address, sha256 } }) => {
    if (code !== 'trust-list.pivot' || outcome !== 'satisfied') return []
    return typeof address === 'string' && typeof sha256 === 'string' ? [{ address, sha256 }] : []
  })
}

/** The oldest pivot is the first to be verified (PRO-4.1.4-11). */
async function walkPivots(list: TrustList, file: ReadFile, given: ListOfListsCase): Promise<Walk> {
  const addresses = pivotAddresses(list, given.notice)
  let walk: Walk = { pins: new Set(given.notice.certificates), files: [], checks: [] }
  if (addresses.length === 0) return walk
  const repeated = repeatedPivot(addresses)
  if (repeated !== undefined) {
    return { ...walk, checks: [violated('trust-list.pivot', 'pivot-repeated', { pivot: repeated })] }
  }
  const pivots = await Promise.all(given.pivots.map(bytes => readFile({ bytes }, given.crypto)))
  // A pivot is a list of lists like others, and names itself among the pivots. Of no pivot it is told when it
  // was obtained.
  const { obtainedAt: _, ...facts } = file.facts
  const files = [...pivots, { ...file, facts }]
  for (const address of addresses) {
    walk = await step(walk, address, files, given)
    if (walk.checks.some(isObstacle)) return walk
  }
  return walk
}

/**
 * The first address with a number that an older one has too. One pivot would be two steps of the way; and
 * nobody has shown yet who wrote the addresses, so it could be a hundred thousand.
 */
function repeatedPivot(addresses: readonly string[]): string | undefined {
  const seen = new Set<number>()
  return addresses.find(address => {
    const number = numberOf(address)
    if (seen.has(number)) return true
    if (number > 0) seen.add(number)
    return false
  })
}

/** Zero where an address does not end in a number. */
function numberOf(address: string): number {
  return Number(/(\d{1,15})\.xml$/.exec(address)?.[1] ?? 0)
}

/**
 * A pivot is known by the number in its address and the same number in its content, never by the name of a
 * file.
 */
async function step(
  walk: Walk,
  address: string,
  files: readonly ReadFile[],
  given: ListOfListsCase,
): Promise<Walk> {
  const number = numberOf(address)
  const facts = { pivot: address }
  const stop = (check: Check): Walk => ({ ...walk, checks: [...walk.checks, check] })
  if (number === 0) return stop(undetermined('trust-list.pivot', 'pivot-not-numbered', facts))
  const candidates = files.filter(
    ({ facts: { claims } }) => claims?.sequenceNumber === number && claims.territory === UNION,
  )
  if (candidates.length === 0) return stop(undetermined('trust-list.pivot', 'pivot-missing', facts))

  const judged = await Promise.all(candidates.map(file => judge(file, walk.pins, given)))
  const all = [...walk.files, ...judged]
  const authentic = judged.find(file => file.outcome === 'authentic')
  if (!authentic) {
    const reason = judged.map(file => (file.outcome === 'authentic' ? '' : file.reason)).join(', ')
    return {
      ...stop(violated('trust-list.pivot', 'pivot-refused', { ...facts, detail: reason })),
      files: all,
    }
  }
  const pins = await signersInOwnPointer(authentic.list.content, given.crypto)
  return {
    pins,
    files: all,
    checks: [
      ...walk.checks,
      satisfied('trust-list.pivot', { ...facts, sha256: authentic.sha256, announces: [...pins] }),
    ],
  }
}

/**
 * Verifies a list of lists by its expected signers, and that it announces its own signer (PRO-4.1.4-10, -11
 * (g)).
 */
async function judge(
  file: ReadFile,
  pins: ReadonlySet<string>,
  { crypto, at }: ListOfListsCase,
  before: readonly Check[] = [],
): Promise<ListFile> {
  if (!file.signed) return conclude(file, {}, file.checks)
  const verification = await verifySignedList(file.signed, { pins, crypto, at })
  const checks = [...before, ...verification.checks]
  if (!verification.list) return conclude(file, verification, checks)
  const { content, signer } = verification.list
  const type = checkType(content)
  const announced = await signersInOwnPointer(content, crypto)
  const own = announced.has(signer)
    ? satisfied('trust-list.signer', { signer, announced: [...announced] })
    : violated('trust-list.signer', 'not-in-own-pointer', { signer, announced: [...announced] })
  return conclude(file, verification, [...checks, type, own, ...checkOwnLocation(content, file.location)])
}

function checkType({ type, territory }: TrustList): Check {
  const facts = { type, territory }
  if (type !== LIST_TYPE.listOfLists || territory !== UNION) {
    return violated('trust-list.type', 'not-list-of-lists', facts)
  }
  return satisfied('trust-list.type', facts)
}

/** The signers that a list of lists announces for itself, by its one pointer to the form for machines. */
async function signersInOwnPointer(list: TrustList, crypto: Crypto): Promise<ReadonlySet<string>> {
  const own = ownPointer(list)
  return own ? signersOf([own], crypto) : new Set()
}

/** SHA-256 of the certificates that pointers announce, lower-case hexadecimal. */
export async function signersOf(pointers: readonly Pointer[], crypto: Crypto): Promise<ReadonlySet<string>> {
  const octets = pointers.flatMap(({ signers }) => signers)
  return new Set(await Promise.all(octets.map(async bytes => toHex(await crypto.digest('SHA-256', bytes)))))
}
