import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { OCSP_POLICY } from '../../src/revocation/ocsp/policy.ts'
import type { RevocationPolicy } from '../../src/revocation/policy.ts'
import { extension } from '../support/certificate-writer.ts'
import { crlNumber, deltaOf, issuingDistributionPoint, pointName } from '../support/crl-writer.ts'
import { nothing, sequence, tlv } from '../support/der-writer.ts'
import { writtenNameOf } from '../support/signed-certificate.ts'
import {
  anchor,
  CA,
  COMPROMISED,
  CRL_SIGN,
  certified,
  findings,
  HOLD,
  leaf,
  list,
  listed,
  NO_CHECK,
  OCSP_SIGNING,
  party,
  pointsAt,
  REMOVED,
  response,
  status,
  uses,
} from './by-hand.ts'

/**
 * Who signed, and what verified evidence says of them: that nobody needs to check a responder, or that a
 * policy does without, excuses that nothing is known of it (RFC 6960, section 4.2.2.2.1), and never what is
 * known.
 */

const checked = certified(party('Responder'), { by: CA, extensions: [OCSP_SIGNING] })
const unchecked = certified(party('Responder'), { by: CA, extensions: [OCSP_SIGNING, NO_CHECK] })
const lenient: RevocationPolicy = {
  missing: 'hard',
  ocsp: { ...OCSP_POLICY, acceptsUncheckedDelegates: true },
}

describe.each([
  ['with id-pkix-ocsp-nocheck', unchecked, {}],
  ['without it, where the policy accepts that', checked, { policy: lenient }],
] as const)('a responder %s', (_, delegate, policy) => {
  const ocsp = [response({ by: delegate, certificates: [delegate] }, { about: leaf, says: 'good' })]
  const naming = (code?: number) => list({ by: CA, entries: [listed(delegate, code)] })
  const stranger = party('CA')

  test.each([
    ['no list', [], 'satisfied'],
    ['a list without it', [list({ by: CA })], 'satisfied'],
    ['a list that names it', [naming()], 'signer-revoked'],
    ['a list that names it as compromised', [naming(COMPROMISED)], 'signer-revoked'],
    ['a list that has it on hold', [naming(HOLD)], 'signer-revoked'],
    [
      'a list that names it, and ended long ago',
      [list({ by: CA, from: -100, until: -50, entries: [listed(delegate)] })],
      'signer-revoked',
    ],
    [
      'a list that names it, by a stranger',
      [list({ by: stranger, entries: [listed(delegate)] })],
      'satisfied',
    ],
    [
      'a list that names it, from the future',
      [list({ by: CA, from: 1, entries: [listed(delegate)] })],
      'satisfied',
    ],
    [
      'a list that had it on hold, and a newer one without it',
      [list({ by: CA, from: -9, entries: [listed(delegate, HOLD)] }), list({ by: CA })],
      'satisfied',
    ],
    ['a list that cannot be read', [new Uint8Array(3)], 'satisfied'],
  ] as const)('beside %s: its response is %s', async (_list, crls, expected) => {
    expect((await uses(leaf, { anchor, ocsp, crls, ...policy }))[0]).toBe(expected)
  })

  test('that is named leaves the status open, or to the list where that speaks of the certificate', async () => {
    const elsewhere = issuingDistributionPoint(tlv(0xa0, tlv(0xa0, tlv(0xa4, writtenNameOf('/CN=Part')))))
    const point = pointsAt(tlv(0x30, tlv(0xa0, tlv(0xa0, tlv(0xa4, writtenNameOf('/CN=Part'))))))
    const extensions = [OCSP_SIGNING, NO_CHECK, point]
    const apart = certified(party('Responder'), { by: CA, extensions })
    const good = [response({ by: apart, certificates: [apart] }, { about: leaf, says: 'good' })]
    const part = list({ by: CA, extensions: [elsewhere], entries: [listed(apart)] })
    expect(await status(leaf, { anchor, ocsp: good, crls: [part], ...policy })).toBe('no-usable-evidence')
    expect(await status(leaf, { anchor, ocsp, crls: [naming()], ...policy })).toBe('satisfied')
  })

  test.each([
    ['as revoked', { at: -5 }, 'signer-revoked'],
    ['as on hold', { at: -5, reason: HOLD }, 'signer-revoked'],
    ['as good', 'good', 'satisfied'],
    ['as unknown', 'unknown', 'satisfied'],
  ] as const)('that a response of the authority names %s: its own is %s', async (_as, says, expected) => {
    const naming = response({ by: CA }, { about: delegate, says })
    expect((await uses(leaf, { anchor, ocsp: [...ocsp, naming], ...policy }))[0]).toBe(expected)
    expect((await uses(leaf, { anchor, ocsp: [naming, ...ocsp], ...policy }))[1]).toBe(expected)
  })

  test('is not revoked by what another says who was revoked', async () => {
    const thief = certified(party('Thief'), { by: CA, extensions: [OCSP_SIGNING, NO_CHECK] })
    const naming = response({ by: thief, certificates: [thief] }, { about: delegate, says: { at: -5 } })
    const both = [...ocsp, naming]
    expect((await uses(leaf, { anchor, ocsp: both, ...policy }))[0]).toBe('signer-revoked')
    const crls = [list({ by: CA, entries: [listed(thief)] })]
    expect((await uses(leaf, { anchor, ocsp: both, crls, ...policy }))[0]).toBe('satisfied')
  })
})

