import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatName } from '../../../src/certificate/name/name.ts'
import { toHex } from '../../../src/core/bytes.ts'
import {
  certificateIssuer,
  crlExtension,
  crlNumber,
  deltaOf,
  entry,
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
import { always, date, indirect, read, readable } from './written-list.ts'

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
