import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EXTENSION } from '../../src/core/object-identifiers.ts'
import { oid } from '../../src/core/oid.ts'
import { matchCriteria } from '../../src/qualification/criteria.ts'
import type { CriteriaList, Criterion } from '../../src/trust-list/trust-list.ts'
import { certificate } from './records.ts'

const leaf = certificate({
  keyUsage: ['digitalSignature', 'cRLSign'],
  policies: ['1.2.3', '1.2.4'],
  purposes: ['1.3.6.1.5.5.7.3.1'],
})

function bits(...given: readonly (readonly [string, boolean])[]): Criterion {
  return { kind: 'key-usage', bits: given.map(([name, value]) => ({ name, value })) }
}

function list(assert: string, ...criteria: readonly Criterion[]): CriteriaList {
  return { assert, criteria }
}

const YES = bits(['digitalSignature', true])
const NO = bits(['digitalSignature', false])
const OPEN: Criterion = { kind: 'unknown', name: 'x' }

describe('criteria', () => {
  test.each<[string, Criterion, string]>([
    ['a bit that is set', bits(['digitalSignature', true]), 'matched'],
    ['a bit that must not be set', bits(['nonRepudiation', false]), 'matched'],
    ['every bit must agree', bits(['digitalSignature', true], ['nonRepudiation', true]), 'not-matched'],
    ['crlSign, as the lists spell it', bits(['crlSign', true]), 'matched'],
    ['a bit that nobody knows', bits(['digitalSignature', true], ['cRLSign', true]), 'indeterminate'],
    ['an unknown bit beside one that fails', bits(['nonRepudiation', true], ['x', true]), 'not-matched'],
    ['no bits', bits(), 'indeterminate'],
    ['all of several policies', { kind: 'policy-set', policies: [oid('1.2.3'), oid('1.2.4')] }, 'matched'],
    ['one policy too many', { kind: 'policy-set', policies: [oid('1.2.3'), oid('1.2.5')] }, 'not-matched'],
    ['no policies', { kind: 'policy-set', policies: [] }, 'indeterminate'],
    ['a purpose', { kind: 'extended-key-usage', purposes: [oid('1.3.6.1.5.5.7.3.1')] }, 'matched'],
    [
      'all purposes, not any',
      { kind: 'extended-key-usage', purposes: [oid('1.3.6.1.5.5.7.3.1'), oid('1.3.6.1.5.5.7.3.2')] },
      'not-matched',
    ],
    ['an attribute of the subject', { kind: 'subject-attributes', types: [oid('2.5.4.3')] }, 'matched'],
    [
      'an attribute of the issuer only',
      { kind: 'subject-attributes', types: [oid('2.5.4.10')] },
      'not-matched',
    ],
    ['a list in a list', { kind: 'list', list: list('none', NO) }, 'matched'],
    ['an unknown criterion', OPEN, 'indeterminate'],
  ])('%s', (_, criterion, expected) => {
    expect(matchCriteria(list('all', criterion), leaf)).toBe(expected)
  })

  test.each([
    ['keyUsage', EXTENSION.keyUsage, bits(['nonRepudiation', false])],
    ['certificatePolicies', EXTENSION.certificatePolicies, { kind: 'policy-set', policies: [oid('1.2.3')] }],
    [
      'extendedKeyUsage',
      EXTENSION.extendedKeyUsage,
      { kind: 'extended-key-usage', purposes: [oid('1.2.3')] },
    ],
  ] as const)(
    '%s that is absent does not match, and that is malformed leaves it open',
    (_, id, criterion) => {
      expect(matchCriteria(list('all', criterion), certificate({ keyUsage: null }))).toBe('not-matched')
      const malformed = certificate({ keyUsage: null, malformed: [id] })
      expect(matchCriteria(list('all', criterion), malformed)).toBe('indeterminate')
    },
  )

  test.each([
    ['atLeastOne', [], 'indeterminate'],
    ['none', [], 'indeterminate'],
    ['none', [NO, OPEN], 'indeterminate'],
    ['none', [YES, OPEN], 'not-matched'],
    ['all', [NO, OPEN], 'not-matched'],
    ['all', [YES, OPEN], 'indeterminate'],
    ['ALL', [YES], 'indeterminate'],
    ['', [YES], 'indeterminate'],
  ])('%s of %j is %s', (assert, criteria, expected) => {
    expect(matchCriteria({ assert, criteria }, leaf)).toBe(expected)
  })

  test('nested without end are not followed', () => {
    const deep = (levels: number): CriteriaList =>
      levels === 0 ? list('all', YES) : list('all', { kind: 'list', list: deep(levels - 1) })
    expect(matchCriteria(deep(15), leaf)).toBe('matched')
    expect(matchCriteria(deep(16), leaf)).toBe('indeterminate')
    expect(matchCriteria(deep(5000), leaf)).toBe('indeterminate')
  })

  test('an answer in spite of something open is the answer whatever that is', () => {
    const criteria = fc.array(fc.constantFrom(YES, NO, OPEN), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(fc.constantFrom('all', 'atLeastOne', 'none'), criteria, (assert, children) => {
        const answer = matchCriteria({ assert, criteria: children }, leaf)
        const settled = [YES, NO].map(settle =>
          matchCriteria({ assert, criteria: children.map(each => (each === OPEN ? settle : each)) }, leaf),
        )
        expect(settled.every(each => each === answer)).toBe(answer !== 'indeterminate')
      }),
    )
  })
})
