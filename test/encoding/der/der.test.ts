import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatInstant } from '../../../src/core/time.ts'
import type { DerLimits, DerReason } from '../../../src/encoding/der/context.ts'
import { type DerReader, readDer } from '../../../src/encoding/der/der.ts'
import { TAG } from '../../../src/encoding/der/tag.ts'
import { generalizedTime, hex, octets, sequence, tlv, utcTime } from '../../support/der-writer.ts'

const LIMITS: DerLimits = { bytes: 65_536, depth: 32, elements: 100 }

function refusal(input: Uint8Array, read: (reader: DerReader) => unknown, limits = LIMITS) {
  const result = readDer(input, limits, read)
  return result.ok ? 'accepted' : [result.reason, result.offset]
}

function accepted<T>(input: Uint8Array, read: (reader: DerReader) => T): T | string {
  const result = readDer(input, LIMITS, read)
  return result.ok ? result.value : result.reason
}

type Defect = readonly [what: string, input: string, reason: DerReason, offset: number]

const any = (reader: DerReader) => reader.any()

describe('octets of whatever type', () => {
  test.each<Defect>([
    ['nothing', '', 'truncated', 0],
    ['a tag without a length', '30', 'truncated', 0],
    ['a length without its octets', '3081', 'truncated', 1],
    ['contents cut', '0402aa', 'truncated', 0],
    ['contents cut inside', '30030402aa', 'truncated', 2],
    ['a length of four octets beyond the input', '30847fffffff', 'truncated', 0],
    ['a length of seven octets', '30871fffffffffffff', 'truncated', 1],
    ['a length of 127 octets', '30ff', 'truncated', 1],
    ['a child that reaches beyond its parent', '30030402aa' + 'bb', 'length-exceeds-parent', 2],
    ['a child without a length in its parent', '300104' + '00', 'length-exceeds-parent', 2],
    ['a long length cut by its parent', '300304820100', 'length-exceeds-parent', 3],
    ['something behind', '05000500', 'trailing-bytes', 2],
    ['a tag of more than one octet', '1f8101 00', 'tag-high-number', 0],
    ['a context tag of more than one octet', 'bf2000', 'tag-high-number', 0],
    ['the reserved tag 0', '0000', 'tag-form', 0],
    ['a constructed OCTET STRING', '24020400', 'tag-form', 0],
    ['a constructed UTF8String inside', '30042c020c00', 'tag-form', 2],
    ['a primitive SEQUENCE', '1000', 'tag-form', 0],
    ['a primitive SET', '1100', 'tag-form', 0],
    ['an indefinite length', '30800000', 'length-indefinite', 1],
    ['a long length below 128', `0481 7f${'aa'.repeat(127)}`, 'length-not-minimal', 1],
    ['a long length with a leading zero', `0482 0080${'aa'.repeat(128)}`, 'length-not-minimal', 1],
  ])('%s: %s is refused: %s at %i', (_, input, reason, offset) => {
    expect(refusal(hex(input), any)).toEqual([reason, offset])
  })

  test.each([
    ['an empty value', '0500'],
    ['127 octets in the short form', `047f${'aa'.repeat(127)}`],
    ['128 octets in the long form', `048180${'aa'.repeat(128)}`],
    ['255 octets', `0481ff${'aa'.repeat(255)}`],
    ['256 octets', `04820100${'aa'.repeat(256)}`],
    ['a private tag', 'c000'],
    ['an EXTERNAL, which is constructed', '2800'],
  ])('%s are read', (_, input) => {
    expect(accepted(hex(input), any)).toEqual(hex(input))
  })
})

