import { byteAt, toHex } from '../core/bytes.ts'
import { ATTRIBUTE, EXTENSION, PURPOSE, QC_STATEMENT } from '../core/object-identifiers.ts'
import { type Oid, oidText } from '../core/oid.ts'
import { type Check, notApplicable, satisfied, undetermined, violated } from '../requirements/finding.ts'
import type { Certificate } from './certificate.ts'
import { attributeTexts } from './name/name.ts'
import { subjectId } from './name/subject-id.ts'
import { checkPsd2 } from './psd2/checks.ts'
import type { DeviationReason } from './psd2/deviations.ts'
import { acceptedPsd2 } from './psd2/reading.ts'
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
  const algorithm = oidText(publicKey.algorithm.algorithm)
  const facts = key.ok ? { algorithm, key: key.value } : { algorithm }
  if (!key.ok && key.reason === 'unsupported')
    return undetermined('certificate.public-key', key.reason, facts)
  if (!key.ok) return violated('certificate.public-key', key.reason, facts)
  if (key.value.type !== 'rsa') return satisfied('certificate.public-key', facts)
  if (key.value.bits < SMALLEST_RSA) return violated('certificate.public-key', 'too-small', facts)
  if (key.value.bits > LARGEST_RSA) return violated('certificate.public-key', 'too-large', facts)
  return satisfied('certificate.public-key', facts)
}

/**
 * A PSD2 statement alone in the extension is a defect of its form, which the policy may tolerate.
 *
 * @standard RFC 5280, section 4.2
 */
export function checkExtensionSyntax(
  certificate: Certificate,
  tolerated: readonly DeviationReason[] = [],
): Check {
  const { malformed, bareQcStatement } = certificate.extensions
  if (malformed.length === 0) return satisfied('certificate.extension-syntax')
  const isTolerated = bareQcStatement !== undefined && acceptedPsd2(certificate, tolerated) !== undefined
  const decisive = isTolerated ? malformed.filter(({ id }) => id !== EXTENSION.qcStatements) : malformed
  const facts = malformed.map(({ id, reason, offset }) => ({ extension: oidText(id), reason, offset }))
  if (decisive.length > 0) return violated('certificate.extension-syntax', 'malformed', { malformed: facts })
  return satisfied('certificate.extension-syntax', isTolerated ? { tolerated: facts } : {})
}

/**
 * A PSD2 statement that only a lenient reader accepts may be tolerated by the policy.
 *
 * @standard ETSI EN 319 412-5; ETSI TS 119 495 V1.8.1, annex A
 */
export function checkQcStatementSyntax(
  certificate: Certificate,
  tolerated: readonly DeviationReason[] = [],
): Check {
  const { qcStatements } = certificate.extensions
  if (qcStatements === undefined) return notApplicable('certificate.qc-statement-syntax')
  const { malformed, deviantPsd2 } = qcStatements
  const isTolerated = deviantPsd2 !== undefined && acceptedPsd2(certificate, tolerated) !== undefined
  const decisive = isTolerated ? malformed.filter(({ id }) => id !== QC_STATEMENT.psd2) : malformed
  const facts = malformed.map(({ id, reason, offset }) => ({ statement: oidText(id), reason, offset }))
  if (decisive.length > 0)
    return violated('certificate.qc-statement-syntax', 'malformed', { malformed: facts })
  return satisfied('certificate.qc-statement-syntax', isTolerated ? { tolerated: facts } : {})
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

/** @standard ETSI EN 319 412-1; CA/Browser Forum EV Guidelines, section 9.8.2 */
export function checkOrganizationIdentifier(certificate: Certificate): Check {
  const code = 'certificate.organization-identifier'
  const identifiers = attributeTexts(certificate.subject, ATTRIBUTE.organizationIdentifier)
  const identity = subjectId(certificate)
  if (identity.ok) return satisfied(code, { identifiers, subjectId: identity.value.text })
  const { reason } = identity
  if (reason === 'absent') return notApplicable(code)
  if (reason === 'other-form') return undetermined(code, reason, { identifiers })
  const { cabfOrganizationIdentifier: extension } = certificate.extensions
  return undetermined(code, reason, { identifiers, ...(extension && { extension: { ...extension } }) })
}

/**
 * All checks of a certificate by itself, but for its validity.
 *
 * @param tolerated Deviations of the PSD2 statement that the policy tolerates; none unless told.
 */
export function checkCertificate(
  certificate: Certificate,
  tolerated: readonly DeviationReason[] = [],
): readonly Check[] {
  return [
    checkSerialNumber(certificate),
    checkValidityEncoding(certificate),
    checkPublicKey(certificate),
    checkExtensionSyntax(certificate, tolerated),
    checkQcStatementSyntax(certificate, tolerated),
    checkExtendedKeyUsage(certificate),
    checkOrganizationIdentifier(certificate),
    ...checkPsd2(certificate, tolerated),
  ]
}
