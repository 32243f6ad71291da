import { describe, expect, test } from 'vitest'
import { territoryOf } from '../../src/qualification/territory.ts'
import { certificate } from './records.ts'

function territoryFor(countries: readonly string[]) {
  return territoryOf(certificate({ countries }).issuer)
}

describe('the territory of an issuer', () => {
  test.each([
    [['FI'], 'FI'],
    [['fi'], 'FI'],
    [['GB'], 'UK'],
    [['gb'], 'UK'],
    [['UK'], 'UK'],
    [['GR'], 'EL'],
    [['EL'], 'EL'],
    [['FI', 'fi'], 'FI'],
  ])('of country %o is %s', (countries, territory) => {
    expect(territoryFor(countries)).toEqual({ ok: true, value: territory })
  })

  test.each([
    [[], 'country-missing'],
    [['FI', 'SE'], 'country-ambiguous'],
    [['GR', 'EL'], 'country-ambiguous'],
    [['FIN'], 'country-malformed'],
    [[''], 'country-malformed'],
    [['F1'], 'country-malformed'],
    [['ﬁ'], 'country-malformed'],
    [['FI', 'FIN'], 'country-malformed'],
    [['FI '], 'country-malformed'],
  ])('of country %o is refused: %s', (countries, reason) => {
    expect(territoryFor(countries)).toEqual({ ok: false, reason })
  })
})
