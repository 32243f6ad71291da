import { setImmediate as turn } from 'node:timers/promises'
import type { Caches } from '../../qualification/list-index.ts'
import { issuesQualified } from '../../trust-list/service-kinds.ts'
import type { TrustList } from '../../trust-list/trust-list.ts'
import type { TrustListSet } from '../../trust-list/trust-list-set.ts'

/**
 * Reads into caches what validations look for in lists, a service at a time, and other work goes first
 * between two of them. Otherwise the first validation after a change does it in one go: some tens of
 * milliseconds for the largest lists, and ten times as much for a certificate that is looked for in all of
 * them. A list for which the caches throw is left to whoever looks at it: that keeps no list from being used.
 */
export async function prepareLists(
  set: TrustListSet,
  caches: Caches,
  { before, signal }: Preparation,
): Promise<void> {
  const known = new Set(before && listsOf(before))
  for (const list of listsOf(set)) {
    if (known.has(list)) continue
    await turn()
    if (signal?.aborted) return
    await prepare(list, caches).catch(() => undefined)
  }
}

interface Preparation {
  /** Lists that were prepared already. */
  readonly before: TrustListSet | undefined
  /** Fires when the lists are not going to be used. */
  readonly signal: AbortSignal | undefined
}

function listsOf({ territories }: TrustListSet): readonly TrustList[] {
  return territories.flatMap(({ file }) => (file?.outcome === 'authentic' ? [file.list.content] : []))
}

async function prepare(list: TrustList, caches: Caches): Promise<void> {
  const services = list.providers.flatMap(provider => provider.services).filter(issuesQualified)
  for (const service of services) {
    await turn()
    caches.names(service)
  }
  await turn()
  caches.index(list)
}
