import { expect, test } from 'vitest'
import { deepFreeze } from '../../src/core/freeze.ts'

test('what is frozen is frozen to its end', () => {
  const value = deepFreeze({ list: [{ name: 'inner' }], text: 'a', none: null })
  expect(() => Object.assign(value, { text: 'b' })).toThrow(TypeError)
  expect(() => Object.assign(value.list, { 0: null })).toThrow(TypeError)
  expect(() => Object.assign(value.list[0] ?? {}, { name: 'b' })).toThrow(TypeError)
  expect(value).toEqual({ list: [{ name: 'inner' }], text: 'a', none: null })
})

test('octets stay as they are: they cannot be frozen', () => {
  const value = deepFreeze({ octets: Uint8Array.of(1) })
  value.octets[0] = 2
  expect(value.octets).toEqual(Uint8Array.of(2))
})

test.each([undefined, null, 1, 'text', true])('%s needs none', value => {
  expect(deepFreeze(value)).toBe(value)
})
