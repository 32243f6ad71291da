import type { Code } from '../requirements/catalogue.ts'

/** What a verdict depends on: data, no code. */
export interface Policy {
  /** A verdict can only be `passed` when each of these was judged and not found wanting. */
  readonly required: readonly Code[]
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
