import { beforeAll, describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { equalBytes } from '../../src/core/bytes.ts'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { validatePath } from '../../src/path/validation/validate.ts'
import { anchorOf, issue, type Party, party } from '../support/authorities.ts'

const at = instant('2026-06-01T00:00:00Z')
const crypto = nodeCrypto()

/**
 * One bit of this many is flipped; with QWAC_EVERY_BIT=1 each one. Coprime to 8, so that every place in an
 * octet has its turn.
 */
const STRIDE = process.env['QWAC_EVERY_BIT'] === '1' ? 1 : 5

let root: Certificate
let chain: readonly Certificate[]

beforeAll(async () => {
  const parties = await Promise.all(['Root', 'Upper', 'Lower', 'Holder'].map(name => party(name)))
  const [top, upper, lower, holder] = parties as [Party, Party, Party, Party]
  root = await issue(top, top, { ca: true })
  chain = [
    await issue(lower, holder),
    await issue(upper, lower, { ca: true, pathLength: 0 }),
    await issue(top, upper, { ca: true, pathLength: 1 }),
  ]
})

const validate = (certificates: readonly Certificate[]) =>
  validatePath({ certificates, anchor: anchorOf(root), crypto, at, profile: 'eidas' })

function flip(octets: Uint8Array, bit: number): Uint8Array {
  const flipped = octets.slice()
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7))
  return flipped
}

/** The bits of a certificate of the chain with which it is valid although what was signed has changed. */
async function unnoticed(index: number): Promise<readonly number[]> {
  const original = chain[index]!
  const found: number[] = []
  for (let bit = 0; bit < original.bytes.length * 8; bit += STRIDE) {
    const parsed = parseCertificate(flip(original.bytes, bit))
    if (!parsed.ok) continue
    const { outcome } = await validate(chain.with(index, parsed.value))
    if (outcome === 'valid' && !equalBytes(parsed.value.tbs, original.tbs)) found.push(bit)
  }
  return found
}

describe('a chain of three certificates', () => {
  test('is valid as it was made', async () => {
    expect((await validate(chain)).outcome).toBe('valid')
  })

  test.each([
    ['leaf', 0],
    ['lower authority', 1],
    ['upper authority', 2],
  ])(
    'is refused with any bit of the %s flipped, or nothing that was signed has changed',
    async (_, index) => {
      expect(await unnoticed(index)).toEqual([])
    },
  )

  test.each([0, 1, 2])(
    'is not valid with another signature octet at the end of certificate %i',
    async index => {
      const original = chain[index]!
      const parsed = parseCertificate(flip(original.bytes, original.bytes.length * 8 - 1))
      const outcome = parsed.ok ? (await validate(chain.with(index, parsed.value))).outcome : 'unreadable'
      expect(outcome).not.toBe('valid')
    },
  )
})
