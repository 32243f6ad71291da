import { nameKey } from '../certificate/name/match.ts'
import type { Name } from '../certificate/name/name.ts'
import { type Authority, asAuthority, type ByName, distinct } from '../path/building/candidates.ts'
import { createIntermediateStore, type IntermediateStore } from '../path/building/intermediate-store.ts'
import { type Finding, lastingFinding } from '../requirements/finding.ts'
import type { Service, TrustList } from '../trust-list/trust-list.ts'
import type { ListFile } from '../trust-list/trust-list-set.ts'
import { createListedFacts, type ListedFacts } from './listed-facts.ts'
import { remembering } from './remembering.ts'
import {
  anchorsOf,
  certificateOf,
  type ListedIdentities,
  listedIdentities,
  readServiceNames,
  type ServiceAnchor,
  type ServiceIdentity,
  type ServiceNames,
  type UnreadableIdentity,
} from './service-anchors.ts'

/** The services of a list, found by name. Only those that are asked for become records. */
export interface ListIndex {
  /** The identities of its services. */
  readonly anchors: ByName<ServiceAnchor>
  /** The certificates of those services, which may stand between a leaf and a service listed above them. */
  readonly authorities: ByName<Authority>
  /** All of those identities, in the order of the list. */
  readonly identities: readonly ServiceIdentity[]
  readonly unreadable: readonly UnreadableIdentity[]
}

/**
 * What assessments of the same lists can share. It holds nothing that was concluded, only what is found
 * faster; whoever makes it passes it on, and what it knows of a list goes with the list. Where it is asked
 * to, it keeps intermediates too.
 */
export interface Caches {
  index(list: TrustList): ListIndex
  /** What the identities of a service are called; the index of its list is made of that. */
  names(service: Service): ServiceNames
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
  const names = remembering(readServiceNames)
  const index = remembering((list: TrustList) => indexOf(listedIdentities(list, names), list))
  const facts = createListedFacts()
  return {
    names,
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

function indexOf({ all, named, unreadable }: ListedIdentities, { territory }: TrustList): ListIndex {
  return {
    anchors: foundBy(named, all => all.flatMap(each => anchorsOf(each, territory))),
    authorities: foundBy(named, all => distinct(all.flatMap(certificateOf)).map(asAuthority)),
    identities: all,
    unreadable,
  }
}

/** What identities are, made once for each name that somebody asks for. */
function foundBy<T>(
  named: ListedIdentities['named'],
  make: (identities: readonly ServiceIdentity[]) => readonly T[],
): ByName<T> {
  const made = remembering(make)
  return { keyed: key => made(named.keyed(key)), named: name => made(named.named(name)) }
}
