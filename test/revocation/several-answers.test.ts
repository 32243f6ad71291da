import { describe, expect, test } from 'vitest'
import { OCSP_POLICY } from '../../src/revocation/ocsp/policy.ts'
import type { RevocationPolicy } from '../../src/revocation/policy.ts'
import { extension } from '../support/certificate-writer.ts'
import { crlNumber, issuingDistributionPoint, pointName } from '../support/crl-writer.ts'
import { hex, nothing, octets, sequence, tlv } from '../support/der-writer.ts'
import {
  AUTHORITY,
  anchor,
  CA,
  CERT_AND_CRL_SIGN,
  CERT_SIGN,
  COMPROMISED,
  CRL_SIGN,
  certified,
  type Evidence,
  HOLD,
  leaf,
  list,
  listed,
  NO_CHECK,
  NO_REVOCATION,
  OCSP_SIGNING,
  party,
  pointsAt,
  responderAt,
  response,
  SHORT_TERM,
  type Single,
  status,
  uses,
} from './by-hand.ts'

/** What responses and lists come to for a certificate and those above it: RFC 5280, 6960, 9608. */

const byCa = (...singles: readonly Single[]) => response({ by: CA }, ...singles)
const GONE = { at: -100 } as const
const REVOKED = { at: -100, reason: COMPROMISED } as const
const HELD = { at: -100, reason: HOLD } as const

describe('one response with several answers about the certificate', () => {
  test.each<readonly [string, string, readonly Omit<Single, 'about'>[]]>([
    ['good twice', 'satisfied', [{ says: 'good' }, { says: 'good', from: -2 }]],
    [
      'good, and ended before it was good',
      'satisfied',
      [{ says: 'good' }, { says: 'good', from: -9, until: -5 }],
    ],
    [
      'good by a fresher answer, revoked by an older one',
      'revoked',
      [{ says: 'good' }, { says: REVOKED, from: -9 }],
    ],
    ['the same without a reason', 'revoked', [{ says: 'good' }, { says: GONE, from: -9 }]],
    [
      'the same by two hashes',
      'revoked',
      [
        { says: 'good', hash: 'sha256' },
        { says: REVOKED, from: -9 },
      ],
    ],
    [
      'the same by hashes the other way round',
      'revoked',
      [{ says: 'good' }, { says: REVOKED, from: -9, hash: 'sha384' }],
    ],
    [
      'good by a fresher answer, on hold by an older one',
      'satisfied',
      [{ says: 'good' }, { says: HELD, from: -9 }],
    ],
    ['on hold by a fresher answer', 'on-hold', [{ says: HELD }, { says: 'good', from: -9 }]],
    ['on hold and good at one moment', 'on-hold', [{ says: HELD, hash: 'sha256' }, { says: 'good' }]],
    ['unknown and good at one moment', 'unknown-to-responder', [{ says: 'unknown' }, { says: 'good' }]],
    ['unknown and on hold at one moment', 'on-hold', [{ says: 'unknown' }, { says: HELD }]],
    ['on hold, and revoked before', 'revoked', [{ says: HELD }, { says: REVOKED, from: -9 }]],
    ['on hold, and good from the future on', 'on-hold', [{ says: HELD }, { says: 'good', from: 1 }]],
    ['revoked, and revoked anew from the future on', 'revoked', [{ says: REVOKED }, { says: GONE, from: 1 }]],
    ['good, and good from the future on', 'satisfied', [{ says: 'good' }, { says: 'good', from: 1 }]],
    ['good from the future on', 'no-usable-evidence', [{ says: 'good', from: 1 }]],
    ['on hold, and revoked from the future on', 'on-hold', [{ says: HELD }, { says: REVOKED, from: 1 }]],
    [
      'on hold before, and good, and revoked from the future on',
      'no-usable-evidence',
      [{ says: HELD, from: -9 }, { says: 'good' }, { says: REVOKED, from: 1 }],
    ],
    [
      'unknown, and revoked from the future on',
      'unknown-to-responder',
      [{ says: 'unknown' }, { says: REVOKED, from: 1 }],
    ],
    [
      'good, and revoked from the future on',
      'no-usable-evidence',
      [{ says: 'good' }, { says: REVOKED, from: 1 }],
    ],
  ])('%s', async (_, expected, singles) => {
    const all = singles.map(each => ({ about: leaf, ...each }))
    expect(await status(leaf, { anchor, ocsp: [byCa(...all)] })).toBe(expected)
    expect(await status(leaf, { anchor, ocsp: [byCa(...all.toReversed())] })).toBe(expected)
  })
})

