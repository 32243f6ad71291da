import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  assess,
  authenticate,
  type Finding,
  instant,
  nodeCrypto,
  type Policy,
  QWAC_POLICY,
} from '../../src/index.ts'
import { listFolder } from '../../src/sources/index.ts'
import { checkByPolicy } from '../../src/verdict/profile-checks.ts'
import { mint, PDS, policies, type } from '../support/profile-certificate.ts'

const REQUIRED: Policy = { required: [] }
/** It claims no compliance, and is for seals. */
const wanting = mint({ statements: [type(2), PDS] })
const shown = (policy: Parameters<typeof checkByPolicy>[1]) =>
  checkByPolicy(wanting, policy).map(({ code, severity }) => `${severity} ${code}`)

describe('a policy', () => {
  test('without a profile adds nothing', () => {
    expect(shown(REQUIRED)).toEqual([])
  })

  test('by default tells what the profile of a QWAC finds wanting, and lets it decide nothing', () => {
    expect(shown(QWAC_POLICY)).toEqual(['warning profile.qc-compliance', 'warning profile.qc-type'])
  })

  test('can let it weigh as it does in the profile', () => {
    const policy = { ...REQUIRED, profile: { name: 'qwac', weight: 'profile' } } as const
    expect(shown(policy)).toEqual(['error profile.qc-compliance', 'error profile.qc-type'])
  })

  test('that misspells the weight is not taken for leniency', () => {
    const policy = { ...REQUIRED, profile: { name: 'qwac', weight: 'Profile' as 'profile' } } as const
    expect(shown(policy)).toEqual(['error profile.qc-compliance', 'error profile.qc-type'])
  })

  test('can name another profile', () => {
    const policy = { ...REQUIRED, profile: { name: 'qsealc', weight: 'profile' } } as const
    expect(shown(policy)).toEqual(['error profile.qc-compliance', 'error profile.qualified-policy'])
    const sealed = mint({ statements: [type(2), PDS], with: { policies: policies('0.4.0.194112.1.1') } })
    expect(checkByPolicy(sealed, policy).map(({ code }) => code)).toEqual(['profile.qc-compliance'])
  })
})

test('a report has it with the weight that the policy gives it', async () => {
  const fixtures = join(import.meta.dirname, '../../fixtures')
  const notice = JSON.parse(readFileSync(join(fixtures, 'notice.json'), 'utf8'))
  const source = listFolder({ lotl: join(fixtures, 'lotl.xml'), lists: join(fixtures, 'lists') })
  const at = instant('2026-06-01T12:00:00Z')
  const crypto = nodeCrypto()
  const lists = await authenticate(source, { notice, crypto, at })
  const bytes = mint({ with: { access: undefined } }).bytes
  const judged = (weight: 'warning' | 'profile') =>
    assess(
      { certificate: bytes, intermediates: [], lists },
      { at, crypto, policy: { required: [], profile: { name: 'qwac', weight } } },
    )
  const severityOf = (findings: readonly Finding[]) =>
    findings.find(({ code }) => code === 'profile.authority-information-access')?.severity
  expect(severityOf((await judged('warning')).findings)).toBe('warning')
  expect(severityOf((await judged('profile')).findings)).toBe('error')
})
