import type { Certificate } from '../certificate/certificate.ts'
import type { Result } from '../core/result.ts'
import { type Capturing, captureFor } from './capture.ts'
import { type Claims, claimsOf, underTheRegulation } from './claims.ts'
import { type IssuerNames, issuerNames } from './provider-name.ts'
import { territoryOf } from './territory.ts'

/** What a certificate says, as far as the decision asks: the same by every list and at every moment. */
export interface StatedFacts {
  /** The one whose list is asked. */
  readonly territory: Result<string>
  /** As written. */
  readonly stated: Claims
  /** As counted under the Regulation. */
  readonly claims: Claims
  readonly issuer: IssuerNames
  readonly capture: Capturing
}

export function readStated(certificate: Certificate): StatedFacts {
  const stated = claimsOf(certificate)
  return {
    territory: territoryOf(certificate.issuer),
    stated,
    claims: underTheRegulation(stated),
    issuer: issuerNames(certificate.issuer),
    capture: captureFor(certificate),
  }
}
