import { createHash } from 'node:crypto'
import type { ListArchive } from './archive.ts'
import type { ArchivedHead } from './archive-head.ts'
import { fetchList } from './fetch.ts'
import type { OfferedFile } from './offer.ts'
import { inParallel, type Round } from './round.ts'
import type { ListOfListsOutcome } from './tasks.ts'

/** More than one for each year that a notice has been in force. */
const MOST_PIVOTS = 32

/**
 * The addresses of pivots stand in a list of lists of which nobody knows yet who wrote it, so only hosts are
 * asked that the operator or an authentic list of lists has named as its place, and not often. It may have
 * moved since, and pivots have not.
 */
export function pivotsToFetch(
  { unsafePivotAddresses }: ListOfListsOutcome,
  hosts: ReadonlySet<string>,
): readonly string[] {
  const known = unsafePivotAddresses.filter(address => hosts.has(hostOf(address) ?? ''))
  return known.length > MOST_PIVOTS ? [] : known
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

export async function pivotFiles(addresses: readonly string[], round: Round): Promise<readonly PivotFile[]> {
  const files = await inParallel(addresses, round.parallel, address => pivotFile(address, round))
  return files.flat()
}

/** A pivot never changes, so one that is in the store is not fetched; it is verified like any other. */
async function pivotFile(location: string, { archive, network, at }: Round): Promise<readonly PivotFile[]> {
  const archived = await archive?.read(pivotName(location))
  if (archived) return [{ bytes: archived.bytes }]
  if (!network) return []
  const { client, signal, maxOctets, timeout } = network
  const fetched = await fetchList({ location, maxOctets, timeout }, client, signal)
  if (fetched.kind !== 'file') return []
  const { bytes, validators } = fetched
  return [{ bytes, fetched: { location, obtainedAt: at, givenAt: at, validators } }]
}

export async function keepPivots(
  pivots: readonly PivotFile[],
  archive: ListArchive | undefined,
): Promise<void> {
  for (const { bytes, fetched } of pivots) {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    if (fetched) await archive?.write(pivotName(fetched.location), { ...fetched, sha256, bytes })
  }
}

function pivotName(address: string): string {
  return `pivot-${createHash('sha256').update(address).digest('hex')}`
}

/** The store, and then the network for what is not there; then the network alone. */
export function waysToPivots({ isStored }: OfferedFile, round: Round): readonly Round[] {
  const { network, ...offline } = round
  if (isStored || !network) return [offline]
  const { archive: _, ...online } = round
  return [round, online]
}
