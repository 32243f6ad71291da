import type { Certificate } from '../certificate/certificate.ts'
import { checkCertificate } from '../certificate/checks.ts'
import { toldOnce } from '../certificate/profile/told-once.ts'
import { deepFreeze } from '../core/freeze.ts'
import { about, type Finding } from '../requirements/finding.ts'
import {
  type CertificateReport,
  type Psd2Report,
  reportCertificate,
  reportPsd2,
} from './certificate-report.ts'
import type { Policy } from './policy.ts'
import { checkByPolicy } from './profile-checks.ts'

/** A certificate as it was read, with its fingerprint. */
export interface Fingerprinted {
  readonly certificate: Certificate
  /** Of the certificate, lower-case hexadecimal. */
  readonly sha256: string
}

/**
 * What a certificate says, and what is found of that by itself: nothing here depends on a moment, a list or a
 * path.
 */
export interface OwnAccount {
  readonly certificate: CertificateReport
  readonly psd2: Psd2Report | null
  readonly findings: readonly Finding[]
}

/** The part of a policy that it does depend on. */
export type AccountTerms = Pick<Policy, 'profile' | 'toleratedDeviations'>

export function accountOf({ certificate, sha256 }: Fingerprinted, terms: AccountTerms): OwnAccount {
  const { toleratedDeviations } = terms
  const own = checkCertificate(certificate, toleratedDeviations)
  return {
    certificate: reportCertificate(certificate, sha256),
    psd2: reportPsd2(certificate, toleratedDeviations),
    findings: about(sha256, toldOnce(own.concat(checkByPolicy(certificate, terms)))),
  }
}

/** Accounts of certificates that were asked for before. */
export interface AccountMemory {
  of(each: Fingerprinted, terms: AccountTerms): OwnAccount
}

/**
 * Makes an empty memory. An account goes with the record of its certificate, and there is one for each: that
 * by the terms which were asked by last. It is frozen, so that nobody who writes into a report writes into
 * what is remembered.
 */
export function rememberAccounts(): AccountMemory {
  const known = new WeakMap<Certificate, { readonly terms: string; readonly account: OwnAccount }>()
  return {
    of(each, policy) {
      const terms = JSON.stringify([policy.profile, policy.toleratedDeviations])
      const earlier = known.get(each.certificate)
      if (earlier?.terms === terms) return earlier.account
      const account = deepFreeze(accountOf(each, policy))
      known.set(each.certificate, { terms, account })
      return account
    },
  }
}
