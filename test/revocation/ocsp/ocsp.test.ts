import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import { parseCertificate } from '../../../src/certificate/parse.ts'
import { type Instant, instantFromMilliseconds } from '../../../src/core/time.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { checkOcsp } from '../../../src/revocation/ocsp/check.ts'
import { parseOcspResponse } from '../../../src/revocation/ocsp/parse.ts'
import { OCSP_POLICY } from '../../../src/revocation/ocsp/policy.ts'
import type { OcspQuestion } from '../../../src/revocation/ocsp/question.ts'
import { KEY_KINDS } from '../../../src/sandbox/mint-options.ts'
import type { OcspOptions } from '../../../src/sandbox/revocation/options.ts'
import { NOW, revocationWorld } from '../../sandbox/revocation-world.ts'
import { Random } from '../../support/random.ts'

const HOUR = 3_600_000
const crypto = nodeCrypto()
const world = await revocationWorld()
const leaf = await world.mint({ subject: 'Leaf' })
const other = await world.mint({ subject: 'Other' })
const revoked = await world.mint({ subject: 'Revoked' })
world.revoke(revoked, { reason: 'keyCompromise' })
const held = await world.mint({ subject: 'Held' })
world.revoke(held, { reason: 'certificateHold' })

function read(bytes: Uint8Array): Certificate {
  const parsed = parseCertificate(bytes)
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.value
}

function asked(certificate: Uint8Array, ca: Uint8Array = world.ca): OcspQuestion {
  const { subject: name, publicKey } = read(ca)
  return { certificate: read(certificate), issuer: { name, publicKey }, at: NOW, crypto }
}

const later = (milliseconds: number): Instant => instantFromMilliseconds(NOW + milliseconds)

/** Every single-bit change of a few hundred places, spread over the whole. */
function flips(bytes: Uint8Array, count: number): readonly Uint8Array[] {
  const random = new Random(7)
  return Array.from({ length: count }, () => {
    const at = random.below(bytes.length)
    return bytes.with(at, (bytes[at] ?? 0) ^ (1 << random.below(8)))
  })
}

