import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { onAbort } from '../../src/core/on-abort.ts'

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length

describe('onAbort', () => {
  test('has one listener however many wait, and none when nobody does', () => {
    const { signal } = new AbortController()
    const lettingGo = Array.from({ length: 100 }, () => onAbort(signal, () => {}))
    expect(listeners(signal)).toBe(1)
    for (const letGo of lettingGo.slice(1)) letGo()
    expect(listeners(signal)).toBe(1)
    for (const letGo of lettingGo) letGo()
    expect(listeners(signal)).toBe(0)
    onAbort(signal, () => {})
    expect(listeners(signal)).toBe(1)
  })

  test('calls once and in order all who wait at that moment, and nobody after', () => {
    const controller = new AbortController()
    const called: string[] = []
    const call = (name: string) => () => void called.push(name)
    const letGo = onAbort(controller.signal, call('a'))
    onAbort(controller.signal, call('b'))
    onAbort(controller.signal, call('b'))
    letGo()
    onAbort(controller.signal, call('c'))
    controller.abort()
    controller.abort()
    onAbort(controller.signal, call('late'))
    expect(called).toEqual(['b', 'b', 'c'])
  })

  test('keeps those who wait for one signal apart from those who wait for another', () => {
    const [one, other] = [new AbortController(), new AbortController()]
    const called: string[] = []
    onAbort(one.signal, () => void called.push('one'))
    onAbort(other.signal, () => void called.push('other'))
    other.abort()
    expect(called).toEqual(['other'])
    expect([listeners(one.signal), listeners(other.signal)]).toEqual([1, 0])
  })
})
