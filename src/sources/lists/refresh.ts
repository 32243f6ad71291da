import { applyMemory, applyMemoryToFile } from '../../trust-list/apply-memory.ts'
import { LIST_OF_LISTS, type ListMemory, type Remembering, seenIn } from '../../trust-list/sequence-memory.ts'
import type { ListFile, TrustListSet } from '../../trust-list/trust-list-set.ts'
import type { Kept } from './keep.ts'
import { keepListOfLists } from './list-of-lists-keep.ts'
import { keepNational } from './national-list-keep.ts'
import { lacksPivot } from './pivot-files.ts'
import { inParallel, type RoundContext } from './round.ts'
import type { KeeperState, KeptFile } from './state.ts'
import { archiveResults, type Results } from './store-results.ts'
import type { ListAttempt } from './types.ts'

/**
 * One round: the list of lists, then each list that it announces, some at a time. One broken list touches no
 * other. What is offered replaces what is held only once it is authentic and follows what is remembered.
 *
 * Where another process has seen a newer list meanwhile, the round is made once more, which looks for that
 * one: until the next one there would be none to use.
 */
export async function refreshLists(state: KeeperState, context: RoundContext): Promise<KeeperState> {
  const { after, overruled } = await refreshOnce(state, context)
  const isOvertaken = [...overruled.values()].some(({ reason }) => reason !== 'memory-unreadable')
  if (!isOvertaken || context.signal.aborted) return after
  return (await refreshOnce(after, context)).after
}

interface Refreshed {
  readonly after: KeeperState
  /** What was well until the memory was asked at the end. */
  readonly overruled: ReadonlyMap<string, ListAttempt>
}

async function refreshOnce(state: KeeperState, context: RoundContext): Promise<Refreshed> {
  const results = await lookForLists(state, context)
  const next = stateOf(results, state)
  const set = setOf(results)
  if (!set || context.signal.aborted) return { after: next, overruled: new Map() }
  const { remembered, unwritten } = await rememberSet(set, context.memory)
  const used = applyMemory(set, remembered)
  const overruled = overruledIn(used, results, context)
  for (const [name, attempt] of overruled) context.onAttempt(name, attempt)
  const archiving = { used, context, missing: state.unarchived }
  const unarchived = await archiveResults(results, archiving)
  const after = {
    ...next,
    set: used,
    anchors: anchorsOf(used, results),
    attempts: new Map([...next.attempts, ...overruled]),
    unarchived,
    ...storeTried(unarchived, state, context),
    isRemembered: unwritten.size === 0,
  }
  return { after, overruled }
}

/**
 * Attempts that came to nothing after all: the memory does not let follow what was obtained. Where that is
 * the list of lists, nothing else is told, because all others fall with it.
 */
function overruledIn(
  { listOfLists, territories }: TrustListSet,
  { top, nationals }: Results,
  { at }: RoundContext,
): ReadonlyMap<string, ListAttempt> {
  const all: readonly (readonly [string, ListFile | undefined, Kept<KeptFile> | undefined])[] = [
    [LIST_OF_LISTS, listOfLists, top],
    ...(listOfLists.outcome === 'authentic' ? territories : []).map(
      ({ territory, file }) => [territory, file, nationals.get(territory)] as const,
    ),
  ]
  const failed = all.flatMap(([name, file, before]) => {
    if (file?.outcome !== 'refused' || before?.kept?.file.outcome !== 'authentic') return []
    if (before.attempt.outcome === 'failed') return []
    return [[name, { at, outcome: 'failed', reason: file.reason }] as const]
  })
  return new Map(failed)
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
  const { memory, onAttempt, parallel } = context
  const wanted = wantedIn(state, context)
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

/** A pivot that the store lacks may have been issued anew, and then the list of lists is judged by that one. */
function wantedIn({ unarchived }: KeeperState, { isStoreDue }: RoundContext): ReadonlySet<string> {
  if (!isStoreDue) return new Set()
  return lacksPivot(unarchived) ? new Set([...unarchived, LIST_OF_LISTS]) : unarchived
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
