import type { ProfileName } from '../certificate/profile/profile.ts'
import type { DeviationReason } from '../certificate/psd2/deviations.ts'
import type { Code } from '../requirements/catalogue.ts'
import type { RevocationPolicy } from '../revocation/policy.ts'

/** What a verdict depends on: data, no code. */
export interface Policy {
  /** A verdict can only be `passed` when each of these was judged and not found wanting. */
  readonly required: readonly Code[]
  /**
   * Ways of departing from TS 119 495 that count as warnings. Absent: none, so that a PSD2 statement counts only where a
   * strict reader accepts it. A deviation that is tolerated is reported all the same.
   */
  readonly toleratedDeviations?: readonly DeviationReason[]
  /** The profile by which a certificate is judged beside its qualification. Absent: none. */
  readonly profile?: ProfilePolicy
  /** What counts as knowing that nothing was revoked. Absent: `hard`, and nothing that is stale. */
  readonly revocation?: RevocationPolicy
}

/** What a profile finds wanting joins the report; the whole account is that of `qwac lint`. */
export interface ProfilePolicy {
  readonly name: ProfileName
  /**
   * `warning`: it is told and decides nothing, because the lists and the statements say whether a certificate is qualified,
   * and certificates of granted services depart from profiles. `profile`: it counts as it does in the profile.
   */
  readonly weight: 'warning' | 'profile'
}

/** A payment service provider that presents a QWAC. */
export const QWAC_POLICY: Policy = {
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
}