test('a responder of which nothing is known is still not relied on, whatever lists are silent about it', async () => {
  const ocsp = [response({ by: checked, certificates: [checked] }, { about: leaf, says: 'good' })]
  expect((await uses(leaf, { anchor, ocsp }))[0]).toBe('signer-revocation-open')
  expect((await uses(leaf, { anchor, ocsp, crls: [list({ by: CA })] }))[0]).toBe('signer-revocation-open')
})

test('a responder that names itself as revoked is not relied on, whether its response stands alone, twice or beside another', async () => {
  const by = { by: unchecked, certificates: [unchecked] }
  const naming = { about: unchecked, says: { at: -5 } } as const
  const told = response(by, { about: leaf, says: 'good' }, naming)
  const other = response({ by: CA }, { about: checked, says: 'good' })
  for (const ocsp of [[told], [told, told], [told, new Uint8Array(told)], [told, other]])
    expect((await uses(leaf, { anchor, ocsp }))[0]).toBe('signer-revoked')
})

test('a responder of which nothing is known hides no revocation', async () => {
  const by = { by: checked, certificates: [checked] }
  const crls = [list({ by: CA, from: -9 })]
  const after = async (code?: number) => {
    const reasoned = code === undefined ? {} : { reason: code }
    return status(leaf, {
      anchor,
      crls,
      ocsp: [response(by, { about: leaf, says: { at: -5, ...reasoned } })],
    })
  }
  expect(await after()).toBe('revoked')
  expect(await after(COMPROMISED)).toBe('revoked')
  expect(await after(HOLD)).toBe('on-hold')
  const unheard = response(by, { about: leaf, says: 'unknown' })
  expect(await status(leaf, { anchor, crls, ocsp: [unheard] })).toBe('satisfied')
  const revoked = response(by, { about: leaf, says: { at: -5 } })
  const naming = list({ by: CA, entries: [listed(checked)] })
  expect(await status(leaf, { anchor, crls: [naming], ocsp: [revoked] })).toBe('satisfied')
})

test.each([
  ['id-pkix-ocsp-nocheck, which should not be (RFC 6960, 4.2.2.2.1)', '1.3.6.1.5.5.7.48.1.5', 'satisfied'],
  ['what nobody knows', '2.999.1', 'signer-extensions'],
])('a responder that marks as critical %s', async (_, id, expected) => {
  const critical = extension(id, nothing(), true)
  const marked = certified(party('Responder'), {
    by: CA,
    extensions: [OCSP_SIGNING, critical, ...(expected === 'satisfied' ? [] : [NO_CHECK])],
  })
  const ocsp = [response({ by: marked, certificates: [marked] }, { about: leaf, says: 'good' })]
  expect(await uses(leaf, { anchor, ocsp })).toEqual([expected])
})

test('where one of two certificates of a responder is revoked, the other may sign', async () => {
  const again = certified(unchecked, { by: CA, extensions: [OCSP_SIGNING, NO_CHECK] })
  const crls = [list({ by: CA, entries: [listed(unchecked)] })]
  for (const certificates of [
    [unchecked, again],
    [again, unchecked],
  ]) {
    const ocsp = [response({ by: unchecked, certificates }, { about: leaf, says: 'good' })]
    expect((await uses(leaf, { anchor, ocsp, crls }))[0]).toBe('satisfied')
  }
})

describe('a responder that has the key of the authority', () => {
  const twin = party('Twin', CA.key)
  const purposes = (...extensions: readonly Uint8Array[]) => certified(twin, { by: CA, extensions })

  test.each([
    ['and the purpose', 'by-name', purposes(OCSP_SIGNING, NO_CHECK), 'satisfied'],
    ['and no purpose', 'by-name', purposes(NO_CHECK), 'signer-without-purpose'],
    ['and is named by the key, which is the authority itself', 'by-key', purposes(), 'satisfied'],
  ] as const)('%s', async (_, named, delegate, expected) => {
    const ocsp = [response({ by: twin, named, certificates: [delegate] }, { about: leaf, says: 'good' })]
    expect(await uses(leaf, { anchor, ocsp })).toEqual([expected])
  })
})