describe('several sources', () => {
  const good = (more: Partial<Single> = {}) => byCa({ about: leaf, says: 'good', ...more })
  const unknown = (more: Partial<Single> = {}) => byCa({ about: leaf, says: 'unknown', ...more })
  const soft: RevocationPolicy = { missing: 'soft' }
  const grace: RevocationPolicy = { missing: 'hard', acceptStaleFor: 3_600_000 }

  test.each<readonly [string, string, Omit<Evidence, 'anchor'>]>([
    [
      'unknown to a responder, good by an older list',
      'unknown-to-responder',
      { ocsp: [unknown()], crls: [list({ by: CA, from: -2 })] },
    ],
    [
      'unknown to a responder, good by a newer list',
      'satisfied',
      { ocsp: [unknown({ from: -2 })], crls: [list({ by: CA })] },
    ],
    [
      'good by a response, on hold by an older list',
      'satisfied',
      { ocsp: [good()], crls: [list({ by: CA, from: -2, entries: [listed(leaf, HOLD)] })] },
    ],
    [
      'good by a response, on hold by a newer list',
      'on-hold',
      { ocsp: [good({ from: -2 })], crls: [list({ by: CA, entries: [listed(leaf, HOLD)] })] },
    ],
    [
      'good by a response, revoked by an old list that ended',
      'revoked',
      { ocsp: [good()], crls: [list({ by: CA, from: -90, until: -80, entries: [listed(leaf)] })] },
    ],
    [
      'revoked by a response that ended, where policy is soft',
      'revoked',
      { ocsp: [byCa({ about: leaf, says: REVOKED, from: -90, until: -80 })], policy: soft },
    ],
    [
      'on hold by a response that ended, where policy is soft',
      'on-hold',
      { ocsp: [byCa({ about: leaf, says: HELD, from: -90, until: -80 })], policy: soft },
    ],
    [
      'good by a response that ended, where policy is soft',
      'not-applicable',
      { ocsp: [good({ from: -90, until: -80 })], policy: soft },
    ],
    ['good until this very second', 'satisfied', { ocsp: [good({ until: 0 })] }],
    ['good until a second ago', 'stale', { ocsp: [good({ until: -1 / 3600 })] }],
    [
      'good until an hour ago, with an hour of grace',
      'satisfied',
      { ocsp: [good({ from: -2, until: -1 })], policy: grace },
    ],
    [
      'good until a second more than that',
      'stale',
      { ocsp: [good({ from: -2, until: -3601 / 3600 })], policy: grace },
    ],
    [
      'good by a list until an hour ago, with an hour of grace',
      'satisfied',
      { crls: [list({ by: CA, from: -2, until: -1 })], policy: grace },
    ],
    [
      'good by a list until a second more than that',
      'stale',
      { crls: [list({ by: CA, from: -2, until: -3601 / 3600 })], policy: grace },
    ],
    [
      'good within the grace, and revoked by a list that ended',
      'revoked',
      {
        ocsp: [good({ from: -2, until: -1 })],
        crls: [list({ by: CA, from: -90, until: -80, entries: [listed(leaf)] })],
        policy: grace,
      },
    ],
    ['good without an end, an hour old', 'satisfied', { ocsp: [good({ until: null })] }],
    ['good without an end, a second older', 'stale', { ocsp: [good({ until: null, from: -3601 / 3600 })] }],
  ])('%s', async (_, expected, evidence) => {
    expect(await status(leaf, { anchor, ...evidence })).toBe(expected)
  })
})

