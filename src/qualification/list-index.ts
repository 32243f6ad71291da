import { nameKey } from '../certificate/name/match.ts'
import type { Name } from '../certificate/name/name.ts'
import { type Authority, type ByName, indexAnchors, indexAuthorities } from '../path/building/candidates.ts'
import { createIntermediateStore, type IntermediateStore } from '../path/building/intermediate-store.ts'
import { type Finding, lastingFinding } from '../requirements/finding.ts'
import type { TrustList } from '../trust-list/trust-list.ts'
import type { ListFile } from '../trust-list/trust-list-set.ts'
import { createListedFacts, type ListedFacts } from './listed-facts.ts'
import { remembering } from './remembering.ts'
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
 * What assessments of the same lists can share. It holds nothing that was concluded, only what is found
 * faster; whoever makes it passes it on, and what it knows of a list goes with the list. Where it is asked
 * to, it keeps intermediates too.
 */
export interface Caches {
  /** The identities of a list's services, in its order. */
  anchors(list: TrustList): readonly ServiceAnchor[]
  index(list: TrustList): ListIndex
  /** What was found when a list or a pivot was authenticated. */
  findings(file: JudgedFile): readonly Finding[]
  /** The key of a name, by which it is looked up. */
  keyOf(name: Name): string
  /** What services say, as far as certificates have led to them. */
  readonly facts: ListedFacts
  /** Intermediates that earlier paths have shown. Absent: none is kept. */
  readonly intermediates?: IntermediateStore
}

export type JudgedFile = Pick<ListFile, 'sha256' | 'checks'>

export interface CacheOptions {
  /**
   * How many intermediates of proven paths are kept, for certificates that come without theirs: gateways
   * often forward the leaf alone. A certificate may then pass that would not without; one that passes is not
   * touched by it. None unless told.
   */
  readonly intermediates?: number
}

/** @throws RangeError when a number is not a positive integer. */
export function createCaches({ intermediates: limit }: CacheOptions = {}): Caches {
  const anchors = remembering(serviceAnchors)
  const index = remembering((list: TrustList) => indexOf(list, anchors(list)))
  const facts = createListedFacts()
  return {
    anchors,
    index,
    findings: remembering(listFindings),
    keyOf: remembering(nameKey),
    facts,
    ...(limit !== undefined && { intermediates: createIntermediateStore(limit) }),
  }
}

/**
 * What is wrong with a list makes it no evidence, and that decides: as an open question of the qualification.
 * Said of the list itself it decides nothing about the certificate, so every finding here is a warning.
 */
export function listFindings({ sha256, checks }: JudgedFile): readonly Finding[] {
  return Object.freeze(checks.map(each => lastingFinding(each, sha256, 'warning')))
}

function indexOf(list: TrustList, anchors: readonly ServiceAnchor[]): ListIndex {
  return {
    anchors: indexAnchors(anchors),
    authorities: indexAuthorities(listedAuthorities(list)),
    unreadable: unreadableIdentities(list),
  }
}
