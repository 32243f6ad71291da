import { describe, expect, test } from 'vitest'
import { corpus, corpusExists, corpusRequired } from './corpus.ts'

/** What a run of the conformance suite does with the surroundings that it finds. */
function decision(set: boolean, exists: boolean, required: boolean): 'run' | 'skip' | 'fail' {
  if (exists) return 'run'
  return set || required ? 'fail' : 'skip'
}

describe('the corpus', () => {
  test.each([
    [{ set: false, exists: false, required: false }, 'skip'],
    [{ set: false, exists: false, required: true }, 'fail'],
    [{ set: true, exists: false, required: false }, 'fail'],
    [{ set: true, exists: false, required: true }, 'fail'],
    [{ set: true, exists: true, required: false }, 'run'],
    [{ set: true, exists: true, required: true }, 'run'],
  ] as const)('%o: %s', ({ set, exists, required }, expected) => {
    expect(decision(set, exists, required)).toBe(expected)
  })

  test('is there, or nobody asked for it', () => {
    const decided = decision(corpus !== undefined, corpusExists, corpusRequired)
    if (decided === 'skip')
      console.log('Conformance was skipped: QWAC_CORPUS does not say where the corpus lies.')
    const told = corpus === undefined ? 'QWAC_CORPUS is not set' : `QWAC_CORPUS holds no corpus: ${corpus}`
    expect(decided, told).not.toBe('fail')
  })
})
