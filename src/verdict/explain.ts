import { type Code, catalogue } from '../requirements/catalogue.ts'
import type { Finding } from '../requirements/finding.ts'
import type { Explanation, Requirement } from '../requirements/requirement.ts'

/** Whether a text is the code of a requirement. */
export function isCode(text: string): text is Code {
  return Object.hasOwn(catalogue, text)
}

/** The row of the rule book behind a code. */
export function requirementOf(code: Code): Requirement {
  return catalogue[code]
}

/** What the reason of a finding means and who must do what; undefined where the finding has no reason. */
export function explanationOf({ code, reason }: Finding): Explanation | undefined {
  return reason === undefined ? undefined : requirementOf(code).reasons[reason]
}

/** Every code, in the order of the alphabet. */
export function allCodes(): readonly Code[] {
  return Object.keys(catalogue).filter(isCode).toSorted()
}
