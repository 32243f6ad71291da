import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { equalBytes } from '../../src/core/bytes.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { checkCrls } from '../../src/revocation/crl/check.ts'
import { parseCrl } from '../../src/revocation/crl/crl.ts'
import { readCrl } from '../../src/revocation/crl/question.ts'
import { createStatusMemo } from '../../src/revocation/memo.ts'
import { checkOcsp } from '../../src/revocation/ocsp/check.ts'
import { parseOcspResponse } from '../../src/revocation/ocsp/parse.ts'
import type { StatusEvidence } from '../../src/revocation/status.ts'
import { NOW, revocationWorld } from '../sandbox/revocation-world.ts'

const crypto = nodeCrypto()
const world = await revocationWorld()
const changed = await world.mint({ subject: 'Changed' })
const before = new Uint8Array(await world.crl())
const revoked = await world.mint({ subject: 'Revoked' })
const revokedThere = await world.mint({ subject: 'Revoked There', revocationList: 'indirect' })
for (const each of [changed, revoked, revokedThere]) world.revoke(each, { reason: 'keyCompromise' })
const [listSigner, indirectSigner] = await Promise.all([
  world.delegate(world.ca, 'crl-signer'),
  world.delegate(world.ca, 'indirect-crl-signer'),
])

function read(bytes: Uint8Array): Certificate {
  const parsed = parseCertificate(bytes)
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.value
}

const { subject: name, publicKey } = read(world.ca)
const question = { issuer: { name, publicKey }, at: NOW, crypto }

/** Every bit where the environment asks for it, else one of three. */
const STEP = process.env['QWAC_EVERY_BIT'] === '1' ? 1 : 3

function* flips(sound: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < sound.length * 8; bit += STEP) {
    yield sound.with(bit >> 3, (sound[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7)))
  }
}

const statusOf = (evidence: StatusEvidence | undefined) =>
  evidence?.outcome === 'verified' ? evidence.status.status : evidence?.reason

/** What was signed in a response: what it says, and the certificates that came with it. */
function signedIn(response: Uint8Array): readonly Uint8Array[] | undefined {
  const parsed = parseOcspResponse(response)
  if (!parsed.ok) return undefined
  const certificates = parsed.value.certificates.map(each => parseCertificate(each))
  return [parsed.value.tbs, ...certificates.flatMap(each => (each.ok ? [each.value.tbs] : []))]
}

const signedInList = (list: Uint8Array): readonly Uint8Array[] | undefined => {
  const parsed = parseCrl(list)
  return parsed.ok ? [parsed.value.tbs] : undefined
}

const areSame = (a: readonly Uint8Array[] | undefined, b: readonly Uint8Array[] | undefined): boolean =>
  a !== undefined &&
  a.length === b?.length &&
  a.every((each, i) => equalBytes(each, b[i] ?? new Uint8Array()))

/** No list, no certificate. */
const NOTHING = new Uint8Array()

interface Subject {
  readonly certificate: Uint8Array
  readonly list: Uint8Array
  /** Where the signer of the list is found. */
  readonly signers?: readonly Uint8Array[]
  /** Says of the signer that it is not revoked. */
  readonly cleared?: Uint8Array
}

const SUBJECTS: Readonly<Record<string, () => Promise<Subject>>> = {
  'of the issuer': async () => ({ certificate: revoked, list: await world.crl() }),
  'with an issuing distribution point': async () => ({
    certificate: revoked,
    list: await world.crl({ scope: 'partitioned' }),
  }),
  'of a delegate': async () => ({
    certificate: revoked,
    list: await world.crl({ signer: 'delegated' }),
    signers: [listSigner],
  }),
  'of several authorities': async () => ({
    certificate: revokedThere,
    list: await world.crl({ scope: 'indirect' }),
    signers: [indirectSigner],
    cleared: before,
  }),
}

