import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { PROFILE_RULES, type Profile, type ProfileRule } from '../../../src/path/profile/profile.ts'

const GUIDE = readFileSync(resolve(import.meta.dirname, '../../../docs/path.md'), 'utf8')
const PROFILES: readonly Profile[] = ['rfc5280', 'webpki', 'eidas']

/**
 * A row of the guide: the rule, whose certificates each profile asks it of, why they differ, and the source.
 */
function rowOf([name, { asks, of, because, source }]: readonly [string, ProfileRule]): string {
  const roles = PROFILES.map(profile => of[profile].join(', ') || '–')
  return `| \`${name}\`: ${asks} | ${roles.join(' | ')} | ${because} | ${source} |`
}

test('the guide shows the table of profiles as it is', () => {
  const head = [
    '| rule | rfc5280 | webpki | eidas | why they differ | source |',
    '| --- | --- | --- | --- | --- | --- |',
  ]
  const table = [...head, ...Object.entries(PROFILE_RULES).map(rowOf)].join('\n')
  const [, shown] = /<!-- profiles -->\n(.*)\n<!-- \/profiles -->/s.exec(GUIDE) ?? []
  expect(shown).toBe(table)
})
