import type { Psd2Role } from '../certificate/psd2/statement.ts'
import { POLICY, PURPOSE, QC_STATEMENT } from '../core/object-identifiers.ts'
import { type Oid, oidText } from '../core/oid.ts'

/** An identifier, and what people call it. */
export interface NamedIdentifier {
  /** Dotted decimal. */
  readonly oid: string
  /** Null where this library knows none. */
  readonly name: string | null
}

/** What certificates carry under identifiers, by the name that their document gives them. */
const NAMES: ReadonlyMap<Oid, string> = new Map<Oid, string>([
  [POLICY.any, 'anyPolicy'],
  [POLICY.qcpNatural, 'QCP-n'],
  [POLICY.qcpLegal, 'QCP-l'],
  [POLICY.qcpNaturalQscd, 'QCP-n-qscd'],
  [POLICY.qcpLegalQscd, 'QCP-l-qscd'],
  [POLICY.qevcpWeb, 'QEVCP-w'],
  [POLICY.qncpWeb, 'QNCP-w'],
  [POLICY.qncpWebGeneral, 'QNCP-w-gen'],
  [POLICY.qcpWebPsd2, 'QCP-w-psd2'],
  [POLICY.cabfExtendedValidation, 'CA/Browser Forum EV'],
  [POLICY.cabfOrganizationValidated, 'CA/Browser Forum OV'],
  [POLICY.cabfIndividualValidated, 'CA/Browser Forum IV'],
  [POLICY.cabfDomainValidated, 'CA/Browser Forum DV'],
  [POLICY.ncp, 'NCP'],
  [POLICY.ncpPlus, 'NCP+'],
  [POLICY.lcp, 'LCP'],
  [POLICY.evcp, 'EVCP'],
  [POLICY.dvcp, 'DVCP'],
  [POLICY.ovcp, 'OVCP'],
  [POLICY.ivcp, 'IVCP'],
  [POLICY.qcpPublic, 'QCP public'],
  [POLICY.qcpPublicWithSscd, 'QCP public + SSCD'],
  [PURPOSE.any, 'any purpose'],
  [PURPOSE.serverAuth, 'TLS server'],
  [PURPOSE.clientAuth, 'TLS client'],
  [PURPOSE.codeSigning, 'code signing'],
  [PURPOSE.emailProtection, 'email protection'],
  [PURPOSE.timeStamping, 'time stamping'],
  [PURPOSE.ocspSigning, 'OCSP signing'],
  [QC_STATEMENT.pkixQcSyntaxV1, 'pkixQCSyntax-v1'],
  [QC_STATEMENT.pkixQcSyntaxV2, 'pkixQCSyntax-v2'],
  [QC_STATEMENT.qcCompliance, 'QcCompliance'],
  [QC_STATEMENT.qcLimitValue, 'QcLimitValue'],
  [QC_STATEMENT.qcRetentionPeriod, 'QcRetentionPeriod'],
  [QC_STATEMENT.qcSscd, 'QcSSCD'],
  [QC_STATEMENT.qcPds, 'QcPDS'],
  [QC_STATEMENT.qcType, 'QcType'],
  [QC_STATEMENT.qcCcLegislation, 'QcCClegislation'],
  [QC_STATEMENT.qcIdentMethod, 'QcIdentMethod'],
  [QC_STATEMENT.qcQscdLegislation, 'QcQSCDlegislation'],
  [QC_STATEMENT.psd2, 'PSD2'],
])

export function named(identifier: Oid): NamedIdentifier {
  return { oid: oidText(identifier), name: NAMES.get(identifier) ?? null }
}

/** What each role lets its holder do. @standard ETSI TS 119 495 V1.8.1, clause 5.1 */
const ROLE_IN_WORDS: Readonly<Record<Psd2Role, string>> = {
  Unspecified: 'role unspecified',
  PSP_AS: 'account servicing',
  PSP_PI: 'payment initiation',
  PSP_AI: 'account information',
  PSP_IC: 'issuing of card-based payment instruments',
  PSP_CB: 'international central bank',
  PSP_PA: 'international public authority',
  VOP_RS: 'verification of payee, requesting',
  VOP_VS: 'verification of payee, responding',
}

/** A role with its meaning: `PSP_PI (payment initiation)`. A word that is no role stays as it is. */
export function roleInWords(role: string): string {
  return isRole(role) ? `${role} (${ROLE_IN_WORDS[role]})` : role
}

function isRole(word: string): word is Psd2Role {
  return Object.hasOwn(ROLE_IN_WORDS, word)
}
