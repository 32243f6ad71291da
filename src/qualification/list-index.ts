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
  /** The identities of a list's services, in its order. */
  anchors(list: TrustList): readonly ServiceAnchor[]
  index(list: TrustList): ListIndex
}

export function createCaches(): Caches {
  const anchors = remembering(serviceAnchors)
  const index = remembering((list: TrustList) => indexOf(list, anchors(list)))
  return { anchors, index }
}

function remembering<T>(make: (list: TrustList) => T): (list: TrustList) => T {
  const known = new WeakMap<TrustList, T>()
  return list => {
    const value = known.get(list) ?? make(list)
    known.set(list, value)
    return value
  }
}

function indexOf(list: TrustList, anchors: readonly ServiceAnchor[]): ListIndex {
  return {
    anchors: indexAnchors(anchors),
    authorities: indexAuthorities(listedAuthorities(list)),
    unreadable: unreadableIdentities(list),
  }
}
