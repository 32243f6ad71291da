import type { MomentAnswers } from './moment.ts'
import type { Qualification } from './qualification.ts'
import type { MomentFacts } from './report.ts'
import type { Situation } from './situation.ts'

/** All that was found out, for the findings to be told from. */
export interface Decided {
  readonly situation: Situation
  readonly issuance: MomentAnswers
  readonly validation: MomentAnswers
  readonly qualification: Qualification
  /** Both moments as findings tell them. */
  readonly told: { readonly issuance: MomentFacts; readonly validation: MomentFacts }
}
