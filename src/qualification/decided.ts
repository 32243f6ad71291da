import type { MomentAnswers, Situation } from './moment.ts'
import type { Qualification } from './qualification.ts'

/** All that was found out, for the findings to be told from. */
export interface Decided {
  readonly situation: Situation
  readonly issuance: MomentAnswers
  readonly validation: MomentAnswers
  readonly qualification: Qualification
}
