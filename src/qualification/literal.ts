import type { Instant } from '../core/time.ts'
import { type Claims, claimsOf } from './claims.ts'
import { isBeforeRegulation, judgeByDirective } from './directive.ts'
import type { QualificationInput } from './evidence.ts'
import { matchServices, OWN_WORD, type ProcessStatus } from './literal-match.ts'
import { compareAnswers } from './pair-table.ts'
import { isNamed, listedNames } from './provider-name.ts'
import { capture, plainReading, purposesOf, type Reading } from './readings.ts'
import { judge } from './regulation.ts'
import type { Candidate } from './service-match.ts'
import { PURPOSES, VALUES } from './words.ts'

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
 * What the text says, word by word, where the decision of this library departs from it for stated reasons. It shows an
 * auditor the difference and decides nothing.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.4
 */
export function literalOutcome(input: QualificationInput): LiteralOutcome {
  const { goesOn, ...first } = runAt(input, input.at)
  if (!goesOn) return first

  const { goesOn: _, ...second } = runAt(input, input.certificate.validity.notBefore)
  const subStatus = [...new Set([...first.subStatus, ...second.subStatus])]
  // -35
  if (second.status === 'PROCESS_FAILED') return { ...first, status: 'PROCESS_FAILED', subStatus }
  // -36 (a): the results of the first run remain.
  if (!sameSet(first.results, second.results)) {
    return { ...first, status: 'PROCESS_FAILED', subStatus: [...first.subStatus, OWN_WORD.differsAtIssuance] }
  }
  // -36 (b)
  return second.status === 'PROCESS_PASSED' ? first : { ...first, status: second.status, subStatus }
}

function runAt(input: QualificationInput, at: Instant): Run {
  const { certificate } = input
  const { status, subStatus, matches } = matchServices(input, at)
  // -04, -05
  if (status === 'PROCESS_FAILED') return stop(status, subStatus)
  if (matches.length === 0) {
    return stop('PROCESS_PASSED', ['No_confirmation_found_in_EUMSTL_CC'], ['Not_Qualified'])
  }
  // -06
  if (!isNamed(certificate.issuer, matches.flatMap(listedNames), matches)) {
    return stop('PROCESS_FAILED', ['ERROR_TSP_NAME_INCONSISTENCY_BETWEEN_CERT_AND_TL'], ['INDETERMINATE'])
  }
  // -07
  const claims = claimsOf(certificate)
  return isBeforeRegulation(at, certificate.validity.notBefore)
    ? runDirective({ input, matches, claims }, at)
    : runRegulation({ input, matches, claims })
}

interface Matched {
  readonly input: QualificationInput
  readonly matches: readonly Candidate[]
  readonly claims: Claims
}

/** PRO-4.4.4-08 to -32. */
function runRegulation({ input, matches, claims }: Matched): Run {
  const judgements = PURPOSES.map(purpose => {
    const standing = matches.filter(({ state }) => purposesOf(state).includes(purpose))
    return { purpose, ...judge(purpose, readAsWritten(standing, input), claims) }
  })
  const [signature, seal, website] = judgements.map(({ answer }) => answer)
  const outcome = compareAnswers({
    signature: signature ?? 'unknown',
    seal: seal ?? 'unknown',
    website: website ?? 'unknown',
  })
  const words = [...new Set([...judgements.flatMap(each => each.words), ...criteriaWords(matches, input)])]
  if (outcome === 'error') return stop('PROCESS_FAILED', [...words, OWN_WORD.twoTypes])
  return {
    status: outcome === 'warning' ? 'PROCESS_PASSED_WITH_WARNING' : 'PROCESS_PASSED',
    subStatus: words,
    results: judgements.map(({ purpose, answer }) => VALUES[purpose][answer]),
    goesOn: true,
  }
}

/** PRO-4.4.4-33. */
function runDirective({ input, matches, claims }: Matched, at: Instant): Run {
  const reading = readAsWritten(matches, input)
  if (reading.statuses.size > 1) {
    return stop('PROCESS_FAILED', ['ERROR_TL-SERVICE-ENTRY-SDI_DUPLICATION_STATUS_CONFLICT'])
  }
  const { answer, reason } = judgeByDirective(reading, claims, at)
  const subStatus = [
    ...(matches.length > 1 ? ['WARNING_TL-SERVICE-ENTRY-SDI_DUPLICATION'] : []),
    ...criteriaWords(matches, input),
  ]
  const results = [VALUES.signature[answer], VALUES.seal.no, VALUES.website.no]
  // (f) ends without results, which stand here as three negatives; (h) fails. Neither is compared with issuance.
  if (reason === 'withdrawn' || reason === 'no-signature-service')
    return stop('PROCESS_PASSED', subStatus, results)
  if (reason === 'contradictory-qualifiers') return stop('PROCESS_FAILED', subStatus, results)
  return { status: 'PROCESS_PASSED', subStatus, results, goesOn: true }
}

/** Criticality of unknown extensions is not a matter of the text. */
function readAsWritten(matches: readonly Candidate[], { certificate }: QualificationInput): Reading {
  return { ...plainReading(matches, certificate), unknownCritical: false }
}

/** An element that cannot be evaluated is not applied, and told. */
function criteriaWords(
  matches: readonly Candidate[],
  { certificate }: QualificationInput,
): readonly string[] {
  const open = matches.some(({ state }) => capture(state, certificate).open.length > 0)
  return open ? [OWN_WORD.criteria] : []
}

function stop(status: ProcessStatus, subStatus: readonly string[], results: readonly string[] = []): Run {
  return { status, subStatus, results, goesOn: false }
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every(each => b.includes(each))
}
