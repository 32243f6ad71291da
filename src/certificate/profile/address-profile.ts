import { EXTENSION, METHOD } from '../../core/object-identifiers.ts'
import type { Oid } from '../../core/oid.ts'
import { type Check, notApplicable, satisfied, violated } from '../../requirements/finding.ts'
import type { Certificate } from '../certificate.ts'
import type { Rule } from './profile.ts'
import { extensionOf } from './profile-facts.ts'

/** @standard ETSI EN 319 412-2, GEN-4.4.1-2 */
function checkInformationAccess(certificate: Certificate): Check {
  const code = 'profile.authority-information-access'
  if (certificate.extensions.all.length === 0) return notApplicable(code)
  return has(certificate, EXTENSION.authorityInfoAccess) ? satisfied(code) : violated(code, 'absent')
}

/** @standard ETSI EN 319 412-2, GEN-4.4.1-3 and GEN-4.4.1-4 */
function checkIssuerAddress({ extensions }: Certificate): Check {
  const code = 'profile.issuer-certificate-address'
  if (extensions.authorityInfoAccess === undefined) return notApplicable(code)
  const addresses = locations(extensions, METHOD.caIssuers)
  if (addresses.length === 0) return violated(code, 'absent')
  return addresses.some(isHttp) ? satisfied(code) : violated(code, 'not-http', { addresses })
}

/** @standard ETSI EN 319 412-2, GEN-4.4.1-6 and GEN-4.4.1-8 */
function checkOcspAddress(certificate: Certificate): Check {
  const code = 'profile.ocsp-address'
  const { extensions } = certificate
  if (extensions.authorityInfoAccess === undefined || needsNoRevocation(certificate))
    return notApplicable(code)
  if (has(certificate, EXTENSION.crlDistributionPoints)) return notApplicable(code)
  const addresses = locations(extensions, METHOD.ocsp)
  if (addresses.length === 0) return violated(code, 'absent')
  return addresses.some(isHttp) ? satisfied(code) : violated(code, 'not-http', { addresses })
}

/** @standard ETSI EN 319 412-2, GEN-4.3.11-2 */
function checkCrlDistributionPoints(certificate: Certificate): Check {
  const code = 'profile.crl-distribution-points'
  const { extensions } = certificate
  if (extensions.all.length === 0 || needsNoRevocation(certificate)) return notApplicable(code)
  if (has(certificate, EXTENSION.crlDistributionPoints)) return satisfied(code)
  const isUnreadable = extensions.malformed.some(({ id }) => id === EXTENSION.authorityInfoAccess)
  if (isUnreadable || locations(extensions, METHOD.ocsp).some(isHttp)) return notApplicable(code)
  return violated(code, 'absent')
}

/** @standard ETSI EN 319 412-2, GEN-4.3.11-4 */
function checkCrlAddress({ extensions }: Certificate): Check {
  const code = 'profile.crl-address'
  const points = extensions.crlDistributionPoints
  if (points === undefined) return notApplicable(code)
  const addresses: string[] = []
  for (const { fullName = NONE } of points) {
    for (const name of fullName) if (name.form === 'uniformResourceIdentifier') addresses.push(name.text)
  }
  if (addresses.some(isHttpOrLdap)) return satisfied(code)
  return violated(code, 'not-http-or-ldap', { addresses })
}

/** Where the issuer and the state of the certificate are published. */
export const ADDRESS_RULES: readonly Rule[] = [
  { code: 'profile.authority-information-access', check: checkInformationAccess },
  { code: 'profile.issuer-certificate-address', check: checkIssuerAddress },
  { code: 'profile.ocsp-address', check: checkOcspAddress },
  { code: 'profile.crl-distribution-points', check: checkCrlDistributionPoints },
  { code: 'profile.crl-address', check: checkCrlAddress },
]

/**
 * A short-term certificate ends before it could be revoked. @standard ETSI EN 319 412-1
 * (ext-etsi-valassured-ST-certs)
 */
function needsNoRevocation(certificate: Certificate): boolean {
  return has(certificate, EXTENSION.validityAssuredShortTerm)
}

function has(certificate: Certificate, id: Oid): boolean {
  return extensionOf(certificate, id) !== undefined
}

/** An address of another form than a URI counts as one that is there, under no scheme. */
function locations({ authorityInfoAccess = NONE }: Certificate['extensions'], id: Oid): readonly string[] {
  const found: string[] = []
  for (const { method, location } of authorityInfoAccess) {
    if (method === id) found.push(location.form === 'uniformResourceIdentifier' ? location.text : '')
  }
  return found
}

const NONE: readonly never[] = []

/** Schemes are compared without case. @standard RFC 3986, section 3.1 */
function isHttp(address: string): boolean {
  return /^https?:\/\//i.test(address)
}

function isHttpOrLdap(address: string): boolean {
  return /^(?:http|ldap):\/\//i.test(address)
}
