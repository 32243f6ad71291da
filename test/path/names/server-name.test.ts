import { describe, expect, test } from 'vitest'
import { checkExpectedName, type ExpectedName } from '../../../src/path/names/server-name.ts'
import { parsed } from '../../support/authorities.ts'
import { certificate, extension } from '../../support/certificate-writer.ts'
import { hex, ia5, rdn, sequence, tlv, utf8 } from '../../support/der-writer.ts'

/** What comes of an expected name and a certificate with these alternative names. */
function said(expected: ExpectedName, names: readonly Uint8Array[] | undefined): string {
  const subject = sequence(rdn('2.5.4.3', utf8('example.com')))
  const extensions = names && [extension('2.5.29.17', sequence(...names))]
  const holder = parsed(certificate({ subject, ...(extensions && { extensions }) }))
  const { outcome, reason } = checkExpectedName(holder, expected)
  return reason ?? outcome
}

const dns = (text: string): Uint8Array => ia5(text, 0x82)
const ip = (octets: string): Uint8Array => tlv(0x87, hex(octets))

describe('a domain name', () => {
  test.each([
    ['example.com', 'example.com', 'satisfied'],
    ['EXAMPLE.com', 'example.COM', 'satisfied'],
    ['example.com.', 'example.com', 'satisfied'],
    ['example.com..', 'example.com', 'other-name'],
    ['www.example.com', 'example.com', 'other-name'],
    ['example.com', 'www.example.com', 'other-name'],
    ['www.example.com', '*.example.com', 'satisfied'],
    ['example.com', '*.example.com', 'other-name'],
    ['a.b.example.com', '*.example.com', 'other-name'],
    ['.example.com', '*.example.com', 'other-name'],
    ['*.example.com', '*.example.com', 'other-name'],
    ['example.com', '*.com', 'other-name'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example', 'satisfied'],
    ['bücher.example', 'xn--bcher-kva.example', 'other-name'],
    ['192.0.2.1', '192.0.2.1', 'other-name'],
    ['', 'example.com', 'other-name'],
  ])('%j against %j', (text, presented, expected) => {
    expect(said({ form: 'dns', text }, [dns(presented)])).toBe(expected)
  })

  test('any of the names may be the one', () => {
    expect(said({ form: 'dns', text: 'b.example' }, [dns('a.example'), dns('b.example')])).toBe('satisfied')
  })

  test('a common name does not count, with or without other names', () => {
    expect(said({ form: 'dns', text: 'example.com' }, undefined)).toBe('no-name-of-this-form')
    expect(said({ form: 'dns', text: 'example.com' }, [ip('c0000201')])).toBe('no-name-of-this-form')
  })

  test.each(['*a.example.com', 'a*.example.com', '*.*.example.com', 'a.*.example.com', '*'])(
    'a star that is not the whole first label makes the names unreadable: %s',
    presented => {
      expect(said({ form: 'dns', text: 'a.example.com' }, [dns(presented)])).toBe('malformed-names')
    },
  )
})

describe('an address', () => {
  test.each([
    ['192.0.2.1', 'c0000201', 'satisfied'],
    ['192.0.2.2', 'c0000201', 'other-name'],
    ['2001:db8::1', '20010db8000000000000000000000001', 'satisfied'],
    ['2001:0DB8:0:0:0:0:0:1', '20010db8000000000000000000000001', 'satisfied'],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201', 'satisfied'],
    ['::ffff:192.0.2.1', 'c0000201', 'other-name'],
    ['fe80::1%eth0', 'fe800000000000000000000000000001', 'other-name'],
    ['0300.0.2.1', 'c0000201', 'other-name'],
    ['0xc0000201', 'c0000201', 'other-name'],
    ['192.513', 'c0000201', 'other-name'],
    ['192.0.2.1/32', 'c0000201', 'other-name'],
    ['[2001:db8::1]', '20010db8000000000000000000000001', 'other-name'],
    ['', 'c0000201', 'other-name'],
  ])('%j against %s', (text, presented, expected) => {
    expect(said({ form: 'ip', text }, [ip(presented)])).toBe(expected)
  })

  test('in the form of a domain name does not count', () => {
    expect(said({ form: 'ip', text: '192.0.2.1' }, [dns('192.0.2.1')])).toBe('no-name-of-this-form')
  })
})

describe('a mailbox', () => {
  const mailbox = (text: string): Uint8Array => ia5(text, 0x81)
  test.each([
    ['joe@example.com', 'joe@EXAMPLE.com', 'satisfied'],
    ['Joe@example.com', 'joe@example.com', 'other-name'],
    ['joe@host.example.com', 'joe@example.com', 'other-name'],
    ['no address', 'joe@example.com', 'other-name'],
    ['a@b@example.com', 'a@b@example.com', 'other-name'],
  ])('%j against %j', (text, presented, expected) => {
    expect(said({ form: 'email', text }, [mailbox(presented)])).toBe(expected)
  })
})

test('a finding shows ten names and how many there are', () => {
  const names = Array.from({ length: 30 }, (_, i) => dns(`n${i}.example`))
  const extensions = [extension('2.5.29.17', sequence(...names))]
  const expected = { form: 'dns', text: 'x.example' } as const
  const { facts } = checkExpectedName(parsed(certificate({ extensions })), expected)
  expect(facts['presented']).toHaveLength(10)
  expect(facts['count']).toBe(30)
})
