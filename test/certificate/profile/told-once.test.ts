import { describe, expect, test } from 'vitest'
import { toldOnce } from '../../../src/certificate/profile/told-once.ts'
import { type Check, notApplicable, satisfied, violated } from '../../../src/requirements/finding.ts'

const absentType = violated('psd2.profile', 'no-qc-type')
const absentCompliance = violated('psd2.profile', 'no-qc-compliance')
const control = violated('psd2.profile', 'name-with-control-character')

function left(...checks: readonly Check[]): readonly (readonly [string, string | undefined])[] {
  return toldOnce(checks).map(({ code, reason, outcome }) => [code, reason ?? outcome])
}

describe('a warning of psd2.profile is left out', () => {
  test.each<[string, Check, Check]>([
    ['without QcCompliance', absentCompliance, violated('profile.qc-compliance', 'absent')],
    ['without any statement', absentCompliance, violated('profile.qc-statements', 'absent')],
    ['without QcType', absentType, violated('profile.qc-type', 'absent')],
    [
      'without extended key usage',
      violated('psd2.profile', 'no-extended-key-usage'),
      violated('profile.extended-key-usage', 'absent'),
    ],
    [
      'with other purposes',
      violated('psd2.profile', 'unusual-extended-key-usage'),
      violated('profile.extended-key-usage-purposes', 'other-purpose'),
    ],
    [
      'without organizationName',
      violated('psd2.profile', 'no-organization-name'),
      violated('profile.subject-attributes', 'missing', { missing: ['organizationName'] }),
    ],
    [
      'without commonName',
      violated('psd2.profile', 'no-common-name'),
      violated('profile.subject-attributes', 'missing', { missing: ['countryName', 'commonName'] }),
    ],
  ])('where a row of the profile tells the same: %s', (_, warning, row) => {
    expect(left(warning, row)).toEqual([
      [row.code, row.reason],
      ['psd2.profile', 'not-applicable'],
    ])
  })

  test('and the requirement says where it is told instead', () => {
    const [, last] = toldOnce([absentType, violated('profile.qc-type', 'absent')])
    expect(last?.facts).toEqual({ toldBy: ['profile.qc-type'] })
  })

  test('and others stay', () => {
    expect(left(absentType, control, violated('profile.qc-type', 'absent'))).toEqual([
      ['psd2.profile', 'name-with-control-character'],
      ['profile.qc-type', 'absent'],
    ])
  })
})

describe('a warning of psd2.profile stays', () => {
  test.each<[string, Check, Check]>([
    ['where the row is satisfied', absentType, satisfied('profile.qc-type')],
    ['where the row does not apply', absentType, notApplicable('profile.qc-type')],
    ['where the row tells another defect', absentType, violated('profile.qc-compliance', 'absent')],
    [
      'where the row misses another attribute',
      violated('psd2.profile', 'no-organization-name'),
      violated('profile.subject-attributes', 'missing', { missing: ['commonName'] }),
    ],
  ])('%s', (_, warning, row) => {
    expect(toldOnce([warning, row])).toEqual([warning, row])
  })
})

test('where psd2.profile has nothing to tell, nothing is changed', () => {
  const checks = [satisfied('psd2.profile'), violated('profile.qc-type', 'absent')]
  expect(toldOnce(checks)).toBe(checks)
})
