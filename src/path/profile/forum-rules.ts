import type { Certificate } from '../../certificate/certificate.ts'
import type { DistributionPoint, KeyUsage } from '../../certificate/extensions.ts'
import { sameName } from '../../certificate/name/match.ts'
import { isEmptyName } from '../../certificate/name/name.ts'
import { readPublicKey } from '../../certificate/public-key.ts'
import { equalBytes } from '../../core/bytes.ts'
import { EXTENSION, PURPOSE } from '../../core/object-identifiers.ts'
import { type Oid, oid } from '../../core/oid.ts'
import { isCritical } from './marks.ts'
import type { Broken } from './rule.ts'

/** What the web demands beyond RFC 5280. */
export const WEBSITES = {
  'not-version-3': ({ version }) => version !== 3,
  'authority-as-leaf': ({ extensions }) => extensions.basicConstraints?.ca === true,
  'no-alternative-name': ({ extensions }) => extensions.subjectAltName === undefined,
  'alternative-name-critical': certificate =>
    !isEmptyName(certificate.subject) && isCritical(certificate, EXTENSION.subjectAltName),
  'authority-without-key-usage': ({ extensions }) => extensions.keyUsage === undefined,
  'root-key-identifier': hasOtherKeyIdentifier,
  'root-with-purposes': ({ extensions }) => extensions.extendedKeyUsage !== undefined,
  'website-purposes': hasOtherPurposes,
  'website-authority-purposes': ({ extensions }) => namesOtherPurposes(extensions.extendedKeyUsage ?? []),
  'website-key-usage': hasOtherKeyUsage,
  'key-of-other-kind': hasKeyOfOtherKind,
  'distribution-point-address': ({ extensions }) =>
    (extensions.crlDistributionPoints ?? []).some(isMoreThanAddresses),
} as const satisfies Readonly<Record<string, Broken>>

/** What mailboxes demand in place of that. */
export const MAILBOXES = {
  'no-alternative-name': WEBSITES['no-alternative-name'],
  'alternative-name-critical': WEBSITES['alternative-name-critical'],
  'authority-as-leaf': WEBSITES['authority-as-leaf'],
  'root-with-purposes': WEBSITES['root-with-purposes'],
  'mail-purposes': ({ extensions: { extendedKeyUsage: purposes, basicConstraints } }) =>
    purposes === undefined
      ? basicConstraints?.ca !== true
      : purposes.some(purpose => FORBIDDEN_FOR_MAIL.has(purpose)),
  'mail-key-usage': ({ extensions }) => extensions.keyUsage === undefined,
  'mail-authority-key-usage': ({ extensions }) => extensions.keyUsage?.cRLSign !== true,
  'mail-key': certificate => !isEdwards(certificate) && hasKeyOfOtherKind(certificate),
} as const satisfies Readonly<Record<string, Broken>>

function hasOtherKeyIdentifier({ extensions, subject, issuer }: Certificate): boolean {
  const { authorityKeyIdentifier: named, subjectKeyIdentifier: own } = extensions
  if (named === undefined || !sameName(subject, issuer)) return false
  const isOwn = named.keyIdentifier !== undefined && own !== undefined && equalBytes(named.keyIdentifier, own)
  return !isOwn || named.authorityCertIssuer !== undefined || named.authorityCertSerialNumber !== undefined
}

const FORBIDDEN_PURPOSES: ReadonlySet<Oid> = new Set([
  PURPOSE.any,
  PURPOSE.codeSigning,
  PURPOSE.emailProtection,
  PURPOSE.timeStamping,
  PURPOSE.ocspSigning,
  // Precertificate signing (RFC 6962, section 3.1).
  oid('1.3.6.1.4.1.11129.2.4.4'),
])

function hasOtherPurposes(certificate: Certificate): boolean {
  const purposes = certificate.extensions.extendedKeyUsage
  if (purposes === undefined || isCritical(certificate, EXTENSION.extendedKeyUsage)) return true
  return purposes.some(purpose => FORBIDDEN_PURPOSES.has(purpose))
}

/** An authority that another one certified without restriction says so by any purpose, and by that alone. */
function namesOtherPurposes(purposes: readonly Oid[]): boolean {
  const isUnrestricted = purposes.length === 1 && purposes[0] === PURPOSE.any
  return !isUnrestricted && purposes.some(purpose => FORBIDDEN_PURPOSES.has(purpose))
}

const RSA_USAGES: ReadonlySet<string> = usages('digitalSignature', 'keyEncipherment', 'dataEncipherment')
const CURVE_USAGES: ReadonlySet<string> = usages('digitalSignature', 'keyAgreement')

/** That a leaf signs certificates is told by rules of RFC 5280. */
function usages(...all: readonly (keyof KeyUsage)[]): ReadonlySet<string> {
  return new Set([...all, 'keyCertSign'])
}

/** A key usage may be left out. Of a key that cannot be read another rule speaks. */
function hasOtherKeyUsage({ extensions: { keyUsage }, publicKey }: Certificate): boolean {
  const key = readPublicKey(publicKey)
  if (keyUsage === undefined || !key.ok) return false
  const isRsa = key.value.type === 'rsa'
  if (!isRsa && !keyUsage.digitalSignature) return true
  const allowed = isRsa ? RSA_USAGES : CURVE_USAGES
  return Object.entries(keyUsage).some(([usage, isSet]) => isSet && !allowed.has(usage))
}

const FORBIDDEN_FOR_MAIL: ReadonlySet<Oid> = new Set([
  PURPOSE.any,
  PURPOSE.serverAuth,
  PURPOSE.codeSigning,
  PURPOSE.timeStamping,
])

function isMoreThanAddresses({ fullName = [], reasons, crlIssuer }: DistributionPoint): boolean {
  const hasAddresses =
    fullName.length > 0 && fullName.every(({ form }) => form === 'uniformResourceIdentifier')
  return !hasAddresses || reasons !== undefined || crlIssuer !== undefined
}

const NIST_CURVES: ReadonlySet<string> = new Set(['P-256', 'P-384', 'P-521'])

function hasKeyOfOtherKind({ publicKey }: Certificate): boolean {
  const key = readPublicKey(publicKey)
  if (!key.ok) return true
  if (key.value.type === 'rsa') return key.value.bits % 8 !== 0
  return key.value.type !== 'ec' || !NIST_CURVES.has(key.value.curve)
}

function isEdwards({ publicKey }: Certificate): boolean {
  const key = readPublicKey(publicKey)
  return key.ok && (key.value.type === 'ed25519' || key.value.type === 'ed448')
}
