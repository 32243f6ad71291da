import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { copyInTurns, digestInTurns, pack, unpack } from '../../../src/sources/lists/packing.ts'

/** Around the number of octets that are worked on in one turn, and none. */
const SIZES = [0, 1, 131_071, 131_072, 131_073, 400_000]

const octets = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, index) => index % 251)

describe.each(SIZES)('of %i octets', size => {
  test('what was packed unpacks to what it was', async () => {
    const packed = await pack(octets(size))
    expect(Buffer.compare((await unpack(packed, size)) ?? Buffer.from('?'), octets(size))).toBe(0)
  })

  test('what unpacks to more or less than it says is nothing', async () => {
    const packed = await pack(octets(size))
    expect(await unpack(packed, size + 1)).toBeUndefined()
    if (size > 0) expect(await unpack(packed, size - 1)).toBeUndefined()
  })

  test('the digest is that of all octets', async () => {
    const expected = createHash('sha256').update(octets(size)).digest('hex')
    expect(await digestInTurns(octets(size))).toBe(expected)
  })

  test('the copy stands in memory of its own', async () => {
    const given = octets(size + 8).subarray(8)
    const copy = await copyInTurns(given)
    expect(Buffer.compare(copy, given)).toBe(0)
    expect(copy.buffer).not.toBe(given.buffer)
    expect(copy.buffer.byteLength).toBe(size)
  })
})

test.each([
  ['nothing', ''],
  ['something else', 'ffffffffffff'],
  ['a beginning', '4b4c4a'],
])('%s unpacks to nothing', async (_, hex) => {
  expect(await unpack(Buffer.from(hex, 'hex'), 3)).toBeUndefined()
})
