import { createHash } from 'node:crypto'
import type { PivotBehind } from '../../trust-list/list-of-lists.ts'
import type { ListArchive } from './archive.ts'
import type { ArchivedHead } from './archive-head.ts'
import { fetchList } from './fetch.ts'
import type { OfferedFile } from './offer.ts'
import { inParallel, type RoundContext } from './round.ts'
import type { ListOfListsOutcome } from './tasks.ts'

/** More than one for each year that a notice has been in force. */
const MOST_PIVOTS = 32

/** The addresses of the pivots that are looked for: all or none, because without one the others lead nowhere. */
export function pivotsToFind({ unsafePivotAddresses: addresses }: ListOfListsOutcome): readonly string[] {
  return addresses.length > MOST_PIVOTS ? [] : addresses
}

export function hostsOf(addresses: readonly string[]): ReadonlySet<string> {
  return new Set(addresses.flatMap(address => hostOf(address) ?? []))
}

function hostOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).host : undefined
}

/** A file that may be the pivot of an address. */
export interface PivotFile {
  readonly bytes: Uint8Array
  /** What there is to keep beside it; absent where it is kept already. */
  readonly fetched?: Pick<ArchivedHead, 'location' | 'obtainedAt' | 'givenAt' | 'validators'>
}

/** Where pivots are looked for. */
export type PivotPlaces = Pick<RoundContext, 'archive' | 'network' | 'at' | 'parallel'>

/**
 * The addresses of pivots stand in a list of lists of which nobody knows yet who wrote it, so only hosts are
 * asked that the operator or an authentic list of lists has named, and not often.
 *
 * @param hosts That may be asked.
 */
export async function pivotFiles(
  addresses: readonly string[],
  hosts: ReadonlySet<string>,
  places: PivotPlaces,
): Promise<readonly PivotFile[]> {
  const { network, ...offline } = places
  const files = await inParallel(addresses, places.parallel, address =>
    pivotFile(address, hosts.has(hostOf(address) ?? '') ? places : offline),
  )
  return files.flat()
}

/** A pivot never changes, so one that is in the store is not fetched; it is verified like any other. */
async function pivotFile(
  location: string,
  { archive, network, at }: PivotPlaces,
): Promise<readonly PivotFile[]> {
  const archived = await archive?.read(pivotName(location))
  if (archived) return [{ bytes: archived.bytes }]
  if (!network) return []
  const { client, signal, maxOctets, timeout } = network
  const fetched = await fetchList({ location, maxOctets, timeout }, client, signal)
  if (fetched.kind !== 'file') return []
  const { bytes, validators } = fetched
  return [{ bytes, fetched: { location, obtainedAt: at, givenAt: at, validators } }]
}

/**
 * The pivots behind a list of lists, where one that the store has lost stands at its place in other octets:
 * whether these lead to the list of lists too, only a new judgement says. None where all are what they were.
 */
export async function reissuedPivots(
  behind: readonly PivotBehind[],
  hosts: ReadonlySet<string>,
  places: PivotPlaces,
): Promise<readonly PivotFile[]> {
  const known = new Set(behind.map(({ sha256 }) => sha256))
  const addresses = behind.map(({ address }) => address)
  const files = await pivotFiles(addresses, hosts, places)
  return files.every(({ bytes }) => known.has(digestOf(bytes))) ? [] : files
}

export async function keepPivots(
  pivots: readonly PivotFile[],
  archive: ListArchive | undefined,
): Promise<void> {
  for (const { bytes, fetched } of pivots) {
    const sha256 = digestOf(bytes)
    if (fetched) await archive?.write(pivotName(fetched.location), { ...fetched, sha256, bytes })
  }
}

/**
 * Puts pivots back that the store has lost. They are those by which the list of lists in use was
 * authenticated, so what another one has put in the place of one is replaced.
 *
 * @returns The names of those that the store does not have all the same.
 */
export async function restorePivots(
  pivots: readonly PivotBehind[],
  context: RoundContext & { readonly archive: ListArchive },
): Promise<readonly string[]> {
  const { archive, isStoreDue, ...online } = context
  const missing: string[] = []
  for (const pivot of pivots) {
    if (await isKept(pivot, archive)) continue
    const [file] = isStoreDue ? await pivotFile(pivot.address, online) : []
    if (file && digestOf(file.bytes) === pivot.sha256) await keepPivots([file], archive)
    if (!(await isKept(pivot, archive))) missing.push(pivotName(pivot.address))
  }
  return missing
}

async function isKept({ address, sha256 }: PivotBehind, archive: ListArchive): Promise<boolean> {
  const name = pivotName(address)
  const head = await archive.head(name)
  return head?.sha256 === sha256 && archive.confirm(name, head)
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

const PIVOT = 'pivot-'

function pivotName(address: string): string {
  return `${PIVOT}${digestOf(Buffer.from(address))}`
}

/** Whether some pivot is among what is not in the store. */
export function lacksPivot(names: ReadonlySet<string>): boolean {
  return [...names].some(name => name.startsWith(PIVOT))
}

/** The store, and then the network for what is not there; then the network alone. */
export function waysToPivots({ isStored }: OfferedFile, places: PivotPlaces): readonly PivotPlaces[] {
  const { network, ...offline } = places
  if (isStored || !network) return [offline]
  const { archive: _, ...online } = places
  return [places, online]
}
