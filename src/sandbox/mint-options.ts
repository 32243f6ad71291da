import type { OtherRole, Psd2Role } from '../certificate/psd2/statement.ts'
import type { Instant } from '../core/time.ts'

// What can be asked of a certificate. Nothing here mentions a package that the sandbox mints with.

/** What a certificate is to say. Everything left out gets a value that passes. */
export interface MintOptions {
  /** For website authentication (QWAC, the default) or for seals (QSealC). */
  readonly kind?: 'website' | 'seal'
  /** Names of the standard, or identifiers and names of one's own. By default PSP_PI and PSP_AI. */
  readonly roles?: readonly Role[]
  /** By default the authority of the territory whose trust services issue it: `LU-CSSF`. */
  readonly authority?: TestAuthority
  /** The part of the organizationIdentifier after the authority. Opaque text. */
  readonly authorizationNumber?: string
  /**
   * The whole attribute, where it is of another scheme: `VATLU-12345678`. By default `PSD`, the authority and
   * the number.
   */
  readonly organizationIdentifier?: string
  /** Country of the holder, ISO 3166-1 alpha-2; by default that of the authority. */
  readonly country?: string
  /** The holder's name, at most 43 characters. `TEST – NOT QUALIFIED` is put before it. */
  readonly subject?: string
  readonly dnsName?: string
  /** By default thirty days before now. */
  readonly notBefore?: Instant
  /** By default 335 days after now. */
  readonly notAfter?: Instant
  /** The holder's key, by default P-256. */
  readonly key?: KeyKind
  /** Which authority issues it; by default the listed one. */
  readonly issuer?: AuthorityKind
  /** Territory whose authority issues it; by default the world's first. */
  readonly territory?: string
  /**
   * Which revocation list its distribution point names: its issuer's own (the default), or the indirect one,
   * with the name of who signs that in cRLIssuer.
   */
  readonly revocationList?: 'direct' | 'indirect'
  /** The one thing that is wrong with it. */
  readonly defect?: CertificateDefect
}

export interface MintedCertificate {
  /** DER. */
  readonly certificate: Uint8Array
  /** PKCS #8, PEM. */
  readonly privateKey: string
  /** DER of the authorities above it up to, and without, the listed one, nearest first. */
  readonly chain: readonly Uint8Array[]
  /** Who holds it, as the register knows them. */
  readonly provider: TestProvider
}

/** The holder of a certificate: a payment service provider. */
export interface TestProvider {
  /** With the marker, as it stands in the certificate. */
  readonly name: string
  /** NCAId: `LU-CSSF`. */
  readonly authorityId: string
  readonly authorizationNumber: string
  readonly country: string
}

export type Role = Psd2Role | OtherRole

/** Who admitted the holder: NCAId (`LU-CSSF`) and NCAName. */
export interface TestAuthority {
  readonly id: string
  readonly name: string
}

export type Curve = 'P-256' | 'P-384' | 'P-521' | 'brainpoolP256r1' | 'brainpoolP384r1'

/**
 * Kinds of keys, and how they sign: ECDSA with the hash of the curve's size, Ed25519, RSASSA-PKCS1-v1_5 and,
 * after `-pss`, RSASSA-PSS, both with SHA-256.
 */
export const KEY_KINDS = [
  'P-256',
  'P-384',
  'P-521',
  'brainpoolP256r1',
  'brainpoolP384r1',
  'Ed25519',
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
  'rsa-2048-pss',
  'rsa-3072-pss',
  'rsa-4096-pss',
] as const

export type KeyKind = (typeof KEY_KINDS)[number]

/**
 * The authorities of every territory.
 *
 * - `listed`: in the national list, self-signed;
 * - `intermediate`: in no list, certified by the listed one;
 * - `cross-signed`: in no list, with a root of its own, and certified by the listed one too;
 * - `withdrawn`: in the national list, withdrawn ninety days ago;
 * - `taken-over`: in the national list, run by another provider since a year ago;
 * - `unlisted`: in no list.
 */
export const AUTHORITY_KINDS = [
  'listed',
  'intermediate',
  'cross-signed',
  'withdrawn',
  'taken-over',
  'unlisted',
] as const

export type AuthorityKind = (typeof AUTHORITY_KINDS)[number]

/**
 * Deviations that are seen in the field, near-misses, and faults. What each one is, `CERTIFICATE_DEFECTS`
 * says.
 */
export const CERTIFICATE_DEFECT_NAMES = [
  // Faults.
  'wrong-signature',
  'expired',
  'not-yet-valid',
  'issuer-not-listed',
  'no-psd2-statement',
  'esign-type',
  // Encodings and contents of the field: what people really have.
  'flat-roles',
  'bare-statement',
  'printable-authority',
  'long-role-names',
  'no-qc-compliance',
  'no-qc-type',
  'organization-identifier-without-scheme',
  'three-letter-country',
  'authority-mismatch',
  'repeated-prefix',
  'newline-in-issuer',
  'no-organization',
  'repeated-roles',
  'no-extended-key-usage',
  'email-protection',
  // Near-misses.
  'authority-without-country',
  'role-name-mismatch',
  'explicit-tag',
  'seal-as-website',
  'unknown-role',
  'new-role',
  'authority-not-applicable',
] as const

export type CertificateDefect = (typeof CERTIFICATE_DEFECT_NAMES)[number]
