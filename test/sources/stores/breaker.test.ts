import { describe, expect, test } from 'vitest'
import { type Breaker, createBreaker } from '../../../src/sources/stores/breaker.ts'

/** A breaker that opens at the third failure within 100 ms and rests for 50, and its clock. */
function breakerAt(): { readonly breaker: Breaker; readonly at: (moment: number) => Breaker } {
  let now = 0
  const breaker = createBreaker({ failures: 3, window: 100, rest: 50, clock: () => now })
  return {
    breaker,
    at: moment => {
      now = moment
      return breaker
    },
  }
}

const failAt = (at: (moment: number) => Breaker, ...moments: readonly number[]) => {
  for (const moment of moments) at(moment).settle('call', false)
}

describe('a breaker', () => {
  test.each([
    ['two failures', [0, 1], 'closed'],
    ['three failures at one moment', [0, 0, 0], 'open'],
    ['three failures within the window', [0, 50, 100], 'open'],
    ['three failures, the first one beyond the window', [0, 50, 101], 'closed'],
    ['a failure now and then', [0, 90, 180, 270, 360], 'closed'],
  ] as const)('after %s is %s', (_, moments, state) => {
    const { breaker, at } = breakerAt()
    failAt(at, ...moments)
    expect(breaker.state()).toBe(state)
    expect(breaker.admit()).toBe(state === 'closed' ? 'call' : 'refuse')
  })

  test('does not count successes against failures', () => {
    const { breaker, at } = breakerAt()
    for (const moment of [0, 1, 2]) {
      at(moment).settle('call', true)
      at(moment).settle('call', false)
    }
    expect(breaker.state()).toBe('open')
  })

  test('that is open refuses until it has rested, and then lets one call through', () => {
    const { at } = breakerAt()
    failAt(at, 10, 10, 10)
    expect(at(59).admit()).toBe('refuse')
    expect(at(60).admit()).toBe('probe')
    expect(at(60).admit()).toBe('refuse')
    expect(at(1_000).admit()).toBe('refuse')
    expect(at(1_000).state()).toBe('half-open')
  })

  test('closes when the probe succeeds, and has forgotten the failures', () => {
    const { at } = breakerAt()
    failAt(at, 0, 0, 0)
    expect(at(50).admit()).toBe('probe')
    at(51).settle('probe', true)
    failAt(at, 51, 51)
    expect(at(51).admit()).toBe('call')
    failAt(at, 51)
    expect(at(51).admit()).toBe('refuse')
  })

  test('rests once more when the probe fails', () => {
    const { at } = breakerAt()
    failAt(at, 0, 0, 0)
    expect(at(50).admit()).toBe('probe')
    at(70).settle('probe', false)
    expect(at(119).admit()).toBe('refuse')
    expect(at(120).admit()).toBe('probe')
  })

  test.each([true, false])(
    'is not moved by a call that began before it opened and ends (%s) after',
    succeeded => {
      const { at } = breakerAt()
      failAt(at, 0, 0, 0)
      at(10).settle('call', succeeded)
      expect(at(10).state()).toBe('open')
      expect(at(50).admit()).toBe('probe')
      at(51).settle('call', succeeded)
      expect(at(51).state()).toBe('half-open')
      at(52).settle('probe', true)
      expect(at(52).state()).toBe('closed')
    },
  )

  test.each([{ failures: 0 }, { window: -1 }, { rest: Number.NaN }])('with %o is a misuse', wrong => {
    const right = { failures: 1, window: 1, rest: 1, clock: () => 0 }
    expect(() => createBreaker({ ...right, ...wrong })).toThrow(RangeError)
  })
})