describe('a signer of lists that is not the issuer', () => {
  const signer = certified(party('CA'), { by: CA, extensions: [CRL_SIGN] })
  const A = pointName('http://crl.example/a')
  const there = certified(party('There'), { by: CA, extensions: [pointsAt(sequence(A))] })
  // Not of the signer, which names no such point.
  const own = list({ by: signer, extensions: [issuingDistributionPoint(A)] })
  const intermediates = [signer]

  test.each([
    ['nothing', [], [], 'signer-status-open'],
    ['a list that clears it', [list({ by: CA, from: -9 })], [], 'satisfied'],
    ['a response that clears it', [], [response({ by: CA }, { about: signer, says: 'good' })], 'satisfied'],
    [
      'a response that cleared it once',
      [],
      [response({ by: CA, producedAt: -50 }, { about: signer, says: 'good', from: -50, until: -20 })],
      'signer-status-open',
    ],
    [
      'a response that knows nothing of it',
      [],
      [response({ by: CA }, { about: signer, says: 'unknown' })],
      'signer-status-open',
    ],
    [
      'a response that names it as revoked',
      [],
      [response({ by: CA }, { about: signer, says: { at: -5 } })],
      'signer-revoked',
    ],
    [
      'a list that clears it and a response that names it as revoked',
      [list({ by: CA, from: -9 })],
      [response({ by: CA }, { about: signer, says: { at: -5 } })],
      'signer-revoked',
    ],
  ])('beside %s', async (_, crls, ocsp, expected) => {
    const all = await findings(there, { anchor, crls: [own, ...crls], ocsp, intermediates })
    const about = createHash('sha256').update(own).digest('hex')
    const found = all.find(each => each.about === about)
    expect(found?.reason ?? found?.outcome).toBe(expected)
  })
})

describe('who signed, and may have been revoked,', () => {
  const signer = certified(party('CA'), { by: CA, extensions: [CRL_SIGN] })
  const A = pointName('http://crl.example/a')
  const atA = [pointsAt(sequence(A))]
  const there = certified(party('There'), { by: CA, extensions: atA })
  const good = response({ by: CA }, { about: there, says: 'good', from: -9 })
  const naming = (about: typeof there, code?: number) =>
    list({
      by: signer,
      entries: [listed(about, code)],
      extensions: [crlNumber(7), issuingDistributionPoint(A)],
    })
  const clearing = list({ by: CA, from: -9 })
  const evidence = { anchor, intermediates: [signer] }

  test.each([
    ['revoked', undefined],
    ['revoked', COMPROMISED],
    ['on-hold', HOLD],
  ])(
    'hides by its list nothing that is %s (%s), whether or not somebody clears it',
    async (expected, code) => {
      const crls = [naming(there, code)]
      expect(await status(there, { ...evidence, crls, ocsp: [good] })).toBe(expected)
      expect(await status(there, { ...evidence, crls: [...crls, clearing], ocsp: [good] })).toBe(expected)
    },
  )

  test('hides nothing if it was, because then anybody can have signed', async () => {
    const crls = [naming(there), list({ by: CA, entries: [listed(signer)] })]
    expect(await status(there, { ...evidence, crls, ocsp: [good] })).toBe('satisfied')
  })

  test('takes no word from another who signed, by a list or by a response', async () => {
    const other = certified(party('Responder'), { by: CA, extensions: [OCSP_SIGNING, NO_CHECK, ...atA] })
    const revoked = response({ by: other, certificates: [other] }, { about: there, says: { at: -5 } })
    const ocsp = [good, revoked]
    expect(await status(there, { ...evidence, ocsp })).toBe('revoked')
    expect(await status(there, { ...evidence, ocsp, crls: [naming(other)] })).toBe('revoked')
    expect(await status(there, { ...evidence, ocsp, crls: [naming(other), clearing] })).toBe('satisfied')
    const about = response({ by: checked, certificates: [checked] }, { about: other, says: { at: -5 } })
    expect(await status(there, { ...evidence, ocsp: [...ocsp, about] })).toBe('revoked')
  })
})

test('a responder whose hold changes to the list have ended may sign', async () => {
  const ocsp = [response({ by: unchecked, certificates: [unchecked] }, { about: leaf, says: 'good' })]
  const held = list({ by: CA, from: -9, entries: [listed(unchecked, HOLD)] })
  const changes = (code: number) =>
    list({ by: CA, extensions: [crlNumber(8), deltaOf(7)], entries: [listed(unchecked, code)] })
  const found = async (...crls: readonly Uint8Array[]) => (await uses(leaf, { anchor, ocsp, crls }))[0]
  expect(await found(held)).toBe('signer-revoked')
  expect(await found(held, changes(REMOVED))).toBe('satisfied')
  expect(await found(held, changes(COMPROMISED))).toBe('signer-revoked')
})
