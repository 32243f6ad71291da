import { expect, test } from 'vitest'
import { contentOf, entryOf } from '../../../src/sources/list-memory/file-names.ts'

test.each([
  ['AT.60.seen', { territory: 'AT', number: 60 }],
  ['LOTL.1.seen', { territory: 'LOTL', number: 1 }],
  ['AT.9007199254740991.seen', { territory: 'AT', number: Number.MAX_SAFE_INTEGER }],
  ['AT.9007199254740992.seen', undefined],
  ['AT.0.seen', undefined],
  ['AT.060.seen', undefined],
  ['AT.60.seen.bak', undefined],
  ['AT.seen', undefined],
  ['at.60.seen', undefined],
  ['AT.5d5e.forgotten', { territory: 'AT' }],
  ['AT.forgotten', undefined],
  ['.draft-AT.60.seen', undefined],
  ['', undefined],
])('the name %j says %o', (name, expected) => {
  expect(entryOf(name)).toEqual(expected)
})

test('more names than a call can have arguments are read in one walk', () => {
  const numbers = Array.from({ length: 400_000 }, (_, index) => `AT.${index + 1}.seen`)
  const marks = Array.from({ length: 200_000 }, (_, index) => `BE.${index}.forgotten`)
  const { highest, marks: found } = contentOf([...numbers, ...marks, 'CY.7.seen', 'CY.3.seen', 'x'])
  expect(highest).toEqual(
    new Map([
      ['AT', 400_000],
      ['CY', 7],
    ]),
  )
  expect(found.get('BE')).toHaveLength(200_000)
})
