import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readCertificates } from '../src/encoding/pem.ts'
import {
  assess,
  authenticateLists,
  type CacheOptions,
  createCaches,
  type Evidence,
  instant,
  nodeCrypto,
  type Report,
} from '../src/index.ts'

const FIXTURES = join(import.meta.dirname, '..', 'fixtures')
const read = (path: string): Uint8Array => new Uint8Array(readFileSync(join(FIXTURES, path)))
const json = (...path: readonly string[]) => JSON.parse(readFileSync(join(FIXTURES, ...path), 'utf8'))
const crypto = nodeCrypto()

const cases: readonly {
  readonly at: string
  readonly certificate: string
  readonly lotl: string
  readonly list: string
}[] = ['.', 'certificates', 'lists-defect'].flatMap(folder =>
  readdirSync(join(FIXTURES, folder))
    .filter(
      name => name.endsWith('.json') && existsSync(join(FIXTURES, folder, name)) && name !== 'notice.json',
    )
    .map(name => json(folder, name)),
)

async function evidenceOf({ at, certificate: path, lotl, list }: (typeof cases)[number]): Promise<Evidence> {
  const certificates = readCertificates(read(path))
  if (!certificates.ok) throw new Error(certificates.reason)
  const [certificate = new Uint8Array(), ...intermediates] = certificates.value
  const files = { listOfLists: { bytes: read(lotl) }, lists: [{ bytes: read(list) }] }
  const lists = await authenticateLists({ ...files, notice: json('notice.json'), crypto, at: instant(at) })
  return { certificate, intermediates, lists }
}

/** Its own, and three at which certificates, lists or algorithms are over or not there yet. */
const momentsOf = (at: string) =>
  [at, '2020-01-01T00:00:00Z', '2027-06-01T00:00:00Z', '2031-01-01T00:00:00Z'].map(instant)

function flipped(octets: Uint8Array, at: number): Uint8Array {
  return octets.with(at, (octets[at] ?? 0) ^ 1)
}

describe('what is remembered changes no report', () => {
  const evidences: { readonly evidence: Evidence; readonly at: string }[] = []
  const caches = createCaches()
  const small = createCaches({ certificates: 1, signatures: 1 })

  beforeAll(async () => {
    for (const each of cases) evidences.push({ evidence: await evidenceOf(each), at: each.at })
  })

  test('of any fixture, at any moment', async () => {
    for (const { evidence, at: own } of evidences) {
      for (const at of momentsOf(own)) {
        const without = await assess(evidence, { at, crypto })
        expect(await assess(evidence, { at, crypto, caches })).toEqual(without)
        expect(await assess(evidence, { at, crypto, caches })).toEqual(without)
        expect(await assess(evidence, { at, crypto, caches: small })).toEqual(without)
      }
    }
    expect(evidences.length).toBeGreaterThan(20)
  }, 120_000)

  test('and two reports share nothing that can be written into', async () => {
    for (const { evidence, at: own } of evidences) {
      const asked = { at: instant(own), crypto, caches }
      expect(sharedParts(await assess(evidence, asked), await assess(evidence, asked))).toEqual([])
      expect(
        sharedParts(await assess(evidence, asked), await assess(evidence, { ...asked, caches: small })),
      ).toEqual([])
    }
  }, 120_000)

  test('of any fixture with one bit of its signature flipped', async () => {
    for (const { evidence, at: own } of evidences) {
      const at = instant(own)
      const { certificate } = evidence
      const forged = { ...evidence, certificate: flipped(certificate, certificate.length - 1) }
      await assess(evidence, { at, crypto, caches })
      expect(await assess(forged, { at, crypto, caches })).toEqual(await assess(forged, { at, crypto }))
    }
  }, 120_000)
})

/** Where two values hold the very same part, and it can be written into. */
function sharedParts(one: unknown, other: unknown, place = 'report'): readonly string[] {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return []
  const within = Object.keys(one).flatMap(name =>
    sharedParts(Reflect.get(one, name), Reflect.get(other, name), `${place}.${name}`),
  )
  return one === other && !Object.isFrozen(one) ? [place, ...within] : within
}