describe('a response of the authority', () => {
  test.each([
    [{}, { status: { status: 'good' }, signer: { role: 'delegate' } }],
    [{ signer: 'issuer' }, { status: { status: 'good' }, signer: { role: 'issuer' } }],
    [{ hash: 'SHA-256' }, { status: { status: 'good' } }],
    [{ certHash: true }, { status: { status: 'good' } }],
    [{ status: 'unknown' }, { status: { status: 'unknown' } }],
    [{ status: 'revoked' }, { status: { status: 'revoked', at: later(-HOUR) } }],
    [{}, { thisUpdate: later(-HOUR), producedAt: later(-HOUR), freshUntil: later(-HOUR + 168 * HOUR) }],
    [{ freshness: 'stale' }, { freshUntil: later(-24 * HOUR) }],
  ] as const satisfies readonly (readonly [OcspOptions, object])[])('%o is %o', async (options, expected) => {
    expect(await checkOcsp(await world.ocsp(leaf, options), asked(leaf))).toMatchObject({
      outcome: 'verified',
      source: 'ocsp',
      ...expected,
    })
  })

  test.each([
    [{ signer: 'delegated-without-purpose' }, 'signer-without-purpose'],
    [{ signer: 'stranger' }, 'signer-not-authorised'],
    [{ signer: 'wrong-key' }, 'signature-wrong'],
    [{ freshness: 'future' }, 'not-yet-valid'],
    [{ error: 'malformedRequest' }, 'malformed-request'],
    [{ error: 'internalError' }, 'internal-error'],
    [{ error: 'tryLater' }, 'try-later'],
    [{ error: 'sigRequired' }, 'signature-required'],
    [{ error: 'unauthorized' }, 'unauthorized'],
  ] as const satisfies readonly (readonly [OcspOptions, string])[])(
    '%o is of no use: %s',
    async (options, reason) => {
      const response = await world.ocsp(leaf, options)
      expect(await checkOcsp(response, asked(leaf))).toMatchObject({ outcome: 'unusable', reason })
    },
  )

  test('tells when and why a certificate was revoked or put on hold', async () => {
    expect(await checkOcsp(await world.ocsp(revoked), asked(revoked))).toMatchObject({
      status: { status: 'revoked', at: NOW, reason: 'keyCompromise' },
    })
    expect(await checkOcsp(await world.ocsp(held), asked(held))).toMatchObject({
      status: { status: 'revoked', reason: 'certificateHold' },
    })
  })

  test('says nothing about another certificate, or one of another issuer', async () => {
    const response = await world.ocsp(leaf)
    const reason = 'not-about-certificate'
    expect(await checkOcsp(response, asked(other))).toMatchObject({ outcome: 'unusable', reason })
    const below = asked(leaf, world.authorities.intermediate.certificate)
    expect(await checkOcsp(response, below)).toMatchObject({ outcome: 'unusable', reason })
    const { publicKey } = read(world.authorities.intermediate.certificate)
    const question = asked(leaf)
    const otherKey = { ...question, issuer: { ...question.issuer, publicKey } }
    expect(await checkOcsp(response, otherKey)).toMatchObject({ outcome: 'unusable', reason })
  })

  test.each(KEY_KINDS)('is verified with %s, by the issuer and by a delegate', async key => {
    const { ca, mint, ocsp } = await revocationWorld({ key })
    const certificate = await mint()
    for (const signer of ['issuer', 'delegated'] as const) {
      const response = await ocsp(certificate, { signer })
      expect(await checkOcsp(response, asked(certificate, ca))).toMatchObject({ outcome: 'verified' })
      const parsed = parseOcspResponse(response)
      const cut = parsed.ok ? parsed.value.signature.byteOffset - response.byteOffset + 12 : 0
      const changed = response.with(cut, (response[cut] ?? 0) ^ 1)
      expect(await checkOcsp(changed, asked(certificate, ca))).toMatchObject({ outcome: 'unusable' })
    }
  })
})

describe('the moment of use', () => {
  test.each([
    [-HOUR - 300_000, 'verified'],
    [-HOUR - 300_001, 'unusable'],
  ])(
    '%i ms from now: the answer is %s, for clocks may differ by five minutes',
    async (milliseconds, outcome) => {
      const question = { ...asked(leaf), at: later(milliseconds) }
      expect(await checkOcsp(await world.ocsp(leaf), question)).toMatchObject({ outcome })
    },
  )

  test('is not held against nextUpdate here, and never stretched beyond it', async () => {
    const answer = await checkOcsp(await world.ocsp(leaf), asked(leaf))
    expect(answer.outcome === 'verified' && answer.freshUntil === answer.nextUpdate).toBe(true)
    const strict = { ...asked(leaf), policy: { ...OCSP_POLICY, maximumAge: HOUR } }
    expect(await checkOcsp(await world.ocsp(leaf), strict)).toMatchObject({ freshUntil: NOW })
  })
})

describe('a nonce', () => {
  const nonce = new Uint8Array(32).fill(7)
  const answered = new Uint8Array(32).fill(8)

  test.each([
    ['the same', { nonce }, false, { outcome: 'verified' }],
    ['another', { nonce: answered }, false, { outcome: 'unusable', reason: 'nonce-mismatch' }],
    ['none', {}, false, { outcome: 'verified' }],
    ['none, where one is required', {}, true, { outcome: 'unusable', reason: 'nonce-missing' }],
    ['the same, where one is required', { nonce }, true, { outcome: 'verified' }],
  ])('that was asked for and is answered by %s', async (_, options, requiresNonce, expected) => {
    const question = { ...asked(leaf), nonce, policy: { ...OCSP_POLICY, requiresNonce } }
    expect(await checkOcsp(await world.ocsp(leaf, options), question)).toMatchObject(expected)
  })

  test('that nobody asked for changes nothing', async () => {
    expect(await checkOcsp(await world.ocsp(leaf, { nonce }), asked(leaf))).toMatchObject({
      outcome: 'verified',
    })
  })
})

