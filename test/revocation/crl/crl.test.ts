import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatName } from '../../../src/certificate/name/name.ts'
import { toHex } from '../../../src/core/bytes.ts'
import { formatInstant } from '../../../src/core/time.ts'
import { parseCrl } from '../../../src/revocation/crl/crl.ts'
import {
  type CrlParts,
  certificateIssuer,
  crl,
  crlExtension,
  crlNumber,
  deltaOf,
  entry,
  issuingDistributionPoint,
  pointName,
  reason,
} from '../../support/crl-writer.ts'
import {
  boolean,
  generalizedTime,
  hex,
  ia5,
  integer,
  octets,
  oid,
  sequence,
  tlv,
  utcTime,
} from '../../support/der-writer.ts'

const read = (parts: CrlParts) => parseCrl(crl(parts))

function readable(parts: CrlParts = {}) {
  const parsed = read(parts)
  if (!parsed.ok) throw new Error(`${parsed.reason} at ${parsed.offset}`)
  return parsed.value
}

const indirect = issuingDistributionPoint(tlv(0x84, Uint8Array.of(0xff)))
const date = (text: string): Uint8Array => crlExtension('2.5.29.24', generalizedTime(text))

describe('a list', () => {
  test('is read as it was written', () => {
    const list = readable({ entries: [entry('0f'), entry('10', '260502000000Z', reason(1))] })
    expect(list.version).toBe(2)
    expect(formatName(list.issuer)).toBe('CN=CA,C=LU')
    expect(formatInstant(list.thisUpdate)).toBe('2026-05-31T00:00:00Z')
    expect(list.nextUpdate && formatInstant(list.nextUpdate)).toBe('2026-06-07T00:00:00Z')
    expect(list.extensions.crlNumber).toBe(7n)
    expect(list.entries.count).toBe(2)
    expect(toHex(list.tbs)).toBe(toHex(list.bytes.subarray(3, 3 + list.tbs.length)))
    expect(
      [...list.entries].map(each => [
        toHex(each.serialNumber),
        formatInstant(each.revocationDate),
        each.reason,
      ]),
    ).toEqual([
      ['0f', '2026-05-01T00:00:00Z', undefined],
      ['10', '2026-05-02T00:00:00Z', 'keyCompromise'],
    ])
  })

  test('of version 1 has neither extensions nor nextUpdate', () => {
    const list = readable({
      version: new Uint8Array(0),
      nextUpdate: new Uint8Array(0),
      extensions: [],
      entries: [entry('0f')],
    })
    expect([list.version, list.nextUpdate, list.entries.count]).toEqual([1, undefined, 1])
  })

  test('says what it is limited to', () => {
    const point = issuingDistributionPoint(
      pointName('http://crl.example/1'),
      tlv(0x81, Uint8Array.of(0xff)),
      tlv(0x83, hex('0560')),
      tlv(0x84, Uint8Array.of(0xff)),
    )
    const { issuingDistributionPoint: idp } = readable({ extensions: [point] }).extensions
    expect(idp).toMatchObject({
      fullName: [{ form: 'uniformResourceIdentifier', text: 'http://crl.example/1' }],
      onlyContainsUserCerts: true,
      onlyContainsCaCerts: false,
      onlyContainsAttributeCerts: false,
      indirectCrl: true,
      onlySomeReasons: hex('60'),
    })
  })

  test.each([
    ['of its number at 20 octets', [crlExtension('2.5.29.20', tlv(0x02, hex(`7f${'ff'.repeat(19)}`)))]],
    [
      'of its number at 20 octets and a zero',
      [crlExtension('2.5.29.20', tlv(0x02, hex(`00${'ff'.repeat(20)}`)))],
    ],
    ['that nobody knows and that are not critical', [crlExtension('2.999.1', octets()), crlNumber(1)]],
    ['of which none stands twice', [crlNumber(1), deltaOf(1)]],
  ])('has extensions %s', (_, extensions) => {
    expect(read({ extensions }).ok).toBe(true)
  })

  test('names the critical extensions that nobody knows', () => {
    const list = readable({
      extensions: [crlExtension('2.999.1', octets(), true)],
      entries: [entry('01', undefined, crlExtension('2.999.2', octets(), true)), entry('02')],
    })
    expect(list.extensions.unrecognised).toEqual(['883701'])
    expect(list.entries.unrecognised?.id).toBe('883702')
  })

  test('may have a sequence of entries without any', () => {
    expect(readable({ revoked: sequence() }).entries.count).toBe(0)
  })

  test.each<[string, string, CrlParts]>([
    ['trailing-bytes', 'an octet behind it', {}],
    ['value-unexpected', 'a value behind the signature', { after: [integer(1)] }],
    ['value-out-of-range', 'version 1 written out', { version: integer(0) }],
    ['value-out-of-range', 'version 3', { version: integer(2) }],
    ['value-inconsistent', 'extensions in version 1', { version: new Uint8Array(0) }],
    [
      'value-inconsistent',
      'extensions of an entry in version 1',
      { version: new Uint8Array(0), extensions: [], entries: [entry('01', undefined, reason(1))] },
    ],
    [
      'value-inconsistent',
      'another algorithm outside',
      { outerAlgorithm: sequence(oid('1.2.840.10045.4.3.3')) },
    ],
    ['tag-unexpected', 'no date', { thisUpdate: new Uint8Array(0), nextUpdate: new Uint8Array(0) }],
    ['time-value', 'the 30th of February', { thisUpdate: utcTime('260230000000Z') }],
    ['value-repeated', 'a number twice', { extensions: [crlNumber(1), crlNumber(1)] }],
    [
      'value-repeated',
      'an unknown extension twice',
      { extensions: [crlExtension('2.999.1', octets()), crlExtension('2.999.1', octets())] },
    ],
    ['value-missing', 'extensions without any', { extensions: [new Uint8Array(0)] }],
    [
      'value-out-of-range',
      'a negative number',
      { extensions: [crlExtension('2.5.29.20', tlv(0x02, hex('ff')))] },
    ],
    [
      'value-out-of-range',
      'a number of 21 octets',
      { extensions: [crlExtension('2.5.29.20', tlv(0x02, hex(`01${'00'.repeat(20)}`)))] },
    ],
    [
      'value-unexpected',
      'something behind the number',
      { extensions: [crlExtension('2.5.29.20', hex('0201010500'))] },
    ],
    ['value-missing', 'a scope that limits nothing', { extensions: [issuingDistributionPoint()] }],
    [
      'value-inconsistent',
      'a scope of two kinds',
      {
        extensions: [
          issuingDistributionPoint(tlv(0x81, Uint8Array.of(0xff)), tlv(0x82, Uint8Array.of(0xff))),
        ],
      },
    ],
    [
      'default-encoded',
      'a scope with FALSE',
      { extensions: [issuingDistributionPoint(tlv(0x84, Uint8Array.of(0)))] },
    ],
    ['boolean-value', 'a flag of 1', { extensions: [issuingDistributionPoint(tlv(0x84, Uint8Array.of(1)))] }],
    [
      'default-encoded',
      'criticality FALSE',
      { extensions: [sequence(oid('2.5.29.20'), boolean(false), octets(integer(1)))] },
    ],
  ])('is refused as %s with %s', (expected, what, parts) => {
    const bytes = what === 'an octet behind it' ? hex(`${toHex(crl())}00`) : crl(parts)
    expect(parseCrl(bytes)).toMatchObject({ ok: false, reason: expected })
  })
})

