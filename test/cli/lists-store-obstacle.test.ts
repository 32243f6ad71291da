import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { obstacleFor, storeObstacle } from '../../src/cli/lists-store-obstacle.ts'
import { FIXTURES, qwac } from './support.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qwac-obstacle-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('lists that are kept', () => {
  test.each(['not-permitted', 'not-a-file', 'unreadable'] as const)(
    'and are %s have that for a reason',
    reason => {
      const obstacle = obstacleFor('/var/lib/qwac/files', reason)
      expect(obstacle?.code).toBe(66)
      expect(obstacle?.message.startsWith(`/var/lib/qwac/files: ${reason}: `)).toBe(true)
    },
  )

  test('and are not there yet are no obstacle', async () => {
    expect(obstacleFor('/var/lib/qwac/files', 'not-found')).toBeUndefined()
    expect(await storeObstacle(join(folder, 'nothing'))).toBeUndefined()
    mkdirSync(join(folder, 'files'))
    expect(await storeObstacle(folder)).toBeUndefined()
  })

  test.each(['files', 'seen'])(
    'in whose place there is a file (%s) are told so by every command that reads',
    async part => {
      writeFileSync(join(folder, part), '')
      const message = `${join(folder, part)}: not-a-file: `
      const store = ['--store', folder]
      for (const words of [
        ['lists', 'status', ...store],
        ['validate', join(FIXTURES, 'qwac.pem'), ...store],
      ]) {
        const { code, notes, result } = await qwac(...words)
        expect([code, notes.includes(message), result]).toEqual([66, true, ''])
      }
    },
  )

  test('that lie behind links that lead in a circle are unreadable', async () => {
    symlinkSync(join(folder, 'files'), join(folder, 'files'))
    expect((await storeObstacle(folder))?.message).toContain('unreadable')
  })

  test.skipIf(process.getuid?.() === 0)('that may not be read are not permitted', async () => {
    mkdirSync(join(folder, 'files'))
    chmodSync(join(folder, 'files'), 0)
    expect((await storeObstacle(folder))?.message).toContain('not-permitted')
    chmodSync(join(folder, 'files'), 0o700)
  })
})