describe('the limits', () => {
  const nested = (depth: number): Uint8Array =>
    Array.from({ length: depth }).reduce<Uint8Array>(inner => sequence(inner), new Uint8Array(0))
  const descend = (reader: DerReader): void => {
    let inner = reader
    while (inner.more) inner = inner.sequence()
  }

  test.each([
    ['walked', any],
    ['entered', descend],
  ])('of depth, %s: 32 values inside each other, not 33', (_, read) => {
    expect(refusal(nested(32), read)).toBe('accepted')
    expect(refusal(nested(33), read)).toEqual(['depth', read === any ? 64 : 66])
  })

  test('of depth hold where a value is walked inside others that were entered', () => {
    const thenWalk = (reader: DerReader) => reader.sequence().sequence().any()
    expect(refusal(nested(32), thenWalk)).toBe('accepted')
    expect(refusal(nested(33), thenWalk)).toEqual(['depth', 64])
  })

  test('of elements: 100, not 101', () => {
    const nulls = (count: number) => sequence(...Array.from({ length: count }, () => hex('0500')))
    const readNulls = (reader: DerReader) => {
      const items = reader.sequence()
      while (items.more) items.null()
    }
    expect(refusal(nulls(99), any)).toBe('accepted')
    expect(refusal(nulls(100), any)).toEqual(['too-many-elements', 201])
    expect(refusal(nulls(99), readNulls)).toBe('accepted')
    expect(refusal(nulls(100), readNulls)).toEqual(['too-many-elements', 201])
  })

  test('of octets: 65,536, not 65,537', () => {
    expect(refusal(tlv(4, new Uint8Array(65_532)), any)).toBe('accepted')
    expect(refusal(tlv(4, new Uint8Array(65_533)), any)).toEqual(['too-large', 65_536])
  })
})

