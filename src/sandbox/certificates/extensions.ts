import { decoded, encoded, implicit, nothing, sequence, tagged } from '../asn1.ts'
import { type DistinguishedName, encodeName } from './names.ts'
import { x509 } from './peculiar.ts'

/** Where those who rely on a certificate find what belongs to its issuer. */
export interface Addresses {
  /** The issuer's certificate, DER. */
  readonly issuer: string
  /** The revocation list that speaks of the certificate. */
  readonly crl: string
  readonly ocsp: string
  /** Who signs that list, where it is not the issuer. */
  readonly crlIssuer?: DistinguishedName
}

/** A certification authority: what its certificate allows it. */
export function authorityExtensions(): readonly x509.Extension[] {
  return [
    new x509.BasicConstraintsExtension(true, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    new x509.CertificatePolicyExtension([ANY_POLICY]),
  ]
}

/** The signer of a trusted list. @standard ETSI TS 119 612, clause 5.7 */
export function listSignerExtensions(): readonly x509.Extension[] {
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([LIST_SIGNING]),
  ]
}

/** A responder that is not to be asked about itself. @standard RFC 6960, sections 4.2.2.2 and 4.2.2.2.1 */
export function responderExtensions(purposes: readonly string[]): readonly x509.Extension[] {
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([...purposes]),
    new x509.Extension(OCSP_NO_CHECK, false, encoded(nothing())),
  ]
}

/** A signer of revocation lists that issues no certificates. @standard RFC 5280, section 4.2.1.3 */
export function crlSignerExtensions(): readonly x509.Extension[] {
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.cRLSign, true),
  ]
}

/** Authority information access and the distribution point of the revocation list. */
export function addressExtensions(addresses: Addresses): readonly x509.Extension[] {
  return [
    new x509.AuthorityInfoAccessExtension({ caIssuers: addresses.issuer, ocsp: addresses.ocsp }),
    new x509.Extension(CRL_DISTRIBUTION_POINTS, false, distributionPoints(addresses)),
  ]
}

/** The address of another list of the same authority: `ca.crl` becomes `ca-delta.crl`. */
export function listBeside(address: string, word: string): string {
  return address.replace(/(?:\.crl)?$/, `-${word}.crl`)
}

/**
 * One point with a URI and, for a list of another's, the name of who signs it. @standard RFC 5280, section
 * 4.2.1.13
 */
function distributionPoints({ crl, crlIssuer }: Addresses): Uint8Array<ArrayBuffer> {
  const location = tagged(0, tagged(0, implicit(6, new TextEncoder().encode(crl))))
  if (crlIssuer === undefined) return encoded(sequence(sequence(location)))
  const directoryName = tagged(4, decoded(encodeName(crlIssuer).toArrayBuffer()))
  return encoded(sequence(sequence(location, tagged(2, directoryName))))
}

/** id-kp-OCSPSigning. */
export const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'
const ANY_POLICY = '2.5.29.32.0'
/** id-tsl-kp-tslSigning. */
const LIST_SIGNING = '0.4.0.2231.3.0'
const OCSP_NO_CHECK = '1.3.6.1.5.5.7.48.1.5'
const CRL_DISTRIBUTION_POINTS = '2.5.29.31'
