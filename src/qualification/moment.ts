import type { Instant } from '../core/time.ts'
import type { Capturing } from './capture.ts'
import { isBeforeRegulation, judgeByDirective } from './directive.ts'
import { type Judgement, no } from './judgement.ts'
import { obstacleAt } from './list-obstacle.ts'
import type { Reading } from './reading.ts'
import { readings } from './readings.ts'
import { judge } from './regulation.ts'
import { type Candidate, isVerified, providersDiffer, type ServicesAt, standingFor } from './service-match.ts'
import type { Situation } from './situation.ts'
import { type Answer, PURPOSES, type Purpose, type Reason } from './words.ts'

export interface PurposeAnswer {
  readonly answer: Answer
  /** Empty where the answer is yes. */
  readonly reasons: readonly Reason[]
  /** Every answer that the open points allow; one where nothing is open. */
  readonly possible: ReadonlySet<Answer>
}

export interface MomentAnswers extends ServicesAt {
  /** Why the list cannot answer. */
  readonly obstacle?: Reason
  readonly answers: Readonly<Record<Purpose, PurposeAnswer>>
}

/**
 * The answers for one moment, by the list as it is today.
 *
 * @param other Those for the other moment: where nothing has changed they are the same.
 */
export function answersAt(situation: Situation, moment: ServicesAt, other?: MomentAnswers): MomentAnswers {
  const { territory, evidence, isSteady } = situation
  const { at, reached, candidates } = moment
  const obstacle = obstacleAt(territory, evidence, at)
  if (obstacle) return { at, reached, candidates: [], obstacle, answers: alike('unknown', [obstacle]) }
  if (isSteady && other !== undefined && other.obstacle === undefined)
    return { at, reached, candidates, answers: other.answers }
  return { at, reached, candidates, answers: answersOf(moment, situation) }
}

function answersOf({ at, reached, candidates }: ServicesAt, situation: Situation): MomentAnswers['answers'] {
  if (reached.some(({ linked }) => linked.service.order === 'disorder')) {
    return alike('unknown', ['history-order'])
  }
  if (candidates.length === 0) return alike('no', notListed(situation))
  if (providersDiffer(candidates)) {
    const certain = providersDiffer(candidates.filter(isVerified))
    return alike('unknown', [certain ? 'provider-conflict' : 'path-undetermined'])
  }
  return withoutTwoTypes(answersBy(candidates, situation, at))
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
  const listed = candidates.some(isVerified)
  const byPurpose = (purpose: Purpose): PurposeAnswer =>
    settle(standingFor(purpose, candidates), situation, reading =>
      reading.statuses.size === 0 && !listed ? no('not-listed') : judge(purpose, reading, claims),
    )
  return { signature: byPurpose('signature'), seal: byPurpose('seal'), website: byPurpose('website') }
}

/** The answer that holds whichever way the open points are settled; unknown where it depends on them. */
function settle(
  candidates: readonly Candidate[],
  { capture }: Situation,
  judgeReading: (reading: Reading) => Judgement,
): PurposeAnswer {
  const all = readings(candidates, capture)
  const [single] = all ?? []
  if (single !== undefined && all?.length === 1) {
    const { answer, reason } = judgeReading(single)
    return one(answer, reason === undefined ? [] : [reason])
  }
  const judgements = all?.map(judgeReading)
  if (judgements === undefined) {
    return { answer: 'unknown', reasons: openPoints(candidates, capture), possible: ANY_ANSWER }
  }
  const possible = new Set(judgements.map(({ answer }) => answer))
  const [answer = 'unknown', ...others] = possible
  if (others.length > 0) return { answer: 'unknown', reasons: openPoints(candidates, capture), possible }
  const reasons = new Set(judgements.flatMap(({ reason }) => reason ?? []))
  return { answer, reasons: [...reasons], possible }
}

function openPoints(candidates: readonly Candidate[], capture: Capturing): readonly Reason[] {
  const path = candidates.some(each => !isVerified(each))
  const criteria = candidates.some(({ state }) => capture(state).open.length > 0)
  return [
    ...(path ? (['path-undetermined'] as const) : []),
    ...(criteria ? (['criteria-undetermined'] as const) : []),
  ]
}

/** Table 4: nothing is qualified for two purposes, so of two that are, or may be, none is certain. */
function withoutTwoTypes(answers: MomentAnswers['answers']): MomentAnswers['answers'] {
  const check = (purpose: Purpose): PurposeAnswer => {
    const clash =
      answers[purpose].answer === 'yes' &&
      PURPOSES.some(other => other !== purpose && answers[other].possible.has('yes'))
    return clash ? one('unknown', ['two-types']) : answers[purpose]
  }
  return { signature: check('signature'), seal: check('seal'), website: check('website') }
}

function alike(answer: Answer, reasons: readonly Reason[]): MomentAnswers['answers'] {
  const each = one(answer, reasons)
  return { signature: each, seal: each, website: each }
}

function one(answer: Answer, reasons: readonly Reason[]): PurposeAnswer {
  return { answer, reasons, possible: ONLY[answer] }
}

const ONLY: Readonly<Record<Answer, ReadonlySet<Answer>>> = {
  yes: new Set<Answer>(['yes']),
  no: new Set<Answer>(['no']),
  unknown: new Set<Answer>(['unknown']),
}

const ANY_ANSWER: ReadonlySet<Answer> = new Set<Answer>(['yes', 'no', 'unknown'])
