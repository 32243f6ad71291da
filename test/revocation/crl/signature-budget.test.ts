import { describe, expect, test } from 'vitest'
import type { Crypto } from '../../../src/crypto/crypto.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { checkRevocation, type RevocationRequest } from '../../../src/revocation/check-revocation.ts'
import { anchorOf } from '../../support/authorities.ts'
import { crlNumber, issuingDistributionPoint } from '../../support/crl-writer.ts'
import { hex, sequence, tlv } from '../../support/der-writer.ts'
import { newKey, writtenNameOf } from '../../support/signed-certificate.ts'
import {
  AT,
  AUTHORITY,
  CERT_AND_CRL_SIGN,
  type Certified,
  CRL_SIGN,
  certified,
  list,
  NO_CHECK,
  OCSP_SIGNING,
  type Party,
  party,
  pointsAt,
  response,
} from '../by-hand.ts'

/**
 * What a validation may cost where forged material stands in the way of every question: about each
 * certificate of the path, about each responder and about each signer of lists.
 */

const many = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index))

const Root = party('Root')
const anchor = certified(Root, { by: Root, extensions: [AUTHORITY, CERT_AND_CRL_SIGN] })
const Lists = party('Lists')
const there = [pointsAt(sequence(tlv(0xa2, tlv(0xa4, writtenNameOf(Lists.name)))))]
const authority = (name: string, by: Party) =>
  certified(party(name), { by, extensions: [AUTHORITY, CERT_AND_CRL_SIGN, ...there] })
const upper = authority('Upper', Root)
const lower = authority('Lower', upper)
const leaf = certified(party('Leaf'), { by: lower, extensions: there })
const path = [leaf, lower, upper]

/** They bear the names of the authorities, so that each may be a link of a path to the anchor. */
const forged = (count: number): readonly Certified[] =>
  many(count, index => {
    const above = [Root, upper, lower][index % 3] ?? Root
    return certified(Lists, { by: { name: above.name, key: newKey() }, extensions: [CRL_SIGN] })
  })
const INDIRECT = [crlNumber(7), issuingDistributionPoint(tlv(0x84, hex('ff')))]
const lists = many(20, index =>
  list({ by: { name: Lists.name, key: newKey() }, from: -1 - index / 10, extensions: INDIRECT }),
)
const responders = [lower, upper, Root].flatMap((by, place) =>
  many(6, index =>
    certified(party(`Responder ${index}`), { by, extensions: [OCSP_SIGNING, NO_CHECK, ...there] }),
  ).map(responder => ({ responder, about: path[place] ?? leaf })),
)
const responses = responders.map(({ responder, about }) =>
  response({ by: responder, certificates: [responder] }, { about, says: 'good' }),
)

class Counting implements Crypto {
  readonly #crypto = nodeCrypto()
  readonly digest: Crypto['digest'] = (algorithm, data) => this.#crypto.digest(algorithm, data)
  computed = 0

  verify: Crypto['verify'] = request => {
    this.computed += 1
    return this.#crypto.verify(request)
  }
}

const ALL = { crls: lists, ocspResponses: responses }

async function costOf(
  intermediates: readonly Certified[],
  given: Pick<RevocationRequest, keyof typeof ALL> = ALL,
) {
  const crypto = new Counting()
  const findings = await checkRevocation({
    path: { anchor: anchorOf(anchor.certificate), certificates: path.map(each => each.certificate) },
    intermediates: intermediates.map(each => each.certificate),
    ...given,
    at: AT,
    crypto,
  })
  const statuses = findings.filter(({ code }) => code === 'revocation.status')
  return { computed: crypto.computed, told: statuses.map(({ outcome, reason }) => reason ?? outcome) }
}

const MAX_LINKS = 1000
/** Lists and responses by the keys of the path, and the certificates of responders, once each. */
const ALWAYS = lists.length + 2 * responses.length

describe('forged certificates of the name of a signer of lists, and forged lists, in the way of every question', () => {
  test.each([0, 300])('cost one signature each, however many questions there are: %i', async count => {
    const { computed, told } = await costOf(forged(count))
    expect(told).toEqual(['satisfied', 'satisfied', 'satisfied'])
    expect(computed).toBeLessThanOrEqual(count + path.length + ALWAYS)
  })

  test('cost a thousand signatures for all questions together, and leave each of them open', async () => {
    const { computed, told } = await costOf(forged(1500))
    expect(told).toEqual(['too-many', 'too-many', 'too-many'])
    expect(computed).toBeLessThanOrEqual(MAX_LINKS + ALWAYS)
  })

  test('leave open what could be proved behind them, and nothing else', async () => {
    const own = [leaf, lower, upper].map(about => list({ by: about.issuer, extensions: [crlNumber(7)] }))
    const { told } = await costOf(forged(1500), { crls: own, ocspResponses: [] })
    expect(told).toEqual(['satisfied', 'satisfied', 'satisfied'])
  })
})
