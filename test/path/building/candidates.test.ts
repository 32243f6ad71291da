import { beforeAll, describe, expect, test } from 'vitest'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import { distinct } from '../../../src/path/building/candidates.ts'
import { issue, party } from '../../support/authorities.ts'

let one: Certificate
let other: Certificate

beforeAll(async () => {
  const [root, first, second] = await Promise.all(['Root', 'One', 'Other'].map(name => party(name)))
  one = await issue(root!, first!, { ca: true })
  other = await issue(root!, second!, { ca: true })
})

const copyOf = (certificate: Certificate) => ({ ...certificate, bytes: certificate.bytes.slice() })

/** Other octets with the same end: nobody has looked at its signature yet. */
const twinOf = (certificate: Certificate) => {
  const twin = copyOf(certificate)
  twin.bytes[20] = (twin.bytes[20] ?? 0) ^ 1
  return twin
}

describe('each certificate once', () => {
  test.each([
    ['none', () => [], []],
    ['one alone', () => [one], [0]],
    ['two', () => [one, other], [0, 1]],
    ['the same record twice', () => [one, one], [0]],
    ['a copy', () => [one, copyOf(one)], [0]],
    ['copies between others', () => [other, one, copyOf(other), copyOf(one), other], [0, 1]],
    ['another one that ends alike', () => [one, twinOf(one)], [0, 1]],
    ['copies of some that end alike', () => [twinOf(one), one, twinOf(one), copyOf(one)], [0, 1]],
  ])('of %s', (_, given, kept) => {
    const certificates = given()
    expect(distinct(certificates)).toEqual(kept.map(index => certificates[index]))
  })
})
