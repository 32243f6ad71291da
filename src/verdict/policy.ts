import type { ProfileName } from '../certificate/profile/profile.ts'
import type { DeviationReason } from '../certificate/psd2/deviations.ts'
import { deepFreeze } from '../core/freeze.ts'
import type { BilateralAnchor } from '../path/bilateral-anchors.ts'
import type { Purpose } from '../path/rules.ts'
import type { Code } from '../requirements/catalogue.ts'
import type { RevocationPolicy } from '../revocation/policy.ts'

/** What a verdict depends on: data, no code. */
export interface Policy {
  /** A verdict can only be `passed` when each of these was judged and not found wanting. */
  readonly required: readonly Code[]
  /**
   * Ways of departing from TS 119 495 that count as warnings. Absent: none, so that a PSD2 statement counts
   * only where a strict reader accepts it. A deviation that is tolerated is reported all the same.
   */
  readonly toleratedDeviations?: readonly DeviationReason[]
  /** The profile by which a certificate is judged beside its qualification. Absent: none. */
  readonly profile?: ProfilePolicy
  /** What counts as knowing that nothing was revoked. Absent: `hard`, and nothing that is stale. */
  readonly revocation?: RevocationPolicy
  /**
   * Authorities of counterparties that are trusted by agreement. Absent: none, so that only listed services
   * are.
   */
  readonly agreements?: Agreements
  /**
   * Whether issuers that nobody has sent may be fetched from the addresses in the certificates, where there
   * is no path without them: addresses that a stranger has chosen, before anything of the stranger's is
   * verified. Absent: no.
   */
  readonly fetchIssuers?: boolean
}

/**
 * Trust by agreement. It never makes a certificate qualified; so a policy that requires a `qualification.`
 * code does not look at agreements, and for any other they come before the lists.
 */
export interface Agreements {
  readonly anchors: readonly BilateralAnchor[]
  /** What the certificate is to be used for. Absent: for whatever each agreement is. */
  readonly purpose?: Purpose
}

/** What a profile finds wanting joins the report; the whole account is that of `qwac lint`. */
export interface ProfilePolicy {
  readonly name: ProfileName
  /**
   * `warning`: it is told and decides nothing, because the lists and the statements say whether a certificate
   * is qualified, and certificates of granted services depart from profiles. `profile`: it counts as it does
   * in the profile.
   */
  readonly weight: 'warning' | 'profile'
}

/** A payment service provider that presents a QWAC. */
export const QWAC_POLICY: Policy = deepFreeze<Policy>({
  required: [
    'certificate.encoding',
    'certificate.validity-period',
    'certificate.extension-syntax',
    'path.anchor',
    'path.critical-extensions',
    'qualification.website-authentication',
    'revocation.status',
    'register.authorization',
  ],
  profile: { name: 'qwac', weight: 'warning' },
})

/**
 * A counterparty with an authority of its own, as settlement and trading platforms have: `agreements` must be
 * added. The certificate need not be qualified, and what the lists say of it is told and decides nothing.
 */
export const BILATERAL_POLICY: Policy = deepFreeze<Policy>({
  required: [
    'certificate.encoding',
    'certificate.validity-period',
    'certificate.extension-syntax',
    'path.anchor',
    'path.agreement',
    'path.critical-extensions',
    'revocation.status',
  ],
})

/** The agreements that a policy looks at. */
export function agreementsOf({ required, agreements }: Policy): Agreements | undefined {
  return required.some(code => code.startsWith('qualification.')) ? undefined : agreements
}