describe('an entry', () => {
  test.each<[string, string, Uint8Array]>([
    ['integer-empty', 'no serial number', entry('')],
    ['integer-not-minimal', 'a serial number that is not minimal', entry('0001')],
    ['integer-not-minimal', 'a negative one that is not', entry('ff80')],
    ['value-out-of-range', 'a serial number of 65 octets', entry('01'.repeat(65))],
    ['tag-unexpected', 'a text for a serial number', sequence(ia5('1'), utcTime('260501000000Z'))],
    ['value-missing', 'no date', sequence(integer(1))],
    ['time-value', 'month 13', entry('0101', '261301000000Z')],
    ['time-value', 'month 0', entry('0101', '260001000000Z')],
    ['time-value', 'day 0', entry('0101', '260500000000Z')],
    ['time-value', 'the 31st of April', entry('0101', '260431000000Z')],
    ['time-value', 'the 29th of February 2026', entry('0101', '260229000000Z')],
    ['time-value', 'hour 24', entry('0101', '260501240000Z')],
    ['time-value', 'minute 60', entry('0101', '260501006000Z')],
    ['time-value', 'second 60', entry('0101', '260501000060Z')],
    ['time-value', 'a letter', entry('0101', '26050100000aZ')],
    ['time-value', 'no Z', entry('0101', '2605010000000')],
    ['time-value', 'a zone', entry('0101', '260501000000+0100')],
    [
      'tag-unexpected',
      'an integer for extensions',
      sequence(integer(1), utcTime('260501000000Z'), integer(1)),
    ],
    ['value-missing', 'extensions without any', sequence(integer(1), utcTime('260501000000Z'), sequence())],
    [
      'value-unexpected',
      'something behind the extensions',
      sequence(integer(1), utcTime('260501000000Z'), sequence(reason(1)), integer(1)),
    ],
    ['value-out-of-range', 'reason 7', entry('0101', undefined, reason(7))],
    ['value-out-of-range', 'reason 11', entry('0101', undefined, reason(11))],
    ['value-inconsistent', 'removal from a complete list', entry('0101', undefined, reason(8))],
    [
      'value-out-of-range',
      'a reason of two octets',
      entry('0101', undefined, crlExtension('2.5.29.21', hex('0a020001'))),
    ],
    [
      'tag-unexpected',
      'an INTEGER for a reason',
      entry('0101', undefined, crlExtension('2.5.29.21', integer(1))),
    ],
    [
      'value-unexpected',
      'something behind the reason',
      entry('0101', undefined, crlExtension('2.5.29.21', hex('0a01010500'))),
    ],
    ['value-repeated', 'a reason twice', entry('0101', undefined, reason(1), reason(1))],
    [
      'value-repeated',
      'an unknown extension twice',
      entry('0101', undefined, crlExtension('2.999.1', octets()), crlExtension('2.999.1', octets())),
    ],
    ['time-value', 'an invalidity date in February 30th', entry('0101', undefined, date('20260230000000Z'))],
    [
      'tag-unexpected',
      'an invalidity date as UTCTime',
      entry('0101', undefined, crlExtension('2.5.29.24', utcTime('260501000000Z'))),
    ],
    [
      'value-inconsistent',
      'another issuer in a list of one',
      entry('0101', undefined, certificateIssuer('/CN=B')),
    ],
    [
      'default-encoded',
      'criticality FALSE',
      entry('0101', undefined, sequence(oid('2.5.29.21'), boolean(false), octets(hex('0a0101')))),
    ],
    [
      'oid-value',
      'an identifier that is none',
      entry('0101', undefined, sequence(tlv(0x06, hex('80')), octets())),
    ],
  ])('is refused as %s with %s', (expected, _, defective) => {
    for (const entries of [[defective], [entry('02'), defective, entry('03')]]) {
      expect(read({ entries })).toMatchObject({ ok: false, reason: expected })
    }
  })

  test.each<[string, Uint8Array]>([
    ['a negative serial number', entry('80')],
    ['the serial number zero', entry('00')],
    ['a serial number of 64 octets', entry('01'.repeat(64))],
    ['the 29th of February 2024', entry('0101', '240229000000Z')],
    ['the last second of a day', entry('0101', '260531235959Z')],
    ['a GeneralizedTime', sequence(integer(1), generalizedTime('20500101000000Z'))],
    ['reason 10', entry('0101', undefined, reason(10))],
    ['a reason and an invalidity date', entry('0101', undefined, reason(1), date('20260401000000Z'))],
    [
      'an unknown extension that is not critical',
      entry('0101', undefined, crlExtension('2.999.1', octets())),
    ],
    [
      'a long unknown extension',
      entry('0101', undefined, crlExtension('2.999.1', octets(new Uint8Array(300)))),
    ],
  ])('may have %s', (_, sound) => {
    expect(read({ entries: [sound] })).toMatchObject({ ok: true })
  })

  test('of an indirect list names an issuer that has a distinguished name', () => {
    const named = entry('0101', undefined, certificateIssuer('/CN=B'))
    expect(read({ entries: [named], extensions: [indirect] }).ok).toBe(true)
    const nameless = entry(
      '0101',
      undefined,
      crlExtension('2.5.29.29', sequence(ia5('b.example', 0x82)), true),
    )
    expect(read({ entries: [nameless], extensions: [indirect] })).toMatchObject({ reason: 'value-missing' })
  })

  test('of a delta may say that it is removed', () => {
    const removal = entry('0101', undefined, reason(8))
    expect(read({ entries: [removal], extensions: [deltaOf(1), crlNumber(2)] }).ok).toBe(true)
  })
})

