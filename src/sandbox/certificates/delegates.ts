import { keyPair } from '../keys/keys.ts'
import { type Authority, labelOf, lasting, type Mint } from './authorities.ts'
import { type Issuer, issue } from './certificates.ts'
import { crlSignerExtensions, OCSP_SIGNING, responderExtensions } from './extensions.ts'
import { marked } from './marker.ts'
import type { DistinguishedName } from './names.ts'
import { x509 } from './peculiar.ts'

/** Somebody to whom an authority gave a part of its work. */
export interface Delegate extends Issuer {
  /** DER, issued by the authority. */
  readonly certificate: Uint8Array
}

/**
 * - `responder`: signs OCSP responses, with id-kp-OCSPSigning, and is not to be asked about itself;
 * - `responder-without-purpose`: the same, certified for the authentication of clients instead;
 * - `crl-signer`: signs revocation lists of the authority, under the authority's own name and with another
 *   key;
 * - `indirect-crl-signer`: signs revocation lists under a name of its own.
 */
export type DelegateKind = 'responder' | 'responder-without-purpose' | 'crl-signer' | 'indirect-crl-signer'

/** The delegate of an authority. The same mint, authority and kind give the same key. */
export async function createDelegate(
  mint: Mint,
  authority: Authority,
  kind: DelegateKind,
): Promise<Delegate> {
  const name = delegateName(authority, kind)
  const label = `${labelOf(name)} ${authority.id} ${kind}`
  const keys = await keyPair(mint, { kind: mint.authorityKey, label, use: 'holder' })
  const plan = lasting(mint, name, label)
  const certificate = await issue(plan, { ...mint, keys, issuer: authority }, EXTENSIONS[kind]())
  return { name, keys, certificate }
}

export function delegateName({ name }: Authority, kind: DelegateKind): DistinguishedName {
  if (kind === 'crl-signer') return name
  return name.map(([type, value]) => [type, type === 'CN' ? marked(COMMON_NAMES[kind]) : value] as const)
}

const COMMON_NAMES = {
  responder: 'OCSP Responder',
  'responder-without-purpose': 'OCSP Responder Without Purpose',
  'indirect-crl-signer': 'CRL Issuer',
}

const EXTENSIONS: Readonly<Record<DelegateKind, () => readonly x509.Extension[]>> = {
  responder: () => responderExtensions([OCSP_SIGNING]),
  'responder-without-purpose': () => responderExtensions([x509.ExtendedKeyUsage.clientAuth]),
  'crl-signer': crlSignerExtensions,
  'indirect-crl-signer': crlSignerExtensions,
}
