import 'reflect-metadata'
import { X509Certificate } from 'node:crypto'
import * as peculiar from '@peculiar/x509'
import * as pkijs from 'pkijs'
import type { Certificate } from '../../src/certificate/certificate.ts'
import type { GeneralName } from '../../src/certificate/general-name.ts'
import type { Name } from '../../src/certificate/name/name.ts'
import { readPublicKey } from '../../src/certificate/public-key.ts'
import { toHex } from '../../src/core/bytes.ts'
import { EXTENSION } from '../../src/core/object-identifiers.ts'
import { oidText } from '../../src/core/oid.ts'
import { formatAddress } from '../../src/encoding/ip.ts'

/**
 * What a reader finds in a certificate, by a word for each thing; every reader writes the same thing the same
 * way.
 */
export type Facts = Readonly<Record<string, string>>

const hex = (bytes: ArrayBuffer | Uint8Array): string => toHex(new Uint8Array(bytes))
const list = (texts: readonly string[]): string => texts.join(' | ')
/** One of the readers sorts access descriptions by their method. */
const sorted = (texts: readonly string[]): string => list(texts.toSorted())

/** Everything that another reader tells too. */
export function ours(certificate: Certificate): Facts {
  const { extensions, serialNumber, validity, publicKey, subject, issuer } = certificate
  const { basicConstraints, keyUsage, qcStatements } = extensions
  const key = readPublicKey(publicKey)
  return {
    serial: hex(serialNumber),
    'serial, positive': plain(hex(serialNumber)),
    notBefore: String(validity.notBefore),
    notAfter: String(validity.notAfter),
    'subject, octets': hex(subject.bytes),
    'issuer, octets': hex(issuer.bytes),
    subject: attributesOf(subject),
    issuer: attributesOf(issuer),
    key: hex(publicKey.bytes),
    'kind of key': key.ok
      ? `${key.value.type} ${key.value.type === 'rsa' ? key.value.bits : ''}`.trim()
      : key.reason,
    signed: hex(certificate.tbs),
    signature: hex(certificate.signature),
    'signature algorithm': oidText(certificate.signatureAlgorithm.algorithm),
    extensions: list(
      extensions.all.map(({ id, critical, value }) => extension(oidText(id), critical, hex(value))),
    ),
    authority: String(basicConstraints?.ca ?? false),
    basicConstraints:
      basicConstraints === undefined ? '' : `${basicConstraints.ca} ${basicConstraints.pathLength ?? ''}`,
    keyUsage: list(Object.entries(keyUsage ?? {}).flatMap(([use, isSet]) => (isSet ? [use] : []))),
    purposes: list((extensions.extendedKeyUsage ?? []).map(oidText)),
    policies: list((extensions.certificatePolicies ?? []).map(each => oidText(each.policyIdentifier))),
    subjectAltName: list((extensions.subjectAltName ?? []).map(generalName)),
    access: sorted(
      (extensions.authorityInfoAccess ?? []).map(
        each => `${oidText(each.method)} ${generalName(each.location)}`,
      ),
    ),
    'CRL distribution points': list(
      (extensions.crlDistributionPoints ?? []).flatMap(({ fullName = [] }) => fullName.map(generalName)),
    ),
    subjectKeyIdentifier: hex(extensions.subjectKeyIdentifier ?? new Uint8Array()),
    statements: list(
      (qcStatements?.all ?? []).map(({ id, info }) => `${oidText(id)} ${hex(info ?? new Uint8Array())}`),
    ),
  }
}

/** Without the zero octet that only keeps a number positive. */
function plain(serial: string): string {
  return serial.replace(/^00(?=..)/, '')
}

function extension(id: string, isCritical: boolean, value: string): string {
  return `${id}${isCritical ? ' critical' : ''} ${value}`
}

function attributesOf({ rdns }: Name): string {
  return list(rdns.flat().map(({ type, text, value }) => `${oidText(type)}=${text ?? hex(value)}`))
}

function generalName(name: GeneralName): string {
  if ('text' in name) return `${name.form} ${name.text}`
  return name.form === 'iPAddress'
    ? `${name.form} ${formatAddress(name.octets) ?? hex(name.octets)}`
    : name.form
}

/** OpenSSL, as Node shows it. */
export function readByNode(der: Uint8Array): Facts {
  const certificate = new X509Certificate(der)
  const { publicKey } = certificate
  const { modulusLength = '' } = publicKey.asymmetricKeyDetails ?? {}
  return {
    'serial, positive': certificate.serialNumber.toLowerCase(),
    notBefore: String(Date.parse(certificate.validFrom)),
    notAfter: String(Date.parse(certificate.validTo)),
    key: hex(publicKey.export({ type: 'spki', format: 'der' })),
    'kind of key': `${publicKey.asymmetricKeyType} ${modulusLength}`.trim(),
    authority: String(certificate.ca),
    purposes: list(certificate.keyUsage ?? []),
  }
}

