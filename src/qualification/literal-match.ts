import { isCurrent } from './list-obstacle.ts'
import { once } from './once.ts'
import { TABLE } from './regulation.ts'
import { type Candidate, isVerified, providersDiffer, type ServicesAt, standingFor } from './service-match.ts'
import type { Situation } from './situation.ts'
import { PURPOSES, type Purpose } from './words.ts'

export type ProcessStatus = 'PROCESS_PASSED' | 'PROCESS_PASSED_WITH_WARNING' | 'PROCESS_FAILED'

/** SI-Status, SI-Sub-Status and SI-Results. */
export interface ServiceMatch {
  readonly status: ProcessStatus
  readonly subStatus: readonly string[]
  readonly matches: readonly Candidate[]
}

/** Words for failures to which the text gives none. */
export const OWN_WORD = {
  listUnavailable: 'ERROR_EUMSTL_CC_NOT_AVAILABLE',
  historyOrder: 'ERROR_SERVICE_HISTORY_ORDER',
  twoTypes: 'ERROR_QUALIFIED_FOR_TWO_TYPES',
  differsAtIssuance: 'ERROR_RESULTS_DIFFER_AT_ISSUANCE',
  criteria: 'WARNING_CRITERIA_NOT_EVALUATED',
} as const

/**
 * The services that match a certificate at a moment, as the text has it: by verified paths alone, with no
 * word for what could not be checked.
 *
 * @param moment One of the two of the situation.
 * @standard ETSI TS 119 615 V1.4.1, clause 4.3
 */
export function matchServices({ territory, evidence }: Situation, moment: ServicesAt): ServiceMatch {
  if (!territory.ok || evidence.state === 'not-announced') {
    return failed(['Provided_country_code_not_representing_an_EU_MS'])
  }
  if (evidence.list === undefined || !isCurrent(evidence.listOfLists))
    return failed([OWN_WORD.listUnavailable])

  if (moment.reached.some(each => isVerified(each) && each.linked.service.order !== 'descending')) {
    return failed([OWN_WORD.historyOrder])
  }
  const { candidates } = moment
  const matches = candidates.every(isVerified) ? candidates : candidates.filter(isVerified)
  // One match cannot be doubled, nor contradict another.
  if (matches.length < 2) return { status: 'PROCESS_PASSED', subStatus: [], matches }
  const [first, second, third] = PURPOSES
  const subStatus = duplicationWords(first, matches).concat(
    duplicationWords(second, matches),
    duplicationWords(third, matches),
  )
  if (providersDiffer(matches)) return failed([...subStatus, 'ERROR_TSP_CONFLICT'])
  return { status: 'PROCESS_PASSED', subStatus, matches }
}

/**
 * PRO-4.3.4-05 to -10: several states for one purpose, of the same status or of another; three can be both.
 */
function duplicationWords(purpose: Purpose, matches: readonly Candidate[]): readonly string[] {
  const standing = standingFor(purpose, matches)
  if (standing.length < 2) return NONE
  const different = once(standing.map(({ state }) => state.state.status)).length
  return [
    ...(standing.length > different ? [`WARNING_${TABLE[purpose]}_DUPLICATION`] : []),
    ...(different > 1 ? [`ERROR_${TABLE[purpose]}_DUPLICATION`] : []),
  ]
}

const NONE: readonly string[] = []

function failed(subStatus: readonly string[]): ServiceMatch {
  return { status: 'PROCESS_FAILED', subStatus, matches: [] }
}
