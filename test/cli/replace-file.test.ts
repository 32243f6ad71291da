import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { replaceFile } from '../../src/cli/replace-file.ts'

const all = mkdtempSync(join(tmpdir(), 'qwac-replace-'))
const folder = join(all, 'here')
const at = (name: string) => join(folder, name)
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(at('folder'), { recursive: true })
  writeFileSync(at('file'), 'old')
  symlinkSync('file', at('link'))
  symlinkSync('nothing', at('dangling'))
  symlinkSync('loop', at('loop'))
})
afterAll(() => rmSync(all, { recursive: true, force: true }))

describe('replaceFile', () => {
  test.each([
    ['a new file', 'new', 'written'],
    ['folders that are not there', 'a/b/new', 'written'],
    ['a file that says something else', 'file', 'written'],
    ['what a link leads to', 'link', 'written'],
  ])('writes %s', async (_, name, expected) => {
    expect(await replaceFile(at(name), 'content')).toBe(expected)
    expect(readFileSync(at(name), 'utf8')).toBe('content')
    expect(readlinkSync(at('link'))).toBe('file')
    expect(await replaceFile(at(name), 'content')).toBe('unchanged')
    expect(readdirSync(folder).filter(each => each.startsWith('.'))).toEqual([])
  })

  test.each([
    ['a folder', 'folder', 'it is a folder'],
    ['a path below a file', 'file/new', 'there is a file where a folder should be'],
    ['a path far below a file', 'file/a/new', 'there is a file where a folder should be'],
    ['a link that leads nowhere', 'dangling', 'it is a link that leads nowhere'],
    ['a link that leads to itself', 'loop', 'it is a link that leads nowhere'],
    ['a name that is too long', 'x'.repeat(300), 'its name is too long'],
  ])('does not write %s, and says why', async (_, name, why) => {
    const message = `${at(name)}: cannot be written: ${why}`
    expect(await replaceFile(at(name), 'content')).toEqual({ code: 73, message })
    expect(readdirSync(folder).sort()).toEqual(['dangling', 'file', 'folder', 'link', 'loop'])
    expect(existsSync(at('nothing'))).toBe(false)
  })

  test.skipIf(!existsSync('/dev/full') || !existsSync('/proc/self')).each([
    ['/dev/full', 'it is not a file'],
    ['/dev/full/new', 'there is a file where a folder should be'],
    ['/proc/qwac/new', 'its folder cannot be made'],
    ['/proc/qwac', 'its folder cannot be made'],
  ])('ends at %s, which never ends by itself', async (path, why) => {
    const message = `${path}: cannot be written: ${why}`
    expect(await replaceFile(path, 'content')).toEqual({ code: 73, message })
  })

  test('writes what is secret anew in any case, for its owner alone', async () => {
    for (const name of ['file', 'new']) {
      expect(await replaceFile(at(name), 'old', 'owner')).toBe('written')
      expect(statSync(at(name)).mode & 0o777).toBe(0o600)
    }
  })
})
