import { describe, expect, test } from 'vitest'
import type { Crypto } from '../../src/crypto/crypto.ts'
import { readSignedList } from '../../src/trust-list/read-list.ts'
import { verifySignedList } from '../../src/trust-list/verify.ts'
import { Random } from '../support/random.ts'
import { attackedList, type GivenList } from './attacked-lists.ts'
import {
  certificateId,
  extension,
  identity,
  pointer,
  providers,
  scheme,
  service,
  WITHDRAWN,
} from './list-content.ts'
import { type ListSigner, listSigner, listText } from './list-writer.ts'
import { crypto, NOW, signer } from './verdict.ts'

const other = listSigner()
const anchor = identity(certificateId(other.certificate))
const content =
  scheme({ uris: ['https://a.example/'], pointers: pointer({ signers: [signer] }) }) +
  providers(
    service({ identity: anchor, extensions: extension('<x xmlns="urn:x"></x>', 'false') }, [
      { since: '2019-01-01T00:00:00Z', status: WITHDRAWN },
    ]),
  )
const forgery = ['<TSLSequenceNumber>7', '<TSLSequenceNumber>8'] as const
const forged = content.replace(...forgery)

/** Two lists that were signed, and two that whoever attacks has signed: in his name, and in that of another. */
const texts = [
  listText({ content, signer }),
  listText({ content, signer, rootId: 'tl' }),
  listText({ content: forged, signer: other, rootId: 'tl' }),
  listText({ content: forged, signer: { ...other, certificate: signer.certificate } }),
]
const otherCertificate = Buffer.from(other.certificate).toString('base64')
const lists: readonly GivenList[] = texts.map(text => ({ text, otherCertificate, forgery }))

/** What a list says that is authentic, and who signed it; or why it is none. */
async function outcome(text: string, by: Crypto, pins: readonly ListSigner[] = [signer]): Promise<string> {
  const read = readSignedList(new TextEncoder().encode(text))
  if (!read.ok) return `refused: ${read.reason}`
  const expectation = { pins: new Set(pins.map(({ sha256 }) => sha256)), crypto: by, at: NOW }
  const { list, checks } = await verifySignedList(read.value, expectation)
  if (!list) return `refused: ${checks.at(-1)?.reason}`
  return JSON.stringify([list.signer, list.content], (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
  )
}

interface Attacks {
  readonly accepted: number
  /** Those that say something else than was signed, or that somebody else has signed. */
  readonly forged: readonly string[]
  readonly reasons: ReadonlySet<string>
}

async function attack(count: number, by: Crypto, pins?: readonly ListSigner[]): Promise<Attacks> {
  const random = new Random(7)
  const signed = await outcome(texts[0] ?? '', crypto)
  const forged: string[] = []
  const reasons = new Set<string>()
  let accepted = 0
  for (let i = 0; i < count; i++) {
    const text = attackedList(random, random.pick(lists))
    const result = await outcome(text, by, pins)
    if (result.startsWith('refused: ')) reasons.add(result.slice(9))
    else if (result === signed) accepted++
    else forged.push(text)
  }
  return { accepted, forged, reasons }
}

describe('attacks at random upon a signed list', () => {
  test('what is accepted says what was signed, by whom it was signed', async () => {
    const { accepted, forged, reasons } = await attack(1000, crypto)
    expect(forged).toEqual([])
    expect(accepted).toBeGreaterThan(20)
    expect([...reasons]).toEqual(
      expect.arrayContaining([
        'base64-malformed',
        'digest-algorithm-unsupported',
        'duplicate-id',
        'invalid',
        'key-info',
        'list-changed',
        'not-announced',
        'properties-changed',
        'properties-structure',
        'reference-target',
        'root-unexpected',
        'signature-misplaced',
        'signature-repeated',
        'transform-unsupported',
      ]),
    )
    expect(reasons).not.toContain('undefined')
  })

  /** What was signed, whatever else the file says: the digest is that of the list which the signer knew. */
  const signedOctets = (text: string) => {
    const read = readSignedList(new TextEncoder().encode(text))
    return read.ok ? read.value.signedOctets : new Uint8Array()
  }
  const known = texts.map(signedOctets)
  const careless: Crypto['digest'] = (algorithm, data) => {
    const isList = new TextDecoder().decode(data).startsWith('<TrustServiceStatusList')
    return crypto.digest(algorithm, (isList ? known[0] : undefined) ?? data)
  }

  test.each([
    ['digests what was signed, wherever it stands', { ...crypto, digest: careless }, [signer]],
    ['takes every signature for a good one', { ...crypto, verify: () => 'valid' as const }, [signer]],
    ['believes whoever signed', crypto, [signer, other]],
  ])('a verifier that %s is found out', async (_, by, pins) => {
    const { forged } = await attack(300, by, pins)
    expect(forged.length).toBeGreaterThan(0)
  })
})
