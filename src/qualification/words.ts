import type { ReasonOf } from '../requirements/catalogue.ts'

/** The three purposes, in the order of CHECK_1, CHECK_2 and CHECK_3. */
export const PURPOSES = ['signature', 'seal', 'website'] as const

export type Purpose = (typeof PURPOSES)[number]

/** `unknown` is the standard's INDET: nothing can be said. */
export type Answer = 'yes' | 'no' | 'unknown'

export type SignatureValue = 'QC_For_eSig' | 'Not_Qualified_For_eSig' | 'INDET_QC_For_eSig'
export type SealValue = 'QC_For_eSeal' | 'Not_Qualified_For_eSeal' | 'INDET_QC_For_eSeal'
export type WebsiteValue = 'QWAC' | 'Not_QWAC' | 'INDET_QWAC'

/** The words of the standard for each answer. @standard ETSI TS 119 615 V1.4.1, clause 4.4 */
export const VALUES = {
  signature: { yes: 'QC_For_eSig', no: 'Not_Qualified_For_eSig', unknown: 'INDET_QC_For_eSig' },
  seal: { yes: 'QC_For_eSeal', no: 'Not_Qualified_For_eSeal', unknown: 'INDET_QC_For_eSeal' },
  website: { yes: 'QWAC', no: 'Not_QWAC', unknown: 'INDET_QWAC' },
} as const satisfies Readonly<Record<Purpose, Readonly<Record<Answer, string>>>>

/**
 * What the lists call each purpose: additional information, and the qualifier that overrides a certificate's
 * type.
 */
export const LISTED_AS = {
  signature: { information: 'ForeSignatures', qualifier: 'QCForESig' },
  seal: { information: 'ForeSeals', qualifier: 'QCForESeal' },
  website: { information: 'ForWebSiteAuthentication', qualifier: 'QCForWSA' },
} as const

/** The qualifiers that clause 4.4 reads. */
export const QUALIFIERS = [
  'NotQualified',
  'QCStatement',
  'QCForESig',
  'QCForESeal',
  'QCForWSA',
  'QCForLegalPerson',
] as const

export type Qualifier = (typeof QUALIFIERS)[number]

/**
 * Why an answer is not yes. The rule book explains each; `docs/qualification.md` says where a word comes
 * from.
 */
export type Reason =
  | ReasonOf<'qualification.website-authentication'>
  | 'no-seal-service'
  | 'no-signature-service'
  | 'policies-malformed'
  | 'certificate-unreadable'
  | `listed-in ${string}`