describe('a value of a type', () => {
  const boolean = (reader: DerReader) => reader.boolean()
  const flag = (reader: DerReader) => reader.flag()
  const integer = (reader: DerReader) => reader.integer()
  const small = (reader: DerReader) => reader.smallInteger()
  const bitString = (reader: DerReader) => reader.bitString()
  const wholeOctets = (reader: DerReader) => reader.bitStringOctets()
  const named = (reader: DerReader) => reader.namedBits()
  const oid = (reader: DerReader) => reader.oid()
  const time = (reader: DerReader) => reader.time()
  const setOf = (reader: DerReader) => {
    const set = reader.setOf()
    while (set.more) set.any()
  }
  type TypedDefect = readonly [...Defect, read: (reader: DerReader) => unknown]
  const row = (read: (reader: DerReader) => unknown, ...defects: readonly Defect[]): readonly TypedDefect[] =>
    defects.map(defect => [...defect, read] as const)

  test.each<TypedDefect>([
    ...row(
      boolean,
      ['a BOOLEAN of two octets', '0102ffff', 'boolean-value', 2],
      ['a BOOLEAN empty', '0100', 'boolean-value', 2],
      ['a BOOLEAN of 1', '010101', 'boolean-value', 2],
      ['an INTEGER for a BOOLEAN', '020101', 'tag-unexpected', 0],
    ),
    ...row(flag, ['a flag of false, which is the default', '010100', 'default-encoded', 2]),
    ...row(
      integer,
      ['an INTEGER empty', '0200', 'integer-empty', 2],
      ['an INTEGER positive with a leading zero too many', '0202007f', 'integer-not-minimal', 2],
      ['an INTEGER negative with a leading one too many', '0202ff80', 'integer-not-minimal', 2],
    ),
    ...row(
      small,
      ['a small INTEGER negative', '0201ff', 'value-out-of-range', 2],
      ['a small INTEGER 2^31', '02050080000000', 'value-out-of-range', 2],
      ['a small INTEGER of seven octets', '020701000000000000', 'value-out-of-range', 2],
    ),
    ...row(
      bitString,
      ['a BIT STRING without the octet of unused bits', '0300', 'bit-string-unused-bits', 2],
      ['a BIT STRING with eight unused bits', '030208 00', 'bit-string-unused-bits', 2],
      ['a BIT STRING empty, with an unused bit', '030101', 'bit-string-unused-bits', 2],
      ['a BIT STRING with unused bits that are not zero', '03020101', 'bit-string-padding', 2],
    ),
    ...row(wholeOctets, ['a BIT STRING of octets with unused bits', '03020100', 'value-out-of-range', 2]),
    ...row(
      named,
      ['a BIT STRING of named bits with a trailing zero bit', '030206 80', 'bit-string-padding', 2],
      ['a BIT STRING of named bits with a trailing zero octet', '0303008000', 'bit-string-padding', 2],
      ['a BIT STRING of named bits of zero bits only', '03020700', 'bit-string-padding', 2],
    ),
    ...row(reader => reader.null(), ['a NULL with contents', '050100', 'null-not-empty', 2]),
    ...row(
      oid,
      ['an OBJECT IDENTIFIER empty', '0600', 'oid-value', 2],
      ['an OBJECT IDENTIFIER cut inside an arc', '06025581', 'oid-value', 2],
      ['an OBJECT IDENTIFIER with an arc that begins with zero', '0603558001', 'oid-value', 3],
      ['an OBJECT IDENTIFIER whose first arc begins with zero', '06028055', 'oid-value', 2],
      ['an OBJECT IDENTIFIER of 65 octets', `0641${'55'.repeat(65)}`, 'oid-too-long', 2],
      ['an OBJECT IDENTIFIER under another tag', '0d0155', 'tag-unexpected', 0],
    ),
    ...row(
      time,
      ['a time without seconds', '170b323630313031303030305a', 'time-value', 2],
      ['an INTEGER for a time', '020101', 'tag-unexpected', 0],
    ),
    ...row(
      setOf,
      ['a SET OF not in order', '3106 020102 020101', 'set-not-sorted', 5],
      ['a SET OF not in order by length', '3107 02020100 020101', 'set-not-sorted', 6],
    ),
    ...row(
      reader => reader.sequence().finish(),
      ['a SEQUENCE with something left', '30020500', 'value-unexpected', 2],
    ),
    ...row(reader => reader.sequence().integer(), ['a value that is missing', '3000', 'value-missing', 2]),
  ])('%s: %s is refused: %s at %i', (_, input, reason, offset, read) => {
    expect(refusal(hex(input), read)).toEqual([reason, offset])
  })

  test.each<readonly [what: string, read: (reader: DerReader) => unknown, input: string, value: unknown]>([
    ['true', boolean, '0101ff', true],
    ['false', boolean, '010100', false],
    ['a flag', flag, '0101ff', true],
    ['zero', integer, '020100', hex('00')],
    ['127', integer, '02017f', hex('7f')],
    ['128', integer, '02020080', hex('0080')],
    ['-128', integer, '020180', hex('80')],
    ['-129', integer, '0202ff7f', hex('ff7f')],
    ['2^31 - 1', small, '02047fffffff', 0x7fff_ffff],
    ['-1 as a number', (reader: DerReader) => reader.number(), '0201ff', -1],
    ['2^47 - 1 as a number', (reader: DerReader) => reader.number(), '02067fffffffffff', 2 ** 47 - 1],
    ['no bits', bitString, '030100', { unused: 0, octets: hex('') }],
    ['one bit', bitString, '03020780', { unused: 7, octets: hex('80') }],
    ['no named bits', named, '030100', hex('')],
    ['a named bit', named, '03020780', hex('80')],
    ['an identifier of 64 octets', oid, `0640${'55'.repeat(64)}`, '55'.repeat(64)],
    ['an identifier of one octet', oid, '06012a', '2a'],
    ['a known identifier', oid, '0603551d0f', '551d0f'],
    ['an unknown identifier beside a known one', oid, '0603551d7f', '551d7f'],
  ])('%s is read', (_, read, input, value) => {
    expect(accepted(hex(input), read)).toEqual(value)
  })

  test.each(['3106 020101 020102', '3106 020101 020101', '3107 020101 02020100', '3103 020101', '3100'])(
    'a SET OF in order is read: %s',
    input => {
      expect(refusal(hex(input), setOf)).toBe('accepted')
    },
  )
})