describe('the hash of the certificate', () => {
  test('is asked for where the country of the issuer is one that the policy names', async () => {
    const { ca, mint, ocsp } = await revocationWorld({ country: 'DE' })
    const certificate = await mint()
    const question = asked(certificate, ca)
    const without = await ocsp(certificate, { certHash: false })
    expect(await checkOcsp(await ocsp(certificate), question)).toMatchObject({ outcome: 'verified' })
    expect(await checkOcsp(without, question)).toMatchObject({ reason: 'cert-hash-missing' })
    const lax = { ...question, policy: { ...OCSP_POLICY, certHashCountries: [] } }
    expect(await checkOcsp(without, lax)).toMatchObject({ outcome: 'verified' })
  })

  test('of another certificate refuses the response, whatever the country', async () => {
    const response = await world.ocsp(leaf, { certHash: true })
    const hash = createHash('sha256').update(leaf).digest()
    const at = Buffer.from(response).indexOf(hash)
    expect(at).toBeGreaterThan(0)
    const changed = response.with(at, (response[at] ?? 0) ^ 1)
    expect(await checkOcsp(changed, asked(leaf))).toMatchObject({ reason: 'cert-hash-mismatch' })
  })
})

describe('a change of one bit', () => {
  test.each(['issuer', 'delegated'] as const)(
    'of a response by the %s is refused, or in nothing that was signed',
    async signer => {
      const response = await world.ocsp(revoked, { signer })
      const sound = parseOcspResponse(response)
      const signed = sound.ok ? sound.value.tbs : new Uint8Array(0)
      for (const flipped of flips(response, 400)) {
        const answer = await checkOcsp(flipped, asked(revoked))
        if (answer.outcome === 'unusable') continue
        const parsed = parseOcspResponse(flipped)
        expect(parsed.ok && Buffer.compare(parsed.value.tbs, signed)).toBe(0)
        expect(answer.status.status).toBe('revoked')
      }
    },
  )
})

const whole = await world.ocsp(leaf)

describe('octets that are no response', () => {
  test.each([
    ['nothing', new Uint8Array(0)],
    ['a page', new TextEncoder().encode('<html>503</html>')],
    ['a certificate', leaf],
    ['a response with an octet behind it', Uint8Array.of(...whole, 0)],
    ['a response that is cut', whole.subarray(0, -1)],
    ['too many octets', new Uint8Array(65_537)],
    ['an error with a body', Uint8Array.of(0x30, 5, 0x0a, 1, 3, 0xa0, 0)],
    ['a success without one', Uint8Array.of(0x30, 3, 0x0a, 1, 0)],
    ['status 4', Uint8Array.of(0x30, 3, 0x0a, 1, 4)],
    ['status 7', Uint8Array.of(0x30, 3, 0x0a, 1, 7)],
  ])('%s', async (_, bytes) => {
    expect(await checkOcsp(bytes, asked(leaf))).toMatchObject({ outcome: 'unusable', reason: 'malformed' })
  })

  test('never throw', async () => {
    const random = new Random(11)
    const response = await world.ocsp(leaf)
    for (let i = 0; i < 3000; i++) {
      const start = random.below(response.length)
      const chunk = Uint8Array.from({ length: random.below(8) }, () => random.below(256))
      const cut = random.below(4)
      const mutated = Uint8Array.of(
        ...response.subarray(0, start),
        ...chunk,
        ...response.subarray(start + cut),
      )
      expect(typeof parseOcspResponse(mutated).ok).toBe('boolean')
    }
  })
})
