import { CERTIFICATE } from './certificate.ts'
import { LIST_SIGNATURE } from './list-signature.ts'
import { PATH } from './path.ts'
import { PSD2 } from './psd2.ts'
import { QUALIFICATION } from './qualification.ts'
import { QUALIFICATION_DECISION } from './qualification-decision.ts'
import { STATUS } from './status.ts'
import { TRUST_LIST } from './trust-list.ts'

/** Every requirement that this library judges, by its code. The one list that findings, reports and docs come from. */
export const catalogue = {
  ...CERTIFICATE,
  ...PSD2,
  ...PATH,
  ...TRUST_LIST,
  ...LIST_SIGNATURE,
  ...QUALIFICATION,
  ...QUALIFICATION_DECISION,
  ...STATUS,
} as const

export type Code = keyof typeof catalogue

/** The words for which a requirement can be other than satisfied. */
export type ReasonOf<C extends Code> = C extends Code
  ? keyof (typeof catalogue)[C]['reasons'] & string
  : never