/** Overwrites every member that lets itself be overwritten. */
function scribble(value: object): void {
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === 'object' && member !== null) scribble(member)
    Reflect.set(value, name, 'scribbled')
  }
}

describe('a certificate that was seen', () => {
  const sound: (typeof cases)[number] = json('qwac.json')
  const at = instant(sound.at)
  let evidence: Evidence
  let report: Report

  beforeAll(async () => {
    evidence = await evidenceOf(sound)
    report = await assess(evidence, { at, crypto })
  })

  const anchorOf = ({ findings }: Report) => findings.find(({ code }) => code === 'path.anchor')

  test.each([1, 20, 60])(
    'does not vouch for one that differs in a bit of the signature: octet %i from the end',
    async back => {
      const caches = createCaches()
      const { certificate } = evidence
      const forged = { ...evidence, certificate: flipped(certificate, certificate.length - back) }
      expect(anchorOf(await assess(evidence, { at, crypto, caches }))).toMatchObject({ outcome: 'satisfied' })
      for (let again = 0; again < 2; again++) {
        expect(anchorOf(await assess(forged, { at, crypto, caches }))).not.toMatchObject({
          outcome: 'satisfied',
        })
      }
      expect(await assess(evidence, { at, crypto, caches })).toEqual(report)
    },
  )

  test('is not computed again, and is asked about again', async () => {
    let times = 0
    const counting = {
      ...crypto,
      verify: (request: Parameters<typeof crypto.verify>[0]) => {
        times++
        return crypto.verify(request)
      },
    }
    const caches = createCaches()
    await assess(evidence, { at, crypto: counting, caches })
    const first = times
    const later = await assess(evidence, { at: instant('2031-01-01T00:00:00Z'), crypto: counting, caches })
    expect(first).toBeGreaterThan(0)
    expect(times).toBe(first)
    expect(later.verdict).toBe('failed')
  })

  test('may be overwritten where it stood, as buffers are', async () => {
    const caches = createCaches()
    const buffer = Buffer.from(evidence.certificate)
    expect(await assess({ ...evidence, certificate: buffer }, { at, crypto, caches })).toEqual(report)
    buffer.fill(0)
    expect(
      (await assess({ ...evidence, certificate: buffer }, { at, crypto, caches })).certificate,
    ).toBeNull()
    expect(await assess(evidence, { at, crypto, caches })).toEqual(report)
  })

  test('is not changed by whoever writes into a report', async () => {
    const caches = createCaches()
    const mine = await assess(evidence, { at, crypto, caches })
    scribble(mine)
    expect(await assess(evidence, { at, crypto, caches })).toEqual(report)
  })

  test('is the one that was digested, though its buffer be overwritten meanwhile', async () => {
    const caches = createCaches()
    const buffer = Buffer.from(evidence.certificate)
    const slow = {
      ...crypto,
      digest: async (...asked: Parameters<typeof crypto.digest>) => {
        await Promise.resolve()
        return crypto.digest(...asked)
      },
    }
    const asked = assess({ ...evidence, certificate: buffer }, { at, crypto: slow, caches })
    buffer.fill(0)
    expect(await asked).toEqual(report)
    expect(await assess(evidence, { at, crypto, caches })).toEqual(report)
  })
})

const NUMBERS: readonly number[] = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]
const SIZES = [
  'certificates',
  'signatures',
  'intermediates',
] as const satisfies readonly (keyof CacheOptions)[]

test.each(SIZES.flatMap(size => NUMBERS.map(number => [size, number] as const)))(
  'there are no caches for %s: %d',
  (size, number) => {
    expect(() => createCaches({ [size]: number })).toThrow(RangeError)
  },
)

test.each(SIZES)('there are caches for one of %s', size => {
  expect(() => createCaches({ [size]: 1 })).not.toThrow()
})
