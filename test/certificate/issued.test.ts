import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCertificate, parseIssuedCertificate } from '../../src/certificate/parse.ts'
import { certificate, extension } from '../support/certificate-writer.ts'
import { hex, oid, printable, rdn, sequence, set, utf8 } from '../support/der-writer.ts'

/**
 * A certificate of an issuer whose name was read before is read as any other: the same record, or the same
 * refusal.
 */

const CN = '2.5.4.3'
const NAMES: readonly (readonly [string, Uint8Array])[] = [
  [
    'of several parts',
    sequence(rdn('2.5.4.6', printable('LU')), rdn('2.5.4.10', utf8('É – 1')), rdn(CN, utf8('c'))),
  ],
  ['without attributes', sequence()],
  [
    'with two attributes in one part',
    sequence(set(sequence(oid(CN), utf8('a')), sequence(oid(CN), utf8('b')))),
  ],
  ['with a long value', sequence(rdn(CN, utf8('x'.repeat(60))))],
]

const written = (issuer: Uint8Array) =>
  certificate({ issuer, extensions: [extension('2.5.29.14', hex('040101'))] })

function nameIn(bytes: Uint8Array) {
  const parsed = parseCertificate(bytes)
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.value.issuer
}

const known = NAMES.map(([, name]) => nameIn(written(name)))

test.each(NAMES)('an issuer %s: whatever is cut off, turned, put in or left out', (_, name) => {
  const sound = written(name)
  const place = fc.nat(sound.length)
  const octets = fc.uint8Array({ maxLength: 3 })
  const changed = fc
    .array(fc.tuple(place, fc.nat(3), octets), { maxLength: 2 })
    .map(changes =>
      changes.reduce<Uint8Array>(
        (bytes, [at, length, put]) =>
          Uint8Array.of(...bytes.subarray(0, at), ...put, ...bytes.subarray(at + length)),
        sound,
      ),
    )
  fc.assert(
    fc.property(changed, bytes => {
      const plain = parseCertificate(bytes)
      for (const issuer of known) expect(parseIssuedCertificate(bytes, issuer)).toEqual(plain)
    }),
    { numRuns: 60, seed: 5 },
  )
  for (let at = 0; at < sound.length; at++) {
    const bytes = sound.with(at, (sound[at] ?? 0) ^ (1 << (at & 7)))
    const plain = parseCertificate(bytes)
    for (const issuer of known) expect(parseIssuedCertificate(bytes, issuer)).toEqual(plain)
  }
})

test.each(NAMES)('an issuer %s is handed out as it was read before', (_, name) => {
  const issuer = nameIn(written(name))
  const parsed = parseIssuedCertificate(written(name), issuer)
  const isCounted = issuer.rdns.every(
    ([first, ...others]) => others.length === 0 && (first?.value.length ?? 0) < 59,
  )
  expect(parsed.ok && parsed.value.issuer === issuer).toBe(isCounted)
})
