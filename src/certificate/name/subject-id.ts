import { ATTRIBUTE } from '../../core/object-identifiers.ts'
import { ok, type Result, refused } from '../../core/result.ts'
import type { Certificate } from '../certificate.ts'
import { findAuthority } from '../psd2/authorities.ts'
import { attributeTexts } from './name.ts'
import {
  type OrganizationIdentifier,
  parseAuthorizationNumber,
  parseOrganizationIdentifier,
} from './organization-identifier.ts'

/**
 * Whom a certificate names, apart from its key, its serial number and its issuer: what access may be bound
 * to, so that a renewed certificate is still the same holder's.
 */
export interface SubjectId extends OrganizationIdentifier {
  /** PSD only: the authority's code, as the authority is called today. */
  readonly authority?: string
  /** The registration or authorisation number: opaque, code point for code point as in the certificate. */
  readonly reference: string
  /**
   * All of it in the spelling of organizationIdentifier: `PSDES-BE-3DFD21`, `NTRGB-12345678`, `XX:GR-18050`.
   * Two certificates name the same holder exactly when these texts are equal.
   */
  readonly text: string
}

/**
 * `extension-differs`: the subject and the extension of the CA/Browser Forum name different organisations.
 */
export type SubjectIdReason = 'absent' | 'several' | 'extension-differs' | 'other-form'

/**
 * Reads the identity out of the subject's organizationIdentifier.
 *
 * One thing is normalised: a former code of an authority becomes its present one (`BDE` to `BE`), because the
 * authority is the same and a renewal changes the code. All else is compared as decoded, code point for code
 * point: no case is folded, no space cut, no zero dropped and no form of Unicode changed, for that could make
 * two holders one.
 *
 * @returns The identity; or why it is undetermined. A repeated attribute with the same value is one identity.
 * @standard ETSI EN 319 412-1; ETSI TS 119 495 V1.8.1, GEN-5.2.1-3; CA/Browser Forum EV Guidelines, section
 *   9.8.2
 */
export function subjectId({ subject, extensions }: Certificate): Result<SubjectId, SubjectIdReason> {
  const identifiers = attributeTexts(subject, ATTRIBUTE.organizationIdentifier)
  const [identifier] = identifiers
  if (identifier === undefined) return refused('absent')
  if (identifiers.some(other => other !== identifier)) return refused('several')
  const parsed = parseOrganizationIdentifier(identifier)
  if (!parsed.ok) return refused('other-form')
  const extension = extensions.cabfOrganizationIdentifier
  if (extension !== undefined && textOf(extension) !== textOf(parsed.value))
    return refused('extension-differs')
  return identityOf(identifier, parsed.value)
}

function identityOf(identifier: string, parts: OrganizationIdentifier): Result<SubjectId, 'other-form'> {
  if (parts.scheme !== 'PSD') return ok({ ...parts, text: textOf(parts) })
  const number = parseAuthorizationNumber(identifier)
  if (!number.ok) return refused('other-form')
  const { country, authority: code, number: reference } = number.value
  const authority = findAuthority(country, code)?.id.slice(3) ?? code
  const text = authority === code ? identifier : `PSD${country}-${authority}-${reference}`
  return ok({ scheme: 'PSD', country, authority, reference, text })
}

/** National schemes have two letters and a colon. */
function textOf({ scheme, country, stateOrProvince, reference }: OrganizationIdentifier): string {
  const place = stateOrProvince === undefined ? country : `${country}+${stateOrProvince}`
  return `${scheme}${scheme.length === 2 ? ':' : ''}${place}-${reference}`
}