describe('a time', () => {
  const time = (reader: DerReader) => formatInstant(reader.time())

  test.each([
    [utcTime('491231235959Z'), '2049-12-31T23:59:59Z'],
    [utcTime('500101000000Z'), '1950-01-01T00:00:00Z'],
    [utcTime('991231235959Z'), '1999-12-31T23:59:59Z'],
    [utcTime('000229000000Z'), '2000-02-29T00:00:00Z'],
    [generalizedTime('20491231235959Z'), '2049-12-31T23:59:59Z'],
    [generalizedTime('20500101000000Z'), '2050-01-01T00:00:00Z'],
    [generalizedTime('99991231235959Z'), '9999-12-31T23:59:59Z'],
    [generalizedTime('00010101000000Z'), '0001-01-01T00:00:00Z'],
  ])('%s is %s', (input, moment) => {
    expect(accepted(input, time)).toBe(moment)
  })

  test.each([
    '',
    '2601010000Z',
    '260101000000',
    '260101000000z',
    '260101000000+0000',
    '260101000060Z',
    '260101006000Z',
    '260101240000Z',
    '260100000000Z',
    '260132000000Z',
    '260001000000Z',
    '261301000000Z',
    '260230000000Z',
    '250229000000Z',
    '26010100000 Z',
    ' 60101000000Z',
    '+60101000000Z',
    '2601O1000000Z',
    '20260101000000Z',
  ])('UTCTime is not %j', text => {
    expect(accepted(utcTime(text), time)).toBe('time-value')
  })

  test.each([
    '',
    '260101000000Z',
    '20260101000000',
    '20260101000000.5Z',
    '20260101000000,5Z',
    '202601010000Z',
    '20260101000000+0000',
    '20260230000000Z',
    '00000101000000Z',
    '２026010100000Z',
  ])('GeneralizedTime is not %j', text => {
    expect(accepted(generalizedTime(text), time)).toBe('time-value')
  })
})

describe('a reader', () => {
  test('has no more values after a failure, and keeps the first', () => {
    const read = (reader: DerReader) => {
      const outer = reader.sequence()
      outer.fail('value-inconsistent', 1)
      expect([outer.more, reader.more, outer.peek()]).toEqual([false, false, -1])
      expect([outer.integer(), outer.oid(), outer.text(TAG.utf8String)]).toEqual([hex(''), '', ''])
      expect([outer.octetString(), outer.any(), outer.sequence().any()]).toEqual([hex(''), hex(''), hex('')])
      outer.fail('value-repeated', 2)
    }
    expect(refusal(hex('3003020101'), read)).toEqual(['value-inconsistent', 1])
  })

  test('hands out slices of the input, not copies', () => {
    const input = hex('3003040155')
    const read = readDer(input, LIMITS, reader => reader.sequence().octetString())
    expect(read.ok && [read.value.buffer === input.buffer, read.value.byteOffset]).toEqual([true, 4])
  })

  test('reads an input that is itself a slice', () => {
    const input = hex('ffff 3003040155 ffff').subarray(2, 7)
    expect(accepted(input, reader => reader.sequence().octetString())).toEqual(hex('55'))
  })

  const part = (reader: DerReader) => {
    const outer = reader.sequence()
    const inner = outer.encapsulated()
    const start = inner.offset
    inner.boolean()
    inner.finish()
    const defect = inner.defect(start)
    const behind = outer.integer()
    return { defect: defect?.reason, behind }
  }

  test.each([
    ['sound', octets(hex('0101ff')), undefined],
    ['of another type', octets(hex('020101')), 'tag-unexpected'],
    ['with something behind it', octets(hex('0101ff0500')), 'value-unexpected'],
    ['missing', octets(), 'value-missing'],
  ])('goes on behind a part that is %s', (_, value, reason) => {
    expect(accepted(sequence(value, hex('020107')), part)).toEqual({ defect: reason, behind: hex('07') })
  })

  test.each([
    ['in the value', '010101', 'boolean-value'],
    ['behind a defect of type', '0201010101', 'length-exceeds-parent'],
    ['deep behind a defect of type', '0201013004 30800000', 'length-indefinite'],
  ])('does not where a part is no DER %s', (_, value, reason) => {
    expect(accepted(sequence(octets(hex(value)), hex('020107')), part)).toBe(reason)
  })
})

test('octets of chance give a value or a reason with an offset inside of them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), input => {
      const result = readDer(input, LIMITS, any)
      if (result.ok) expect(result.value).toEqual(Uint8Array.from(input))
      if (!result.ok) expect(result.offset).toBeLessThanOrEqual(input.length)
    }),
  )
})
