import { copyFileSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fileStore } from '../../../src/sources/stores/file-store.ts'
import { diskProcesses } from '../disk-processes.ts'

const { newFolder, start } = diskProcesses()

/** The one file of a folder with one value in it. */
function onlyFile(folder: string): string {
  const [name = '', ...others] = readdirSync(folder)
  expect(others).toEqual([])
  return join(folder, name)
}

describe('a store in a folder', () => {
  test('keeps, replaces and deletes, for every process', async () => {
    const folder = join(newFolder(), 'not', 'there', 'yet')
    const store = fileStore({ folder })
    expect(await store.get('a')).toBeUndefined()
    await store.set('a', 'one')
    await store.set('b', 'other')
    await store.set('a', 'two')
    expect(await fileStore({ folder }).get('a')).toBe('two')
    await store.delete('a')
    await store.delete('a')
    expect(await fileStore({ folder }).get('a')).toBeUndefined()
    expect(await fileStore({ folder }).get('b')).toBe('other')
  })

  test.each(['', '../../out', 'a/b', 'nul\u0000', '\ud800', 'x'.repeat(10_000), '__proto__'])(
    'takes any key and any text: %j',
    async text => {
      const folder = newFolder()
      await fileStore({ folder }).set(text, text)
      expect(await fileStore({ folder }).get(text)).toBe(text)
      expect(readdirSync(folder)).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)])
    },
  )

  test.each([
    [499, 'text'],
    [500, undefined],
  ])('%i ms after a value for 500 ms was written, it is %s', async (later, expected) => {
    const folder = newFolder()
    await fileStore({ folder, now: () => 1_000 }).set('a', 'text', 500)
    expect(await fileStore({ folder, now: () => 1_000 + later }).get('a')).toBe(expected)
  })

  test('is swept of what has expired and of what interrupted writers left, and of nothing else', async () => {
    const folder = newFolder()
    const store = fileStore({ folder, now: () => 10_000_000 })
    await store.set('expired', 'text', -1)
    await store.set('alive', 'text', 1)
    await store.set('forever', 'text')
    writeFileSync(join(folder, '.draft-new'), 'half')
    writeFileSync(join(folder, '.draft-old'), 'half')
    utimesSync(join(folder, '.draft-new'), 6_401, 6_401)
    utimesSync(join(folder, '.draft-old'), 6_399, 6_399)
    writeFileSync(join(folder, 'README'), 'not ours')
    expect(await store.sweep()).toBe(2)
    expect(await Promise.all(['expired', 'alive', 'forever'].map(key => store.get(key)))).toEqual([
      undefined,
      'text',
      'text',
    ])
    expect(
      readdirSync(folder)
        .filter(name => name.length < 64)
        .toSorted(),
    ).toEqual(['.draft-new', 'README'])
  })
})

describe('a file that is not what was written', () => {
  test('is a miss wherever it was cut', async () => {
    const folder = newFolder()
    await fileStore({ folder }).set('a', 'text')
    const path = onlyFile(folder)
    const octets = readFileSync(path)
    for (let length = 0; length < octets.length; length += 1) {
      writeFileSync(path, octets.subarray(0, length))
      expect(await fileStore({ folder }).get('a'), `${length} octets`).toBeUndefined()
    }
  })

  test('is a miss whichever bit was flipped, and is written over', async () => {
    const folder = newFolder()
    await fileStore({ folder }).set('a', 'text')
    const path = onlyFile(folder)
    const octets = readFileSync(path)
    for (let bit = 0; bit < octets.length * 8; bit += 1) {
      const flipped = Buffer.from(octets)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      writeFileSync(path, flipped)
      expect(await fileStore({ folder }).get('a'), `bit ${bit}`).toBeUndefined()
    }
    await fileStore({ folder }).set('a', 'new')
    expect(await fileStore({ folder }).get('a')).toBe('new')
  })

  test('is a miss where it is the file of another key', async () => {
    const folder = newFolder()
    const store = fileStore({ folder })
    await store.set('a', 'text')
    const path = onlyFile(folder)
    await store.set('b', 'other')
    const other = readdirSync(folder).find(name => !path.endsWith(name)) ?? ''
    copyFileSync(join(folder, other), path)
    expect(await store.get('a')).toBeUndefined()
  })

  test('is a miss where it is a folder', async () => {
    const folder = newFolder()
    await fileStore({ folder }).set('a', 'text')
    const path = onlyFile(folder)
    await fileStore({ folder }).delete('a')
    mkdirSync(path)
    expect(await fileStore({ folder }).get('a')).toBeUndefined()
    await expect(fileStore({ folder }).set('a', 'text')).rejects.toThrow()
    expect(readdirSync(folder)).toHaveLength(1)
  })

  test('in the place of the folder makes every call reject', async () => {
    const folder = join(newFolder(), 'file')
    writeFileSync(folder, '')
    const store = fileStore({ folder })
    await expect(store.get('a')).rejects.toThrow('ENOTDIR')
    await expect(store.set('a', 'text')).rejects.toThrow()
    await expect(store.sweep()).rejects.toThrow('ENOTDIR')
  })
})

describe('processes', () => {
  const numbers = Array.from({ length: 60 }, (_, index) => index + 1)

  test('that write one key at the same time never leave half of a value', async () => {
    const folder = newFolder()
    const both = ['a', 'b'].map(tag => start({ what: 'store', folder, numbers, tag }))
    let running = true
    const over = Promise.all(both.map(({ ended }) => ended)).then(codes => {
      running = false
      return codes
    })
    const store = fileStore({ folder })
    const broken: unknown[] = []
    let reads = 0
    while (running) {
      const value = await store.get('key')
      if (value !== undefined) reads += 1
      // Once it is there, it is there: never half, and never away.
      if (value === undefined ? reads > 0 : !/^\d+ (?:a{5000}|b{5000})$/.test(String(value)))
        broken.push(value)
    }
    expect(await over).toEqual([0, 0])
    expect(reads).toBeGreaterThan(0)
    expect(broken).toEqual([])
    expect(both.flatMap(({ lines }) => lines).filter(line => !line.includes('written'))).toEqual([])
    expect(readdirSync(folder)).toHaveLength(1)
  })

  test('that are killed while they write leave the value before or the value after', async () => {
    const folder = newFolder()
    let next = 1
    for (let round = 0; round < 5; round += 1) {
      const running = start({ what: 'store', folder, numbers: [-next], tag: 'a' })
      await running.atLine(1 + 7 * round)
      running.kill()
      await running.ended
      const confirmed = Number(running.lines.at(-1)?.split(' ')[0])
      const found = Number(String(await fileStore({ folder }).get('key')).split(' ')[0])
      expect([confirmed, confirmed + 1, confirmed + 2]).toContain(found)
      next = found + 1
    }
  })

  test.each(['full', 'read-only'] as const)(
    'on a %s disk are refused, and keep what was there',
    async disk => {
      const folder = newFolder()
      await fileStore({ folder }).set('key', '7 before')
      const before = readdirSync(folder)
      const running = start({ what: 'store', folder, numbers: [8, 9], tag: 'a', disk })
      expect(await running.ended).toBe(0)
      expect(running.lines).toEqual(['8 rejected 7', '9 rejected 7'])
      expect(readdirSync(folder)).toEqual(before)
      expect(await fileStore({ folder }).get('key')).toBe('7 before')
    },
  )
})
