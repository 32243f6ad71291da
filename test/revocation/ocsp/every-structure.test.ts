import { expect, test } from 'vitest'
import { byteAt, concatBytes } from '../../../src/core/bytes.ts'
import { parseOcspResponse } from '../../../src/revocation/ocsp/parse.ts'
import { extension } from '../../support/certificate-writer.ts'
import { nothing, octets, oid, sequence, tlv } from '../../support/der-writer.ts'
import { CA, certified, HOLD, leaf, NO_CHECK, OCSP_SIGNING, party, response } from '../by-hand.ts'

/** A value with others in it, or octets alone. */
interface Value {
  readonly tag: number
  readonly contents: Uint8Array | readonly Value[]
}

/** Reads DER that is known to be right, octet strings too where they begin like a sequence. */
function valuesIn(bytes: Uint8Array): readonly Value[] {
  const values: Value[] = []
  for (let rest = bytes; rest.length > 0; ) {
    const [tag, first] = [byteAt(rest, 0), byteAt(rest, 1)]
    const digits = first < 0x80 ? 0 : first - 0x80
    const long = rest.subarray(2, 2 + digits).reduce((sum, octet) => sum * 256 + octet, 0)
    const end = 2 + digits + (digits === 0 ? first : long)
    const contents = rest.subarray(2 + digits, end)
    const isStructure = (tag & 0x20) !== 0 || (tag === 0x04 && contents[0] === 0x30)
    values.push({ tag, contents: isStructure ? valuesIn(contents) : contents })
    rest = rest.subarray(end)
  }
  return values
}

/** The value, once with another one behind the contents of each structure in it; and where that was. */
function* extended(
  { tag, contents }: Value,
  extra: Uint8Array,
  path = '',
): Generator<readonly [string, Uint8Array]> {
  if (contents instanceof Uint8Array) return
  const here = `${path}/${tag.toString(16)}`
  const items = contents.map(write)
  yield [here, tlv(tag, ...items, extra)]
  for (const [index, item] of contents.entries())
    for (const [where, bytes] of extended(item, extra, `${here}.${index}`))
      yield [where, tlv(tag, ...items.with(index, bytes))]
}

function write({ tag, contents }: Value): Uint8Array {
  return tlv(tag, contents instanceof Uint8Array ? contents : concatBytes(...contents.map(write)))
}

const delegate = certified(party('Responder'), { by: CA, extensions: [OCSP_SIGNING, NO_CHECK] })
const CERT_HASH = extension(
  '1.3.36.8.3.13',
  sequence(sequence(oid('2.16.840.1.101.3.4.2.1'), nothing()), octets(new Uint8Array(32))),
)
const whole = response(
  { by: delegate, certificates: [delegate], extensions: [extension('1.3.6.1.5.5.7.48.1.9', nothing())] },
  { about: leaf, says: { at: -3, reason: HOLD }, extensions: [CERT_HASH] },
  { about: delegate, says: 'good' },
)
const BASIC = '/30.1/a0.0/30.1/4.0/30'
/** Parameters are for whoever knows the algorithm, and certificates are read where they are needed. */
const READ_ELSEWHERE = new RegExp(`^${BASIC.replaceAll('.', '\\.')}\\.(1/30$|3/a0\\.0/30(\\.|$))`)

test.each([
  ['NULL', nothing()],
  ['a sequence', sequence()],
  ['what ends an indefinite length', tlv(0)],
  ['half a value', Uint8Array.of(0x30)],
])('no structure of a response has room for %s at its end', (_, extra) => {
  const [value] = valuesIn(whole)
  if (value === undefined) throw new Error('nothing to extend')
  expect(write(value)).toEqual(whole)
  const all = [...extended(value, extra)].filter(([where]) => !READ_ELSEWHERE.test(where))
  expect(all.length).toBeGreaterThan(30)
  expect(all.filter(([, bytes]) => parseOcspResponse(bytes).ok).map(([where]) => where)).toEqual([])
})
