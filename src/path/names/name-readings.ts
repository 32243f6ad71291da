import type { Certificate } from '../../certificate/certificate.ts'
import type { NameConstraints } from '../../certificate/extensions.ts'
import { sameName } from '../../certificate/name/match.ts'
import { type CertificateName, namesOf } from './certificate-names.ts'
import { type Comparisons, type Demand, type NameObjection, objectionOf, readDemand } from './demand.ts'
import type { LeadingPeriod } from './general-subtree.ts'

/**
 * Names and constraints as they were read. The paths of a search share one of these: each certificate and
 * each extension is read once, and each authority's demand is held against each certificate once, however
 * many paths lead through both.
 */
export class NameReadings {
  readonly #leadingPeriod: LeadingPeriod
  readonly #demands = new Map<NameConstraints, Demand>()
  readonly #holders = new Map<Certificate, HolderNames>()

  constructor(leadingPeriod: LeadingPeriod = 'refused') {
    this.#leadingPeriod = leadingPeriod
  }

  demandOf(constraints: NameConstraints): Demand {
    const known = this.#demands.get(constraints)
    if (known !== undefined) return known
    const demand = readDemand(constraints, this.#leadingPeriod)
    this.#demands.set(constraints, demand)
    return demand
  }

  namesOf(certificate: Certificate): HolderNames {
    const known = this.#holders.get(certificate)
    if (known !== undefined) return known
    const names = new HolderNames(certificate)
    this.#holders.set(certificate, names)
    return names
  }
}

/** The names of one certificate, and what each demand that they were held against has come to. */
export class HolderNames {
  readonly all: readonly CertificateName[]
  readonly isSelfIssued: boolean
  readonly #answers = new Map<Demand, NameObjection | undefined>()

  constructor(certificate: Certificate) {
    this.all = namesOf(certificate)
    this.isSelfIssued = sameName(certificate.subject, certificate.issuer)
  }

  /** An answer that took more comparisons than there were is none to remember. */
  objectionOf(demand: Demand, comparisons: Comparisons): NameObjection | undefined {
    if (this.#answers.has(demand)) return this.#answers.get(demand)
    const found = objectionOf(demand, this.all, comparisons)
    if (!comparisons.isSpent) this.#answers.set(demand, found)
    return found
  }
}