describe('every bit that is turned makes it unusable, or nothing that was signed has changed:', () => {
  test.each(['issuer', 'delegated'] as const)('of a response by the %s', async signer => {
    const sound = new Uint8Array(await world.ocsp(revoked, { signer }))
    const asked = { ...question, certificate: read(revoked) }
    expect(statusOf(await checkOcsp(sound, asked))).toBe('revoked')
    expect(signedIn(sound)).toHaveLength(signer === 'issuer' ? 1 : 2)
    for (const flipped of flips(sound)) {
      const evidence = await checkOcsp(flipped, asked)
      if (evidence.outcome === 'unusable') continue
      expect([areSame(signedIn(flipped), signedIn(sound)), evidence.status.status]).toEqual([true, 'revoked'])
    }
  })

  test.each(Object.entries(SUBJECTS))('of a list %s', async (_, subject) => {
    const { certificate, list, signers, cleared = NOTHING } = await subject()
    const sound = new Uint8Array(list)
    expect(statusOf(await askLists(certificate, [sound, cleared], signers))).toBe('revoked')
    for (const flipped of flips(sound)) {
      const evidence = await askLists(certificate, [flipped, cleared], signers)
      if (evidence?.outcome !== 'verified') continue
      const isSame = areSame(signedInList(flipped), signedInList(sound))
      expect([isSame, evidence.status.status]).toEqual([true, 'revoked'])
    }
  })

  test.each(['of a delegate', 'of several authorities'])(
    'of the certificate of the signer of a list %s',
    async name => {
      const {
        certificate = NOTHING,
        list = NOTHING,
        signers = [],
        cleared = NOTHING,
      } = (await SUBJECTS[name]?.()) ?? {}
      const [signer = NOTHING] = signers
      expect(statusOf(await askLists(certificate, [list, cleared], signers))).toBe('revoked')
      for (const flipped of flips(new Uint8Array(signer))) {
        const parsed = parseCertificate(flipped)
        if (!parsed.ok) continue
        const evidence = await askLists(certificate, [list, cleared], [flipped])
        if (evidence?.outcome !== 'verified') continue
        expect(equalBytes(parsed.value.tbs, read(signer).tbs)).toBe(true)
      }
    },
  )

  test('of a delta: it takes back nothing that its base says', async () => {
    const [base, sound] = [await world.crl(), new Uint8Array(await world.crl({ scope: 'delta' }))]
    for (const flipped of flips(sound)) {
      expect(statusOf(await askLists(revoked, [base, flipped]))).toBe('revoked')
    }
  })

  test('of a delta that revokes: it is laid over its base as it was signed, or not at all', async () => {
    const sound = new Uint8Array(await world.crl({ scope: 'delta' }))
    expect(statusOf(await askLists(changed, [before]))).toBe('good')
    expect(statusOf(await askLists(changed, [before, sound]))).toBe('revoked')
    for (const flipped of flips(sound)) {
      const evidence = await askLists(changed, [before, flipped])
      if (evidence?.outcome !== 'verified') throw new Error('the base counts, whatever its delta is')
      const isUsed = evidence.facts?.['delta'] !== undefined
      const isSame = areSame(signedInList(flipped), signedInList(sound))
      expect(evidence.status.status).toBe(isUsed ? 'revoked' : 'good')
      expect(isSame || !isUsed).toBe(true)
    }
  })
})

/** What the first of the lists comes to. */
async function askLists(
  certificate: Uint8Array,
  files: readonly Uint8Array[],
  signers: readonly Uint8Array[] = [],
) {
  const came = await Promise.all(files.map(file => readCrl(file, crypto)))
  const lists = came.flatMap(each => ('list' in each ? [each] : []))
  const asked = {
    ...question,
    certificate: read(certificate),
    anchor: question.issuer,
    intermediates: signers.map(read),
    lists,
  }
  const [first] = came
  return (await checkCrls(asked)).find(({ sha256 }) => sha256 === first?.sha256)
}

test.each(['issuer', 'delegated'] as const)(
  'a response of the %s that is met again, soon or after many others, costs no signature that is still known',
  async signer => {
    const memo = createStatusMemo()
    let signatures = 0
    const counting = {
      ...crypto,
      verify: (request: Parameters<typeof crypto.verify>[0]) => {
        signatures++
        return crypto.verify(request)
      },
    }
    const sound = new Uint8Array(await world.ocsp(revoked, { signer }))
    const asked = { ...question, crypto: counting, certificate: read(revoked), memo }
    const costOf = async (bytes: Uint8Array): Promise<number> => {
      const before = signatures
      expect(statusOf(await checkOcsp(bytes, asked))).toBe('revoked')
      return signatures - before
    }
    const first = signer === 'issuer' ? 1 : 2
    expect([await costOf(sound), await costOf(sound)]).toEqual([first, 0])
    const once = sound.slice()
    expect(await costOf(once)).toBe(1)
    for (let other = 0; other < 64; other++) await costOf(sound.slice())
    expect([await costOf(sound), await costOf(once)]).toEqual([0, 1])
  },
)

test('a signature that one implementation computed is not known to another', async () => {
  const memo = createStatusMemo()
  const sound = new Uint8Array(await world.ocsp(revoked, { signer: 'issuer' }))
  const asked = { ...question, certificate: read(revoked), memo }
  const never = { ...crypto, verify: () => 'invalid' as const }
  expect(statusOf(await checkOcsp(sound, asked))).toBe('revoked')
  expect(statusOf(await checkOcsp(sound, { ...asked, crypto: never }))).toBe('signature-wrong')
  expect(statusOf(await checkOcsp(sound, asked))).toBe('revoked')
})

test('a list that was verified for one certificate costs no signature for the next', async () => {
  const sound = new Uint8Array(await world.crl())
  const memo = createStatusMemo()
  let signatures = 0
  const counting = memo.crypto({
    ...crypto,
    verify: request => {
      signatures++
      return crypto.verify(request)
    },
  })
  const other = await world.mint({ subject: 'Other' })
  const told: unknown[] = []
  for (const certificate of [revoked, other, revoked]) {
    const given = await memo.readList(sound, counting)
    if (!('list' in given)) throw new Error(given.reason)
    const asked = { ...question, certificate: read(certificate), anchor: question.issuer, intermediates: [] }
    const [evidence] = await checkCrls({ ...asked, crypto: counting, lists: [given] })
    told.push([statusOf(evidence), signatures])
  }
  expect(told).toEqual([
    ['revoked', 1],
    ['good', 1],
    ['revoked', 1],
  ])
})
