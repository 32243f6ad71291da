import type { DeviationReason } from '../certificate/psd2-deviations.ts'
import type { Code } from '../requirements/catalogue.ts'

/** What a verdict depends on: data, no code. */
export interface Policy {
  /** A verdict can only be `passed` when each of these was judged and not found wanting. */
  readonly required: readonly Code[]
  /**
   * Ways of departing from TS 119 495 that count as warnings. Absent: none, so that a PSD2 statement counts only where a
   * strict reader accepts it. A deviation that is tolerated is reported all the same.
   */
  readonly toleratedDeviations?: readonly DeviationReason[]
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
}