describe('a responder', () => {
  const delegate = (from: number, until: number) =>
    certified(party('Responder'), { by: CA, from, until, extensions: [OCSP_SIGNING, NO_CHECK] })
  const judged = (signer: typeof leaf, producedAt: number, sent = [signer]) =>
    uses(leaf, {
      anchor,
      ocsp: [response({ by: signer, certificates: sent, producedAt }, { about: leaf, says: 'good' })],
    })

  test.each([
    ['valid then and now', -50, 50, -1, 'satisfied'],
    ['valid until this very second', -50, 0, -1, 'satisfied'],
    ['that has expired since', -50, -1 / 3600, -1, 'signer-not-valid'],
    ['that was certified after it had signed', -1, 50, -2, 'signer-not-valid'],
    ['that was certified in that very second', -1, 50, -1, 'satisfied'],
  ] as const)('%s', async (_, from, until, producedAt, expected) => {
    expect(await judged(delegate(from, until), producedAt)).toEqual([expected])
  })

  test('whom an authority of the same name and another key certified, may not sign', async () => {
    const other = party('CA')
    const signer = certified(party('Responder'), { by: other, extensions: [OCSP_SIGNING, NO_CHECK] })
    expect(await judged(signer, -1)).toEqual(['signer-not-authorised'])
  })

  test('is found behind others of its name, be they forged or its namesakes', async () => {
    const extensions = [OCSP_SIGNING, NO_CHECK]
    const signer = delegate(-50, 50)
    const forged = Array.from({ length: 5 }, () =>
      certified(party('Responder', signer.key), { by: party('CA'), extensions }),
    )
    const namesakes = Array.from({ length: 4 }, () => certified(party('Responder'), { by: CA, extensions }))
    expect(await judged(signer, -1, [...forged, ...namesakes, signer])).toEqual(['satisfied'])
    expect(await judged(signer, -1, [...namesakes, ...forged, signer])).toEqual(['satisfied'])
    expect(await judged(signer, -1, [...forged, ...namesakes])).toEqual(['signer-not-authorised'])
    expect(await judged(signer, -1, [...namesakes, ...forged])).toEqual(['signature-wrong'])
  })

  test('above the issuer, and the certificate itself, may not sign', async () => {
    const above = party('Above')
    expect(await judged(certified(above, { by: above, extensions: [AUTHORITY, OCSP_SIGNING] }), -1)).toEqual([
      'signer-not-authorised',
    ])
    expect(await judged(leaf, -1)).toEqual(['signer-without-purpose'])
  })
})

describe('a demand for more proof', () => {
  const German: RevocationPolicy = { missing: 'hard', ocsp: { ...OCSP_POLICY, certHashCountries: ['LU'] } }

  test.each([
    ['good', 'good', 'no-usable-evidence'],
    ['unknown', 'unknown', 'no-usable-evidence'],
    ['revoked', REVOKED, 'revoked'],
    ['on hold', HELD, 'on-hold'],
  ] as const)('without CertHash: %s', async (_, says, expected) => {
    expect(await status(leaf, { anchor, ocsp: [byCa({ about: leaf, says })], policy: German })).toBe(expected)
  })

  test('a CertHash of another certificate is about another certificate, whatever it says', async () => {
    const wrong = extension(
      '1.3.36.8.3.13',
      sequence(sequence(tlv(0x06, hex('608648016503040201')), nothing()), octets(new Uint8Array(32))),
    )
    const ocsp = [byCa({ about: leaf, says: REVOKED, extensions: [wrong] })]
    expect(await uses(leaf, { anchor, ocsp })).toEqual(['cert-hash-mismatch'])
  })
})

describe('a certificate that says that nothing is told of its revocation', () => {
  const URL = 'http://ocsp.example'
  const CRL = pointsAt(sequence(pointName('http://crl.example')))
  const FRESHEST = extension('2.5.29.46', sequence(sequence(pointName('http://crl.example'))))
  const ISSUERS = extension(
    '1.3.6.1.5.5.7.1.1',
    sequence(sequence(tlv(0x06, hex('2b06010505073002')), tlv(0x86, new TextEncoder().encode(URL)))),
  )
  const UNREADABLE = extension('1.3.6.1.5.5.7.1.1', octets())
  const made = (...extensions: readonly Uint8Array[]) => certified(party('Leaf'), { by: CA, extensions })

  test.each([
    ['alone', [NO_REVOCATION], 'not-applicable'],
    ['beside where its issuer is found', [NO_REVOCATION, ISSUERS], 'not-applicable'],
    ['and where a responder is', [NO_REVOCATION, responderAt(URL)], 'no-revocation-contradicted'],
    ['and where a list is', [NO_REVOCATION, CRL], 'no-revocation-contradicted'],
    ['and where changes are', [NO_REVOCATION, FRESHEST], 'no-revocation-contradicted'],
    ['and where nobody can read', [NO_REVOCATION, UNREADABLE], 'not-checked'],
    ['and is an authority', [NO_REVOCATION, AUTHORITY], 'no-revocation-contradicted'],
    ['by what is no NULL', [extension('2.5.29.56', octets())], 'not-checked'],
    ['because it is short', [SHORT_TERM], 'not-applicable'],
    ['because it is short, and where a list is', [SHORT_TERM, CRL], 'not-applicable'],
    ['because it is short, by what is no NULL', [extension('0.4.0.194121.2.1', octets())], 'not-checked'],
    ['because it is short, and is an authority', [SHORT_TERM, AUTHORITY], 'not-checked'],
  ] as const)('%s', async (_, extensions, expected) => {
    expect(await status(made(...extensions), { anchor })).toBe(expected)
  })

  test.each([
    ['noRevAvail', [NO_REVOCATION]],
    ['validity-assured-short-term', [SHORT_TERM]],
    ['noRevAvail and a pointer', [NO_REVOCATION, CRL]],
  ] as const)('is revoked all the same where somebody tells it: %s', async (_, extensions) => {
    const about = made(...extensions)
    expect(await status(about, { anchor, crls: [list({ by: CA, entries: [listed(about)] })] })).toBe(
      'revoked',
    )
    expect(await status(about, { anchor, ocsp: [byCa({ about, says: REVOKED })] })).toBe('revoked')
  })

  test('that contradicts itself is invalid although it is good', async () => {
    const about = made(NO_REVOCATION, CRL)
    const policies: readonly RevocationPolicy[] = [
      { missing: 'hard' },
      { missing: 'soft' },
      { missing: 'none' },
    ]
    for (const policy of policies)
      expect(await status(about, { anchor, crls: [list({ by: CA })], policy })).toBe(
        'no-revocation-contradicted',
      )
  })
})

