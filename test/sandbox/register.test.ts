import { describe, expect, test } from 'vitest'
import { oid } from '../../src/core/oid.ts'
import { type Instant, instant } from '../../src/core/time.ts'
import type { Role, TestProvider } from '../../src/sandbox/mint-options.ts'
import { createRegister } from '../../src/sandbox/register.ts'

const NOW = instant('2026-06-01T12:00:00Z')
const PROVIDER: TestProvider = {
  name: 'TEST – NOT QUALIFIED Payments',
  authorityId: 'LU-CSSF',
  authorizationNumber: 'TEST0001',
  country: 'LU',
}

interface Entity {
  readonly CA_OwnerID: string
  readonly EntityCode: string
  readonly EntityType: string
  readonly Properties: readonly Readonly<Record<string, unknown>>[]
  readonly Services: readonly Readonly<Record<string, string | readonly string[]>>[]
}

function read(bytes: Uint8Array): readonly Entity[] {
  const [[disclaimer], entities] = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  expect(disclaimer.__EBA_Disclaimer.text).toContain('TEST – NOT QUALIFIED')
  return entities
}

function registerOf(roles: readonly Role[], provider: Partial<TestProvider> = {}) {
  const holder = { ...PROVIDER, ...provider }
  const register = createRegister(() => NOW)
  register.add(holder, roles)
  return { register, holder, entity: () => read(register.bytes())[0] }
}

const property = (entity: Entity | undefined, name: string) =>
  entity?.Properties.find(each => Object.hasOwn(each, name))?.[name]

test('an entity has the shape of the golden copy', () => {
  const { entity } = registerOf(['PSP_PI', 'PSP_AI'])
  expect(entity()).toEqual({
    CA_OwnerID: 'LU_CSSF',
    EntityCode: 'LU_CSSF!TEST0001',
    EntityType: 'PSD_PI',
    Properties: [
      { ENT_COD_TYP: 'NON_LEI' },
      { ENT_NAT_REF_COD: 'TEST0001' },
      { ENT_NAM: 'TEST – NOT QUALIFIED Payments' },
      { ENT_ADD: 'TEST – NOT QUALIFIED' },
      { ENT_TOW_CIT_RES: 'Nowhere' },
      { ENT_COU_RES: 'LU' },
      { ENT_AUT: ['2024-06-01'] },
    ],
    Services: [{ LU: ['PS_070', 'PS_080'] }],
    __EBA_EntityVersion: '20260601120000000',
  })
})

test.each([
  [['PSP_PI'], 'PSD_PI', 'PS_070'],
  [['PSP_AI'], 'PSD_AISP', 'PS_080'],
  [['PSP_IC'], 'PSD_PI', 'PS_05A'],
  [['PSP_AI', 'PSP_IC'], 'PSD_PI', ['PS_05A', 'PS_080']],
  [['PSP_AS', 'PSP_PI'], 'PSD_PI', ['PS_010', 'PS_020', 'PS_03C', 'PS_070']],
] as const)('holders of %o are a %s and offer %o', (roles, type, services) => {
  expect(registerOf(roles).entity()).toMatchObject({ EntityType: type, Services: [{ LU: services }] })
})

test.each([
  [['PSP_AS'], {}],
  [['PSP_CB'], {}],
  [['PSP_PA'], {}],
  [['Unspecified'], {}],
  [[], {}],
  [[{ oid: oid('1.3.6.1.4.1.32473.1'), name: 'PSP_PI' }], {}],
  [['PSP_PI'], { authorityId: 'NA' }],
] as const)('holders of %o are left out (%o)', (roles, provider) => {
  const { register, holder } = registerOf(roles, provider)
  expect(read(register.bytes())).toEqual([])
  expect(() => register.withdraw(holder, NOW)).toThrow(RangeError)
})

test.each([
  ['LU-CSSF', 'LU_CSSF', 'LU_CSSF!TEST0001'],
  ['FI-FINFSA', 'FI_FIN-FSA', 'FI_FIN_FSA!TEST0001'],
  ['LV-BL', 'LV_LV', 'LV_LV!TEST0001'],
  ['ES-BE', 'ES_BE', 'ES_BE!TEST0001'],
])('the authority %s is spelled %s', (authorityId, owner, code) => {
  const { entity } = registerOf(['PSP_AI'], { authorityId })
  expect(entity()).toMatchObject({ CA_OwnerID: owner, EntityCode: code })
})

