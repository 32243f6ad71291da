import { applyMemory, applyMemoryToFile } from '../../trust-list/apply-memory.ts'
import { type AnnouncedList, announcedStill } from '../../trust-list/national-list.ts'
import { LIST_OF_LISTS, type ListMemory, type Remembering, seenIn } from '../../trust-list/sequence-memory.ts'
import type { TrustListSet } from '../../trust-list/trust-list-set.ts'
import type { ListArchive } from './archive.ts'
import { type Kept, keepList } from './keep.ts'
import { keepListOfLists } from './list-of-lists-keep.ts'
import type { OfferedFile } from './offer.ts'
import { afterMemory, inParallel, inputOf, offeringsOf, type Round, type RoundContext } from './round.ts'
import type { KeeperState, KeptFile, KeptListOfLists, KeptNationalList } from './state.ts'

/**
 * One round: the list of lists, then each list that it announces, some at a time. One broken list touches no
 * other. What is offered replaces what is held only once it is authentic and follows what is remembered.
 */
export async function refreshLists(state: KeeperState, context: RoundContext): Promise<KeeperState> {
  const results = await lookForLists(state, context)
  const next = stateOf(results, state)
  const set = setOf(results)
  if (!set) return next
  const { remembered, unwritten } = await rememberSet(set, context.memory)
  const used = applyMemory(set, remembered)
  const archiving = { used, context, missing: state.unarchived }
  const unarchived = await archiveResults(results, archiving)
  const anchors = anchorsOf(used, results)
  const isRemembered = unwritten.size === 0
  return { ...next, set: used, anchors, unarchived, ...storeTried(unarchived, state, context), isRemembered }
}

/** Rounds in which nobody tried to put into the store what it lacks count for nothing. */
function storeTried(
  unarchived: ReadonlySet<string>,
  { unarchivedRounds, storeTriedAt }: KeeperState,
  { at, isStoreDue }: RoundContext,
): Pick<KeeperState, 'unarchivedRounds' | 'storeTriedAt'> {
  if (unarchived.size === 0) return { unarchivedRounds: 0, storeTriedAt: at }
  if (!isStoreDue) return { unarchivedRounds, storeTriedAt }
  return { unarchivedRounds: unarchivedRounds + 1, storeTriedAt: at }
}

/**
 * The list of lists first: where another process has seen a later one, the signers that this one announces
 * may be some that vouch for nothing any more, and a number of theirs would keep all others from the true
 * list.
 */
async function rememberSet(set: TrustListSet, memory: ListMemory): Promise<Remembering> {
  const { listOfLists } = set
  const alone = await memory.remember(seenIn({ ...set, territories: [] }))
  const { outcome } = applyMemoryToFile(listOfLists, LIST_OF_LISTS, alone.remembered)
  return outcome === 'authentic' ? memory.remember(seenIn(set)) : alone
}

/** They were counted when the lists were verified: to count is to read every service. */
function anchorsOf({ territories }: TrustListSet, { nationals }: Results): number {
  const counted = territories.map(({ territory, file }) =>
    file?.outcome === 'authentic' ? (nationals.get(territory)?.kept?.anchors ?? 0) : 0,
  )
  return counted.reduce((sum, anchors) => sum + anchors, 0)
}

async function lookForLists(state: KeeperState, context: RoundContext): Promise<Results> {
  const { memory, onAttempt, parallel, isStoreDue } = context
  const wanted = isStoreDue ? state.unarchived : new Set<string>()
  const first = { ...context, wanted, remembered: await memory.recall([LIST_OF_LISTS]) }
  const top = await keepListOfLists(state.listOfLists, first)
  onAttempt(LIST_OF_LISTS, top.attempt)
  const announced = top.kept?.plan?.lists ?? []
  const round = { ...first, remembered: await memory.recall(announced.map(({ territory }) => territory)) }
  const nationals = await inParallel(announced, parallel, async each => {
    const kept = await keepNational(each, state.lists.get(each.territory), round)
    onAttempt(each.territory, kept.attempt)
    return [each.territory, kept] as const
  })
  return { top, nationals: new Map(nationals) }
}

