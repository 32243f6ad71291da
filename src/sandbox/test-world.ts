/// <reference lib="esnext.disposable" preserve="true" />
import type { Psd2Role } from '../certificate/psd2/statement.ts'
import type { Instant } from '../core/time.ts'
import type { ListSource } from '../trust-list/source.ts'
import type { AuthorityKind, KeyKind, MintedCertificate, MintOptions, TestProvider } from './mint-options.ts'
import type { CrlOptions, OcspOptions, Revocation } from './revocation/options.ts'

// Everything that users see of a world. Nothing here mentions a package that the sandbox mints with.

export interface TestWorldOptions {
  /** All keys and serial numbers follow from it; whoever knows it has every private key of the world. */
  readonly seed: string
  /** The moment around which everything is valid, a whole second. */
  readonly now: Instant
  /**
   * What time it is for responders and for revocations without a date; by default always `now`. The clock of
   * the machine is never read.
   */
  readonly clock?: () => Instant
  /** The territories with a national list. By default LU with version 6 and AT with version 5. */
  readonly territories?: readonly TerritoryOptions[]
  /** Keys of the authorities, by default P-256. */
  readonly authorityKey?: KeyKind
  /** Keys of those who sign lists, by default P-256. */
  readonly listSignerKey?: Exclude<KeyKind, 'Ed25519'>
  /**
   * Starts responders on loopback, on ports that the system chooses; certificates and lists then name their
   * addresses, so these are all that differs between two worlds of one seed. By default nothing is started.
   */
  readonly responders?: boolean
  /**
   * Where the lists say that they are published: an address of `http:` or `https:` without a slash at its
   * end. By default that of the responder, and without responders `https://lists.example`, where there is
   * nothing.
   */
  readonly listsUrl?: string
}

export interface TerritoryOptions {
  /** As lists spell it: two letters, `EL` for Greece. */
  readonly territory: string
  /** Version of the list's format, by default 6. */
  readonly listVersion?: 5 | 6
}

/**
 * A miniature of the European trust framework. Nothing in it chains to a real anchor, and its operators,
 * providers, authorities and holders have names that begin with `TEST – NOT QUALIFIED`. It holds no state but
 * its own: what was revoked, withdrawn and put out of order in one world is unknown to every other.
 */
export interface TestWorld extends AsyncDisposable {
  readonly now: Instant
  /** Announces who signs the list of trusted lists now. */
  readonly notice: TestNotice
  /** Announces who signed it before the first pivot: from here the pivots must be walked. */
  readonly earlierNotice: TestNotice
  /** The list of trusted lists, XML. */
  readonly lotl: Uint8Array
  /**
   * The lists of trusted lists that announced a change of signers, oldest first, XML: the first signer
   * announces the second, and that one the third, who signs today.
   */
  readonly pivots: readonly Uint8Array[]
  /**
   * The national lists, as the list of lists announces them. Each has the service of the listed authority
   * (for websites and for seals), one that was withdrawn, and one that another provider took over, with
   * criteria.
   */
  readonly lists: readonly TestList[]
  /** All of these as a source for `authenticate`, as often as it is asked. */
  readonly source: ListSource
  /** The listed certification authority of the first territory, DER. */
  readonly caCertificate: Uint8Array
  /**
   * An authority's certificates, DER: itself, then those above it up to the listed one or its own root. By
   * default of the first territory.
   *
   * @throws RangeError when the world has no such territory.
   */
  authority(kind: AuthorityKind, territory?: string): readonly Uint8Array[]
  /**
   * Issues a certificate, and enters its holder into the register. The same options give the same
   * certificate, octet for octet, and its key; another world of the same seed gives the same but for
   * signatures that are random.
   *
   * @throws RangeError when the world has no such territory.
   */
  mint(options?: MintOptions): Promise<MintedCertificate>
  /** The list of lists once more, with one defect. */
  lotlWith(defect: ListDefect): Promise<Uint8Array>
  /**
   * A national list once more, with one defect; by default of the first territory.
   *
   * @throws RangeError when the world has no such territory.
   */
  listWith(defect: ListDefect | ServiceDefect, territory?: string): Promise<Uint8Array>

  /**
   * Revokes a certificate: a minted one, or that of an authority below the listed one.
   *
   * @throws RangeError when the certificate is not of this world, or what happened to it before does not
   *   allow that.
   */
  revoke(certificate: Certified, revocation?: Revocation): void
  /** A revocation list, DER. @throws RangeError when the issuer is no authority of this world. */
  crl(options?: CrlOptions): Promise<Uint8Array>
  /** A response for a certificate of this world, DER. @throws RangeError when it is of another one. */
  ocsp(certificate: Certified, options?: OcspOptions): Promise<Uint8Array>
  /**
   * Those to whom an authority gave a part of its work.
   *
   * @param issuer DER of the authority, by default the world's first listed one.
   * @throws RangeError when it is no authority of this world.
   */
  delegates(issuer?: Uint8Array): Promise<TestDelegates>

  /**
   * The register of payment service providers, JSON in the format of the EBA's golden copy: every holder
   * minted so far.
   */
  register(): Uint8Array
  /**
   * Takes the authorisation from a provider. @throws RangeError when the register does not have it, or not at
   * that time.
   */
  withdraw(provider: TestProvider, at: Instant): void
  /**
   * Lets a provider offer services in another country. @throws RangeError when it may not offer them at home.
   */
  passport(provider: TestProvider, country: string, roles: readonly Psd2Role[]): void

  /** Where the responders listen; empty unless they were asked for. */
  readonly addresses: Readonly<Partial<Record<Service, string>>>
  /** How often each was called. */
  calls(service: Service): number
  /** Puts a service out of order, until `restore`. @throws RangeError when no responders were asked for. */
  outage(service: Service, kind?: Outage): void
  restore(service: Service): void
  /** Stops the responders. `await using` does it too. */
  close(): Promise<void>
}

/** What was minted, or an authority's certificate: `{ certificate: world.authority('intermediate')[0] }`. */
export type Certified = Pick<MintedCertificate, 'certificate'>

/** Certificates of an authority's delegates, all of them issued by it. DER. */
export interface TestDelegates {
  /** Signs responses; sent along in them. */
  readonly responder: Uint8Array
  /** Signs revocation lists under the name of the authority, with another key. */
  readonly crlSigner: Uint8Array
  /** Signs indirect revocation lists under a name of its own. */
  readonly indirectCrlSigner: Uint8Array
}

/** What the responders serve: lists, register and authorities' certificates beside revocation. */
export type Service = 'ocsp' | 'crl' | 'issuer' | 'lists' | 'register'

/**
 * `silent`: takes the connection and never answers (the default); `refused`: resets it; `broken`: status 500;
 * `html`: status 200 and a page; `slow`: answers after a second, octet by octet; `truncated`: stops in the
 * middle.
 */
export type Outage = 'silent' | 'refused' | 'broken' | 'html' | 'slow' | 'truncated'

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

/** Defects of any list. */
export type ListDefect = 'digest-broken' | 'signer-not-announced' | 'expired'

/** Defects of the listed authority's service in a national list. Some are only a different past. */
export type ServiceDefect =
  | 'service-withdrawn'
  | 'service-granted-then-withdrawn'
  | 'service-withdrawn-then-granted'
  | 'service-not-for-websites'
  | 'criteria-not-qualified'
  | 'criteria-of-others'
