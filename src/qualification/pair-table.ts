import type { Answer, Purpose } from './words.ts'

export type Answers = Readonly<Record<Purpose, Answer>>

export type PairOutcome = 'ok' | 'warning' | 'error'

/**
 * Whether the answers for two purposes go together: nothing is qualified for two, and nothing is certain
 * beside an open answer.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.4, Table 4 (PRO-4.4.4-32)
 */
export function comparePair(one: Answer, other: Answer): PairOutcome {
  if (one === 'yes' && other === 'yes') return 'error'
  return one === 'unknown' || other === 'unknown' ? 'warning' : 'ok'
}

/** The worst of the three pairs. */
export function compareAnswers(answers: Answers): PairOutcome {
  const { signature, seal, website } = answers
  const pairs = [comparePair(signature, seal), comparePair(signature, website), comparePair(seal, website)]
  if (pairs.includes('error')) return 'error'
  return pairs.includes('warning') ? 'warning' : 'ok'
}
