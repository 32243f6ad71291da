import type { Instant } from '../../core/time.ts'
import { listOfListsAt } from '../../trust-list/judged-at.ts'
import { pivotsBehind } from '../../trust-list/list-of-lists.ts'
import { LIST_OF_LISTS } from '../../trust-list/sequence-memory.ts'
import { type Kept, keepList } from './keep.ts'
import type { OfferedFile, Offering } from './offer.ts'
import {
  hostsOf,
  keepPivots,
  lacksPivot,
  type PivotFile,
  pivotFiles,
  pivotsToFind,
  reissuedPivots,
  waysToPivots,
} from './pivot-files.ts'
import { afterMemory, inputOf, offeringsOf, type Round, withFile } from './round.ts'
import type { KeptListOfLists } from './state.ts'
import type { ListOfListsOutcome } from './tasks.ts'

/**
 * Looks for a newer list of lists: at the address that the last authentic one gave for itself, then where it
 * was looked for at first. Where the new one says that it has moved, it is followed there.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.1 (PRO-4.1.4-05)
 */
export async function keepListOfLists(
  held: KeptListOfLists | undefined,
  round: Round,
): Promise<Kept<KeptListOfLists>> {
  const own = held?.plan?.location
  const places = own === undefined ? [round.location] : [own, round.location]
  const offerings = offeringsOf(LIST_OF_LISTS, places, round)
  const known = { held: held && heldNow(held, round.at), places: [...places, ...placesBehind(held)] }
  const first = await keepFrom(offerings, known, round)
  return followMove(first, places, round)
}

/** What is held, as it is judged at this moment: that does not need its octets. */
function heldNow(held: KeptListOfLists, at: Instant): KeptListOfLists {
  const { file: listOfLists, pivots, plan, ...rest } = held
  const now = listOfListsAt({ listOfLists, pivots }, at)
  if (!now) return held
  const isGood = now.listOfLists.outcome === 'authentic'
  return { ...rest, file: now.listOfLists, pivots: now.pivots, ...(isGood && plan && { plan }) }
}

/**
 * Where else the operator or an authentic list of lists has said that something stands: the list that is held,
 * which may have moved on since, and its pivots, which the next one names again.
 */
function placesBehind(held: KeptListOfLists | undefined): readonly string[] {
  if (held?.file.outcome !== 'authentic') return []
  const pivots = pivotsBehind(held.file).map(({ address }) => address)
  return held.isStored ? pivots : [held.location, ...pivots]
}

interface Known {
  readonly held: KeptListOfLists | undefined
  /** Where the operator or an authentic list of lists says that it stands, or its pivots. */
  readonly places: readonly string[]
}

function keepFrom(
  offerings: readonly Offering[],
  { held, places }: Known,
  round: Round,
): Promise<Kept<KeptListOfLists>> {
  const hosts = hostsOf(places)
  const judge = (offered: OfferedFile) => judgeListOfLists(offered, round, hosts)
  return keepList({ offerings, held, judge, at: round.at })
}

/**
 * Once: where the new place leads on, the next round follows. What is not to be had there leaves the old copy
 * in use.
 */
async function followMove(
  first: Kept<KeptListOfLists>,
  places: readonly string[],
  round: Round,
): Promise<Kept<KeptListOfLists>> {
  const { kept: held } = first
  const to = held?.plan?.location
  if (!round.network || !held || to === undefined || to === held.location) return first
  // The first place has been asked, and had nothing that could be used.
  if (to === places[0]) return first
  // Where it leads to, nothing lower counts.
  const following = { ...round, remembered: withFile(LIST_OF_LISTS, held.file, round.remembered) }
  const { archive: _, ...online } = following
  const offerings = offeringsOf(LIST_OF_LISTS, [to], online)
  const known = { held, places: [to, ...places, ...placesBehind(held)] }
  const moved = await keepFrom(offerings, known, following)
  return moved.attempt.outcome === 'failed' ? first : { ...moved, attempt: first.attempt }
}

/**
 * Where pivots are missing they are looked for, and the list of lists is judged once more. They are kept once
 * they have led to it, because before that nobody knows what they are; and where those that were kept do not
 * lead to it, they are fetched anew.
 *
 * @param hosts That may be asked for pivots.
 */
async function judgeListOfLists(
  offered: OfferedFile,
  round: Round,
  hosts: ReadonlySet<string>,
): Promise<KeptListOfLists | undefined> {
  const { verifier, notice, at, archive } = round
  const input = { ...inputOf(offered), location: offered.location }
  const verify = (pivots: readonly PivotFile[]) =>
    verifier.listOfLists({ input, pivots: pivots.map(({ bytes }) => bytes), notice, at })
  let judged = await verify([])
  const addresses = judged.ok ? pivotsToFind(judged.value) : []
  for (const way of waysToPivots(offered, round)) {
    if (!judged.ok || judged.value.listOfLists.outcome === 'authentic' || addresses.length === 0) break
    const pivots = await pivotFiles(addresses, hosts, way)
    judged = await verify(pivots)
    if (judged.ok && judged.value.listOfLists.outcome === 'authentic') await keepPivots(pivots, archive)
    if (pivots.every(({ fetched }) => fetched)) break
  }
  if (!judged.ok) return undefined
  const again = await judgeByReissued(judged.value, offered, { round, hosts, verify })
  return keptFrom(again ?? judged.value, offered, round)
}

interface Judging {
  readonly round: Round
  readonly hosts: ReadonlySet<string>
  readonly verify: (pivots: readonly PivotFile[]) => ReturnType<Round['verifier']['listOfLists']>
}

/**
 * Where the store has lost a pivot that was issued anew since, the list of lists is judged by that one too:
 * only what is behind it is put into the store. Where it does not lead there, the earlier judgement stands.
 */
async function judgeByReissued(
  { listOfLists }: ListOfListsOutcome,
  { isStored }: OfferedFile,
  { round, hosts, verify }: Judging,
): Promise<ListOfListsOutcome | undefined> {
  if (isStored || listOfLists.outcome !== 'authentic' || !lacksPivot(round.wanted)) return undefined
  const pivots = await reissuedPivots(pivotsBehind(listOfLists), hosts, round)
  const judged = pivots.length > 0 ? await verify(pivots) : undefined
  if (!judged?.ok || judged.value.listOfLists.outcome !== 'authentic') return undefined
  await keepPivots(pivots, round.archive)
  return judged.value
}

function keptFrom(
  { listOfLists, pivots, plan }: ListOfListsOutcome,
  { location, validators, givenAt, isStored = false }: OfferedFile,
  { remembered }: Round,
): KeptListOfLists {
  const file = afterMemory(LIST_OF_LISTS, listOfLists, remembered)
  const isGood = file.outcome === 'authentic'
  return { file, pivots, location, validators, givenAt, isStored, ...(isGood && plan && { plan }) }
}
