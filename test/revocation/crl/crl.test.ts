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
import { boolean, hex, integer, octets, oid, sequence, tlv, utcTime } from '../../support/der-writer.ts'
import { always, date, indirect, read, readable } from './written-list.ts'

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
