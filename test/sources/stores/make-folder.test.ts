import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { makeFolder } from '../../../src/sources/stores/make-folder.ts'

const all = mkdtempSync(join(tmpdir(), 'qwac-folder-'))
writeFileSync(join(all, 'file'), '')
symlinkSync('nothing', join(all, 'dangling'))
afterAll(() => rmSync(all, { recursive: true, force: true }))

describe('makeFolder', () => {
  test('makes what is missing, each with the mode, also where several want it at once', async () => {
    const path = join(all, 'a', 'b', 'c')
    await Promise.all([1, 2, 3, 4].map(() => makeFolder(path, 0o700)))
    await makeFolder(path)
    for (const each of ['a', 'a/b', 'a/b/c']) expect(statSync(join(all, each)).mode & 0o777).toBe(0o700)
  })

  test.each(['file', 'file/below', 'dangling'])('rejects where something else is there: %s', async name => {
    await expect(makeFolder(join(all, name))).rejects.toThrow()
    expect(existsSync(join(all, 'nothing'))).toBe(false)
  })

  test.skipIf(!existsSync('/proc/self'))('ends under a folder in which nothing can be made', async () => {
    await expect(makeFolder('/proc/qwac/a')).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
