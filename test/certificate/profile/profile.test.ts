import { describe, expect, test } from 'vitest'
import { checkProfile, type ProfileSettings } from '../../../src/certificate/profile/profile.ts'
import { isProfileName, PROFILE_NAMES, profileOf } from '../../../src/certificate/profile/profiles.ts'
import { traitsOf } from '../../../src/certificate/profile/traits.ts'
import { catalogue } from '../../../src/requirements/catalogue.ts'
import { oid, sequence, utf8 } from '../../support/der-writer.ts'
import {
  C,
  COMPLIANCE,
  DEVICE,
  eku,
  ev,
  GENERAL,
  laws,
  mint,
  O,
  ORG,
  organisation,
  outcome,
  type Parts,
  PDS,
  person,
  policies,
  psd2,
  SERVER,
  SOUND,
  type,
  usage,
} from '../../support/profile-certificate.ts'

const QWAC = profileOf('qwac')

describe('of other profiles', () => {
  const payee = { subject: organisation('PSDLU-CSSF-1'), statements: [...SOUND, psd2(['51', 'VOP_RS'])] }
  const seal = [COMPLIANCE, type(2), PDS]
  const sign = { subject: person, statements: [COMPLIANCE, type(1), PDS] }

  test.each<[string, string, string, Parts, string]>([
    ['vop', 'psd2-role', 'a requester', payee, 'satisfied'],
    [
      'vop',
      'psd2-role',
      'a role of payments',
      { ...payee, statements: [...SOUND, psd2(['2', 'PSP_PI'])] },
      'role-missing',
    ],
    [
      'vop',
      'psd2-role',
      'a statement of another type',
      { ...payee, statements: [...SOUND, sequence(oid('0.4.0.19495.2'), utf8('?'))] },
      'unreadable',
    ],
    ['vop', 'psd2-statement', 'none', {}, 'absent'],
    [
      'vop',
      'extended-key-usage',
      'for servers alone',
      { ...payee, with: { extendedKeyUsage: eku(SERVER) } },
      'purpose-missing',
    ],
    [
      'qncp-w-gen',
      'qualified-policy',
      'QNCP-w',
      { with: { policies: policies('0.4.0.194112.1.5') } },
      'other-policy',
    ],
    [
      'qncp-w-gen',
      'subject-attributes',
      'a name of EV without common name',
      { ...ev, subject: [C('LU'), O('Pay'), ORG('NTRLU-1')] },
      'missing',
    ],
    ['qsealc', 'qc-type', 'for seals', { statements: seal }, 'satisfied'],
    ['qsealc', 'qc-type', 'for websites', {}, 'other-type'],
    [
      'qsealc',
      'extended-key-usage',
      'none',
      { statements: seal, with: { extendedKeyUsage: undefined } },
      'not-applicable',
    ],
    ['qsealc', 'subject-alt-name', 'none', { with: { subjectAltName: undefined } }, 'not asked'],
    [
      'qsealc',
      'qc-sscd',
      'a policy that promises a device, and none',
      { statements: seal, with: { policies: policies('0.4.0.194112.1.3') } },
      'absent',
    ],
    [
      'qsealc',
      'qc-sscd',
      'a policy that promises a device, and one',
      { statements: [...seal, DEVICE], with: { policies: policies('0.4.0.194112.1.3') } },
      'satisfied',
    ],
    ['qsealc', 'key-usage-commitment', 'a key for signing', { statements: seal }, 'not-applicable'],
    ['qsigc', 'key-usage-commitment', 'a key for signing', sign, 'not-for-commitment'],
    [
      'qsigc',
      'key-usage-commitment',
      'a key for commitment',
      { ...sign, with: { keyUsage: usage(6, '40') } },
      'satisfied',
    ],
    ['obwac', 'qc-compliance', 'none', { statements: [type(3), psd2(['3', 'PSP_AI'])] }, 'not-applicable'],
    ['obwac', 'psd2-statement', 'none', { statements: [type(3)] }, 'absent'],
    ['obseal', 'qc-type', 'for websites', { statements: [type(3)] }, 'other-type'],
  ])('%s: %s with %s', (name, code, _, parts, expected) => {
    if (!isProfileName(name)) throw new Error(name)
    expect(outcome(`profile.${code}`, parts, profileOf(name))).toBe(expected)
  })
})

describe('settings', () => {
  const bank = { subject: organisation('PSDLU-CSSF-1'), statements: [...SOUND, psd2(['1', 'PSP_AS'])] }

  test.each<[string, Partial<ProfileSettings>, string]>([
    ['an account servicing provider has no other role', { roles: ['PSP_AI'] }, 'role-missing'],
    ['unless told', { roles: ['PSP_AI'], accountServicingImplies: ['PSP_AI'] }, 'satisfied'],
    ['and is what it is', { roles: ['PSP_AS'] }, 'satisfied'],
    ['where no role is asked for, none is missing', {}, 'not-applicable'],
  ])('%s', (_, settings, expected) => {
    expect(outcome('profile.psd2-role', bank, QWAC, settings)).toBe(expected)
  })

  test('roles are not looked for among the policies', () => {
    const parts = { with: { policies: policies('0.4.0.19495.1.3', GENERAL) } }
    expect(outcome('profile.psd2-role', parts, QWAC, { roles: ['PSP_AI'] })).toBe('not-applicable')
    expect(outcome('profile.psd2-statement', parts, QWAC, { psd2: 'required' })).toBe('absent')
  })

  test('another law asks for its countries', () => {
    expect(outcome('profile.qc-legislation', {}, QWAC, { law: 'other' })).toBe('absent')
    const parts = { statements: [COMPLIANCE, type(3), laws('GB')] }
    expect(outcome('profile.qc-legislation', parts, QWAC, { law: 'other' })).toBe('satisfied')
  })

  test('a severity can be changed, and a requirement left out', () => {
    const severities = { 'profile.qc-compliance': 'warning', 'profile.qc-type': 'off' } as const
    const checks = checkProfile(mint({ statements: [PDS] }), QWAC, { ...QWAC.settings, severities })
    expect(checks.find(({ code }) => code === 'profile.qc-compliance')?.severity).toBe('warning')
    expect(checks.some(({ code }) => code === 'profile.qc-type')).toBe(false)
  })
})

describe('the tables', () => {
  test.each(PROFILE_NAMES)('of %s have each requirement once, under its own name', name => {
    if (!isProfileName(name)) throw new Error(name)
    const { name: own, rules, settings } = profileOf(name)
    const codes = rules.map(({ code }) => code)
    expect(own).toBe(name)
    expect(new Set(codes).size).toBe(codes.length)
    const certificate = mint({})
    const traits = traitsOf(certificate, settings)
    for (const { code, check } of rules) expect(check(certificate, settings, traits).code).toBe(code)
  })

  test('of the catalogue and of the profiles have the same requirements', () => {
    const judged = new Set(QWAC.rules.map(({ code }) => code))
    const listed = Object.keys(catalogue).filter(code => code.startsWith('profile.'))
    expect([...judged].toSorted()).toEqual(listed.toSorted())
  })

  test.each(['QWAC', 'constructor', '__proto__', ''])('have no profile %o', name => {
    expect(isProfileName(name)).toBe(false)
  })
})
