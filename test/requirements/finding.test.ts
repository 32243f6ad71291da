import { describe, expect, test } from 'vitest'
import { type Facts, findingOf, lastingFinding, violated } from '../../src/requirements/finding.ts'

const SHA256 = '00'.repeat(32)
const factsOf = (): Facts => ({ serialNumber: '00', list: ['a', { nested: [1, null, true] }] })
const ofFacts = (facts: Facts) => violated('certificate.serial-number', 'not-positive', facts)

describe('a finding that lasts', () => {
  test.each([undefined, 'warning'] as const)('says what any other does, with severity %s', severity => {
    const check = ofFacts(factsOf())
    expect(lastingFinding(check, SHA256, severity)).toStrictEqual(findingOf(check, SHA256, severity))
    expect(JSON.stringify(lastingFinding(check, SHA256))).toBe(JSON.stringify(findingOf(check, SHA256)))
  })

  test('does not change with the facts that it was made from, and leaves them as they were', () => {
    const facts = { inner: { list: ['a'] } }
    const finding = lastingFinding(ofFacts(facts), SHA256)
    facts.inner.list.push('b')
    expect(finding.facts).toEqual({ inner: { list: ['a'] } })
  })

  test('cannot be written into', () => {
    const { facts } = lastingFinding(ofFacts({ list: ['a'] }), SHA256)
    expect(() => Object.assign(facts, { list: [] })).toThrow(TypeError)
    expect(() => Object.assign(facts['list'] ?? {}, { 0: 'b' })).toThrow(TypeError)
  })
})
