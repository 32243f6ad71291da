import { type Authority, type ByName, indexAnchors, indexAuthorities } from '../path/candidates.ts'
import type { TrustList } from '../trust-list/trust-list.ts'
import {
  listedAuthorities,
  type ServiceAnchor,
  serviceAnchors,
  type UnreadableIdentity,
  unreadableIdentities,
} from './service-anchors.ts'

/** The services of a list, found by name. */
export interface ListIndex {
  readonly anchors: ByName<ServiceAnchor>
  readonly authorities: ByName<Authority>
  readonly unreadable: readonly UnreadableIdentity[]
}

/**
 * What assessments of the same lists can share. It holds nothing that was concluded, only what is found faster; whoever
 * makes it passes it on, and what it knows of a list goes with the list.
 */
export interface Caches {
  index(list: TrustList): ListIndex
}

export function createCaches(): Caches {
  const known = new WeakMap<TrustList, ListIndex>()
  return {
    index: list => {
      const index = known.get(list) ?? indexOf(list)
      known.set(list, index)
      return index
    },
  }
}

function indexOf(list: TrustList): ListIndex {
  return {
    anchors: indexAnchors(serviceAnchors(list)),
    authorities: indexAuthorities(listedAuthorities(list)),
    unreadable: unreadableIdentities(list),
  }
}
