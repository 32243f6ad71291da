import { byteAt, toHex } from '../core/bytes.ts'
import { ATTRIBUTE, PURPOSE } from '../core/object-identifiers.ts'
import { type Oid, oidText } from '../core/oid.ts'
import { type Check, notApplicable, satisfied, undetermined, violated } from '../requirements/finding.ts'
import type { Certificate } from './certificate.ts'
import { attributeTexts } from './name.ts'
import { readPublicKey } from './public-key.ts'

/** @standard RFC 5280, section 4.1.2.2 */
export function checkSerialNumber({ serialNumber }: Certificate): Check {
  const facts = { serialNumber: toHex(serialNumber) }
  const isZero = serialNumber.every(octet => octet === 0)
  if (isZero || byteAt(serialNumber, 0) >= 0x80)
    return violated('certificate.serial-number', 'not-positive', facts)
  // A leading zero octet only keeps the number positive (X.690, 8.3).
  const octets = serialNumber.length - (byteAt(serialNumber, 0) === 0 ? 1 : 0)
  if (octets > 20) return violated('certificate.serial-number', 'too-long', facts)
  return satisfied('certificate.serial-number', facts)
}

/** @standard RFC 5280, section 4.1.2.5 */
export function checkValidityEncoding({ validity }: Certificate): Check {
  if (validity.mistyped !== true) return satisfied('certificate.validity-encoding')
  return violated('certificate.validity-encoding', 'mistyped')
}

/** Bits of an RSA modulus: what TS 119 312 still lists, and the largest that is worth computing with. */
const SMALLEST_RSA = 2048
const LARGEST_RSA = 8192

/**
 * Whether the key of the certificate itself is fit to be used. Who only reads its issuer's key would accept a point at
 * infinity here.
 *
 * @standard RFC 5280, section 4.1.2.7
 */
export function checkPublicKey({ publicKey }: Certificate): Check {
  const key = readPublicKey(publicKey)
  const facts = {
    algorithm: oidText(publicKey.algorithm.algorithm),
    ...(key.ok && { key: { ...key.value } }),
  }
  if (!key.ok && key.reason === 'unsupported')
    return undetermined('certificate.public-key', key.reason, facts)
  if (!key.ok) return violated('certificate.public-key', key.reason, facts)
  if (key.value.type !== 'rsa') return satisfied('certificate.public-key', facts)
  if (key.value.bits < SMALLEST_RSA) return violated('certificate.public-key', 'too-small', facts)
  if (key.value.bits > LARGEST_RSA) return violated('certificate.public-key', 'too-large', facts)
  return satisfied('certificate.public-key', facts)
}

/** @standard RFC 5280, section 4.2 */
export function checkExtensionSyntax({ extensions }: Certificate): Check {
  const { malformed } = extensions
  if (malformed.length === 0) return satisfied('certificate.extension-syntax')
  const facts = malformed.map(({ id, reason, offset }) => ({ extension: oidText(id), reason, offset }))
  return violated('certificate.extension-syntax', 'malformed', { malformed: facts })
}

/** @standard ETSI EN 319 412-5; ETSI TS 119 495 V1.8.1, annex A */
export function checkQcStatementSyntax({ extensions }: Certificate): Check {
  const { qcStatements } = extensions
  if (qcStatements === undefined) return notApplicable('certificate.qc-statement-syntax')
  if (qcStatements.malformed.length === 0) return satisfied('certificate.qc-statement-syntax')
  const facts = qcStatements.malformed.map(({ id, reason, offset }) => ({
    statement: oidText(id),
    reason,
    offset,
  }))
  return violated('certificate.qc-statement-syntax', 'malformed', { malformed: facts })
}

const TLS_PURPOSES: readonly Oid[] = [PURPOSE.serverAuth, PURPOSE.clientAuth, PURPOSE.any]

/** A payment service provider presents the certificate as a TLS client; website certificates often allow the server only. */
export function checkExtendedKeyUsage({ extensions }: Certificate): Check {
  const purposes = extensions.extendedKeyUsage
  if (purposes === undefined) return notApplicable('certificate.extended-key-usage')
  const facts = { purposes: purposes.map(oidText) }
  if (purposes.some(purpose => TLS_PURPOSES.includes(purpose)))
    return satisfied('certificate.extended-key-usage', facts)
  return violated('certificate.extended-key-usage', 'other-purpose', facts)
}

/** @standard ETSI TS 119 495 V1.8.1, GEN-5.2.2-4 and REG-5.2.2-5 */
export function checkPsd2Roles({ extensions }: Certificate): Check {
  const psd2 = extensions.qcStatements?.psd2
  if (psd2 === undefined) return notApplicable('certificate.psd2-roles')
  const show = ({ oid, name }: { readonly oid: Oid; readonly name: string }) => ({ oid: oidText(oid), name })
  const facts = {
    roles: psd2.roles,
    otherRoles: psd2.otherRoles.map(show),
    misnamed: psd2.misnamed.map(show),
  }
  if (psd2.otherRoles.length > 0) return violated('certificate.psd2-roles', 'unknown-role', facts)
  if (psd2.misnamed.length > 0) return violated('certificate.psd2-roles', 'misnamed-role', facts)
  return satisfied('certificate.psd2-roles', facts)
}

/** @standard ETSI EN 319 412-1 */
export function checkOrganizationIdentifier({ subject }: Certificate): Check {
  const identifiers = attributeTexts(subject, ATTRIBUTE.organizationIdentifier)
  if (identifiers.length === 0) return notApplicable('certificate.organization-identifier')
  if (identifiers.length === 1) return satisfied('certificate.organization-identifier', { identifiers })
  return undetermined('certificate.organization-identifier', 'several', { identifiers })
}

/** All checks of a certificate by itself, but for its validity. */
export function checkCertificate(certificate: Certificate): readonly Check[] {
  return [
    checkSerialNumber(certificate),
    checkValidityEncoding(certificate),
    checkPublicKey(certificate),
    checkExtensionSyntax(certificate),
    checkQcStatementSyntax(certificate),
    checkExtendedKeyUsage(certificate),
    checkPsd2Roles(certificate),
    checkOrganizationIdentifier(certificate),
  ]
}
