import { deepFreeze } from '../../core/freeze.ts'

/** What is asked of OCSP responses beyond the protocol. */
export interface OcspPolicy {
  /** Milliseconds after thisUpdate for which a response may be fresh, whatever its nextUpdate says. */
  readonly maximumAge: number
  /** The same where there is no nextUpdate, by which a responder says that it has news at all times. */
  readonly maximumAgeWithoutNextUpdate: number
  /**
   * Two-letter codes of the countries of issuers whose responses must prove by CertHash that they know the
   * certificate.
   */
  readonly certHashCountries: readonly string[]
  /**
   * Refuses a response that does not repeat the nonce that was asked for. One that repeats another is always
   * refused.
   */
  readonly requiresNonce: boolean
  /**
   * Accepts delegates whose own revocation is open: their certificate has no id-pkix-ocsp-nocheck. That they
   * say `revoked` counts all the same.
   */
  readonly acceptsUncheckedDelegates: boolean
  /** Accepts SHA-1. For looking at material from before 2016; never for a decision. */
  readonly unsafeSha1?: boolean
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** A year is how long the status of an authority may be left as it is; leaves are told anew within days. */
export const OCSP_POLICY: OcspPolicy = deepFreeze<OcspPolicy>({
  maximumAge: 366 * DAY,
  maximumAgeWithoutNextUpdate: HOUR,
  certHashCountries: ['DE'],
  requiresNonce: false,
  acceptsUncheckedDelegates: false,
})

/**
 * Refuses a policy that cannot be meant. What is no number compares with nothing, so that no response would
 * ever end, and a text that is taken for a list of countries would ask none of them.
 *
 * @throws RangeError when an age is no whole number of milliseconds of at least 0, or a country is not two
 *   capital letters; TypeError when what is to be a list, or true or false, is something else.
 */
export function checkOcspPolicy(policy: OcspPolicy): void {
  const { certHashCountries, requiresNonce, acceptsUncheckedDelegates, unsafeSha1 = false } = policy
  for (const name of ['maximumAge', 'maximumAgeWithoutNextUpdate'] as const)
    if (!Number.isSafeInteger(policy[name]) || policy[name] < 0)
      throw new RangeError(`${name} must be a whole number of at least 0: ${policy[name]}`)
  for (const choice of [requiresNonce, acceptsUncheckedDelegates, unsafeSha1])
    if (typeof choice !== 'boolean')
      throw new TypeError(`a choice of the OCSP policy is true or false: ${choice}`)
  if (!Array.isArray(certHashCountries)) throw new TypeError('certHashCountries must be an array')
  for (const country of certHashCountries)
    if (typeof country !== 'string' || !/^[A-Z]{2}$/.test(country))
      throw new RangeError(`a country is two capital letters: ${country}`)
}
