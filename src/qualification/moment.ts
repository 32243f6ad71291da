import type { Certificate } from '../certificate/certificate.ts'
import type { Result } from '../core/result.ts'
import type { Instant } from '../core/time.ts'
import type { Claims } from './claims.ts'
import { isBeforeRegulation, judgeByDirective } from './directive.ts'
import type { TerritoryEvidence } from './evidence.ts'
import { type Judgement, no } from './judgement.ts'
import { obstacleAt } from './list-obstacle.ts'
import { capture, purposesOf, type Reading, readings } from './readings.ts'
import { judge } from './regulation.ts'
import { historyOrder } from './service-at.ts'
import {
  type Candidate,
  candidatesAt,
  type LinkedService,
  providersDiffer,
  servicesInReach,
} from './service-match.ts'
import { type Answer, PURPOSES, type Purpose, type Reason } from './words.ts'

/** What is the same at both moments. */
export interface Situation {
  readonly certificate: Certificate
  readonly territory: Result<string>
  readonly evidence: TerritoryEvidence
  readonly services: readonly LinkedService[]
  readonly elsewhere: readonly string[]
  /** As counted under the Regulation. */
  readonly claims: Claims
}

export interface PurposeAnswer {
  readonly answer: Answer
  /** Empty where the answer is yes. */
  readonly reasons: readonly Reason[]
  /** Every answer that the open points allow; one where nothing is open. */
  readonly possible: ReadonlySet<Answer>
}

export interface MomentAnswers {
  readonly at: Instant
  readonly candidates: readonly Candidate[]
  readonly answers: Readonly<Record<Purpose, PurposeAnswer>>
}

/** The answers for one moment, by the list as it is today. */
export function answersAt(situation: Situation, at: Instant): MomentAnswers {
  const { territory, evidence, services } = situation
  const obstacle = obstacleAt(territory, evidence, at)
  if (obstacle) return { at, candidates: [], answers: alike('unknown', [obstacle]) }

  const candidates = candidatesAt(services, at)
  if (servicesInReach(services, at).some(service => historyOrder(service) === 'disorder')) {
    return { at, candidates, answers: alike('unknown', ['history-order']) }
  }
  if (candidates.length === 0) return { at, candidates, answers: alike('no', notListed(situation)) }
  if (providersDiffer(candidates)) {
    const certain = providersDiffer(candidates.filter(({ path }) => path === 'verified'))
    return {
      at,
      candidates,
      answers: alike('unknown', [certain ? 'provider-conflict' : 'path-undetermined']),
    }
  }
  return { at, candidates, answers: withoutTwoTypes(answersBy(candidates, situation, at)) }
}

function notListed({ elsewhere }: Situation): readonly Reason[] {
  return ['not-listed', ...elsewhere.map(territory => `listed-in ${territory}` as const)]
}

function answersBy(
  candidates: readonly Candidate[],
  situation: Situation,
  at: Instant,
): MomentAnswers['answers'] {
  const { certificate, claims } = situation
  if (isBeforeRegulation(at, certificate.validity.notBefore)) {
    const signature = settle(candidates, situation, reading => judgeByDirective(reading, claims, at))
    return { signature, seal: one('no', ['before-eidas']), website: one('no', ['before-eidas']) }
  }
  const byPurpose = (purpose: Purpose): PurposeAnswer => {
    const standing = candidates.filter(({ state }) => purposesOf(state).includes(purpose))
    const listed = candidates.some(({ path }) => path === 'verified')
    return settle(standing, situation, reading =>
      reading.statuses.size === 0 && !listed ? no('not-listed') : judge(purpose, reading, claims),
    )
  }
  return { signature: byPurpose('signature'), seal: byPurpose('seal'), website: byPurpose('website') }
}

/** The answer that holds whichever way the open points are settled; unknown where it depends on them. */
function settle(
  candidates: readonly Candidate[],
  { certificate }: Situation,
  judgeReading: (reading: Reading) => Judgement,
): PurposeAnswer {
  const open = openPoints(candidates, certificate)
  const judgements = readings(candidates, certificate)?.map(judgeReading)
  if (judgements === undefined) return { answer: 'unknown', reasons: open, possible: ANY_ANSWER }

  const possible = new Set(judgements.map(({ answer }) => answer))
  const [answer = 'unknown', ...others] = possible
  if (others.length > 0) return { answer: 'unknown', reasons: open, possible }
  const reasons = new Set(judgements.flatMap(({ reason }) => reason ?? []))
  return { answer, reasons: [...reasons], possible }
}

function openPoints(candidates: readonly Candidate[], certificate: Certificate): readonly Reason[] {
  const path = candidates.some(each => each.path === 'undetermined')
  const criteria = candidates.some(({ state }) => capture(state, certificate).open.length > 0)
  return [
    ...(path ? (['path-undetermined'] as const) : []),
    ...(criteria ? (['criteria-undetermined'] as const) : []),
  ]
}

/** Table 4: nothing is qualified for two purposes, so of two that are, or may be, none is certain. */
function withoutTwoTypes(answers: MomentAnswers['answers']): MomentAnswers['answers'] {
  const check = (purpose: Purpose): PurposeAnswer => {
    const others = PURPOSES.filter(other => other !== purpose)
    const clash =
      answers[purpose].answer === 'yes' && others.some(other => answers[other].possible.has('yes'))
    return clash ? one('unknown', ['two-types']) : answers[purpose]
  }
  return { signature: check('signature'), seal: check('seal'), website: check('website') }
}

function alike(answer: Answer, reasons: readonly Reason[]): MomentAnswers['answers'] {
  const each = one(answer, reasons)
  return { signature: each, seal: each, website: each }
}

function one(answer: Answer, reasons: readonly Reason[]): PurposeAnswer {
  return { answer, reasons, possible: new Set([answer]) }
}

const ANY_ANSWER: ReadonlySet<Answer> = new Set<Answer>(['yes', 'no', 'unknown'])
