import type { Answer, Reason } from './words.ts'

/** What one reading of the evidence says about one purpose. */
export interface Judgement {
  readonly answer: Answer
  /** Absent where the answer is yes. */
  readonly reason?: Reason
  /** Words of QC-Sub-Status that the text gives out on the way. */
  readonly words: readonly string[]
}

const NO_WORDS: readonly string[] = []

export function yes(words: readonly string[] = NO_WORDS): Judgement {
  return { answer: 'yes', words }
}

export function no(reason: Reason, words: readonly string[] = NO_WORDS): Judgement {
  return { answer: 'no', reason, words }
}

export function unknown(reason: Reason, words: readonly string[] = NO_WORDS): Judgement {
  return { answer: 'unknown', reason, words }
}