test('the home is the country of the authority, wherever the seat is', () => {
  const { entity } = registerOf(['PSP_AI'], { country: 'IE' })
  expect(entity()?.Services).toEqual([{ LU: 'PS_080' }])
  expect(property(entity(), 'ENT_COU_RES')).toBe('IE')
})

describe('who was minted twice', () => {
  test('has the roles and the names of both, in one order', () => {
    const other = { ...PROVIDER, name: 'TEST – NOT QUALIFIED Another Name', country: 'IE' }
    const files = [
      [PROVIDER, other],
      [other, PROVIDER],
    ].map(([first = PROVIDER, second = PROVIDER]) => {
      const register = createRegister(() => NOW)
      register.add(first, ['PSP_AI'])
      register.add(second, ['PSP_PI'])
      return register.bytes()
    })
    const [entity, ...others] = read(files[0] ?? new Uint8Array())
    expect(others).toEqual([])
    expect(property(entity, 'ENT_NAM')).toEqual([other.name, PROVIDER.name])
    expect(property(entity, 'ENT_COU_RES')).toBe('IE')
    expect(entity?.Services).toEqual([{ LU: ['PS_070', 'PS_080'] }])
    expect(read(files[1] ?? new Uint8Array())).toEqual([entity])
  })

  test('under another number, or by another authority, is another', () => {
    const register = createRegister(() => NOW)
    const holders = [
      { ...PROVIDER, authorityId: 'LU-XXX' },
      { ...PROVIDER, authorizationNumber: 'TEST0002' },
      PROVIDER,
    ]
    for (const holder of holders) register.add(holder, ['PSP_AI'])
    expect(read(register.bytes()).map(each => each.EntityCode)).toEqual([
      'LU_CSSF!TEST0001',
      'LU_CSSF!TEST0002',
      'LU_XXX!TEST0001',
    ])
  })
})

describe('a withdrawal', () => {
  test('is a second date; services stay, and the version is that of the change', () => {
    let now: Instant = NOW
    const register = createRegister(() => now)
    register.add(PROVIDER, ['PSP_AI'])
    now = instant('2026-07-01T00:00:00Z')
    register.withdraw(PROVIDER, instant('2026-06-15T23:59:59Z'))
    const [entity] = read(register.bytes())
    expect(property(entity, 'ENT_AUT')).toEqual(['2024-06-01', '2026-06-15'])
    expect(entity).toMatchObject({
      Services: [{ LU: 'PS_080' }],
      __EBA_EntityVersion: '20260701000000000',
    })
  })

  test('on the day of the authorisation is one, the day before is none', () => {
    const at = (text: string) => () => {
      const { register, holder } = registerOf(['PSP_AI'])
      register.withdraw(holder, instant(text))
    }
    expect(at('2024-06-01T00:00:00Z')).not.toThrow()
    expect(at('2024-05-31T23:59:59Z')).toThrow(RangeError)
  })

  test('happens once, to who is known', () => {
    const { register, holder } = registerOf(['PSP_AI'])
    register.withdraw(holder, NOW)
    expect(() => register.withdraw(holder, NOW)).toThrow(RangeError)
    expect(() => register.withdraw({ ...holder, authorizationNumber: 'TEST9999' }, NOW)).toThrow(RangeError)
  })
})

describe('a passport', () => {
  test('adds services in a host country, in the order of countries, and adds to those there', () => {
    const { register, holder, entity } = registerOf(['PSP_PI', 'PSP_AI'])
    register.passport(holder, 'PL', ['PSP_AI'])
    register.passport(holder, 'DE', ['PSP_AI'])
    register.passport(holder, 'DE', ['PSP_PI'])
    expect(entity()?.Services).toEqual([
      { DE: ['PS_070', 'PS_080'] },
      { LU: ['PS_070', 'PS_080'] },
      { PL: 'PS_080' },
    ])
  })

  test.each([
    ['a role that it does not have at home', 'DE', ['PSP_PI']],
    ['no role', 'DE', []],
    ['a role that is no service', 'DE', ['PSP_AS']],
    ['a country that is none', 'de', ['PSP_AI']],
    ['its home', 'LU', ['PSP_AI']],
  ] as const)('for %s is refused', (_, country, roles) => {
    const { register, holder } = registerOf(['PSP_AI'])
    expect(() => register.passport(holder, country, roles)).toThrow(RangeError)
  })
})
