import type { Oid } from '../core/oid.ts'
import type { GeneralName } from './general-name.ts'
import type { CabfOrganizationIdentifier } from './name/organization-identifier.ts'
import type { QcStatements } from './qc-statements.ts'

/**
 * The extensions of a certificate: all of them as written, and those that RFC 5280, EN 319 412 and the
 * CA/Browser Forum name as records. A record is absent when the extension is, or when `malformed` names it.
 *
 * @standard RFC 5280, section 4.2
 */
export interface Extensions {
  /** In the order of the certificate; no identifier stands twice. */
  readonly all: readonly Extension[]
  /**
   * Extensions whose value is DER but not of the type that their identifier promises. Never read as absent.
   */
  readonly malformed: readonly MalformedExtension[]
  readonly authorityKeyIdentifier?: AuthorityKeyIdentifier
  readonly subjectKeyIdentifier?: Uint8Array
  readonly keyUsage?: KeyUsage
  readonly certificatePolicies?: readonly PolicyInformation[]
  readonly policyMappings?: readonly PolicyMapping[]
  readonly subjectAltName?: readonly GeneralName[]
  readonly issuerAltName?: readonly GeneralName[]
  readonly subjectDirectoryAttributes?: readonly DirectoryAttribute[]
  readonly basicConstraints?: BasicConstraints
  readonly nameConstraints?: NameConstraints
  readonly policyConstraints?: PolicyConstraints
  /** KeyPurposeIds. */
  readonly extendedKeyUsage?: readonly Oid[]
  readonly crlDistributionPoints?: readonly DistributionPoint[]
  /** SkipCerts. */
  readonly inhibitAnyPolicy?: number
  readonly freshestCrl?: readonly DistributionPoint[]
  readonly authorityInfoAccess?: readonly AccessDescription[]
  readonly subjectInfoAccess?: readonly AccessDescription[]
  readonly qcStatements?: QcStatements
  /**
   * One statement where a sequence of them belongs: the extension is malformed, and this is no claim of the
   * certificate.
   */
  readonly bareQcStatement?: QcStatements
  readonly cabfOrganizationIdentifier?: CabfOrganizationIdentifier
}

export interface Extension {
  readonly id: Oid
  readonly critical: boolean
  /** Contents of extnValue. */
  readonly value: Uint8Array
}

export interface MalformedExtension {
  readonly id: Oid
  readonly reason: string
  /** Octets from the start of the certificate. */
  readonly offset: number
}

/** @standard RFC 5280, section 4.2.1.1 */
export interface AuthorityKeyIdentifier {
  readonly keyIdentifier?: Uint8Array
  readonly authorityCertIssuer?: readonly GeneralName[]
  readonly authorityCertSerialNumber?: Uint8Array
}

/** @standard RFC 5280, section 4.2.1.3 */
export interface KeyUsage {
  readonly digitalSignature: boolean
  /** Also called contentCommitment. */
  readonly nonRepudiation: boolean
  readonly keyEncipherment: boolean
  readonly dataEncipherment: boolean
  readonly keyAgreement: boolean
  readonly keyCertSign: boolean
  readonly cRLSign: boolean
  readonly encipherOnly: boolean
  readonly decipherOnly: boolean
}

/** @standard RFC 5280, section 4.2.1.4 */
export interface PolicyInformation {
  readonly policyIdentifier: Oid
  readonly policyQualifiers: readonly PolicyQualifier[]
}

export interface PolicyQualifier {
  readonly id: Oid
  /** Contents of the qualifier; for a type that this library does not know, the whole value. */
  readonly value: Uint8Array
  /** For id-qt-cps: the address. */
  readonly cps?: string
  /** For id-qt-unotice: the text to show, where it has one. */
  readonly explicitText?: string
}

/** @standard RFC 5280, section 4.2.1.5 */
export interface PolicyMapping {
  readonly issuerDomainPolicy: Oid
  readonly subjectDomainPolicy: Oid
}

/** @standard RFC 5280, section 4.2.1.8 */
export interface DirectoryAttribute {
  readonly type: Oid
  /** Each value as one DER value. */
  readonly values: readonly Uint8Array[]
}

/** @standard RFC 5280, section 4.2.1.9 */
export interface BasicConstraints {
  readonly ca: boolean
  readonly pathLength?: number
}

/** @standard RFC 5280, section 4.2.1.10 */
export interface NameConstraints {
  readonly permitted: readonly GeneralSubtree[]
  readonly excluded: readonly GeneralSubtree[]
}

export interface GeneralSubtree {
  readonly base: GeneralName
  readonly minimum: number
  readonly maximum?: number
}

/** @standard RFC 5280, section 4.2.1.11 */
export interface PolicyConstraints {
  readonly requireExplicitPolicy?: number
  readonly inhibitPolicyMapping?: number
}

/** @standard RFC 5280, section 4.2.1.13 */
export interface DistributionPoint {
  readonly fullName?: readonly GeneralName[]
  /** One RelativeDistinguishedName, DER. */
  readonly nameRelativeToCrlIssuer?: Uint8Array
  /** ReasonFlags: the BIT STRING's contents. */
  readonly reasons?: Uint8Array
  readonly crlIssuer?: readonly GeneralName[]
}

/** @standard RFC 5280, section 4.2.2.1 */
export interface AccessDescription {
  readonly method: Oid
  readonly location: GeneralName
}
