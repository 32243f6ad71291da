import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listFolder } from '../../../src/sources/index.ts'
import { FIXTURES, LISTS, qwac } from '../../cli/support.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qwac-lists-'))
  copyFileSync(join(FIXTURES, 'lists', 'LU.xml'), join(folder, 'a name that says nothing'))
  copyFileSync(join(FIXTURES, 'lists', 'AT.xml'), join(folder, 'LU.xml'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const words = () => LISTS.map((word, i) => (LISTS[i - 1] === '--lists' ? folder : word))

describe('a folder of lists', () => {
  test('is read whatever its files are called, hidden ones left out', async () => {
    writeFileSync(join(folder, '.hidden'), 'not a list')
    expect((await qwac('lists', 'verify', ...words())).code).toBe(0)
  })

  test.each<[string, (path: string) => void]>([
    ['a link to a folder', path => symlinkSync(tmpdir(), path)],
    ['a link to nothing', path => symlinkSync(join(tmpdir(), 'qwac-nothing'), path)],
    ['a pipe', path => void execFileSync('mkfifo', [path])],
    ['an empty file', path => writeFileSync(path, '')],
    [
      'a file of three gigabytes',
      path => {
        writeFileSync(path, '<')
        truncateSync(path, 3_000_000_000)
      },
    ],
  ])('with %s in it is read all the same, and the stray entry is reported as unreadable', async (_, make) => {
    make(join(folder, 'stray'))
    const verified = await qwac('lists', 'verify', ...words(), '--json')
    expect(verified.code).toBe(1)
    expect(verified.notes).toContain('unreadable')
    expect(JSON.parse(verified.result).lists).toMatchObject([
      { territory: 'LU', state: 'fresh' },
      { territory: 'AT', state: 'fresh' },
    ])
    const validated = await qwac('validate', join(FIXTURES, 'qwac.pem'), ...words(), '--json')
    expect(JSON.parse(validated.result).qualification.website.result).toBe('QWAC')
  })

  test('that is not there makes the source reject, and so does a list of lists that is not', async () => {
    const lotl = join(FIXTURES, 'lotl.xml')
    await expect(listFolder({ lotl, lists: join(folder, 'none') }).files()).rejects.toThrow('not-found')
    await expect(listFolder({ lotl: join(folder, 'none'), lists: folder }).files()).rejects.toThrow(
      'not-found',
    )
  })
})
