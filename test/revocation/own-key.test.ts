import { describe, expect, test } from 'vitest'
import { certificateIssuer, crlNumber, issuingDistributionPoint } from '../support/crl-writer.ts'
import { hex, sequence, tlv } from '../support/der-writer.ts'
import { writtenNameOf } from '../support/signed-certificate.ts'
import {
  anchor,
  CA,
  CRL_SIGN,
  certified,
  HOLD,
  list,
  listed,
  OCSP_SIGNING,
  party,
  pointsAt,
  response,
  status,
} from './by-hand.ts'

/** What a key says of the certificate that it belongs to. Whoever has stolen it can sign that at any time. */

const HERE = pointsAt(sequence(tlv(0xa2, tlv(0xa4, writtenNameOf('/O=Test/CN=Lists')))))
const signer = certified(party('Lists'), { by: CA, extensions: [CRL_SIGN, HERE] })
const INDIRECT = [crlNumber(7), issuingDistributionPoint(tlv(0x84, hex('ff')))]
const own = (from: number, entries: readonly Uint8Array[] = []) =>
  list({ by: signer, from, entries, extensions: INDIRECT })
const owner = certificateIssuer(CA.name)
const says = (what: 'unknown' | 'good' | 'hold', from: number) =>
  response(
    { by: CA, producedAt: from },
    { about: signer, says: what === 'hold' ? { at: from, reason: HOLD } : what, from },
  )

describe('a list by the key of the certificate itself', () => {
  test.each<[string, string, readonly Uint8Array[], readonly Uint8Array[]]>([
    ['is enough where nobody else speaks of it', 'satisfied', [own(-1)], []],
    ['ends no hold that a response has told', 'on-hold', [own(-1)], [says('hold', -3)]],
    ['ends no doubt of a response', 'unknown-to-responder', [own(-1)], [says('unknown', -3)]],
    [
      'ends no hold of another list',
      'on-hold',
      [own(-1), list({ by: CA, from: -3, entries: [listed(signer, HOLD)] })],
      [],
    ],
    ['ends its own hold', 'satisfied', [own(-1), own(-3, [listed(signer, HOLD, owner)])], []],
    [
      'which tells a hold, that a newer response ends',
      'satisfied',
      [own(-3, [listed(signer, HOLD, owner)])],
      [says('good', -1)],
    ],
    [
      'counts beside a response that ended the hold of another',
      'satisfied',
      [own(-1)],
      [says('hold', -3), says('good', -2)],
    ],
  ])('%s', async (_, expected, crls, ocsp) => {
    const evidence = { anchor, intermediates: [signer], ocsp }
    expect(await status(signer, { ...evidence, crls })).toBe(expected)
    expect(await status(signer, { ...evidence, crls: crls.toReversed() })).toBe(expected)
  })
})

describe('a responder that nobody has checked', () => {
  const unchecked = certified(party('Responder'), { by: CA, extensions: [OCSP_SIGNING] })
  const leaf = certified(party('Leaf'), { by: CA })
  const good = { about: leaf, says: 'good', from: -2 } as const
  const held = { about: leaf, says: { at: -3, reason: HOLD }, from: -3 } as const
  const by = { by: unchecked, certificates: [unchecked] }
  const older = response({ by: CA, producedAt: -5 }, { about: leaf, says: 'good', from: -5 })

  test.each([
    ['in responses of their own', [response(by, good), response(by, held)]],
    ['in one response', [response(by, good, held)]],
  ])('puts on hold, and its good does not end that: %s', async (_, ocsp) => {
    expect(await status(leaf, { anchor, ocsp: [...ocsp, older] })).toBe('on-hold')
  })
})
