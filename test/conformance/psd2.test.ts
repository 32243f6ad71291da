import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { formatName, type NameForm } from '../../src/certificate/name/name.ts'
import { subjectId } from '../../src/certificate/name/subject-id.ts'
import { matchesName } from '../../src/certificate/name/text.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { AUTHORITIES } from '../../src/certificate/psd2/authorities.ts'
import { findPsd2Deviations } from '../../src/certificate/psd2/checks.ts'
import { DEVIATION_REASONS } from '../../src/certificate/psd2/deviations.ts'
import { acceptedPsd2 } from '../../src/certificate/psd2/reading.ts'
import { readCertificates } from '../../src/encoding/pem.ts'
import { corpusExists, corpusPath } from './corpus.ts'

/**
 * What the index says of a certificate: `file` ends in the first octets of its SHA-256, which name it below.
 */
type Row = Readonly<Record<string, string>>

function readIndex(): readonly Row[] {
  const [head = '', ...lines] = readFileSync(corpusPath('certificates', 'INDEX.tsv'), 'utf8')
    .trimEnd()
    .split('\n')
  const columns = head.split('\t')
  return lines.map(line => Object.fromEntries(line.split('\t').map((cell, i) => [columns[i] ?? '', cell])))
}

function parse(file: string): Certificate {
  const pem = readCertificates(new Uint8Array(readFileSync(corpusPath('certificates', file))))
  const parsed = parseCertificate((pem.ok && pem.value[0]) || new Uint8Array(0))
  if (!parsed.ok) throw new Error(`${parsed.reason} at ${parsed.offset}`)
  return parsed.value
}

/**
 * Test issuers whose certificates have only the statement, no claim of qualification, and no key usage for
 * TLS.
 */
const BARE_TEST = ['no-qc-compliance', 'no-qc-type', 'no-extended-key-usage']
const FAKE = ['authority-unlisted', ...BARE_TEST]

/**
 * How each certificate departs from TS 119 495, by the first octets of its SHA-256. One that is not in the
 * table departs from nothing, or has no statement.
 */
const DEVIATIONS: Readonly<Record<string, readonly string[]>> = {
  // A generator of test certificates that leaves out the sequence of statements, and the scheme of the
  // identifier.
  '9d648e1d': ['bare-statement', 'id-malformed', 'identifier-malformed', ...BARE_TEST],
  b5cc174e: ['bare-statement', 'name-not-plain', ...FAKE, 'name-with-control-character'],
  '0740ebcb': ['bare-statement', ...FAKE],
  '70d48007': ['bare-statement', 'name-not-plain', ...FAKE, 'name-with-control-character'],
  '2c97fd2e': ['bare-statement', ...FAKE],
  d5015797: ['bare-statement', ...FAKE],
  '8c7d65e5': ['bare-statement', ...FAKE],
  '4229be71': ['bare-statement', 'name-not-plain', ...FAKE, 'name-with-control-character'],
  '4abd4238': ['bare-statement', ...FAKE],
  // A national directory until 2023: all roles in one sequence; and its own code in the identifier, to this
  // day.
  c9b7aa68: ['flat-roles', 'authority-differs', 'no-qc-compliance'],
  e3b37104: ['flat-roles', 'authority-differs', 'no-qc-compliance'],
  e24fe0c5: ['flat-roles', 'authority-differs', 'no-qc-compliance'],
  '0f8199f8': ['flat-roles', 'authority-differs', 'no-qc-compliance'],
  '4f63eb8b': ['flat-roles', 'authority-differs', 'no-qc-compliance'],
  '74aec87d': ['authority-differs', 'no-qc-compliance'],
  '443a00a1': ['authority-differs', 'no-qc-compliance'],
  '7805df48': ['authority-differs', 'no-qc-compliance'],
  f5060761: ['authority-differs', 'no-qc-compliance'],
  // The fixtures of a verifier: PrintableString, PSP_PI under the identifier of PSP_AS, a country of three
  // letters.
  f0696b67: ['string-type', 'string-type', 'conflicting-role-name', 'identifier-country-of-three-letters'],
  '2b6098ff': ['string-type', 'string-type', 'conflicting-role-name', 'identifier-country-of-three-letters'],
  // Roles written out in words.
  '73490970': ['unknown-role-name', 'authority-unlisted', 'no-extended-key-usage'],
  // The whole prefix twice, and a test authority.
  b92e773a: ['authority-unlisted', 'repeated-prefix', ...BARE_TEST],
  e34c4bcd: FAKE,
  '3329b0ed': ['no-qc-compliance', 'no-qc-type'],
  // A sandbox with two authorities of its own and no names.
  ab770a10: ['authority-unlisted', 'authority-differs', 'no-organization-name', 'no-common-name'],
  ed05c9ea: ['authority-unlisted', 'authority-differs', 'no-organization-name', 'no-common-name'],
  '188931d5': [
    'authority-unlisted',
    'authority-differs',
    'no-extended-key-usage',
    'no-organization-name',
    'no-common-name',
  ],
  // Mutations of real certificates, one defect each.
  e7e0c3ce: ['no-role'],
  d5c54c28: ['unknown-role'],
  '377cbb74': ['id-unassigned-country', 'authority-differs'],
  // Real, with emailProtection beside the purposes of TLS.
  '9b775b8b': ['unusual-extended-key-usage'],
}

