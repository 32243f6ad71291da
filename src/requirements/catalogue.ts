import { CERTIFICATE } from './certificate.ts'
import { CRL } from './crl.ts'
import { INPUT } from './input.ts'
import { LIST_SIGNATURE } from './list-signature.ts'
import { OCSP } from './ocsp.ts'
import { PATH } from './path.ts'
import { PATH_PROFILE } from './path-profile.ts'
import { PROFILE_EXTENSIONS } from './profile-extensions.ts'
import { PROFILE_POLICIES } from './profile-policies.ts'
import { PROFILE_STATEMENTS } from './profile-statements.ts'
import { PROFILE_SUBJECT } from './profile-subject.ts'
import { PSD2 } from './psd2.ts'
import { QUALIFICATION } from './qualification.ts'
import { QUALIFICATION_DECISION } from './qualification-decision.ts'
import { STATUS } from './status.ts'
import { TRUST_LIST } from './trust-list.ts'

/**
 * Every requirement that this library judges, by its code. The one list that findings, reports and docs come
 * from.
 */
export const catalogue = {
  ...INPUT,
  ...CERTIFICATE,
  ...PSD2,
  ...PROFILE_SUBJECT,
  ...PROFILE_EXTENSIONS,
  ...PROFILE_STATEMENTS,
  ...PROFILE_POLICIES,
  ...PATH,
  ...PATH_PROFILE,
  ...TRUST_LIST,
  ...LIST_SIGNATURE,
  ...QUALIFICATION,
  ...QUALIFICATION_DECISION,
  ...CRL,
  ...STATUS,
  ...OCSP,
} as const

export type Code = keyof typeof catalogue

/** The words for which a requirement can be other than satisfied. */
export type ReasonOf<C extends Code> = C extends Code
  ? keyof (typeof catalogue)[C]['reasons'] & string
  : never
