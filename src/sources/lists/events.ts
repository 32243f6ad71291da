import { ownLocation } from '../../trust-list/notice-checks.ts'
import type { ListFile } from '../../trust-list/trust-list-set.ts'
import type { KeeperState } from './state.ts'
import type { ListEvent } from './types.ts'

/**
 * What a round has changed that somebody may want to know, beside the attempts.
 *
 * @param isFirst Whether nothing was told before.
 */
export function eventsOf(before: KeeperState, now: KeeperState, isFirst: boolean): readonly ListEvent[] {
  return [
    ...moved(now),
    ...superseded(isFirst ? undefined : before.listOfLists?.file, now.listOfLists?.file),
    ...signersChanged(before, now),
    ...(now.unarchived.size > 0 ? [{ kind: 'store-failing' } as const] : []),
    ...(now.isRemembered ? [] : [{ kind: 'memory-failing' } as const]),
  ]
}

function moved({ listOfLists }: KeeperState): readonly ListEvent[] {
  if (listOfLists?.file.outcome !== 'authentic') return []
  const to = listOfLists.plan?.location ?? ownLocation(listOfLists.file.list.content)
  const { location: from } = listOfLists
  return to === undefined || to === from ? [] : [{ kind: 'list-of-lists-moved', from, to }]
}

/** Told once for each list of lists, and not with every round. */
function superseded(before: ListFile | undefined, now: ListFile | undefined): readonly ListEvent[] {
  if (now?.outcome !== 'authentic' || before?.sha256 === now.sha256) return []
  const check = now.checks.find(({ code }) => code === 'trust-list.notice')
  const newer = check?.outcome === 'violated' ? check.facts['newer'] : undefined
  return Array.isArray(newer) ? [{ kind: 'notice-superseded', newer: newer.map(String) }] : []
}

function signersChanged(before: KeeperState, now: KeeperState): readonly ListEvent[] {
  const known = new Map(before.listOfLists?.plan?.lists.map(({ territory, signers }) => [territory, signers]))
  const lists = now.listOfLists?.plan?.lists ?? []
  return lists.flatMap(({ territory, signers }) => {
    const earlier = known.get(territory)
    if (!earlier || (earlier.size === signers.size && [...signers].every(signer => earlier.has(signer))))
      return []
    return [{ kind: 'signers-changed', territory }]
  })
}
