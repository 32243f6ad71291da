import { QCP_W_PSD2 } from './certificates.ts'
import { type Addresses, addressExtensions } from './extensions.ts'
import { x509 } from './peculiar.ts'
import { encodeStatements, type StatementsPlan } from './qc-statements.ts'

/** What a holder's certificate says beside names and dates. */
export interface LeafContent {
  /** Without one there is no alternative name: seals have none. */
  readonly dnsName?: string
  readonly keyUsage: readonly KeyUsage[]
  /** Extended key usage; no extension when empty. */
  readonly purposes: readonly Purpose[]
  readonly policies: readonly Policy[]
  readonly statements: StatementsPlan
}

export type KeyUsage = 'digitalSignature' | 'nonRepudiation'
export type Purpose = 'serverAuth' | 'clientAuth' | 'emailProtection'
export type Policy = 'QNCP-w-gen' | 'QCP-w-psd2' | 'QCP-l'

/** @standard ETSI EN 319 412-4; ETSI EN 319 412-3; RFC 5280, section 4.2 */
export function leafExtensions(content: LeafContent, addresses: Addresses): readonly x509.Extension[] {
  const { dnsName, purposes, policies } = content
  const usages = content.keyUsage.reduce((flags, usage) => flags | x509.KeyUsageFlags[usage], 0)
  return [
    new x509.KeyUsagesExtension(usages, true),
    ...(purposes.length > 0
      ? [new x509.ExtendedKeyUsageExtension(purposes.map(purpose => x509.ExtendedKeyUsage[purpose]))]
      : []),
    ...(dnsName ? [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: dnsName }])] : []),
    new x509.CertificatePolicyExtension(policies.map(policy => POLICIES[policy])),
    ...addressExtensions(addresses),
    new x509.Extension(QC_STATEMENTS, false, encodeStatements(content.statements)),
  ]
}

const QC_STATEMENTS = '1.3.6.1.5.5.7.1.3'

/** @standard ETSI EN 319 411-2; ETSI TS 119 495 V1.8.1, clause 6.1 */
const POLICIES: Readonly<Record<Policy, string>> = {
  'QNCP-w-gen': '0.4.0.194112.1.6',
  'QCP-w-psd2': QCP_W_PSD2,
  'QCP-l': '0.4.0.194112.1.1',
}
