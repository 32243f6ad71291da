import { describe, expect, test } from 'vitest'
import { type AccountTerms, accountOf, rememberAccounts } from '../../src/verdict/own-account.ts'
import { mint, PDS, type } from '../support/profile-certificate.ts'

const SHA256 = '00'.repeat(32)
/** It claims no compliance, and is for seals. */
const each = { certificate: mint({ statements: [type(2), PDS] }), sha256: SHA256 }

const TERMS: readonly (readonly [string, AccountTerms])[] = [
  ['without a profile', {}],
  ['by the profile of a QWAC', { profile: { name: 'qwac', weight: 'warning' } }],
  ['by its weights', { profile: { name: 'qwac', weight: 'profile' } }],
  ['by another profile', { profile: { name: 'qsealc', weight: 'profile' } }],
  ['with a tolerance', { toleratedDeviations: ['no-qc-compliance'] }],
]

describe('an account that is remembered', () => {
  const memory = rememberAccounts()

  test.each(TERMS)('%s is the one that would be given anew', (_, terms) => {
    expect(memory.of(each, terms)).toEqual(accountOf(each, terms))
    expect(memory.of(each, terms)).toEqual(accountOf(each, terms))
  })

  test('is given again as it was', () => {
    const terms: AccountTerms = { profile: { name: 'qwac', weight: 'warning' } }
    expect(memory.of(each, terms)).toBe(memory.of(each, { ...terms }))
  })

  test.each(TERMS.flatMap(a => TERMS.map(b => [a, b] as const)))(
    'by some terms is not that by others',
    (a, b) => {
      memory.of(each, a[1])
      expect(memory.of(each, b[1])).toEqual(accountOf(each, b[1]))
    },
  )

  test('is no longer given where the same policy has come to tolerate more', () => {
    const toleratedDeviations: 'no-qc-compliance'[] = []
    const policy: AccountTerms = { toleratedDeviations, profile: { name: 'qwac', weight: 'profile' } }
    const before = memory.of(each, policy)
    toleratedDeviations.push('no-qc-compliance')
    expect(memory.of(each, policy)).toEqual(accountOf(each, policy))
    expect(memory.of(each, policy)).not.toBe(before)
  })

  test('is of one certificate', () => {
    const other = { certificate: mint({}), sha256: '11'.repeat(32) }
    expect(memory.of(each, {}).certificate.sha256).toBe(SHA256)
    expect(memory.of(other, {})).toEqual(accountOf(other, {}))
  })

  test('cannot be written into', () => {
    const account = memory.of(each, {})
    expect(() => Object.assign(account.findings[0] ?? {}, { outcome: 'violated' })).toThrow(TypeError)
    expect(() => Object.assign(account.findings[0]?.facts ?? {}, { serialNumber: '00' })).toThrow(TypeError)
    expect(() => Object.assign(account.certificate, { subject: 'CN=another' })).toThrow(TypeError)
  })

  test('leaves the policy as it was: it can still be written into', () => {
    const policy = { toleratedDeviations: [], profile: { name: 'qwac', weight: 'warning' } } as const
    memory.of(each, policy)
    expect([policy, policy.toleratedDeviations, policy.profile].some(Object.isFrozen)).toBe(false)
  })
})
