import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fileListMemory } from '../../../src/sources/list-memory/file.ts'
import { diskProcesses } from '../disk-processes.ts'
import { held, seen } from './seen.ts'

const { newFolder, start } = diskProcesses()

describe('lists that are remembered in a folder', () => {
  test('are known to every process that comes later', async () => {
    const folder = join(newFolder(), 'not', 'there', 'yet')
    const lists = [seen(7), seen(390, 'bb', 'LOTL')]
    const { remembered, unwritten } = await fileListMemory({ folder }).remember(lists)
    expect([...remembered.seen.values()]).toEqual(lists)
    expect(unwritten.size).toBe(0)
    const later = await fileListMemory({ folder }).recall(['LOTL', 'AT', 'BE'])
    expect(later).toMatchObject({ unreadable: new Set() })
    expect(later.seen).toEqual(new Map(lists.map(list => [list.territory, list])))
  })

  test('are the highest ones, in whatever order they came', async () => {
    const folder = newFolder()
    const [one, other] = [fileListMemory({ folder }), fileListMemory({ folder })]
    for (const number of [9, 100, 10, 99]) await one.remember([seen(number)])
    const { remembered } = await other.remember([seen(50)])
    expect(remembered.seen.get('AT')).toEqual(seen(100))
    expect(await held(one)).toBe(100)
  })

  test('keep the content that came first under a number', async () => {
    const folder = newFolder()
    await fileListMemory({ folder }).remember([seen(7, 'aa')])
    const { remembered, unwritten } = await fileListMemory({ folder }).remember([seen(7, 'bb')])
    expect(remembered.seen.get('AT')).toEqual(seen(7, 'aa'))
    expect(unwritten.size).toBe(0)
  })

  test('come back when the folder is lost while a process lives that knows them', async () => {
    const folder = newFolder()
    const memory = fileListMemory({ folder })
    await memory.remember([seen(7)])
    rmSync(folder, { recursive: true })
    expect(await held(memory)).toBe(7)
    expect(await held(fileListMemory({ folder }))).toBe(7)
  })

  test('are not disturbed by files of other names', async () => {
    const folder = newFolder()
    await fileListMemory({ folder }).remember([seen(7)])
    for (const name of [
      'AT.08.seen',
      'AT.9.seen.bak',
      'AT.99999999999999999.seen',
      'AT..seen',
      '.draft-x',
      'at.9.seen',
    ]) {
      writeFileSync(join(folder, name), 'x')
    }
    expect(await held(fileListMemory({ folder }))).toBe(7)
  })

  test.each([
    ['a territory that leads out of the folder', seen(7, 'aa', '../AT')],
    ['no digest', seen(7, '')],
    ['a number below one', seen(0)],
    ['a number beyond all numbers', seen(2 ** 53)],
  ])('are lists: %s is reported and not written', async (_, list) => {
    const folder = newFolder()
    const { unwritten, remembered } = await fileListMemory({ folder }).remember([list, seen(3, 'aa', 'BE')])
    expect([...unwritten]).toEqual([[list.territory, 'not-a-list']])
    expect([...remembered.seen.keys()]).toEqual(['BE'])
    expect(readdirSync(folder)).toEqual(['BE.3.seen'])
  })
})

describe('what is forgotten', () => {
  test('may come again with any number, for processes that knew it, too', async () => {
    const folder = newFolder()
    const service = fileListMemory({ folder })
    await service.remember([seen(7), seen(8), seen(5, 'cc', 'BE')])
    expect(await fileListMemory({ folder }).forget('AT')).toEqual({ ok: true, value: undefined })
    expect(await held(service)).toBe('never')
    expect((await service.recall(['BE'])).seen.get('BE')).toEqual(seen(5, 'cc', 'BE'))
    await service.remember([seen(1, 'dd')])
    expect(await held(fileListMemory({ folder }))).toBe(1)
    await service.forget('AT')
    expect(await held(service)).toBe('never')
    expect(readdirSync(folder).filter(name => name.endsWith('.forgotten'))).toHaveLength(1)
  })

  test('is a list that can be remembered', async () => {
    const folder = newFolder()
    expect(await fileListMemory({ folder }).forget('../..')).toEqual({ ok: false, reason: 'not-a-list' })
  })

  test('stays remembered where the folder cannot be written', async () => {
    const folder = join(newFolder(), 'file')
    writeFileSync(folder, '')
    expect(await fileListMemory({ folder }).forget('AT')).toEqual({ ok: false, reason: 'unwritable' })
  })
})

