import { includesBytes } from '../../core/bytes.ts'
import { ATTRIBUTE, EXTENSION } from '../../core/object-identifiers.ts'
import { oidText } from '../../core/oid.ts'
import { type Check, notApplicable, satisfied, undetermined, violated } from '../../requirements/finding.ts'
import type { Certificate } from '../certificate.ts'
import type { GeneralName } from '../general-name.ts'
import { attributeTexts } from '../name/name.ts'
import type { ProfileSettings, Rule } from './profile.ts'
import { extensionOf } from './profile-facts.ts'
import { checkPublicNames } from './public-names.ts'

/** @standard ETSI EN 319 412-4, WEB-4.1.3-4 */
function checkPurposes(certificate: Certificate, { purposes }: ProfileSettings): Check {
  const code = 'profile.extended-key-usage'
  const { extendedKeyUsage } = certificate.extensions
  if (extensionOf(certificate, EXTENSION.extendedKeyUsage) === undefined)
    return purposes.presence === 'required' ? violated(code, 'absent') : notApplicable(code)
  if (extendedKeyUsage === undefined) return undetermined(code, 'unreadable')
  const { all, oneOf } = purposes
  const hasAll = all.every(purpose => extendedKeyUsage.includes(purpose))
  const hasOne = oneOf.length === 0 || oneOf.some(purpose => extendedKeyUsage.includes(purpose))
  if (hasAll && hasOne) return satisfied(code)
  const facts = {
    purposes: extendedKeyUsage.map(oidText),
    all: all.map(oidText),
    oneOf: oneOf.map(oidText),
  }
  return violated(code, 'purpose-missing', facts)
}

/** @standard CA/Browser Forum Baseline Requirements, section 7.1.2.7.10 */
function checkOtherPurposes({ extensions }: Certificate, { purposes }: ProfileSettings): Check {
  const code = 'profile.extended-key-usage-purposes'
  const { extendedKeyUsage } = extensions
  if (extendedKeyUsage === undefined || purposes.allowed.length === 0) return notApplicable(code)
  const others = extendedKeyUsage.filter(purpose => !purposes.allowed.includes(purpose))
  return others.length === 0
    ? satisfied(code)
    : violated(code, 'other-purpose', { purposes: others.map(oidText) })
}

/** @standard ETSI EN 319 412-4, WEB-4.1.3-4 */
function checkSubjectAltName(certificate: Certificate): Check {
  const code = 'profile.subject-alt-name'
  const { subjectAltName } = certificate.extensions
  if (extensionOf(certificate, EXTENSION.subjectAltName) === undefined) return violated(code, 'absent')
  if (subjectAltName === undefined) return undetermined(code, 'unreadable')
  const hasHost = subjectAltName.some(({ form }) => form === 'dNSName' || form === 'iPAddress')
  return hasHost ? satisfied(code) : violated(code, 'no-host')
}

/**
 * Where subjectAltName cannot be read, a common name whose octets stand nowhere in it is none of its names
 * either.
 *
 * @standard ETSI EN 319 412-4, WEB-4.1.3-4 and WEB-4.1.4-2
 */
function checkCommonName(certificate: Certificate): Check {
  const code = 'profile.common-name'
  const names = attributeTexts(certificate.subject, ATTRIBUTE.commonName)
  const extension = extensionOf(certificate, EXTENSION.subjectAltName)
  if (names.length === 0 || extension === undefined) return notApplicable(code)
  const { subjectAltName } = certificate.extensions
  if (subjectAltName === undefined) {
    const text = names
      .map(lower)
      .filter(name => !includesBytes(lowerAscii(extension.value), UTF8.encode(name)))
    return text.length > 0 ? violated(code, 'other-name', { names: text }) : undetermined(code, 'unreadable')
  }
  const others = names.map(lower).filter(name => !subjectAltName.some(each => isHost(each, name)))
  return others.length === 0 ? satisfied(code) : violated(code, 'other-name', { names: others })
}

/** What makes a certificate one for websites. */
export const WEBSITE_RULES: readonly Rule[] = [
  { code: 'profile.subject-alt-name', check: checkSubjectAltName },
  { code: 'profile.common-name', check: checkCommonName },
  { code: 'profile.public-names', check: checkPublicNames },
]

/** What the key may be used for, by the settings of the profile. */
export const PURPOSE_RULES: readonly Rule[] = [
  { code: 'profile.extended-key-usage', check: checkPurposes },
  { code: 'profile.extended-key-usage-purposes', check: checkOtherPurposes },
]

/** @param host In lower case. */
function isHost(name: GeneralName, host: string): boolean {
  return name.form === 'dNSName' && (name.text === host || lower(name.text) === host)
}

const UTF8 = new TextEncoder()

function lower(text: string): string {
  return text.toLowerCase()
}

function lowerAscii(octets: Uint8Array): Uint8Array {
  return octets.map(octet => (octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet))
}
