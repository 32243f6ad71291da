import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { createRegister } from '../../src/sandbox/register.ts'
import { corpus, corpusPath } from './corpus.ts'

/** What the sandbox writes has no key that the original does not have, and each value in one of its forms. */
describe.skipIf(!corpus)('the register of the sandbox beside the golden copy', () => {
  const golden = () =>
    JSON.parse(readFileSync(corpusPath('registers/eba-psd-goldencopy.sample.json'), 'utf8'))

  function ours() {
    const register = createRegister(() => instant('2026-06-01T12:00:00Z'))
    const provider = { authorityId: 'LU-CSSF', authorizationNumber: 'TEST0001', country: 'LU' }
    register.add({ ...provider, name: 'A' }, ['PSP_AS', 'PSP_PI', 'PSP_AI', 'PSP_IC'])
    register.add({ ...provider, name: 'B' }, [])
    register.add({ ...provider, name: 'C', authorizationNumber: 'TEST0002' }, ['PSP_AI'])
    register.withdraw({ ...provider, name: 'A' }, instant('2026-06-01T12:00:00Z'))
    register.passport({ ...provider, name: 'A' }, 'DE', ['PSP_AI'])
    return JSON.parse(new TextDecoder().decode(register.bytes()))
  }

  interface Entity {
    readonly EntityType: string
    readonly Properties: readonly Readonly<Record<string, unknown>>[]
    readonly Services: readonly Readonly<Record<string, unknown>>[]
  }

  /** Every path to a value with the form of the value, countries left open. */
  function forms([[disclaimer], entities]: [[object], Entity[]]): ReadonlySet<string> {
    const form = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value)
    const all = entities.flatMap(entity => [
      ...Object.entries(entity).map(([key, value]) => `${key}: ${form(value)}`),
      ...entity.Properties.flatMap(each => Object.entries(each)).map(
        ([key, value]) => `${key}: ${form(value)}`,
      ),
      ...(entity.Services ?? []).flatMap(each => Object.values(each)).map(value => `service: ${form(value)}`),
    ])
    return new Set([...Object.keys(disclaimer), ...all])
  }

  test('has its keys and its forms of values', () => {
    const known = forms(golden())
    expect([...forms(ours())].filter(each => !known.has(each))).toEqual([])
  })

  test('uses its types of entities and its codes of services', () => {
    const codes = JSON.parse(readFileSync(corpusPath('registers/eba-codes.json'), 'utf8'))
    const entities: readonly Entity[] = ours()[1]
    expect(entities.map(each => each.EntityType).filter(type => !(type in codes.entity_types))).toEqual([])
    const services = entities.flatMap(each => each.Services.flatMap(service => Object.values(service).flat()))
    expect(services.length).toBeGreaterThan(5)
    expect(services.filter(code => !(String(code) in codes.services))).toEqual([])
  })
})
