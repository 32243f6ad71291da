import type { Instant } from '../core/time.ts'
import { isBeforeRegulation, judgeByDirective } from './directive.ts'
import type { Judgement } from './judgement.ts'
import { matchServices, OWN_WORD, type ProcessStatus } from './literal-match.ts'
import { once } from './once.ts'
import { compareAnswers } from './pair-table.ts'
import { isNamed } from './provider-name.ts'
import type { Reading } from './reading.ts'
import { plainReading } from './readings.ts'
import { judge } from './regulation.ts'
import { type Candidate, type ServicesAt, standingFor } from './service-match.ts'
import type { Situation } from './situation.ts'
import { type Purpose, VALUES } from './words.ts'

/** QC-Status, QC-Sub-Status and QC-Results, as the text alone has them. */
export interface LiteralOutcome {
  readonly status: ProcessStatus
  readonly subStatus: readonly string[]
  readonly results: readonly string[]
}

/** One pass through the clause, and whether the text goes on to compare it with issuance. */
interface Run extends LiteralOutcome {
  readonly goesOn: boolean
}

/**
 * What the text says, word by word, where the decision of this library departs from it for stated reasons. It
 * shows an auditor the difference and decides nothing.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.4
 */
export function literalOutcome(situation: Situation): LiteralOutcome {
  const { goesOn, status, subStatus: words, results } = runAt(situation, situation.validation)
  const first = { status, subStatus: words, results }
  // In a steady situation the second run is the first once more.
  if (!goesOn || situation.isSteady) return first

  const second = runAt(situation, situation.issuance)
  const subStatus = once([...first.subStatus, ...second.subStatus])
  // -35
  if (second.status === 'PROCESS_FAILED') return { ...first, status: 'PROCESS_FAILED', subStatus }
  // -36 (a): the results of the first run remain.
  if (!sameSet(first.results, second.results)) {
    return { ...first, status: 'PROCESS_FAILED', subStatus: [...first.subStatus, OWN_WORD.differsAtIssuance] }
  }
  // -36 (b)
  return second.status === 'PROCESS_PASSED' ? first : { ...first, status: second.status, subStatus }
}

function runAt(situation: Situation, moment: ServicesAt): Run {
  const { certificate, issuer } = situation
  const { status, subStatus, matches } = matchServices(situation, moment)
  // -04, -05
  if (status === 'PROCESS_FAILED') return stop(status, subStatus)
  if (matches.length === 0) {
    return stop('PROCESS_PASSED', ['No_confirmation_found_in_EUMSTL_CC'], ['Not_Qualified'])
  }
  // -06
  if (!isNamed(issuer, matches)) {
    return stop('PROCESS_FAILED', ['ERROR_TSP_NAME_INCONSISTENCY_BETWEEN_CERT_AND_TL'], ['INDETERMINATE'])
  }
  // -07
  return isBeforeRegulation(moment.at, certificate.validity.notBefore)
    ? runDirective(situation, matches, moment.at)
    : runRegulation(situation, matches)
}

/** PRO-4.4.4-08 to -32. */
function runRegulation(situation: Situation, matches: readonly Candidate[]): Run {
  const byPurpose = (purpose: Purpose): Judgement =>
    judge(purpose, readAsWritten(standingFor(purpose, matches), situation), situation.stated)
  const [signature, seal, website] = [byPurpose('signature'), byPurpose('seal'), byPurpose('website')]
  const outcome = compareAnswers({
    signature: signature.answer,
    seal: seal.answer,
    website: website.answer,
  })
  const words = once(signature.words.concat(seal.words, website.words, criteriaWords(matches, situation)))
  if (outcome === 'error') return stop('PROCESS_FAILED', [...words, OWN_WORD.twoTypes])
  return {
    status: outcome === 'warning' ? 'PROCESS_PASSED_WITH_WARNING' : 'PROCESS_PASSED',
    subStatus: words,
    results: [VALUES.signature[signature.answer], VALUES.seal[seal.answer], VALUES.website[website.answer]],
    goesOn: true,
  }
}

/** PRO-4.4.4-33. */
function runDirective(situation: Situation, matches: readonly Candidate[], at: Instant): Run {
  const reading = readAsWritten(matches, situation)
  if (reading.statuses.size > 1) {
    return stop('PROCESS_FAILED', ['ERROR_TL-SERVICE-ENTRY-SDI_DUPLICATION_STATUS_CONFLICT'])
  }
  const { answer, reason } = judgeByDirective(reading, situation.stated, at)
  const subStatus = [
    ...(matches.length > 1 ? ['WARNING_TL-SERVICE-ENTRY-SDI_DUPLICATION'] : []),
    ...criteriaWords(matches, situation),
  ]
  const results = [VALUES.signature[answer], VALUES.seal.no, VALUES.website.no]
  // (f) ends without results, which stand here as three negatives; (h) fails. Neither is compared with
  // issuance.
  if (reason === 'withdrawn' || reason === 'no-signature-service')
    return stop('PROCESS_PASSED', subStatus, results)
  if (reason === 'contradictory-qualifiers') return stop('PROCESS_FAILED', subStatus, results)
  return { status: 'PROCESS_PASSED', subStatus, results, goesOn: true }
}

/** Criticality of unknown extensions is not a matter of the text. */
function readAsWritten(matches: readonly Candidate[], { capture }: Situation): Reading {
  const reading = plainReading(matches, capture)
  return reading.unknownCritical ? { ...reading, unknownCritical: false } : reading
}

/** An element that cannot be evaluated is not applied, and told. */
function criteriaWords(matches: readonly Candidate[], { capture }: Situation): readonly string[] {
  const open = matches.some(({ state }) => capture(state).open.length > 0)
  return open ? [OWN_WORD.criteria] : []
}

function stop(status: ProcessStatus, subStatus: readonly string[], results: readonly string[] = []): Run {
  return { status, subStatus, results, goesOn: false }
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every(each => b.includes(each))
}
