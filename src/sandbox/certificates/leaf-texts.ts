import { isCountryCode } from '../../core/countries.ts'
import type { MintOptions } from '../mint-options.ts'
import { marked } from './marker.ts'

/**
 * Refuses text that no certificate can carry, or that would be another option's defect unasked: a name that
 * is too long, a country that is none.
 *
 * @throws RangeError that names the option.
 */
export function checkTexts(options: MintOptions): void {
  const { country, dnsName, authority, roles = [] } = options
  if (country !== undefined && !isCountryCode(country))
    throw new RangeError(`country must be a code of ISO 3166-1, two capital letters: ${country}`)
  if (dnsName !== undefined && !DNS_NAME.test(dnsName))
    throw new RangeError(`dnsName must be the name of a host in ASCII: ${dnsName}`)
  checkText('subject', options.subject, LONGEST_SUBJECT)
  checkText('authorizationNumber', options.authorizationNumber, LONGEST_NUMBER)
  checkText('organizationIdentifier', options.organizationIdentifier, LONGEST_TEXT)
  checkText('authority.id', authority?.id, LONGEST_TEXT)
  checkText('authority.name', authority?.name, LONGEST_TEXT)
  for (const role of roles) if (typeof role === 'object') checkText('roles', role.name, LONGEST_TEXT)
}

/**
 * Labels of letters, digits, hyphens and, in the first place, an asterisk. @standard RFC 5280, section
 * 4.2.1.6
 */
const DNS_NAME =
  /^(?=.{1,253}$)(?:\*\.)?[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/

/**
 * With the marker that is put before it, 64 characters. @standard RFC 5280, appendix A.1
 * (ub-organization-name)
 */
const LONGEST_SUBJECT = 64 - marked('').length
/** @standard ETSI TS 119 495 V1.8.1, annex A */
const LONGEST_TEXT = 256
/** With scheme, country and authority before it. */
const LONGEST_NUMBER = 240

function checkText(option: string, text: string | undefined, longest: number): void {
  if (text === undefined) return
  const { length } = Array.from(text)
  if (length < 1 || length > longest)
    throw new RangeError(`${option} must have 1 to ${longest} characters, not ${length}`)
  if (/[\0\p{Cs}]/u.test(text)) throw new RangeError(`${option} must be text`)
}
