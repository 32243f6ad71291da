import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { statusWord } from '../../src/qualification/addresses.ts'
import { currentIsNewest, historyOrder, stateAt } from '../../src/qualification/service-at.ts'
import { service } from './records.ts'

const threeStates = service({
  status: 'withdrawn',
  since: '2023-01-01T00:00:00Z',
  history: [
    { status: 'granted', since: '2016-06-30T22:00:00Z' },
    { status: 'accredited', since: '2010-01-01T00:00:00Z' },
  ],
})

describe('the state of a service', () => {
  test.each([
    ['2009-12-31T23:59:59Z', undefined],
    ['2010-01-01T00:00:00Z', ['accredited', true]],
    ['2016-06-30T21:59:59.999Z', ['accredited', true]],
    ['2016-06-30T22:00:00Z', ['granted', true]],
    ['2022-12-31T23:59:59.999Z', ['granted', true]],
    ['2023-01-01T00:00:00Z', ['withdrawn', false]],
    ['2024-01-01T00:00:00Z', ['withdrawn', false]],
  ])('at %s is %o', (at, expected) => {
    const found = stateAt(threeStates, instant(at))
    expect(found && [statusWord(found.state.status), found.fromHistory]).toEqual(expected)
  })

  test('of two states with one start is the first in the document', () => {
    const since = '2018-01-01T00:00:00Z'
    const twice = service({
      since: '2020-01-01T00:00:00Z',
      history: [
        { status: 'withdrawn', since },
        { status: 'granted', since },
      ],
    })
    expect(stateAt(twice, instant(since))?.state).toBe(twice.history[0])
  })
})

const OLD = '2017-01-01T00:00:00Z'
const NEW = '2018-01-01T00:00:00Z'

describe('the order of a history', () => {
  test.each([
    [[], 'descending'],
    [[OLD], 'descending'],
    [[NEW, OLD], 'descending'],
    [[OLD, OLD], 'equal-starts'],
    [[OLD, NEW], 'disorder'],
    [[NEW, NEW, OLD], 'equal-starts'],
    [[NEW, OLD, OLD, NEW], 'disorder'],
    [['2017-01-01T00:00:00.001Z', OLD], 'descending'],
    [[OLD, '2017-01-01T00:00:00.001Z'], 'disorder'],
  ])('%o is %s', (starts, order) => {
    expect(historyOrder(service({ history: starts.map(since => ({ since })) }))).toBe(order)
  })

  test.each([
    ['2018-01-01T00:00:00.001Z', true],
    [NEW, false],
    [OLD, false],
  ])('a current state from %s is the newest: %s', (since, newest) => {
    expect(currentIsNewest(service({ since, history: [{ since: NEW }, { since: OLD }] }))).toBe(newest)
  })
})