describe('a path of several authorities', () => {
  const Root = party('Root')
  const root = certified(Root, { by: Root, extensions: [AUTHORITY] })
  const middle = certified(party('Middle'), { by: Root, extensions: [AUTHORITY, CERT_AND_CRL_SIGN] })
  const below = certified(party('Below'), { by: middle })
  const evidence = { anchor: root, above: [middle] }
  const goodLeaf = list({ by: middle })
  const only = (tag: number) => [crlNumber(7), issuingDistributionPoint(tlv(tag, hex('ff')))]

  test.each<readonly [string, string, Omit<Evidence, 'anchor'>]>([
    ['good and good', 'satisfied, satisfied', { crls: [goodLeaf, list({ by: Root })] }],
    [
      'good, and revoked above',
      'satisfied, revoked',
      { crls: [goodLeaf, list({ by: Root, entries: [listed(middle)] })] },
    ],
    [
      'good, and open above',
      'satisfied, not-checked',
      { ocsp: [response({ by: middle }, { about: below, says: 'good' })] },
    ],
    [
      'good, and told above by what is of holders alone',
      'satisfied, not-checked',
      { crls: [goodLeaf, list({ by: Root, extensions: only(0x81), entries: [listed(middle)] })] },
    ],
    [
      'good, and told above by what is of authorities',
      'satisfied, revoked',
      { crls: [goodLeaf, list({ by: Root, extensions: only(0x82), entries: [listed(middle)] })] },
    ],
    [
      'told by what is of authorities, though it is none',
      'not-checked, satisfied',
      { crls: [list({ by: middle, extensions: only(0x82), entries: [listed(below)] }), list({ by: Root })] },
    ],
    [
      'the anchor is asked about by nobody',
      'satisfied, satisfied',
      { crls: [goodLeaf, list({ by: Root, entries: [listed(root)] })] },
    ],
    [
      'an authority speaks of itself',
      'satisfied, not-checked',
      { crls: [list({ by: middle, entries: [listed(middle)] })] },
    ],
    [
      'the responder of the one above speaks of the one below',
      'no-usable-evidence, satisfied',
      { crls: [list({ by: Root })], ocsp: [response({ by: Root }, { about: below, says: 'good' })] },
    ],
  ])('%s', async (_, expected, more) => {
    expect(await status(below, { ...evidence, ...more })).toBe(expected)
  })

  test('whose issuer may not sign lists has none (6.3.3 (f))', async () => {
    const silent = certified(party('Middle'), { by: Root, extensions: [AUTHORITY, CERT_SIGN] })
    const about = certified(party('Below'), { by: silent })
    const crls = [list({ by: silent, entries: [listed(about)] }), list({ by: Root })]
    expect(await status(about, { anchor: root, above: [silent], crls })).toBe('no-usable-evidence, satisfied')
    const other = certified(party('Middle', silent.key), { by: Root, extensions: [CRL_SIGN] })
    expect(await status(about, { anchor: root, above: [silent], crls, intermediates: [other] })).toBe(
      'revoked, satisfied',
    )
  })
})
