import type { Instant } from '../../core/time.ts'
import { decoded, integer, sequence, tagged, time } from '../asn1.ts'
import type { KeyPair } from '../keys/keys.ts'
import { algorithmIdentifier, SIGNING, signed } from '../keys/signing.ts'
import { type DistinguishedName, encodeName } from './names.ts'
import { type Provider, x509 } from './peculiar.ts'

/** Who signs: a name and its key. */
export interface Issuer {
  readonly name: DistinguishedName
  readonly keys: KeyPair
}

export interface CertificatePlan {
  readonly subject: DistinguishedName
  /** Hexadecimal, positive as it stands. */
  readonly serialNumber: string
  readonly notBefore: Instant
  readonly notAfter: Instant
}

/** What every certificate here is made with: the provider, its own keys, and who signs it. */
export interface Signing {
  readonly provider: Provider
  readonly keys: KeyPair
  readonly issuer: Issuer
}

/**
 * Issues a certificate with the two key identifiers and what is given. DER.
 *
 * @standard RFC 5280, section 4.1
 */
export function issue(
  plan: CertificatePlan,
  signing: Signing,
  extensions: readonly x509.Extension[],
): Promise<Uint8Array> {
  const { provider, keys, issuer } = signing
  const all = [
    new x509.SubjectKeyIdentifierExtension(keys.identifier),
    new x509.AuthorityKeyIdentifierExtension(issuer.keys.identifier),
    ...extensions,
  ]
  const toBeSigned = sequence(
    tagged(0, integer(VERSION_3)),
    integer(BigInt(`0x${plan.serialNumber}`)),
    algorithmIdentifier(SIGNING[issuer.keys.kind]),
    decoded(encodeName(issuer.name).toArrayBuffer()),
    sequence(time(plan.notBefore), time(plan.notAfter)),
    decoded(encodeName(plan.subject).toArrayBuffer()),
    decoded(keys.publicKeyInfo),
    tagged(3, sequence(...all.map(({ rawData }) => decoded(rawData)))),
  )
  return signed(provider, issuer.keys, toBeSigned)
}

const VERSION_3 = 2n

/** @standard ETSI TS 119 495 V1.8.1, clause 6.1 */
export const QCP_W_PSD2 = '0.4.0.19495.3.1'