const always = (): boolean => true

describe('looking a certificate up', () => {
  const serials = Array.from({ length: 500 }, (_, i) => (0x1000 + i * 7).toString(16))
  const list = () => readable({ entries: serials.map(serial => entry(serial)) })

  test.each([1, 2, 3])('finds every entry, and nothing else, at question %i', question => {
    const { entries } = list()
    for (let i = 1; i < question; i++) entries.find(hex('7fff'), always)
    const found = serials.map(serial =>
      toHex(entries.find(hex(serial), always)?.entry.serialNumber ?? hex('')),
    )
    expect(found).toEqual(serials)
    for (const other of ['1001', '10', '001000', '', '7fff']) {
      expect(entries.find(hex(other), always)).toBeUndefined()
    }
  })

  test('counts of several entries the one that revokes first', () => {
    const entries = [
      entry('0a', '260503000000Z', reason(8)),
      entry('0a', '260502000000Z', reason(1)),
      entry('0a', '260501000000Z', reason(4)),
    ]
    const delta = readable({ entries, extensions: [deltaOf(1), crlNumber(2)] })
    for (let question = 0; question < 3; question++) {
      expect(delta.entries.find(hex('0a'), always)).toMatchObject({
        count: 3,
        entry: { reason: 'superseded' },
      })
    }
  })

  test('carries the issuer of an indirect list on from entry to entry', () => {
    const { entries } = readable({
      extensions: [indirect],
      entries: [
        entry('01'),
        entry('02', undefined, certificateIssuer('/CN=B')),
        entry('03'),
        entry('04', undefined, certificateIssuer('/CN=C')),
        entry('05'),
      ],
    })
    const issuersOf = (serial: string) => {
      const seen: string[] = []
      entries.find(hex(serial), names => {
        const [first] = names ?? []
        seen.push(first?.form === 'directoryName' ? formatName(first.name) : 'the list')
        return false
      })
      return seen
    }
    const expected = [['the list'], ['CN=B,C=LU'], ['CN=B,C=LU'], ['CN=C,C=LU'], ['CN=C,C=LU']]
    expect(['01', '02', '03', '04', '05'].map(issuersOf)).toEqual(expected)
    expect(['01', '02', '03', '04', '05'].map(issuersOf)).toEqual(expected)
  })

  test('answers from 20,000 entries of one serial number, which no index can hold', () => {
    const same = readable({ entries: Array.from({ length: 20_000 }, () => entry('0a')) })
    for (let question = 0; question < 3; question++) {
      expect(same.entries.find(hex('0a'), always)?.count).toBe(20_000)
      expect(same.entries.find(hex('0b'), always)).toBeUndefined()
    }
  })

  test('the index agrees with going through, whatever the serial numbers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 4 }), { maxLength: 60 }),
        fc.uint8Array({ minLength: 1, maxLength: 4 }),
        (serialNumbers, other) => {
          const minimal = serialNumbers.map(octet =>
            octet[0] === 0 || octet[0] === 0xff ? octet.fill(5, 0, 1) : octet,
          )
          const { entries } = readable({ entries: minimal.map(serial => entry(toHex(serial))) })
          const { entries: asked } = readable({ entries: minimal.map(serial => entry(toHex(serial))) })
          asked.find(other, always)
          for (const serial of [...minimal, other]) {
            const count = minimal.filter(each => toHex(each) === toHex(serial)).length
            expect(asked.find(serial, always)?.count ?? 0).toBe(count)
          }
          expect(entries.find(other, always)?.count ?? 0).toBe(
            minimal.filter(each => toHex(each) === toHex(other)).length,
          )
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('whatever octets come', () => {
  const sound = crl({
    extensions: [indirect, crlNumber(1)],
    entries: [
      entry('0101', '240229000000Z', reason(1), date('20260401000000Z')),
      entry('02', undefined, certificateIssuer('/CN=B')),
      entry('03', undefined, crlExtension('2.999.1', octets(), true)),
    ],
  })

  test('reading them throws nothing, and what was read can be gone through', () => {
    const octet = fc.record({ at: fc.nat(sound.length - 1), value: fc.nat(255) })
    fc.assert(
      fc.property(
        fc.array(octet, { minLength: 1, maxLength: 4 }),
        fc.nat(sound.length),
        (changes, length) => {
          const bytes = sound.slice(0, length % 5 === 0 ? length : sound.length)
          for (const { at, value } of changes) if (at < bytes.length) bytes[at] = value
          const parsed = parseCrl(bytes)
          if (!parsed.ok) return
          expect([...parsed.value.entries]).toHaveLength(parsed.value.entries.count)
          parsed.value.entries.find(hex('03'), always)
          parsed.value.entries.find(hex('03'), always)
        },
      ),
      { numRuns: 5000 },
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        expect(typeof parseCrl(bytes).ok).toBe('boolean')
      }),
      { numRuns: 2000 },
    )
  })

  test('each single bit outside of the signature that is turned is refused or changes what is read', () => {
    const plain = crl({ entries: [entry('0102', '260501000000Z', reason(1))] })
    const told = (bytes: Uint8Array) => {
      const parsed = parseCrl(bytes)
      if (!parsed.ok) return 'refused'
      const { entries, tbs } = parsed.value
      return `${toHex(tbs)} ${JSON.stringify([...entries])}`
    }
    const original = told(plain)
    const silent: number[] = []
    const signed = plain.length - 3
    for (let bit = 0; bit < signed * 8; bit++) {
      const flipped = plain.slice()
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      if (told(flipped) === original) silent.push(bit)
    }
    expect(silent).toEqual([])
  })
})
