import { type PivotBehind, pivotsBehind } from '../../trust-list/list-of-lists.ts'
import { LIST_OF_LISTS } from '../../trust-list/sequence-memory.ts'
import type { ListFile, TrustListSet } from '../../trust-list/trust-list-set.ts'
import type { ListArchive } from './archive.ts'
import type { Kept } from './keep.ts'
import { restorePivots } from './pivot-files.ts'
import { afterMemory, inParallel, type RoundContext } from './round.ts'
import type { KeptFile, KeptListOfLists, KeptNationalList } from './state.ts'

/** What a round came to. */
export interface Results {
  readonly top: Kept<KeptListOfLists>
  readonly nationals: ReadonlyMap<string, Kept<KeptNationalList>>
}

interface Archiving {
  readonly used: TrustListSet
  readonly context: RoundContext
  /** What was not in the store before. */
  readonly missing: ReadonlySet<string>
}

/**
 * Puts into the store what is used: only lists that are authentic and that memory lets follow, with the
 * pivots that lead to them, so that a restart finds the last good ones.
 *
 * @returns The names of those that are not in the store.
 */
export async function archiveResults(
  { top, nationals }: Results,
  archiving: Archiving,
): Promise<ReadonlySet<string>> {
  const { used, context, missing } = archiving
  const { archive, network, signal } = context
  if (!archive || !network) return missing
  const isUsed = new Set(
    used.territories.flatMap(({ territory, file }) => (file?.outcome === 'authentic' ? [territory] : [])),
  )
  const all: readonly (readonly [string, Kept<KeptFile>])[] = [
    ...(used.listOfLists.outcome === 'authentic' ? [[LIST_OF_LISTS, top] as const] : []),
    ...[...nationals].filter(([territory]) => isUsed.has(territory)),
  ]
  const written = await inParallel(all, 1, async ([name, kept]) => {
    const { outcome } = kept.attempt
    // What is new is remembered by now, and would be missed where it is found nowhere at the next start.
    const isLeft = outcome === 'failed' || (outcome === 'unchanged' && signal.aborted)
    if (!kept.kept || isLeft) return missing.has(name) ? [name] : []
    return (await archiveOne(name, { ...kept, kept: kept.kept }, { ...context, archive })) ? [] : [name]
  })
  const behind = signal.aborted ? [] : pivotsOf(used.listOfLists)
  const pivots = await restorePivots(behind, { ...context, archive })
  return new Set([...written.flat(), ...pivots])
}

/** But for the list of lists itself, where it is the newest pivot. */
function pivotsOf(listOfLists: ListFile): readonly PivotBehind[] {
  if (listOfLists.outcome !== 'authentic') return []
  return pivotsBehind(listOfLists).filter(({ sha256 }) => sha256 !== listOfLists.sha256)
}

/**
 * A file that is there already is not written anew, whether its server gave it out again or said that it has
 * not changed. Nor does it take the place of one that another process has seen and put there since.
 */
async function archiveOne(
  name: string,
  { kept, attempt, offered }: Kept<KeptFile> & { readonly kept: KeptFile },
  { archive, memory }: Pick<RoundContext, 'memory'> & { readonly archive: ListArchive },
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
  if (!offered) return false
  // Of one that cannot be read any more, what this process knows of it counts: it was asked a moment before.
  const isNewest = async () => {
    const { seen } = await memory.recall([name])
    return afterMemory(name, file, { seen, unreadable: new Set() }).outcome === 'authentic'
  }
  return archive.write(name, { ...head, bytes: offered.bytes }, isNewest)
}