describe('a damaged file', () => {
  const undamaged = async () => {
    const folder = newFolder()
    await fileListMemory({ folder }).remember([seen(6)])
    await fileListMemory({ folder }).remember([seen(7)])
    const path = join(folder, 'AT.7.seen')
    return { folder, path, octets: readFileSync(path) }
  }

  test('that is cut anywhere is missed, and nothing counts as never seen', async () => {
    const { folder, path, octets } = await undamaged()
    for (let length = 0; length < octets.length; length += 1) {
      writeFileSync(path, octets.subarray(0, length))
      expect(await held(fileListMemory({ folder })), `${length} octets`).toBe('unreadable')
    }
  })

  test('in which any bit is flipped is missed', async () => {
    const { folder, path, octets } = await undamaged()
    for (let bit = 0; bit < octets.length * 8; bit += 1) {
      const flipped = Buffer.from(octets)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      writeFileSync(path, flipped)
      expect(await held(fileListMemory({ folder })), `bit ${bit}`).toBe('unreadable')
    }
  })

  test.each<[string, (path: string) => void]>([
    ['is a folder', path => mkdirSync(path)],
    ['is the file of another number', path => copyFileSync(path.replace('.7.', '.6.'), path)],
    ['has something behind its end', path => writeFileSync(path, 'x', { flag: 'a' })],
    ['is empty', path => writeFileSync(path, '')],
  ])('that %s is missed', async (what, damage) => {
    const { folder, path, octets } = await undamaged()
    rmSync(path)
    if (what === 'has something behind its end') writeFileSync(path, octets)
    damage(path)
    expect(await held(fileListMemory({ folder }))).toBe('unreadable')
  })

  test('concerns its territory alone, is not written over, and is forgotten by the operator', async () => {
    const { folder, path } = await undamaged()
    writeFileSync(path, 'x')
    const memory = fileListMemory({ folder })
    const { unwritten, remembered } = await memory.remember([seen(8), seen(5, 'cc', 'BE')])
    expect([...unwritten]).toEqual([['AT', 'unwritable']])
    expect(remembered.unreadable).toEqual(new Set(['AT']))
    expect(remembered.seen.get('BE')).toEqual(seen(5, 'cc', 'BE'))
    expect(await held(fileListMemory({ folder }))).toBe('unreadable')
    await memory.forget('AT')
    expect(await held(memory)).toBe('never')
  })

  test('in the place of the folder makes everything unreadable', async () => {
    const folder = join(newFolder(), 'file')
    writeFileSync(folder, '')
    const memory = fileListMemory({ folder })
    expect((await memory.recall(['AT'])).unreadable).toBe('all')
    const { unwritten } = await memory.remember([seen(7)])
    expect([...unwritten]).toEqual([['AT', 'unwritable']])
  })
})

describe('processes', () => {
  const range = (from: number, to: number, step: number) =>
    Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step)

  test('that write at the same time leave the highest number, and nobody sees it fall', async () => {
    const folder = newFolder()
    const odd = start({ what: 'remember', folder, numbers: range(1, 60, 2).toReversed(), tag: 'aa' })
    const even = start({ what: 'remember', folder, numbers: range(2, 61, 2), tag: 'bb' })
    const observed: number[] = []
    let running = true
    const over = Promise.all([odd.ended, even.ended]).then(codes => {
      running = false
      return codes
    })
    while (running) {
      const number = await held(fileListMemory({ folder }))
      if (number !== 'never') observed.push(number === 'unreadable' ? Number.NaN : number)
    }
    expect(await over).toEqual([0, 0])
    expect(observed).toEqual(observed.toSorted((a, b) => a - b))
    expect(await held(fileListMemory({ folder }))).toBe(60)
    for (const line of [...odd.lines, ...even.lines]) {
      const [number, word, highest, , unreadable] = line.split(' ')
      expect([word, unreadable]).toEqual(['written', 'false'])
      expect(Number(highest)).toBeGreaterThanOrEqual(Number(number))
    }
  })

  test('that write other contents under the same numbers agree on one of them', async () => {
    const folder = newFolder()
    const numbers = range(1, 40, 1)
    const [one, other] = ['aa', 'bb'].map(tag => start({ what: 'remember', folder, numbers, tag }))
    await Promise.all([one?.ended, other?.ended])
    const contents = new Map<string, Set<string>>()
    for (const line of [...(one?.lines ?? []), ...(other?.lines ?? [])]) {
      const [, , number = '', digest = ''] = line.split(' ')
      contents.set(number, (contents.get(number) ?? new Set()).add(digest))
    }
    expect(contents.size).toBeGreaterThan(0)
    expect([...contents.values()].filter(({ size }) => size > 1)).toEqual([])
  })

  test('that are killed while they write lose nothing that was confirmed, and leave nothing half done', async () => {
    const folder = newFolder()
    let next = 1
    for (let round = 0; round < 8; round += 1) {
      const running = start({ what: 'remember', folder, numbers: [-next], tag: 'aa' })
      await running.atLine(1 + 3 * round)
      running.kill()
      await running.ended
      const confirmed = Number(running.lines.at(-1)?.split(' ')[0])
      const number = await held(fileListMemory({ folder }))
      expect(number, `round ${round}`).toBeTypeOf('number')
      expect(number).toBeGreaterThanOrEqual(confirmed)
      next = Number(number) + 1
    }
  })

  test.each(['full', 'read-only'] as const)(
    'on a %s disk report it, remember by themselves, and lose nothing',
    async disk => {
      const folder = newFolder()
      await fileListMemory({ folder }).remember([seen(7)])
      const before = readdirSync(folder)
      const running = start({ what: 'remember', folder, numbers: [8, 9], tag: 'bb', disk })
      expect(await running.ended).toBe(0)
      expect(running.lines).toEqual(['8 unwritable 8 bb false', '9 unwritable 9 bb false'])
      expect(readdirSync(folder)).toEqual(before)
      expect(await held(fileListMemory({ folder }))).toBe(7)
    },
  )
})
