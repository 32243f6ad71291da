import { toHex } from '../core/bytes.ts'
import type { Instant } from '../core/time.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { type Check, satisfied, violated } from '../requirements/finding.ts'
import { checkContent } from './list-checks.ts'
import type { SignedList } from './read-list.ts'
import type { TrustList } from './trust-list.ts'
import { checkSignature, checkSigner } from './verify-signature.ts'

const AUTHENTIC: unique symbol = Symbol('authentic')

/**
 * A list whose signature holds and whose signer was expected. {@link verifySignedList} makes one; and a
 * reader of snapshots, out of a file that somebody vouches for who had verified the signature.
 */
export interface AuthenticatedList {
  readonly [AUTHENTIC]: true
  readonly content: TrustList
  /** SHA-256 of the signer's certificate, lower-case hexadecimal. */
  readonly signer: string
  /**
   * The digest that was signed, lower-case hexadecimal: files with one digest say the same, whatever their
   * octets.
   */
  readonly digest: string
}

/**
 * A list that was verified when it was put into a snapshot. Only for the reader of snapshots, which reads one
 * for nobody who has not said who vouches for it.
 */
export function vouchedList(
  content: TrustList,
  { signer, digest }: Pick<AuthenticatedList, 'signer' | 'digest'>,
): AuthenticatedList {
  return { [AUTHENTIC]: true, content, signer, digest }
}

export interface Expectation {
  /** The certificates of which one must have signed: SHA-256, lower-case hexadecimal. */
  readonly pins: ReadonlySet<string>
  readonly crypto: Crypto
  /** The moment at which the algorithm must be good enough. */
  readonly at: Instant
}

/** Every check that was made, up to the first that failed; the list, when none did. */
export interface Verification {
  readonly checks: readonly Check[]
  readonly list?: AuthenticatedList
}

/**
 * Verifies who signed a list, and that it is what was signed. The signer is expected octet by octet: no path
 * is built, and the issuer, validity and revocation of its certificate decide nothing.
 *
 * @standard ETSI TS 119 615 V1.4.1, clauses 4.1 and 4.2; ETSI TS 119 612 V2.4.1, clause 5.7 and annex B
 */
export async function verifySignedList(signed: SignedList, expectation: Expectation): Promise<Verification> {
  const { signature, signedOctets, unsafeContent } = signed
  if (!signature.ok) return { checks: [violated('trust-list.signature-form', signature.reason)] }
  const form = signature.value
  const { checks, signer } = await checkSigner(form, expectation)
  if (!signer) return { checks: [satisfied('trust-list.signature-form'), ...checks] }
  const all = [
    satisfied('trust-list.signature-form'),
    ...checks,
    ...(await checkSignature({ form, signedOctets, signer: signer.certificate, crypto: expectation.crypto })),
    ...checkContent(unsafeContent),
  ]
  if (!unsafeContent.ok || all.some(isObstacle)) return { checks: upToFirst(all, isObstacle) }
  const digest = toHex(form.document.digest.value)
  const list = { [AUTHENTIC]: true, content: unsafeContent.list, signer: signer.sha256, digest } as const
  return { checks: all, list }
}

/** Whether a check ends the matter. Warnings are told and do not. */
export function isObstacle({ outcome, severity }: Check): boolean {
  return severity === 'error' && (outcome === 'violated' || outcome === 'undetermined')
}

function upToFirst(checks: readonly Check[], ends: (check: Check) => boolean): readonly Check[] {
  const end = checks.findIndex(ends)
  return end < 0 ? checks : checks.slice(0, end + 1)
}
