import type { Certificate } from '../certificate/certificate.ts'
import type { Instant } from '../core/time.ts'
import type { ListState as StateOfList } from '../trust-list/freshness.ts'
import type { Provider, Service, TrustList } from '../trust-list/trust-list.ts'

/**
 * A listed service one of whose identities issued the certificate, directly or through intermediates, or is
 * the certificate's own key and name.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.3 (PRO-4.3.4-03)
 */
export interface ServiceLink {
  readonly provider: Provider
  readonly service: Service
  /** Between the certificate and the service's identity, in any order; empty where there are none. */
  readonly intermediates: readonly Certificate[]
  /**
   * `undetermined`: a step of this path could not be checked (an algorithm that is not supported, a spent
   * budget). A path that is known to be wrong is no link at all.
   */
  readonly outcome: 'verified' | 'undetermined'
}

/**
 * How far a list may be relied on, at the moment at which lists must be fresh. `aged` is past the period of
 * refreshing but within NextUpdate; `not-announced` is a territory that the list of lists does not point to.
 */
export type ListState = StateOfList | 'not-announced'

/** The list of the territory that {@link territoryOf} names, or why there is none. */
export interface TerritoryEvidence {
  /** Authenticated; absent where there is no list to rely on. */
  readonly list?: TrustList
  readonly state: ListState
  /** The list of lists, by which the territory's list was authenticated. */
  readonly listOfLists: ListState
}

/** All that the decision looks at. */
export interface QualificationInput {
  readonly certificate: Certificate
  /** The moment of use. The other moment is the certificate's notBefore. */
  readonly at: Instant
  readonly territory: TerritoryEvidence
  /**
   * All paths to identities of services of the territory's list, verified or undetermined, whatever their
   * state.
   */
  readonly links: readonly ServiceLink[]
  /** Other territories whose lists hold a key that issued the certificate. Explains, never decides. */
  readonly elsewhere: readonly string[]
}
