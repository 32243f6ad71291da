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
const revoked = await world.mint({ subject: 'Revoked' })
world.revoke(revoked, { reason: 'keyCompromise' })

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

describe('every bit that is turned makes it unusable, or nothing that was signed has changed:', () => {
  test.each(['issuer', 'delegated'] as const)('of a response by the %s', async signer => {
    const sound = new Uint8Array(await world.ocsp(revoked, { signer }))
    const asked = { ...question, certificate: read(revoked) }
    expect(statusOf(await checkOcsp(sound, asked))).toBe('revoked')
    const original = parseOcspResponse(sound)
    for (const flipped of flips(sound)) {
      const evidence = await checkOcsp(flipped, asked)
      if (evidence.outcome === 'unusable') continue
      const parsed = parseOcspResponse(flipped)
      const isSame = parsed.ok && original.ok && equalBytes(parsed.value.tbs, original.value.tbs)
      expect([isSame, evidence.status.status]).toEqual([true, 'revoked'])
    }
  })

  test.each(['full', 'partitioned'] as const)('of a list that is %s', async scope => {
    const sound = new Uint8Array(await world.crl({ scope }))
    expect(statusOf(await askLists(revoked, [sound]))).toBe('revoked')
    const original = parseCrl(sound)
    for (const flipped of flips(sound)) {
      const parsed = parseCrl(flipped)
      if (!parsed.ok) continue
      const evidence = await askLists(revoked, [flipped])
      if (evidence?.outcome !== 'verified') continue
      const isSame = original.ok && equalBytes(parsed.value.tbs, original.value.tbs)
      expect([isSame, evidence.status.status]).toEqual([true, 'revoked'])
    }
  })

  test('of a delta: it takes back nothing that its base says', async () => {
    const [base, sound] = [await world.crl(), new Uint8Array(await world.crl({ scope: 'delta' }))]
    for (const flipped of flips(sound)) {
      expect(statusOf(await askLists(revoked, [base, flipped]))).toBe('revoked')
    }
  })
})

async function askLists(certificate: Uint8Array, files: readonly Uint8Array[]) {
  const came = await Promise.all(files.map(file => readCrl(file, crypto)))
  const lists = came.flatMap(each => ('list' in each ? [each] : []))
  const asked = {
    ...question,
    certificate: read(certificate),
    anchor: question.issuer,
    intermediates: [],
    lists,
  }
  const [evidence] = await checkCrls(asked)
  return evidence
}

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