const USAGES = [
  ...['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'dataEncipherment', 'keyAgreement'],
  ...['keyCertSign', 'cRLSign', 'encipherOnly', 'decipherOnly'],
]

export function readByPeculiar(der: Uint8Array): Facts {
  const certificate = new peculiar.X509Certificate(new Uint8Array(der))
  const [basic, usage, purposes, policies, names, access, identifier] = [
    certificate.getExtension(peculiar.BasicConstraintsExtension),
    certificate.getExtension(peculiar.KeyUsagesExtension),
    certificate.getExtension(peculiar.ExtendedKeyUsageExtension),
    certificate.getExtension(peculiar.CertificatePolicyExtension),
    certificate.getExtension(peculiar.SubjectAlternativeNameExtension),
    certificate.getExtension(peculiar.AuthorityInfoAccessExtension),
    certificate.getExtension(peculiar.SubjectKeyIdentifierExtension),
  ]
  return {
    'serial, positive': certificate.serialNumber,
    notBefore: String(certificate.notBefore.getTime()),
    notAfter: String(certificate.notAfter.getTime()),
    'subject, octets': hex(certificate.subjectName.toArrayBuffer()),
    'issuer, octets': hex(certificate.issuerName.toArrayBuffer()),
    key: hex(certificate.publicKey.rawData),
    signature: hex(certificate.signature),
    extensions: list(
      certificate.extensions.map(({ type, critical, value }) => extension(type, critical, hex(value))),
    ),
    basicConstraints: basic === null ? '' : `${basic.ca} ${basic.pathLength ?? ''}`,
    keyUsage: list(USAGES.filter((_, bit) => ((usage?.usages ?? 0) & (1 << bit)) !== 0)),
    purposes: list((purposes?.usages ?? []).map(String)),
    policies: list([...(policies?.policies ?? [])]),
    subjectAltName: list((names?.names.items ?? []).map(peculiarName)),
    access: sorted(
      [access?.ocsp ?? [], access?.caIssuers ?? []].flatMap((each, i) =>
        each.map(name => `1.3.6.1.5.5.7.48.${i + 1} ${peculiarName(name)}`),
      ),
    ),
    subjectKeyIdentifier: identifier?.keyId ?? '',
  }
}

/** Names that are no text are compared by their form here, and octet by octet as part of their extension. */
function peculiarName({ type, value }: peculiar.GeneralName): string {
  const form = FORMS[type] ?? type
  return WITHOUT_TEXT.includes(form) ? form : `${form} ${value}`
}

const WITHOUT_TEXT = ['directoryName', 'otherName', 'registeredID']

const FORMS: Readonly<Record<string, string>> = {
  dns: 'dNSName',
  url: 'uniformResourceIdentifier',
  email: 'rfc822Name',
  ip: 'iPAddress',
  dn: 'directoryName',
  id: 'registeredID',
  guid: 'otherName',
  upn: 'otherName',
}

export function readByPkijs(der: Uint8Array): Facts {
  const certificate = pkijs.Certificate.fromBER(new Uint8Array(der))
  const parsed = (id: string): unknown =>
    certificate.extensions?.find(({ extnID }) => extnID === id)?.parsedValue
  const [basic, points] = [parsed(oidText(EXTENSION.basicConstraints)), parsed('2.5.29.31')]
  const [purposes, policies] = [parsed('2.5.29.37'), parsed('2.5.29.32')]
  const [names, access, statements] = [
    parsed('2.5.29.17'),
    parsed('1.3.6.1.5.5.7.1.1'),
    parsed(oidText(EXTENSION.qcStatements)),
  ]
  return {
    serial: hex(certificate.serialNumber.valueBlock.valueHexView),
    notBefore: String(certificate.notBefore.value.getTime()),
    notAfter: String(certificate.notAfter.value.getTime()),
    subject: pkijsName(certificate.subject),
    issuer: pkijsName(certificate.issuer),
    signed: hex(certificate.tbsView),
    signature: hex(certificate.signatureValue.valueBlock.valueHexView),
    'signature algorithm': certificate.signatureAlgorithm.algorithmId,
    extensions: list(
      (certificate.extensions ?? []).map(({ extnID, critical, extnValue }) =>
        extension(extnID, critical, hex(extnValue.valueBlock.valueHexView)),
      ),
    ),
    basicConstraints:
      basic instanceof pkijs.BasicConstraints ? `${basic.cA} ${pathLength(basic.pathLenConstraint)}` : '',
    purposes: list(purposes instanceof pkijs.ExtKeyUsage ? purposes.keyPurposes : []),
    policies: list(
      policies instanceof pkijs.CertificatePolicies
        ? policies.certificatePolicies.map(each => each.policyIdentifier)
        : [],
    ),
    subjectAltName: list(names instanceof pkijs.AltName ? names.altNames.map(pkijsGeneralName) : []),
    access: sorted(
      access instanceof pkijs.InfoAccess
        ? access.accessDescriptions.map(
            each => `${each.accessMethod} ${pkijsGeneralName(each.accessLocation)}`,
          )
        : [],
    ),
    'CRL distribution points': list(
      points instanceof pkijs.CRLDistributionPoints
        ? points.distributionPoints.flatMap(({ distributionPoint }) =>
            Array.isArray(distributionPoint) ? distributionPoint.map(pkijsGeneralName) : [],
          )
        : [],
    ),
    statements: list(
      statements instanceof pkijs.QCStatements
        ? statements.values.map(
            ({ id, type }) => `${id} ${type === undefined ? '' : hex(type.valueBeforeDecodeView ?? [])}`,
          )
        : [],
    ),
  }
}

function pathLength(value: unknown): string {
  return typeof value === 'number' ? String(value) : ''
}

function pkijsName({ typesAndValues }: pkijs.RelativeDistinguishedNames): string {
  return list(
    typesAndValues.map(({ type, value }) => {
      const { value: text } = value.valueBlock
      return `${type}=${typeof text === 'string' ? text : hex(value.valueBeforeDecodeView)}`
    }),
  )
}

const PKIJS_FORMS = ['otherName', 'rfc822Name', 'dNSName', 'x400Address', 'directoryName', 'ediPartyName']

function pkijsGeneralName({ type, value }: pkijs.GeneralName): string {
  if (type === 6) return `uniformResourceIdentifier ${value}`
  if (type === 7) return `iPAddress ${formatAddress(new Uint8Array(value.valueBlock.valueHexView)) ?? ''}`
  const form = PKIJS_FORMS[type] ?? 'registeredID'
  return typeof value === 'string' ? `${form} ${value}` : form
}