/** Certificates of real providers, whose signatures verify: all but one depart from nothing. */
const REAL = {
  '9b775b8b': 'PSDCZ-CNB-63492555',
  f1e0ff0c: 'PSDNL-DNB-R161162',
  '27094ae5': 'PSDHR-HNB-71221608291',
}

const rows = corpusExists ? readIndex() : []

describe.skipIf(!corpusExists)('PSD2 certificates found in public depart from the standard', () => {
  test.each(rows)('$file as the table says', ({ file = '', sha256 = '', roles = '' }) => {
    const certificate = parse(file)
    const expected = DEVIATIONS[sha256.slice(0, 8)] ?? []
    expect(findPsd2Deviations(certificate).map(({ reason }) => reason)).toEqual(expected)

    const strict = acceptedPsd2(certificate)?.roles ?? []
    const lenient = acceptedPsd2(certificate, DEVIATION_REASONS)?.roles ?? []
    if (expected.length === 0) expect(lenient).toEqual(strict)
    if (expected.some(reason => ['bare-statement', 'flat-roles', 'string-type'].includes(reason))) {
      expect(strict).toEqual([])
      // The index goes by names: where they conflict with the identifiers, it has other roles.
      if (!expected.includes('conflicting-role-name'))
        expect([...lenient].sort().join(',')).toBe(roles.split(',').sort().join(','))
    }
  })

  test('and every row of the table is one of them', () => {
    const digests = rows.map(({ sha256 = '' }) => sha256.slice(0, 8))
    expect(Object.keys(DEVIATIONS).filter(digest => !digests.includes(digest))).toEqual([])
  })

  test('but real ones hardly do', () => {
    const real = rows.filter(row => row['class']?.startsWith('real-qtsp'))
    expect(real.length).toBe(5)
    const departing = real.filter(({ sha256 = '' }) => sha256.slice(0, 8) in DEVIATIONS)
    expect(departing.map(({ sha256 = '' }) => sha256.slice(0, 8))).toEqual(['9b775b8b'])
  })
})

describe.skipIf(!corpusExists)('they name', () => {
  test.each(Object.entries(REAL))('%s: %s', (digest, text) => {
    const row = rows.find(({ sha256 = '' }) => sha256.startsWith(digest))
    expect(subjectId(parse(row?.['file'] ?? ''))).toMatchObject({ ok: true, value: { text } })
  })

  test('nobody for certain, where subject and extension differ', () => {
    const undetermined = rows.flatMap(({ file = '', sha256 = '' }) => {
      const identity = subjectId(parse(file))
      return identity.ok || identity.reason !== 'extension-differs' ? [] : [sha256.slice(0, 8)]
    })
    expect(undetermined.sort()).toEqual(['84a83a3a', 'c542aee8', 'd7be9478', 'dc4f6f95'])
  })
})

describe.skipIf(!corpusExists)('their names', () => {
  test.each<NameForm>(['descriptors', 'rfc4514'])('are read back from the form %s', form => {
    for (const { file = '' } of rows) {
      const { subject, issuer } = parse(file)
      expect(matchesName(subject, formatName(subject, form)), file).toBe(true)
      expect(matchesName(issuer, formatName(issuer, form)), file).toBe(true)
      expect(matchesName(subject, formatName(issuer, form)), file).toBe(
        formatName(subject) === formatName(issuer),
      )
    }
  })
})

interface Listed {
  readonly country: string | null
  readonly nca_id: string
  readonly nca_name: string
  readonly status: string
  readonly legacy_or_alias_ids: readonly string[]
}

describe.skipIf(!corpusExists)('authorities', () => {
  const { ncas }: { readonly ncas: readonly Listed[] } = corpusExists
    ? JSON.parse(readFileSync(corpusPath('nca.json'), 'utf8'))
    : { ncas: [] }

  test('are those of the list, and that of the United Kingdom, which left it', () => {
    const listed = ncas.filter(({ status, nca_id }) => status === 'current' || nca_id === 'GB-FCA')
    // The list calls codes of test systems aliases of the British authority; they are not that authority.
    const expected = listed.map(({ nca_id, nca_name, legacy_or_alias_ids }) => ({
      id: nca_id,
      name: nca_name,
      aliases: nca_id === 'GB-FCA' ? [] : legacy_or_alias_ids.map(alias => alias.slice(3)),
    }))
    expect(AUTHORITIES.toSorted(byId)).toEqual(expected.toSorted(byId))
    expect(AUTHORITIES.length).toBe(31)
  })

  test('are none of test systems', () => {
    const others = ncas.filter(({ status }) => status === 'sandbox-only' || status.startsWith('TS 119 495'))
    expect(others.map(({ nca_id }) => nca_id).sort()).toEqual(['DE-FAKENCA', 'EU-NCA', 'NA', 'NL-XWG'])
    expect(others.filter(({ nca_id }) => AUTHORITIES.some(({ id }) => id === nca_id))).toEqual([])
  })
})

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1
}