/** What a round came to. */
interface Results {
  readonly top: Kept<KeptListOfLists>
  readonly nationals: ReadonlyMap<string, Kept<KeptNationalList>>
}

function keepNational(
  announced: AnnouncedList,
  before: KeptNationalList | undefined,
  round: Round,
): Promise<Kept<KeptNationalList>> {
  const { territory, locations } = announced
  const { at, verifier, remembered } = round
  const held = before && { ...before, file: announcedStill(before.file, announced) }
  const list = held?.file.outcome === 'authentic' ? held.file.list : undefined
  const judge = async (offered: OfferedFile): Promise<KeptNationalList | undefined> => {
    const judged = await verifier.nationalList({ input: inputOf(offered), announced, at, held: list })
    if (!judged.ok) return undefined
    const { location, validators, givenAt } = offered
    const { file, anchors } = judged.value
    return { file: afterMemory(territory, file, remembered), anchors, location, validators, givenAt }
  }
  return keepList({ offerings: offeringsOf(territory, locations, round), held, judge, at })
}

/** Undefined where there is not even a list of lists that was refused. */
function setOf({ top, nationals }: Results): TrustListSet | undefined {
  const { kept } = top
  if (!kept) return undefined
  const territories = [...nationals].map(([territory, each]) => ({
    territory,
    ...(each.kept && { file: each.kept.file }),
    others: [],
  }))
  return { listOfLists: kept.file, pivots: kept.pivots, territories, others: [] }
}

/** Attempts of a round that had nothing to offer are none. */
function stateOf({ top, nationals }: Results, before: KeeperState): KeeperState {
  const lists = [...nationals].flatMap(([name, { kept }]) => (kept ? [[name, kept] as const] : []))
  const attempts = [...nationals].map(([name, { attempt }]) => [name, attempt] as const)
  return {
    ...before,
    ...(top.kept && { listOfLists: top.kept }),
    lists: nationals.size > 0 ? new Map(lists) : before.lists,
    attempts: new Map([[LIST_OF_LISTS, top.attempt], ...attempts]),
  }
}

interface Archiving {
  readonly used: TrustListSet
  readonly context: RoundContext
  /** What was not in the store before. */
  readonly missing: ReadonlySet<string>
}

/**
 * Puts into the store what is used: only lists that are authentic and that memory lets follow, so that a
 * restart finds the last good ones.
 *
 * @returns The names of those that are not in the store.
 */
async function archiveResults(
  { top, nationals }: Results,
  archiving: Archiving,
): Promise<ReadonlySet<string>> {
  const { used, context, missing } = archiving
  const { archive, network } = context
  if (!archive || !network) return missing
  const isUsed = new Set(
    used.territories.flatMap(({ territory, file }) => (file?.outcome === 'authentic' ? [territory] : [])),
  )
  const all: readonly (readonly [string, Kept<KeptFile>])[] = [
    ...(used.listOfLists.outcome === 'authentic' ? [[LIST_OF_LISTS, top] as const] : []),
    ...[...nationals].filter(([territory]) => isUsed.has(territory)),
  ]
  const written = await inParallel(all, 1, async ([name, kept]) => {
    if (!kept.kept || kept.attempt.outcome === 'failed') return missing.has(name) ? [name] : []
    return (await archiveOne(name, { ...kept, kept: kept.kept }, archive)) ? [] : [name]
  })
  return new Set(written.flat())
}

/**
 * A file that is there already is not written anew, whether its server gave it out again or said that it has
 * not changed.
 */
async function archiveOne(
  name: string,
  { kept, attempt, offered }: Kept<KeptFile> & { readonly kept: KeptFile },
  archive: ListArchive,
): Promise<boolean> {
  const { file, location, validators, givenAt } = kept
  const head = {
    sha256: file.sha256,
    location,
    validators,
    givenAt,
    obtainedAt: file.obtainedAt ?? attempt.at,
  }
  if (await archive.confirm(name, head)) return true
  return offered ? archive.write(name, { ...head, bytes: offered.bytes }) : false
}
