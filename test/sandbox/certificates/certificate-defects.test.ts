import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { parseCertificate } from '../../../src/certificate/parse.ts'
import { EXTENSION } from '../../../src/core/object-identifiers.ts'
import { CERTIFICATE_DEFECTS } from '../../../src/sandbox/certificates/certificate-defects.ts'
import { MARKER } from '../../../src/sandbox/certificates/marker.ts'
import type { CertificateDefect } from '../../../src/sandbox/mint-options.ts'
import { contentsOf, difference, mintedIn, outline, parsed, territory } from '../minted.ts'

const LU = await territory()
const sound = await mintedIn(LU)
const listed = new X509Certificate(LU.authorities.listed.certificate)

const PSP_PI = '30(06:04008198270102 0c:PSP_PI)'
const PSP_AI = '30(06:04008198270103 0c:PSP_AI)'
const CSSF = 'Commission for the Supervision of Financial Sector'
const SUPERVISION = `0c:${CSSF} 0c:LU-CSSF`

/** The library's strict reader does not take the statement that has this shape. */
const unread = (psd2: string) => ({ psd2, psd2Read: false, malformedStatements: ['0.4.0.19495.2'] })
const identifier = (text: string) => ({
  subject: ['2.5.4.6=LU', `2.5.4.10=${MARKER} Payments`, `2.5.4.97=${text}`, '2.5.4.3=psp.example'],
})
const issuedBy = (id: string, name: object) => ({
  issuer: name,
  access: ['http://qtsp.example/ocsp', `http://qtsp.example/${id}.cer`],
  revocationLists: [[`http://qtsp.example/${id}.crl`]],
})

