import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import { parseCertificate } from '../../../src/certificate/parse.ts'
import { checkPsd2, findPsd2Deviations } from '../../../src/certificate/psd2/checks.ts'
import { DEVIATION_REASONS, type DeviationReason } from '../../../src/certificate/psd2/deviations.ts'
import { acceptedPsd2 } from '../../../src/certificate/psd2/reading.ts'
import { instant } from '../../../src/core/time.ts'
import { catalogue } from '../../../src/requirements/catalogue.ts'
import {
  CERTIFICATE_DEFECT_NAMES,
  type CertificateDefect,
  createTestWorld,
  type MintOptions,
} from '../../../src/sandbox/index.ts'

/** Certificates with one deviation each, as the sandbox mints them, before the rules of TS 119 495. */

const world = await createTestWorld({ seed: 'psd2', now: instant('2026-06-01T12:00:00Z') })

async function minted(options: MintOptions): Promise<Certificate> {
  const parsed = parseCertificate((await world.mint(options)).certificate)
  if (!parsed.ok) throw new Error(`${parsed.reason} at ${parsed.offset}`)
  return parsed.value
}

/** What a rule finds, and which roles count: strictly read, and where a policy tolerates what was found. */
interface Expected {
  readonly reasons: readonly DeviationReason[]
  /** Null: no statement counts at all. */
  readonly strict: readonly string[] | null
  /** As strictly, unless told. */
  readonly lenient?: readonly string[] | null
}

const BOTH = ['PSP_AI', 'PSP_PI'] as const
/** Whatever it is, it is no matter of the statement, or decides nothing about roles. */
const about = (...reasons: readonly DeviationReason[]): Expected => ({ reasons, strict: BOTH })
/** Nothing counts until it is tolerated. */
const encoded = (...reasons: readonly DeviationReason[]): Expected => ({
  reasons,
  strict: null,
  lenient: BOTH,
})

const EXPECTED: Readonly<Record<CertificateDefect, Expected>> = {
  'wrong-signature': about(),
  expired: about(),
  'not-yet-valid': about(),
  'issuer-not-listed': about(),
  'no-psd2-statement': { reasons: [], strict: null },
  'esign-type': about(),

  'flat-roles': encoded('flat-roles'),
  // In place of the statements stands one of them, so the others are missing.
  'bare-statement': encoded('bare-statement', 'no-qc-compliance', 'no-qc-type'),
  // Once for the name and once for the identifier.
  'printable-authority': encoded('string-type', 'string-type'),
  'long-role-names': { reasons: ['unknown-role-name'], strict: [], lenient: BOTH },
  'no-qc-compliance': about('no-qc-compliance'),
  'no-qc-type': about('no-qc-type'),
  'organization-identifier-without-scheme': about('identifier-malformed'),
  'three-letter-country': about('identifier-country-of-three-letters'),
  'authority-mismatch': about('authority-differs'),
  'repeated-prefix': about('repeated-prefix'),
  'newline-in-issuer': about('name-with-control-character'),
  'no-organization': about('no-organization-name', 'no-common-name'),
  'repeated-roles': about('repeated-role'),
  'no-extended-key-usage': about('no-extended-key-usage'),
  'email-protection': about('unusual-extended-key-usage'),

  'authority-without-country': about('id-without-country'),
  'role-name-mismatch': { reasons: ['conflicting-role-name'], strict: ['PSP_AI'], lenient: BOTH },
  'explicit-tag': encoded('explicit-tag'),
  'seal-as-website': about(),
  'unknown-role': { reasons: ['unknown-role'], strict: [] },
  'new-role': { reasons: [], strict: [...BOTH, 'VOP_RS'] },
  'authority-not-applicable': about('na-not-allowed'),
}

const rolesOf = (certificate: Certificate, tolerated: readonly DeviationReason[]) =>
  acceptedPsd2(certificate, tolerated)?.roles.toSorted() ?? null

describe.each(CERTIFICATE_DEFECT_NAMES)('%s', defect => {
  const { reasons, strict, lenient = strict } = EXPECTED[defect]

  test(`is found as ${reasons.join(', ') || 'nothing of these rules'}`, async () => {
    const certificate = await minted({ defect })
    expect(findPsd2Deviations(certificate).map(({ reason }) => reason)).toEqual(reasons)
  })

  test(`leaves ${strict ?? 'no statement'} strictly, ${lenient ?? 'no statement'} where it is tolerated`, async () => {
    const certificate = await minted({ defect })
    expect(rolesOf(certificate, [])).toEqual(strict)
    expect(rolesOf(certificate, reasons)).toEqual(lenient)
    const others = DEVIATION_REASONS.filter(reason => !reasons.includes(reason))
    expect(rolesOf(certificate, others)).toEqual(strict)
  })

  test('is violated, and only a warning where it is tolerated; each with a remedy', async () => {
    const certificate = await minted({ defect })
    const violated = (tolerated: readonly DeviationReason[]) =>
      checkPsd2(certificate, tolerated).filter(({ outcome }) => outcome === 'violated')
    expect(new Set(violated([]).map(({ reason }) => reason))).toEqual(new Set(reasons))
    expect(violated(reasons).filter(({ severity }) => severity !== 'warning')).toEqual([])
    for (const { code, reason } of violated([])) {
      expect(Object.entries(catalogue[code].reasons).find(([word]) => word === reason)?.[1].remedy).toMatch(
        /\S/,
      )
    }
  })
})

test('a certificate without a defect departs from nothing, for websites and for seals', async () => {
  for (const kind of ['website', 'seal'] as const) {
    const certificate = await minted({ kind })
    expect(findPsd2Deviations(certificate)).toEqual([])
    expect(rolesOf(certificate, [])).toEqual(BOTH)
  }
})

test.each<[string, MintOptions, readonly DeviationReason[]]>([
  [
    'an abbreviation that looks like a country',
    { defect: 'authority-without-country', authority: { id: 'ES-BE', name: 'Bank of Spain' } },
    ['id-country-only'],
  ],
  ['a seal without extended key usage', { kind: 'seal', defect: 'no-extended-key-usage' }, []],
  [
    'an identifier with a number of any form',
    {
      authorizationNumber: 'C 56251',
      authority: { id: 'MT-MFSA', name: 'Malta Financial Services Authority' },
    },
    [],
  ],
  ['roles in any order', { roles: ['VOP_RS', 'PSP_IC', 'PSP_AS', 'PSP_AI'] }, []],
  [
    'NA where an international central bank has it',
    {
      roles: ['PSP_CB'],
      authority: { id: 'NA', name: 'NA' },
      country: 'LU',
      organizationIdentifier: 'LEIXG-5493001KJTIIGC8Y1R12',
    },
    [],
  ],
  ['an identifier of another scheme', { organizationIdentifier: 'VATLU-12345678' }, []],
])('%s', async (_, options, reasons) => {
  expect(findPsd2Deviations(await minted(options)).map(({ reason }) => reason)).toEqual(reasons)
})
