import { createHash } from 'node:crypto'
import { LIST_OF_LISTS, type Remembered, seenList } from '../../trust-list/sequence-memory.ts'
import type { ListFile } from '../../trust-list/trust-list-set.ts'
import { fetchList } from './fetch.ts'
import { type Kept, keepList } from './keep.ts'
import type { OfferedFile } from './offer.ts'
import { afterMemory, inParallel, inputOf, offeringsOf, type Round } from './round.ts'
import type { KeptListOfLists } from './state.ts'
import type { ListOfListsOutcome } from './tasks.ts'

/**
 * Looks for a newer list of lists: at the address that the last authentic one gave for itself, then where it was looked for
 * at first. Where the new one says that it has moved, it is followed there.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.1 (PRO-4.1.4-05)
 */
export async function keepListOfLists(
  held: KeptListOfLists | undefined,
  round: Round,
): Promise<Kept<KeptListOfLists>> {
  const own = held?.plan?.location
  const first = await keepAt(own === undefined ? [round.location] : [own, round.location], held, round)
  return followMove(first, round)
}

function keepAt(
  locations: readonly string[],
  held: KeptListOfLists | undefined,
  round: Round,
): Promise<Kept<KeptListOfLists>> {
  const judge = (offered: OfferedFile) => judgeListOfLists(offered, round)
  return keepList({ offerings: offeringsOf(LIST_OF_LISTS, locations, round), held, judge, at: round.at })
}

/** Once: where the new place leads on, the next round follows. What is not to be had there leaves the old copy in use. */
async function followMove(first: Kept<KeptListOfLists>, round: Round): Promise<Kept<KeptListOfLists>> {
  const { kept } = first
  const to = kept?.plan?.location
  if (!round.network || !kept || to === undefined || to === kept.location) return first
  const { archive: _, ...online } = round
  const moved = await keepAt([to], kept, { ...online, remembered: withFile(kept.file, round.remembered) })
  return moved.attempt.outcome === 'failed' ? first : { ...moved, attempt: first.attempt }
}

/** What is remembered, as if the list of lists that led on were: where it leads to, nothing lower counts. */
function withFile(file: ListFile, { seen, unreadable }: Remembered): Remembered {
  if (file.outcome !== 'authentic') return { seen, unreadable }
  return { seen: new Map([...seen, [LIST_OF_LISTS, seenList(LIST_OF_LISTS, file.list)]]), unreadable }
}

/** Where pivots are missing they are fetched, and the list of lists is judged once more. */
async function judgeListOfLists(offered: OfferedFile, round: Round): Promise<KeptListOfLists | undefined> {
  const { verifier, notice, at } = round
  const input = { ...inputOf(offered), location: offered.location }
  const verify = (pivots: readonly Uint8Array[]) => verifier.listOfLists({ input, pivots, notice, at })
  const first = await verify([])
  if (!first.ok) return undefined
  const addresses = pivotsToFetch(first.value, offered.location)
  const { network: _, ...offline } = round
  const way = offered.isStored ? offline : round
  const judged = addresses.length > 0 ? await verify(await pivotFiles(addresses, way)) : first
  return judged.ok ? keptFrom(judged.value, offered, round) : undefined
}

function keptFrom(
  { listOfLists, pivots, plan }: ListOfListsOutcome,
  { location, validators }: OfferedFile,
  { remembered }: Round,
): KeptListOfLists {
  const file = afterMemory(LIST_OF_LISTS, listOfLists, remembered)
  const isGood = file.outcome === 'authentic'
  return { file, pivots, location, validators, ...(isGood && plan && { plan }) }
}

/** More than one for each year that a notice has been in force. */
const MOST_PIVOTS = 32

/**
 * The addresses of pivots stand in a list of lists of which nobody knows yet who wrote it, so only its own host is asked,
 * and not often; and nobody where the store says which host that is.
 */
function pivotsToFetch({ unsafePivotAddresses }: ListOfListsOutcome, location: string): readonly string[] {
  const host = hostOf(location)
  const own = unsafePivotAddresses.filter(address => host !== undefined && hostOf(address) === host)
  return own.length > MOST_PIVOTS ? [] : own
}

function hostOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).host : undefined
}

async function pivotFiles(addresses: readonly string[], round: Round): Promise<readonly Uint8Array[]> {
  const files = await inParallel(addresses, round.parallel, address => pivotFile(address, round))
  return files.flat()
}

/** A pivot never changes, so one that is in the store is not fetched; it is verified like any other. */
async function pivotFile(address: string, { archive, network, at }: Round): Promise<readonly Uint8Array[]> {
  const name = `pivot-${createHash('sha256').update(address).digest('hex')}`
  const archived = await archive?.read(name)
  if (archived) return [archived.bytes]
  if (!network) return []
  const { client, signal, maxOctets, timeout } = network
  const fetched = await fetchList({ location: address, maxOctets, timeout }, client, signal)
  if (fetched.kind !== 'file') return []
  const { bytes, validators } = fetched
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await archive?.write(name, { sha256, location: address, obtainedAt: at, validators, bytes })
  return [bytes]
}
