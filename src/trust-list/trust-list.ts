import type { Certificate } from '../certificate/certificate.ts'
import type { Oid } from '../core/oid.ts'
import type { Instant } from '../core/time.ts'

/**
 * A trusted list, or the list of trusted lists, as it was signed.
 *
 * @standard ETSI TS 119 612 V2.4.1, clause 5
 */
export interface TrustList {
  /** TSLVersionIdentifier: 5 or 6. */
  readonly version: number
  readonly sequenceNumber: number
  /** TSLType: an address. */
  readonly type: string
  /** SchemeTerritory, as the list spells it: `EL` and `UK`, not GR and GB; `EU` for the list of lists. */
  readonly territory: string
  readonly operatorNames: readonly LocalText[]
  /** SchemeInformationURI, in document order: the Official Journal and the pivots stand here. */
  readonly informationUris: readonly string[]
  readonly issued: Instant
  /** Null where the element is empty: the list is closed and nothing will follow. */
  readonly nextUpdate: Instant | null
  readonly pointers: readonly Pointer[]
  readonly providers: readonly Provider[]
}

export interface LocalText {
  /** `xml:lang`, lower case; empty where absent. */
  readonly language: string
  readonly text: string
}

/**
 * OtherTSLPointer: where another list stands, and who may sign it. @standard ETSI TS 119 612, clause 5.3.13
 */
export interface Pointer {
  readonly location: string
  /** TSLType of the other list. */
  readonly type: string
  /** As written; empty where absent, or where it cannot be read. */
  readonly territory: string
  readonly mimeType: string
  /**
   * The certificates of the announced signers, DER as it stands there. Signers are compared octet by octet,
   * so nobody needs to read them; what is not base64 is left out.
   */
  readonly signers: readonly Uint8Array[]
}

/** A certificate in a list: its octets always, its record where it can be read. */
export type ListedCertificate =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly certificate: Certificate }
  | { readonly ok: false; readonly bytes: Uint8Array; readonly reason: string; readonly offset?: number }

/** @standard ETSI TS 119 612, clause 5.4 */
export interface Provider {
  /** TSPName, all languages. */
  readonly names: readonly LocalText[]
  /** TSPTradeName, all languages, registration identifiers among them. */
  readonly tradeNames: readonly LocalText[]
  readonly services: readonly Service[]
}

/**
 * One state of a service: now, or once (clause 5.6). It holds from `since` until the next newer state begins.
 *
 * @standard ETSI TS 119 612, clauses 5.5 and 5.6
 */
export interface ServiceState {
  /** ServiceTypeIdentifier: an address. */
  readonly type: string
  readonly names: readonly LocalText[]
  /** ServiceStatus: an address. */
  readonly status: string
  /** StatusStartingTime. */
  readonly since: Instant
  /** AdditionalServiceInformation: addresses. */
  readonly additionalInformation: readonly string[]
  readonly qualifications: readonly QualificationElement[]
  readonly takenOverBy?: TakenOver
  /** Critical extensions that are not of the standard, by element name. */
  readonly unknownCriticalExtensions: readonly string[]
}

export interface Service extends ServiceState {
  /** ServiceDigitalIdentity: usually one, two to thirteen for renewed or cross-signed keys. */
  readonly certificates: readonly ListedCertificate[]
  /**
   * The same, read once more and kept by nobody: for whoever looks through a whole list and needs little of
   * each. Absent where they were read from the start.
   */
  readCertificatesAnew?(): readonly ListedCertificate[]
  /** X509SKI values. Not proof of a key. */
  readonly keyIdentifiers: readonly Uint8Array[]
  /** X509SubjectName values. */
  readonly subjectNames: readonly string[]
  readonly supplyPoints: readonly { readonly type?: string; readonly uri: string }[]
  /** ServiceHistory in document order: newest first, as the standard asks; `qualification` checks it. */
  readonly history: readonly ServiceState[]
}

export interface TakenOver {
  readonly uri: string
  readonly names: readonly LocalText[]
  readonly territory: string
}

/**
 * Qualifiers that apply to the certificates that the criteria pick. @standard ETSI TS 119 612, clause 5.5.9.2
 */
export interface QualificationElement {
  /** Addresses. */
  readonly qualifiers: readonly string[]
  readonly criteria: CriteriaList
}

/** @standard ETSI TS 119 612, clause 5.5.9.2.2 */
export interface CriteriaList {
  /** As written; anything but the three words of the standard cannot be evaluated. */
  readonly assert: string
  readonly criteria: readonly Criterion[]
}

export type Criterion =
  /** Each bit by its name (`digitalSignature` … `crlSign`) with the value that it must have. */
  | {
      readonly kind: 'key-usage'
      readonly bits: readonly { readonly name: string; readonly value: boolean }[]
    }
  /** All of them must be asserted. */
  | { readonly kind: 'policy-set'; readonly policies: readonly Oid[] }
  | { readonly kind: 'extended-key-usage'; readonly purposes: readonly Oid[] }
  | { readonly kind: 'subject-attributes'; readonly types: readonly Oid[] }
  | { readonly kind: 'list'; readonly list: CriteriaList }
  /** Not of the standard, or not readable: cannot be evaluated. */
  | { readonly kind: 'unknown'; readonly name: string }
