import { formatInstant, type Instant } from '../core/time.ts'
import type { KeyPair } from './keys.ts'
import { type DistinguishedName, encodeName } from './names.ts'
import { type Provider, x509 } from './peculiar.ts'
import { encodeStatements, type StatementsPlan } from './qc-statements.ts'

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

/** A certification authority. */
export function issueAuthority(plan: CertificatePlan, signing: Signing): Promise<Uint8Array> {
  return issue(plan, signing, [
    new x509.BasicConstraintsExtension(true, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    new x509.CertificatePolicyExtension([ANY_POLICY]),
  ])
}

/** The signer of a trusted list. @standard ETSI TS 119 612, clause 5.7 */
export function issueListSigner(plan: CertificatePlan, signing: Signing): Promise<Uint8Array> {
  return issue(plan, signing, [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([LIST_SIGNING]),
  ])
}

export interface WebsitePlan extends CertificatePlan {
  readonly dnsName: string
  readonly statements: StatementsPlan
  /** Where the issuer's certificate, its revocation list and its responder stand. */
  readonly addresses: { readonly issuer: string; readonly crl: string; readonly ocsp: string }
}

/** A certificate for website authentication. @standard ETSI EN 319 412-4 */
export function issueWebsite(plan: WebsitePlan, signing: Signing): Promise<Uint8Array> {
  const { addresses, statements } = plan
  return issue(plan, signing, [
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
    new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: plan.dnsName }]),
    new x509.CertificatePolicyExtension(statements.psd2 ? [QNCP_W_GEN, QCP_W_PSD2] : [QNCP_W_GEN]),
    new x509.AuthorityInfoAccessExtension({ caIssuers: addresses.issuer, ocsp: addresses.ocsp }),
    new x509.CRLDistributionPointsExtension([addresses.crl]),
    new x509.Extension(QC_STATEMENTS, false, encodeStatements(statements)),
  ])
}

const ANY_POLICY = '2.5.29.32.0'
/** id-tsl-kp-tslSigning. */
const LIST_SIGNING = '0.4.0.2231.3.0'
const QC_STATEMENTS = '1.3.6.1.5.5.7.1.3'
/** ETSI EN 319 411-2. */
const QNCP_W_GEN = '0.4.0.194112.1.6'
/** ETSI TS 119 495, clause 6.1. */
export const QCP_W_PSD2 = '0.4.0.19495.3.1'

async function issue(plan: CertificatePlan, signing: Signing, extensions: readonly x509.Extension[]) {
  const { provider, keys, issuer } = signing
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: plan.serialNumber,
      subject: encodeName(plan.subject),
      issuer: encodeName(issuer.name),
      notBefore: date(plan.notBefore),
      notAfter: date(plan.notAfter),
      publicKey: keys.publicKey,
      signingKey: issuer.keys.signingKey,
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      extensions: [
        new x509.SubjectKeyIdentifierExtension(keys.identifier),
        new x509.AuthorityKeyIdentifierExtension(issuer.keys.identifier),
        ...extensions,
      ],
    },
    provider,
  )
  return new Uint8Array(certificate.rawData)
}

function date(moment: Instant): Date {
  return new Date(formatInstant(moment))
}
