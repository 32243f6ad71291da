import type { OtherRole, Psd2Role } from '../certificate/psd2-statement.ts'
import type { Instant } from '../core/time.ts'

// Everything that users see of the sandbox. Nothing here mentions a package that the sandbox mints with.

export interface TestWorldOptions {
  /** All keys and serial numbers follow from it; whoever knows it has every private key of the world. */
  readonly seed: string
  /** The moment around which everything is valid, a whole second. The clock is never read. */
  readonly now: Instant
  /** A member state as lists spell it: two letters, `EL` for Greece. By default `LU`. */
  readonly territory?: string
  /** Version of the national list's format. By default 6. */
  readonly listVersion?: 5 | 6
}

/**
 * A miniature of the European trust framework. Nothing in it chains to a real anchor, and its operators, providers,
 * authorities and holders have names that begin with `TEST – NOT QUALIFIED`.
 */
export interface TestWorld {
  readonly now: Instant
  readonly notice: TestNotice
  /** The list of trusted lists, XML. */
  readonly lotl: Uint8Array
  /** The national lists, as the list of lists announces them. */
  readonly lists: readonly TestList[]
  /** The certification authority in the national list, DER. */
  readonly caCertificate: Uint8Array
  /** Issues a certificate. The same options give the same key and content; the signature is random. */
  mint(options?: MintOptions): Promise<MintedCertificate>
  /** The list of lists once more, with one defect. */
  lotlWith(defect: ListDefect): Promise<Uint8Array>
  /** The national list once more, with one defect. */
  listWith(defect: ListDefect | ServiceDefect): Promise<Uint8Array>
}

/** A notice in an Official Journal of the sandbox's own: who may sign the list of lists. */
export interface TestNotice {
  readonly id: string
  /** How the list of lists refers to it, in SchemeInformationURI. */
  readonly locations: readonly string[]
  /** SHA-256 of the announced certificates, lower-case hexadecimal. */
  readonly certificates: readonly string[]
}

export interface TestList {
  readonly territory: string
  /** TSLLocation in the list of lists. */
  readonly location: string
  /** XML. */
  readonly bytes: Uint8Array
}

/** What a certificate is to say. Everything left out gets a value that passes. */
export interface MintOptions {
  /** Names of the standard, or identifiers and names of one's own. By default PSP_PI and PSP_AI. */
  readonly roles?: readonly Role[]
  readonly authority?: TestAuthority
  /** The part of the organizationIdentifier after the authority. Opaque text. */
  readonly authorizationNumber?: string
  /** Country of the holder, ISO 3166-1 alpha-2; by default that of the authority. */
  readonly country?: string
  /** The holder's name. `TEST – NOT QUALIFIED` is put before it. */
  readonly subject?: string
  readonly dnsName?: string
  /** By default thirty days before now. */
  readonly notBefore?: Instant
  /** By default 335 days after now. */
  readonly notAfter?: Instant
  /** Curve of the holder's key, by default P-256, which the authorities here have. */
  readonly key?: Curve
  /** Which authority issues it; by default the listed one. */
  readonly issuer?: AuthorityKind
  /** The one thing that is wrong with it. */
  readonly defect?: CertificateDefect
}

export interface MintedCertificate {
  /** DER. */
  readonly certificate: Uint8Array
  /** PKCS #8, PEM. */
  readonly privateKey: string
  /** DER of the authorities above it, nearest first; empty where the listed authority issued it. */
  readonly chain: readonly Uint8Array[]
}

export type Role = Psd2Role | OtherRole

/** Who admitted the holder: NCAId (`LU-CSSF`) and NCAName. */
export interface TestAuthority {
  readonly id: string
  readonly name: string
}

export type Curve = 'P-256' | 'P-384'

/** In the national list; certified by that one; in no list. */
export type AuthorityKind = 'listed' | 'intermediate' | 'unlisted'

export type CertificateDefect =
  | 'wrong-signature'
  | 'expired'
  | 'unknown-role'
  | 'no-psd2-statement'
  | 'esign-type'
  | 'no-qc-compliance'
  | 'issuer-not-listed'

/** Defects of any list. */
export type ListDefect = 'digest-broken' | 'signer-not-announced' | 'expired'

/** Defects of the services in a national list. Some are only a different past. */
export type ServiceDefect =
  | 'service-withdrawn'
  | 'service-granted-then-withdrawn'
  | 'service-withdrawn-then-granted'
  | 'service-not-for-websites'
  | 'criteria-not-qualified'
  | 'criteria-of-others'
