import type { Instant } from '../../core/time.ts'
import { listState } from '../../trust-list/freshness.ts'
import type { ListFile, TrustListSet } from '../../trust-list/trust-list-set.ts'
import type { Change } from './diff.ts'

/** What changed of the lists themselves, the list of lists first. */
export function listChanges(before: TrustListSet, after: TrustListSet, listsAt: Instant): readonly Change[] {
  const [old, young] = [filesOf(before), filesOf(after)]
  const territories = new Set([...old.keys(), ...young.keys()])
  return [...territories].flatMap(territory => {
    const files = [old.get(territory), young.get(territory)] as const
    return [...editionChange(territory, ...files), ...stateChange(territory, files, listsAt)]
  })
}

function filesOf({ listOfLists, territories }: TrustListSet): ReadonlyMap<string, ListFile | undefined> {
  return new Map([
    ['EU', listOfLists],
    ...territories.map(({ territory, file }) => [territory, file] as const),
  ])
}

function editionChange(
  territory: string,
  old: ListFile | undefined,
  young: ListFile | undefined,
): readonly Change[] {
  if (old?.outcome !== 'authentic' || young?.outcome !== 'authentic') return []
  const [before, after] = [old.list.content.sequenceNumber, young.list.content.sequenceNumber]
  if (before < after) return [{ kind: 'list-newer', territory, before, after }]
  if (before > after) return [{ kind: 'list-older', territory, before, after }]
  if (old.list.digest === young.list.digest) return []
  return [{ kind: 'list-reissued', territory, before: old.list.digest, after: young.list.digest }]
}

function stateChange(
  territory: string,
  [old, young]: readonly [ListFile | undefined, ListFile | undefined],
  listsAt: Instant,
): readonly Change[] {
  const [before = 'absent', after = 'absent'] = [old, young].map(file => listState(file, { listsAt }).state)
  return before === after ? [] : [{ kind: 'list-state', territory, before, after }]
}
