import type { Instant } from '../core/time.ts'
import type { QualificationInput } from './evidence.ts'
import { isCurrent } from './list-obstacle.ts'
import { purposesOf } from './readings.ts'
import { TABLE } from './regulation.ts'
import { historyOrder } from './service-at.ts'
import {
  type Candidate,
  candidatesAt,
  linkedServices,
  providersDiffer,
  servicesInReach,
} from './service-match.ts'
import { territoryOf } from './territory.ts'
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
 * The services that match a certificate at a moment, as the text has it: by verified paths alone, with no word for what
 * could not be checked.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.3
 */
export function matchServices(input: QualificationInput, at: Instant): ServiceMatch {
  const { certificate, territory, links } = input
  if (!territoryOf(certificate.issuer).ok || territory.state === 'not-announced') {
    return failed(['Provided_country_code_not_representing_an_EU_MS'])
  }
  if (territory.list === undefined || !isCurrent(territory.listOfLists))
    return failed([OWN_WORD.listUnavailable])

  const verified = links.filter(({ outcome }) => outcome === 'verified')
  const services = linkedServices(verified, territory.list)
  if (servicesInReach(services, at).some(service => historyOrder(service) !== 'descending')) {
    return failed([OWN_WORD.historyOrder])
  }
  const matches = candidatesAt(services, at)
  const subStatus = PURPOSES.flatMap(purpose => duplicationWords(purpose, matches))
  if (providersDiffer(matches)) return failed([...subStatus, 'ERROR_TSP_CONFLICT'])
  return { status: 'PROCESS_PASSED', subStatus, matches }
}

/** PRO-4.3.4-05 to -10: several states for one purpose, of the same status or of another; three can be both. */
function duplicationWords(purpose: Purpose, matches: readonly Candidate[]): readonly string[] {
  const statuses = matches
    .filter(({ state }) => purposesOf(state).includes(purpose))
    .map(({ state }) => state.status)
  const different = new Set(statuses).size
  return [
    ...(statuses.length > different ? [`WARNING_${TABLE[purpose]}_DUPLICATION`] : []),
    ...(different > 1 ? [`ERROR_${TABLE[purpose]}_DUPLICATION`] : []),
  ]
}

function failed(subStatus: readonly string[]): ServiceMatch {
  return { status: 'PROCESS_FAILED', subStatus, matches: [] }
}
