import { byteAt, toHex } from '../core/bytes.ts'
import { ATTRIBUTE, EXTENSION, PURPOSE, QC_STATEMENT, shownOid } from '../core/object-identifiers.ts'
import type { Oid } from '../core/oid.ts'
import { type Check, notApplicable, satisfied, undetermined, violated } from '../requirements/finding.ts'
import type { Certificate } from './certificate.ts'
import { attributeTexts } from './name/name.ts'
import { subjectId } from './name/subject-id.ts'
import { checkPsd2 } from './psd2/checks.ts'
import type { DeviationReason } from './psd2/deviations.ts'
import { hasPsd2Statement } from './psd2/reading.ts'
import { readPublicKey } from './public-key.ts'

/** @standard RFC 5280, section 4.1.2.2 */
export function checkSerialNumber({ serialNumber }: Certificate): Check {
  const facts = { serialNumber: toHex(serialNumber) }
  // In DER no other INTEGER begins with the one octet of zero and ends there (X.690, 8.3).
  const isZero = serialNumber.length === 1 && serialNumber[0] === 0
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
 * Whether the key of the certificate itself is fit to be used. Who only reads its issuer's key would accept a
 * point at infinity here.
 *
 * @standard RFC 5280, section 4.1.2.7
 */
export function checkPublicKey({ publicKey }: Certificate): Check {
  const key = readPublicKey(publicKey)
  const algorithm = shownOid(publicKey.algorithm.algorithm)
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
 * A PSD2 statement alone in the extension is told, and weighed, by `psd2.encoding`.
 *
 * @standard RFC 5280, section 4.2
 */
export function checkExtensionSyntax(certificate: Certificate): Check {
  const code = 'certificate.extension-syntax'
  const { malformed, bareQcStatement } = certificate.extensions
  if (malformed.length === 0) return satisfied(code)
  const isToldElsewhere = bareQcStatement !== undefined && hasPsd2Statement(certificate)
  const untold = isToldElsewhere ? malformed.filter(({ id }) => id !== EXTENSION.qcStatements) : malformed
  if (untold.length === 0) return satisfied(code, TOLD_BY_PSD2)
  const facts = untold.map(({ id, reason, offset }) => ({ extension: shownOid(id), reason, offset }))
  return violated(code, 'malformed', { malformed: facts })
}

/**
 * The PSD2 statement is told, and weighed, by the rows of its own: `psd2.encoding`, and `psd2.role-presence`
 * where it has no role.
 *
 * @standard ETSI EN 319 412-5
 */
export function checkQcStatementSyntax({ extensions }: Certificate): Check {
  const code = 'certificate.qc-statement-syntax'
  const { qcStatements } = extensions
  if (qcStatements === undefined) return notApplicable(code)
  const { malformed } = qcStatements
  if (malformed.length === 0) return satisfied(code)
  const untold = malformed.filter(({ id }) => id !== QC_STATEMENT.psd2)
  if (untold.length === 0) return satisfied(code, TOLD_BY_PSD2)
  const facts = untold.map(({ id, reason, offset }) => ({ statement: shownOid(id), reason, offset }))
  return violated(code, 'malformed', { malformed: facts })
}

const TOLD_BY_PSD2 = { but: ['psd2.encoding', 'psd2.role-presence'] } as const

const TLS_PURPOSES: readonly Oid[] = [PURPOSE.serverAuth, PURPOSE.clientAuth, PURPOSE.any]

/**
 * A payment service provider presents the certificate as a TLS client; website certificates often allow the
 * server only.
 */
export function checkExtendedKeyUsage({ extensions }: Certificate): Check {
  const purposes = extensions.extendedKeyUsage
  if (purposes === undefined) return notApplicable('certificate.extended-key-usage')
  const facts = { purposes: purposes.map(shownOid) }
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
  const ofCertificate: readonly Check[] = [
    checkSerialNumber(certificate),
    checkValidityEncoding(certificate),
    checkPublicKey(certificate),
    checkExtensionSyntax(certificate),
    checkQcStatementSyntax(certificate),
    checkExtendedKeyUsage(certificate),
    checkOrganizationIdentifier(certificate),
  ]
  return ofCertificate.concat(checkPsd2(certificate, tolerated))
}
