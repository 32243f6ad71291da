import { type Check, undetermined } from '../requirements/finding.ts'
import { checkSequence, LIST_OF_LISTS, type Remembered, seenList } from './sequence-memory.ts'
import type { AuthenticFile, ListFile, RejectedFile, TerritoryLists, TrustListSet } from './trust-list-set.ts'
import { isObstacle } from './verify.ts'

/**
 * Refuses the files of a set that memory does not let follow, and says of the others why it does. In each
 * territory the first authentic file that remains counts: an older file beside it never takes its place, the
 * one that is remembered does.
 *
 * Where the list of lists itself is refused, so are all national lists: it could announce signers that it
 * announces no more. Pivots are older than the list of lists by their nature, and stay.
 *
 * To apply a memory again to what it gave changes only what is refused since.
 */
export function applyMemory(set: TrustListSet, remembered: Remembered): TrustListSet {
  const listOfLists = applyMemoryToFile(set.listOfLists, LIST_OF_LISTS, remembered)
  const territories =
    listOfLists.outcome === 'authentic'
      ? set.territories.map(entry => judgeTerritory(entry, remembered))
      : set.territories.map(withoutListOfLists)
  return { ...set, listOfLists, territories }
}

/**
 * Older files beside the one that counts are no matter as long as it stands. Where it falls, authentic files
 * come first among the others, so the first that memory lets follow is the first that is authentic still.
 */
function judgeTerritory(entry: TerritoryLists, remembered: Remembered): TerritoryLists {
  const { territory, others } = entry
  if (entry.file?.outcome !== 'authentic') return entry
  const file = applyMemoryToFile(entry.file, territory, remembered)
  if (file.outcome === 'authentic') return { territory, file, others }
  const judged = [file, ...others.map(each => applyMemoryToFile(each, territory, remembered))]
  const counts = judged.find(({ outcome }) => outcome === 'authentic') ?? file
  return { territory, file: counts, others: judged.filter(each => each !== counts) }
}

/** One file by itself: {@link applyMemory}. */
export function applyMemoryToFile(file: ListFile, territory: string, remembered: Remembered): ListFile {
  if (file.outcome !== 'authentic') return file
  const check = checkSequence(seenList(territory, file.list), remembered)
  if (isObstacle(check)) return reject(file, check, [...before(file), check])
  if (before(file).length < file.checks.length) return file
  return { ...file, checks: [...file.checks, check] }
}

/** What was checked before any memory was asked. */
function before({ checks }: AuthenticFile): readonly Check[] {
  return checks.filter(({ code }) => code !== 'trust-list.succession')
}

function withoutListOfLists({ territory, file, others }: TerritoryLists): TerritoryLists {
  const without = (each: ListFile) => (each.outcome === 'authentic' ? orphaned(each, territory) : each)
  return { territory, ...(file && { file: without(file) }), others: others.map(without) }
}

/** As if the list of lists had been refused from the start: then nothing else is checked. */
function orphaned(file: AuthenticFile, territory: string): RejectedFile {
  const check = undetermined('trust-list.pointer', 'list-of-lists-refused', { territory })
  return reject(file, check, [check])
}

function reject(file: AuthenticFile, { reason }: Check, checks: readonly Check[]): RejectedFile {
  const { list: _, ...facts } = file
  return { ...facts, outcome: 'refused', reason: reason ?? 'not-verified', checks }
}
