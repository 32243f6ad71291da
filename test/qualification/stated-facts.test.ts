import { expect, test } from 'vitest'
import { createListedFacts } from '../../src/qualification/listed-facts.ts'
import { readStated } from '../../src/qualification/stated-facts.ts'
import { mint, PDS, type } from '../support/profile-certificate.ts'

const certificate = mint({ statements: [type(3), PDS] })

test('what a certificate states is read once for each certificate', () => {
  const facts = createListedFacts()
  expect(facts.stated(certificate)).toBe(facts.stated(certificate))
  expect(facts.stated({ ...certificate })).not.toBe(facts.stated(certificate))
})

test.each([
  [3, ['website']],
  [2, ['seal']],
  [1, ['signature']],
])('QcType %i is stated as %s, and nobody can write into that', (number, purposes) => {
  const { stated, claims } = readStated(mint({ statements: [type(number), PDS] }))
  expect(stated.purposes).toEqual(purposes)
  expect(claims.legislation).toEqual([])
  expect(() => Object.assign(stated.purposes, { 0: 'signature' })).toThrow(TypeError)
  expect(() => Object.assign(claims.legislation, { 0: 'XX' })).toThrow(TypeError)
})
