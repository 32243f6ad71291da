import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { equalBytes } from '../../src/core/bytes.ts'
import { readCertificates } from '../../src/encoding/pem.ts'

const pem = readCertificates(readFileSync(new URL('../../fixtures/qwac.pem', import.meta.url)))
const [qwac = new Uint8Array(0)] = pem.ok ? pem.value : []

describe('a sound certificate', () => {
  test('is read', () => {
    expect(parseCertificate(qwac)).toMatchObject({ ok: true, value: { extensions: { malformed: [] } } })
  })

  test('is refused when it is cut, wherever that is', () => {
    for (let length = 0; length < qwac.length; length++) {
      expect(parseCertificate(qwac.subarray(0, length)).ok, `at ${length}`).toBe(false)
    }
  })

  test('is refused, or differs in what is signed or in the signature, when one bit is flipped', () => {
    const original = parseCertificate(qwac)
    if (!original.ok) throw new Error(original.reason)
    for (let bit = 0; bit < qwac.length * 8; bit++) {
      const flipped = Uint8Array.from(qwac)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const parsed = parseCertificate(flipped)
      if (!parsed.ok) continue
      const { tbs, signature } = parsed.value
      const isSame = equalBytes(tbs, original.value.tbs) && equalBytes(signature, original.value.signature)
      expect(isSame, `bit ${bit}`).toBe(false)
    }
  })

  test('is never misread silently when octets change: nothing throws, and offsets lie inside', () => {
    const edit = fc.record({ at: fc.nat(qwac.length - 1), octet: fc.nat(255) })
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), edits => {
        const changed = Uint8Array.from(qwac)
        for (const { at, octet } of edits) changed[at] = octet
        const parsed = parseCertificate(changed)
        const offsets = parsed.ok
          ? parsed.value.extensions.malformed.map(({ offset }) => offset)
          : [parsed.offset]
        for (const offset of offsets) expect(offset).toBeLessThanOrEqual(changed.length)
      }),
      { numRuns: 2000 },
    )
  })

  test('does not depend on what follows in the buffer', () => {
    const buffer = new Uint8Array(qwac.length + 100).fill(0x30)
    buffer.set(qwac)
    expect(parseCertificate(buffer.subarray(0, qwac.length))).toEqual(parseCertificate(qwac))
  })
})

test('octets of chance are a value, whatever they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4096 }), bytes => {
      expect(parseCertificate(bytes).ok).toBe(false)
    }),
  )
})