const SHOWS: Readonly<Record<CertificateDefect, object>> = {
  'wrong-signature': {},
  expired: { notBefore: '2025-05-31T12:00:00Z', notAfter: '2026-05-31T12:00:00Z' },
  'not-yet-valid': { notBefore: '2026-06-02T12:00:00Z', notAfter: '2027-06-02T12:00:00Z' },
  'issuer-not-listed': issuedBy('LU-unlisted', expect.arrayContaining([`2.5.4.3=${MARKER} Unlisted CA`])),
  'no-psd2-statement': {
    policies: ['0.4.0.194112.1.6'],
    statements: ['0.4.0.1862.1.1', '0.4.0.1862.1.6', '0.4.0.1862.1.5', '1.3.6.1.5.5.7.11.2'],
    psd2: undefined,
    psd2Read: false,
  },
  'esign-type': { types: ['0.4.0.1862.1.6.1'] },
  'flat-roles': unread(`30(30(30(06:04008198270102 0c:PSP_PI 06:04008198270103 0c:PSP_AI)) ${SUPERVISION})`),
  'bare-statement': {
    statements: undefined,
    types: undefined,
    compliance: undefined,
    disclosures: undefined,
    psd2: undefined,
    psd2Read: false,
    malformedExtensions: ['1.3.6.1.5.5.7.1.3'],
    malformedStatements: undefined,
  },
  'printable-authority': unread(`30(30(${PSP_PI} ${PSP_AI}) 13:${CSSF} 13:LU-CSSF)`),
  'explicit-tag': unread(`30(a0(30(${PSP_PI} ${PSP_AI})) ${SUPERVISION})`),
  'long-role-names': {
    psd2: `30(30(${PSP_PI.replace('PSP_PI', 'Payment Initiation')} ${PSP_AI.replace('PSP_AI', 'Account Information')}) ${SUPERVISION})`,
  },
  'no-qc-compliance': {
    statements: ['0.4.0.1862.1.6', '0.4.0.1862.1.5', '1.3.6.1.5.5.7.11.2', '0.4.0.19495.2'],
    compliance: false,
  },
  'no-qc-type': {
    statements: ['0.4.0.1862.1.1', '0.4.0.1862.1.5', '1.3.6.1.5.5.7.11.2', '0.4.0.19495.2'],
    types: [],
  },
  'organization-identifier-without-scheme': identifier('LU-CSSF-TEST0001'),
  'three-letter-country': identifier('PSDLUX-CSSF-TEST0001'),
  'authority-mismatch': identifier('PSDLU-TEST-TEST0001'),
  'repeated-prefix': identifier('PSDLU-CSSF-PSDLU-CSSF-TEST0001'),
  'newline-in-issuer': issuedBy('LU-newline-in-name', [
    '2.5.4.6=LU',
    `2.5.4.10=${MARKER} Trust Services\n`,
    '2.5.4.97=NTRLU-TEST0000',
    `2.5.4.3=${MARKER} Newline CA`,
  ]),
  'no-organization': { subject: ['2.5.4.6=LU', '2.5.4.97=PSDLU-CSSF-TEST0001'] },
  'repeated-roles': { psd2: `30(30(${PSP_PI} ${PSP_AI} ${PSP_PI}) ${SUPERVISION})` },
  'no-extended-key-usage': { purposes: undefined },
  'email-protection': { purposes: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4'] },
  'authority-without-country': { psd2: `30(30(${PSP_PI} ${PSP_AI}) 0c:${CSSF} 0c:CSSF)` },
  'role-name-mismatch': {
    psd2: `30(30(${PSP_PI.replace('PSP_PI', 'PSP_AS')} ${PSP_AI}) ${SUPERVISION})`,
  },
  'seal-as-website': { types: ['0.4.0.1862.1.6.2'] },
  'unknown-role': { psd2: `30(30(30(06:2b0601040181fd5901 0c:TEST_ROLE)) ${SUPERVISION})` },
  'new-role': {
    psd2: `30(30(${PSP_PI} ${PSP_AI} 30(06:04008198270133 0c:VOP_RS)) ${SUPERVISION})`,
  },
  'authority-not-applicable': { psd2: `30(30(${PSP_PI} ${PSP_AI}) 0c:NA 0c:NA)` },
}

const DEFECTS = Object.entries(SHOWS) as [CertificateDefect, object][]

test('every defect stands in the table', () => {
  expect(DEFECTS.map(([defect]) => defect).sort()).toEqual(Object.keys(CERTIFICATE_DEFECTS).sort())
})

describe.each(DEFECTS)('%s', (defect, shows) => {
  test('shows exactly its deviation', async () => {
    const { certificate } = await mintedIn(LU, { defect })
    expect(difference(contentsOf(sound.certificate), contentsOf(certificate))).toEqual(shows)
  })

  test('is signed by the authority that it names, unless that is the defect', async () => {
    const { certificate, chain } = await mintedIn(LU, { defect })
    const issuer = chain[0] ? new X509Certificate(chain[0]) : listed
    const read = new X509Certificate(certificate)
    expect(read.issuer).toBe(issuer.subject)
    expect(read.verify(issuer.publicKey)).toBe(defect !== 'wrong-signature')
  })

  test('says what it is, in one sentence', () => {
    expect(CERTIFICATE_DEFECTS[defect].says).toMatch(/^[A-Z].*[^.]\.$/)
  })

  test('has the marker in every name, but where names are what is missing', async () => {
    const { certificate } = await mintedIn(LU, { defect, subject: 'A Real Bank' })
    const { subject, issuer } = new X509Certificate(certificate)
    expect(issuer).toContain(`O=${MARKER} `)
    expect(issuer).toContain(`CN=${MARKER} `)
    expect(subject.includes(`O=${MARKER} A Real Bank`)).toBe(defect !== 'no-organization')
  })

  test('is known to the register as the holder that it is without the defect', async () => {
    expect((await mintedIn(LU, { defect })).provider).toEqual(sound.provider)
  })
})

test('the flipped bit is the only difference of a wrong signature', async () => {
  const ed25519 = await territory({ authorityKey: 'Ed25519' })
  const [good, bad] = [await mintedIn(ed25519), await mintedIn(ed25519, { defect: 'wrong-signature' })]
  const [signature, spoilt] = [good, bad].map(({ certificate }) => parsed(certificate).signature)
  expect(spoilt).toHaveLength(signature!.length)
  expect(parseCertificate(bad.certificate)).toMatchObject({ ok: true })
})

test('bare-statement: the extension is the statement', async () => {
  const { certificate } = await mintedIn(LU, { defect: 'bare-statement' })
  const { value } = parsed(certificate).extensions.all.find(({ id }) => id === EXTENSION.qcStatements) ?? {}
  expect(outline(value!)).toBe(`30(06:040081982702 30(30(${PSP_PI} ${PSP_AI}) ${SUPERVISION}))`)
})

describe('a defect holds for other wishes too', () => {
  test.each([
    ['ES', 'BDE', 'authority-without-country', 'BDE'],
    ['ES', 'BE', 'authority-without-country', 'BE'],
  ] as const)('%s-%s, %s: %s', async (country, abbreviation, defect, id) => {
    const authority = { id: `${country}-${abbreviation}`, name: 'Banco de España' }
    const { certificate } = await mintedIn(LU, { authority, defect })
    expect(contentsOf(certificate)['psd2']).toBe(`30(30(${PSP_PI} ${PSP_AI}) 0c:Banco de España 0c:${id})`)
  })

  test('a country without a code of three letters here is a mistake of the caller', async () => {
    const options = { authority: { id: 'US-X', name: 'X' }, defect: 'three-letter-country' } as const
    await expect(mintedIn(LU, options)).rejects.toThrow(RangeError)
  })

  test('a seal with the purposes of TLS is a seal all the same', async () => {
    const { certificate } = await mintedIn(LU, { kind: 'seal', defect: 'seal-as-website' })
    expect(contentsOf(certificate)).toMatchObject({
      types: ['0.4.0.1862.1.6.2'],
      purposes: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
    })
  })
})
