import { describe, expect, test } from 'vitest'
import type { Crypto } from '../../src/crypto/crypto.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { certificate } from '../support/certificate-writer.ts'
import { Random } from '../support/random.ts'
import { type Input, type Reader, runCampaign, type Subject } from './campaign.ts'
import { readTree, sizeOf, writeTree } from './der-tree.ts'
import { listSubjects } from './list-subjects.ts'
import { mutateOctets, octetSeed } from './mutate-octets.ts'
import { revocationSubjects } from './revocation-subjects.ts'
import { subjectsFrom } from './subjects.ts'

const SOUND = certificate()
const seeds = [octetSeed(SOUND)]
const mutate = (random: Random): Uint8Array => mutateOctets(octetSeed(SOUND), seeds, random)

const subject = (read: Reader['read']): Subject => ({
  name: 'planted',
  share: 1,
  mutate,
  readers: [{ name: 'planted', read }],
})
const campaign = (read: Reader['read'], seed = 1, count = 300) =>
  runCampaign({ count, seed, subjects: [subject(read)] })
const isLong = (input: Input): boolean => input.length > SOUND.length

/** 60 ms of the processor, however busy the machine is. */
function work(): void {
  const used = process.cpuUsage()
  for (let spent = 0; spent < 60_000; ) {
    const { user, system } = process.cpuUsage(used)
    spent = user + system
  }
}

describe('a campaign finds', () => {
  test('what is thrown, and makes it again by its seed', async () => {
    const read = (input: Input): boolean => {
      if (isLong(input)) throw new RangeError('beyond the end')
      return true
    }
    const { failures } = await campaign(read)
    expect(failures.length).toBeGreaterThan(10)
    expect(failures.length).toBeLessThan(290)
    for (const { seed, input, what } of failures) {
      expect(what).toContain('beyond the end')
      const again = await campaign(read, seed, 1)
      expect(again.failures.map(each => each.input)).toEqual([input])
    }
  })

  test('what a promise is rejected with', async () => {
    const { failures } = await campaign(async () => Promise.reject(new Error('later')))
    expect(failures).toHaveLength(300)
  })

  test('what takes longer than 50 ms every time', async () => {
    const { failures } = await campaign(work, 1, 2)
    const tooLong = expect.stringMatching(/^takes \d+\.\d ms$/)
    expect(failures.map(({ what }) => what)).toEqual([tooLong, tooLong])
  })

  test('what is read differently the second time', async () => {
    let count = 0
    const { failures, compared } = await campaign(() => count++)
    expect(compared).toBeGreaterThan(10)
    expect(failures).toHaveLength(compared)
    expect(failures[0]?.what).toBe('reads differently the second time')
  })
})

test('nothing in what is sound', async () => {
  const { failures, inputs } = await campaign(input => input)
  expect(failures).toEqual([])
  expect(inputs).toEqual(new Map([['planted', 300]]))
})

test('mutations differ from what they began with, and from one another', () => {
  const written = Array.from({ length: 300 }, (_, seed) =>
    Buffer.from(mutate(new Random(seed))).toString('hex'),
  )
  expect(new Set(written).size).toBeGreaterThan(240)
  expect(written.filter(each => each === Buffer.from(SOUND).toString('hex')).length).toBeLessThan(15)
})

test('a tree is written as it was read', () => {
  const tree = readTree(SOUND)
  expect(writeTree(tree)).toEqual(SOUND)
  expect(sizeOf(tree)).toBeGreaterThan(20)
})

test('what nobody signed, and is believed all the same', async () => {
  const believing: Crypto = { ...nodeCrypto(), verify: () => 'valid' }
  const subjects = await revocationSubjects(believing)
  const { failures } = await runCampaign({ count: 1500, seed: 1, subjects })
  expect(new Set(failures.map(({ reader }) => reader))).toEqual(
    new Set(['revocation list, judged', 'OCSP response, judged']),
  )
})

/** Digests what it has not seen before like what is about as long, once it is told to. */
function digestsByLength() {
  const sound = nodeCrypto()
  const seen: { readonly length: number; readonly digest: ReturnType<Crypto['digest']> }[] = []
  let isPlanted = false
  const crypto: Crypto = {
    ...sound,
    digest: (algorithm, data) => {
      const digest = sound.digest(algorithm, data)
      // What is short is a certificate: those of two signers may be equally long.
      if (data.length < 2_000) return digest
      if (!isPlanted) seen.push({ length: data.length, digest })
      const alike = seen.find(({ length }) => Math.abs(length - data.length) < 64)
      return (isPlanted && alike?.digest) || digest
    },
  }
  const plant = () => {
    isPlanted = true
  }
  return { crypto, plant }
}

test('lists that nobody signed and snapshots that nobody vouched for, and that are believed all the same', async () => {
  const { crypto, plant } = digestsByLength()
  const subjects = await listSubjects(crypto)
  plant()
  const { failures } = await runCampaign({ count: 1500, seed: 1, subjects })
  const believed = failures.filter(({ what }) => /what nobody (?:signed|vouched for) is believed/.test(what))
  expect(new Set(believed.map(({ reader }) => reader))).toEqual(
    new Set(['trusted list, verified', 'snapshot, vouched for']),
  )
})

test('every kind of input comes up, and has an answer', async () => {
  const subjects = await subjectsFrom([SOUND])
  const { failures, inputs } = await runCampaign({ count: 400, seed: 1, subjects })
  expect(failures).toEqual([])
  expect([...inputs.keys()].toSorted()).toEqual(subjects.map(({ name }) => name).toSorted())
})
