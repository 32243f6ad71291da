import type { Instant } from '../../core/time.ts'
import type { Authority, Mint } from '../certificates/authorities.ts'
import type { DelegateKind } from '../certificates/delegates.ts'
import { createRevocationBook, identityOf } from './book.ts'
import { issueCrl } from './crl.ts'
import { planCrl } from './crl-plan.ts'
import { createOcspResponder, issuerOf, type RevocationContext, respondAbout } from './ocsp-responder.ts'
import type { CrlOptions, OcspOptions, Revocation } from './options.ts'
import { createRevocationSigners } from './signers.ts'

/** What a world knows of revocation, and how it says so. All certificates are DER. */
export interface Revocations {
  /**
   * Enters a certificate as issued by an authority. Every certificate that a responder is to know must be
   * entered, those of subordinate authorities too; several with the same content are one.
   */
  add(certificate: Uint8Array, issuer: Uint8Array): void
  /**
   * Revokes; with the reason `certificateHold` until `removeFromCRL` ends it or another reason makes it
   * final.
   *
   * @throws RangeError when the certificate is not of this world, is revoked already and not on hold, was not
   *   on hold when a hold is to end, or when something happened to it after that moment.
   */
  revoke(certificate: Uint8Array, revocation?: Revocation): void
  /** @throws RangeError when the issuer is no authority of this world. */
  crl(options?: CrlOptions): Promise<Uint8Array>
  /** @throws RangeError when the certificate is not of this world. */
  ocsp(certificate: Uint8Array, options?: OcspOptions): Promise<Uint8Array>
  /**
   * Answers a request as a responder does, signed by the delegate of the authority: OCSPResponse, DER. Octets
   * that are no request get `malformedRequest`; one for authorities that are unknown, or for two at once,
   * gets `unauthorized`.
   */
  respond(request: Uint8Array): Promise<Uint8Array>
  /** The certificate of somebody to whom an authority gave a part of its work. */
  delegate(issuer: Uint8Array, kind: DelegateKind): Promise<Uint8Array>
}

export interface RevocationSetup {
  readonly mint: Mint
  /** Every authority of the world; lists are of the first one unless another is asked for. */
  readonly authorities: readonly [Authority, ...Authority[]]
  readonly clock: () => Instant
}

export function createRevocations({ mint, authorities, clock }: RevocationSetup): Revocations {
  const context: RevocationContext = {
    mint,
    clock,
    book: createRevocationBook(clock),
    signers: createRevocationSigners(mint),
    issuers: authorities.map(authority => ({ authority, ...identityOf(authority.certificate) })),
  }
  const { book, signers } = context
  return {
    add: (certificate, issuer) => book.add(certificate, issuer),
    revoke: (certificate, revocation = {}) => book.revoke(certificate, revocation),
    crl: (options = {}) => crl(context, options.issuer ?? authorities[0].certificate, options),
    ocsp: (certificate, options = {}) => respondAbout(context, certificate, options),
    respond: createOcspResponder(context),
    async delegate(issuer, kind) {
      const { authority } = issuerOf(context, identityOf(issuer))
      return (await signers.delegate(authority, kind)).certificate
    },
  }
}

async function crl(context: RevocationContext, certificate: Uint8Array, options: CrlOptions) {
  const { book, clock, issuers, mint, signers } = context
  const issuer = issuerOf(context, identityOf(certificate))
  const distributionPoint = mint.addresses(issuer.authority.id).crl
  const plan = planCrl({ book, now: clock(), issuer, issuers, distributionPoint }, options)
  return issueCrl(mint.provider, await signers.ofList(issuer.authority, options), plan)
}
