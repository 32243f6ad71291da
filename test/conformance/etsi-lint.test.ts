import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { checkProfile, type Profile } from '../../src/certificate/profile/profile.ts'
import { QNCP_W_GEN, QSEALC, QSIGC, QWAC } from '../../src/certificate/profile/profiles.ts'
import { readCertificates } from '../../src/encoding/pem.ts'
import type { Check } from '../../src/requirements/finding.ts'
import { corpusExists, corpusPath } from './corpus.ts'
import { ALSO_OURS, NOT_OURS, OURS, REAL } from './etsi-lint-table.ts'

interface Case {
  readonly id: string
  readonly certificate_type: string
  readonly pem: string
  readonly findings: readonly { readonly code: string; readonly severity: string }[]
}

const CASES: readonly Case[] = corpusExists
  ? JSON.parse(readFileSync(corpusPath('etsi-lint', 'pkilint-etsi.json'), 'utf8')).cases
  : []

/**
 * The profile that a certificate of the suite is to be judged by; the suite says which kind it is meant to
 * be.
 */
function profileFor(type: string): Profile {
  if (type.startsWith('NCP_LEGAL_PERSON')) return NCP_LEGAL_PERSON
  if (type.startsWith('QCP_N_QSCD')) return QSIGC
  if (type.startsWith('QNCP_W_GEN')) return QNCP_W_GEN
  if (type.includes('NON_EIDAS')) return { ...QWAC, settings: { ...QWAC.settings, law: 'other' } }
  if (type.startsWith('Q')) return QWAC
  return { ...QWAC, settings: { ...QWAC.settings, law: 'none', qcType: 'none', policies: [] } }
}

/** Certificates of organisations for no purpose in particular, qualified or not. */
const NCP_LEGAL_PERSON: Profile = {
  ...QSEALC,
  settings: { ...QSEALC.settings, law: 'none', qcType: 'none', policies: [] },
}

function parse(pem: string): Certificate {
  const read = readCertificates(new TextEncoder().encode(pem))
  const parsed = parseCertificate((read.ok && read.value[0]) || new Uint8Array())
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.value
}

function defects({ pem, certificate_type }: Case): readonly Check[] {
  return checkProfile(parse(pem), profileFor(certificate_type)).filter(({ reason }) => reason !== undefined)
}

function errorCodes({ findings }: Case): readonly string[] {
  return [
    ...new Set(
      findings.filter(({ severity }) => severity === 'ERROR' || severity === 'FATAL').map(f => f.code),
    ),
  ]
}

/**
 * Whether a check is what a row of the table names: its code, one of its reasons, and what its facts mention.
 */
function isNamed(check: Check, [code, reasons, mention = '']: (typeof OURS)[string][number]): boolean {
  const says = reasons.split(' ').includes(check.reason ?? '') && check.outcome === 'violated'
  return says && check.code === code && JSON.stringify(check.facts).includes(mention)
}

describe.skipIf(!corpusExists)('certificates of a linter for ETSI profiles', () => {
  const expected = CASES.flatMap(each =>
    errorCodes(each)
      .filter(code => code.startsWith('etsi.') || code.startsWith('itu.') || code.startsWith('pkix.'))
      .map(code => [each.id, code, each] as const),
  )

  test('are all there', () => {
    expect(CASES).toHaveLength(71)
    expect(expected.length).toBeGreaterThan(80)
  })

  test.each(expected)('%s: %s', (id, code, each) => {
    if (NOT_OURS.some(row => row.code === code && row.id === id)) return
    const rows = OURS[code] ?? []
    expect(rows, `no row for ${code}`).not.toEqual([])
    const found = defects(each)
    expect(found.filter(check => rows.some(row => isNamed(check, row)))).not.toEqual([])
  })

  test.each(NOT_OURS)('$id is still not judged as $code says', ({ id, code }) => {
    const each = CASES.find(one => one.id === id)
    expect(each && errorCodes(each)).toContain(code)
    const found = each ? defects(each) : []
    expect(found.filter(check => (OURS[code] ?? []).some(row => isNamed(check, row)))).toEqual([])
  })

  const clean = CASES.filter(each => !errorCodes(each).some(code => /^(?:etsi|itu)\./.test(code)))

  test.each(clean.map(each => [each.id, each] as const))(
    '%s has no error, but those explained',
    (id, each) => {
      const errors = defects(each).filter(({ severity }) => severity === 'error')
      const explained = ALSO_OURS.filter(row => row.id === id)
      expect(errors.map(({ code, reason }) => `${code} ${reason}`)).toEqual(explained.map(({ ours }) => ours))
    },
  )
})

describe.skipIf(!corpusExists)('real certificates of granted services', () => {
  test.each(REAL)('$file: $errors', ({ file, errors }) => {
    const name = readdirSync(corpusPath('certificates')).find(each => each.includes(file))
    const checks = checkProfile(parse(readFileSync(corpusPath('certificates', name ?? ''), 'utf8')), QWAC)
    const found = checks.filter(({ severity, reason }) => severity === 'error' && reason !== undefined)
    expect(found.map(({ code, reason }) => `${code} ${reason}`)).toEqual(errors)
  })
})
