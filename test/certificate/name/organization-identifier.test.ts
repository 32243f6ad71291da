import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  parseAuthorizationNumber,
  parseOrganizationIdentifier,
} from '../../../src/certificate/name/organization-identifier.ts'

describe('an organisation identifier', () => {
  test.each([
    ['PSDES-BDE-3DFD21', { scheme: 'PSD', country: 'ES', reference: 'BDE-3DFD21' }],
    ['VATBE-0876866142', { scheme: 'VAT', country: 'BE', reference: '0876866142' }],
    ['NTRGB-12345678', { scheme: 'NTR', country: 'GB', reference: '12345678' }],
    ['LEIXG-AEYE00EKXESVZUUEBP67', { scheme: 'LEI', country: 'XG', reference: 'AEYE00EKXESVZUUEBP67' }],
    ['EI:SE-5567971433', { scheme: 'EI', country: 'SE', reference: '5567971433' }],
    ['XX:GR-18050', { scheme: 'XX', country: 'GR', reference: '18050' }],
    [
      'VATUS+PA-1111111111111',
      { scheme: 'VAT', country: 'US', stateOrProvince: 'PA', reference: '1111111111111' },
    ],
    ['NTRUS+DE-1-2+3', { scheme: 'NTR', country: 'US', stateOrProvince: 'DE', reference: '1-2+3' }],
    ['NTRUS+-1', null],
    ['NTRUS+ABCD-1', null],
    ['NTRUS+pa-1', null],
    ['psdes-BDE-3DFD21', null],
    ['PSDes-BDE-3DFD21', null],
    ['PSDESBDE', null],
    ['PSDES-', null],
    ['PS:DES-1', null],
    ['ＰＳＤES-BDE-1', null],
    ['PSDES\u2010BDE\u20101', null],
    [' PSDES-BDE-1', null],
    ['GR-BOG-800000005', null],
    ['12345987', null],
    ['', null],
    ['VATBE- ', null],
    ['XX:BE-\t', null],
    [`VATBE-${'0'.repeat(250)}`, { scheme: 'VAT', country: 'BE', reference: '0'.repeat(250) }],
    [`VATBE-${'0'.repeat(251)}`, null],
  ])('%j', (text, value) => {
    expect(parseOrganizationIdentifier(text)).toEqual(
      value === null ? { ok: false, reason: 'malformed' } : { ok: true, value },
    )
  })
})

describe('an authorisation number', () => {
  test.each([
    ['PSDES-BDE-3DFD21', { country: 'ES', authority: 'BDE', number: '3DFD21' }],
    ['PSDMT-MFSA-C 56251', { country: 'MT', authority: 'MFSA', number: 'C 56251' }],
    ['PSDBE-NBB-0404.055.577', { country: 'BE', authority: 'NBB', number: '0404.055.577' }],
    ['PSDFI-FINFSA-0751699-0', { country: 'FI', authority: 'FINFSA', number: '0751699-0' }],
    ['PSDEE-FI-1', { country: 'EE', authority: 'FI', number: '1' }],
    ['PSDLU-ABCDEFGH-1', { country: 'LU', authority: 'ABCDEFGH', number: '1' }],
    ['PSDDE-BAFIN-a\nb', { country: 'DE', authority: 'BAFIN', number: 'a\nb' }],
    ['PSDLU-A-1', 'malformed'],
    ['PSDLU-ABCDEFGHI-1', 'malformed'],
    ['PSDLU-CSSF', 'malformed'],
    ['PSDLU-CSSF-', 'malformed'],
    ['PSDLU-CSSF- ', 'malformed'],
    ['PSDLU-CSSF-\u00a0\n', 'malformed'],
    ['PSDLU-cssf-1', 'malformed'],
    ['PSDLU_CSSF-1', 'malformed'],
    ['PSDFIN-FINFSA-1', 'malformed'],
    ['PSDLU-CS\u2010SF-1', 'malformed'],
    ['PSDLU-ＣＳＳＦ-1', 'malformed'],
    ['psdlu-CSSF-1', 'other-scheme'],
    ['VATBE-0876866142', 'other-scheme'],
    ['XX:GR-18050', 'other-scheme'],
    ['', 'other-scheme'],
    [`PSDLU-CSSF-${'1'.repeat(245)}`, { country: 'LU', authority: 'CSSF', number: '1'.repeat(245) }],
    [`PSDLU-CSSF-${'1'.repeat(246)}`, 'malformed'],
    [`PSD${'A-'.repeat(30_000)}`, 'malformed'],
  ])('%j', (text, expected) => {
    expect(parseAuthorizationNumber(text)).toEqual(
      typeof expected === 'string' ? { ok: false, reason: expected } : { ok: true, value: expected },
    )
  })

  test('has parts that make up the text again', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^PSD[A-Z]{2}-[A-Z]{1,9}-.{0,20}$/u), text => {
        const parsed = parseAuthorizationNumber(text)
        if (!parsed.ok) return
        const { country, authority, number } = parsed.value
        expect(`PSD${country}-${authority}-${number}`).toBe(text)
      }),
    )
  })
})
