import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { toHex } from '../../src/core/bytes.ts'
import { oid } from '../../src/core/oid.ts'
import { instant } from '../../src/core/time.ts'
import { type CertificateDefect, createTestWorld, type MintOptions } from '../../src/sandbox/index.ts'

const now = instant('2026-06-01T12:00:00Z')
const world = await createTestWorld({ seed: 'a seed', now })
const authority = new X509Certificate(world.caCertificate)

const QC_COMPLIANCE = oid('0.4.0.1862.1.1')
const QC_TYPE_ESIGN = oid('0.4.0.1862.1.6.1')
const QC_TYPE_WEB = oid('0.4.0.1862.1.6.3')
const PSD2_STATEMENT = oid('0.4.0.19495.2')
const PSD2_POLICY = oid('0.4.0.19495.3.1')
const PSP_AI = oid('0.4.0.19495.1.3')
const PSP_PI = oid('0.4.0.19495.1.2')
const FOREIGN_ROLE = oid('1.3.6.1.4.1.32473.1')

/** Whether the DER of an identifier occurs in a certificate: tag, length, contents. */
function names(certificate: Uint8Array, identifier: string): boolean {
  const length = (identifier.length / 2).toString(16).padStart(2, '0')
  return toHex(certificate).includes(`06${length}${identifier}`)
}

async function mint(options?: MintOptions) {
  const minted = await world.mint(options)
  return { ...minted, read: new X509Certificate(minted.certificate) }
}

describe('a certificate without defect', () => {
  test('is signed by the listed authority, which is an authority', async () => {
    const { read, chain } = await mint()
    expect(read.verify(authority.publicKey)).toBe(true)
    expect(read.checkIssued(authority)).toBe(true)
    expect(read.ca).toBe(false)
    expect(authority.ca).toBe(true)
    expect(authority.verify(authority.publicKey)).toBe(true)
    expect(chain).toEqual([])
  })

  test('makes the statements of a QWAC for payment services', async () => {
    const { certificate } = await mint()
    for (const id of [QC_COMPLIANCE, QC_TYPE_WEB, PSD2_STATEMENT, PSD2_POLICY, PSP_AI, PSP_PI]) {
      expect(names(certificate, id)).toBe(true)
    }
    expect(names(certificate, QC_TYPE_ESIGN)).toBe(false)
  })

  test('says what it was asked to say', async () => {
    const { read } = await mint({
      authority: { id: 'FI-FINFSA', name: 'Finnish Financial Supervisory Authority' },
      authorizationNumber: '0751699-0',
      subject: 'Maksut',
      dnsName: 'maksut.example',
      notBefore: instant('2026-05-01T00:00:00Z'),
      notAfter: instant('2026-07-01T00:00:00Z'),
    })
    expect(read.subject.split('\n')).toEqual([
      'C=FI',
      'O=TEST – NOT QUALIFIED Maksut',
      'organizationIdentifier=PSDFI-FINFSA-0751699-0',
      'CN=maksut.example',
    ])
    expect(read.subjectAltName).toBe('DNS:maksut.example')
    expect(read.validFrom).toBe('May  1 00:00:00 2026 GMT')
    expect(read.validTo).toBe('Jul  1 00:00:00 2026 GMT')
  })

  test('takes the holder’s country where it differs from the authority’s', async () => {
    expect((await mint({ country: 'EE' })).read.subject).toMatch(/^C=EE\n/)
  })

  test('is read by the library as it was meant', async () => {
    const parsed = parseCertificate((await mint({ roles: ['PSP_IC', 'VOP_RS'] })).certificate)
    if (!parsed.ok) throw new Error(parsed.reason)
    const { malformed, qcStatements } = parsed.value.extensions
    expect(malformed).toEqual([])
    expect(qcStatements).toMatchObject({
      malformed: [],
      compliance: true,
      types: [QC_TYPE_WEB],
      pds: [{ url: 'https://qtsp.example/pds-en.pdf', language: 'en' }],
      semantics: [{ identifier: oid('0.4.0.194121.1.2') }],
      psd2: { roles: ['PSP_IC', 'VOP_RS'], otherRoles: [], misnamed: [], authority: { id: 'LU-CSSF' } },
    })
  })

  test.each(['listed', 'intermediate', 'unlisted'] as const)(
    'and the %s authority above it are DER, to the last extension',
    async issuer => {
      const { certificate, chain } = await mint({ issuer })
      for (const bytes of [certificate, ...chain, world.caCertificate]) {
        expect(parseCertificate(bytes)).toMatchObject({ ok: true, value: { extensions: { malformed: [] } } })
      }
    },
  )
})

test('a certificate through the intermediate has a chain of one that the listed authority signed', async () => {
  const { read, chain } = await mint({ issuer: 'intermediate' })
  const [intermediate] = chain.map(x => new X509Certificate(x))
  expect(chain).toHaveLength(1)
  expect(read.verify(authority.publicKey)).toBe(false)
  expect(read.verify(intermediate!.publicKey)).toBe(true)
  expect(intermediate!.ca).toBe(true)
  expect(intermediate!.verify(authority.publicKey)).toBe(true)
})

describe('one defect', () => {
  test('wrong-signature: the authority did not sign what it says it signed', async () => {
    const { read } = await mint({ defect: 'wrong-signature' })
    expect(read.checkIssued(authority)).toBe(true)
    expect(read.verify(authority.publicKey)).toBe(false)
  })

  test('expired: it ended before now', async () => {
    const { read } = await mint({ defect: 'expired' })
    expect(Date.parse(read.validTo)).toBe(now - 86_400_000)
  })

  test('issuer-not-listed: another authority signed it', async () => {
    const { read, chain } = await mint({ defect: 'issuer-not-listed' })
    const [unlisted] = chain.map(x => new X509Certificate(x))
    expect(read.verify(unlisted!.publicKey)).toBe(true)
    expect(unlisted!.verify(unlisted!.publicKey)).toBe(true)
    expect(unlisted!.publicKey.equals(authority.publicKey)).toBe(false)
    expect(unlisted!.subject).not.toBe(authority.subject)
  })

  test.each<[CertificateDefect, { present: readonly string[]; absent: readonly string[] }]>([
    ['unknown-role', { present: [PSD2_STATEMENT, FOREIGN_ROLE], absent: [PSP_AI, PSP_PI] }],
    ['no-psd2-statement', { present: [QC_COMPLIANCE], absent: [PSD2_STATEMENT, PSD2_POLICY, PSP_AI] }],
    ['esign-type', { present: [QC_COMPLIANCE, QC_TYPE_ESIGN], absent: [QC_TYPE_WEB] }],
    ['no-qc-compliance', { present: [QC_TYPE_WEB, PSD2_STATEMENT], absent: [QC_COMPLIANCE] }],
  ])('%s: names %o', async (defect, { present, absent }) => {
    const { certificate } = await mint({ defect })
    expect(present.filter(id => !names(certificate, id))).toEqual([])
    expect(absent.filter(id => names(certificate, id))).toEqual([])
  })

  test.each<CertificateDefect>([
    'expired',
    'unknown-role',
    'no-psd2-statement',
    'esign-type',
    'no-qc-compliance',
  ])('%s: the signature is good all the same', async defect => {
    expect((await mint({ defect })).read.verify(authority.publicKey)).toBe(true)
  })
})
