import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import type { GeneralSubtree } from '../../../src/certificate/extensions.ts'
import type { GeneralName } from '../../../src/certificate/general-name.ts'
import { fromHex, toHex } from '../../../src/core/bytes.ts'
import { oid } from '../../../src/core/oid.ts'
import type { LeadingPeriod } from '../../../src/path/names/general-subtree.ts'
import { checkNames, constrain, initialConstraints } from '../../../src/path/names/name-constraints.ts'
import { NameReadings } from '../../../src/path/names/name-readings.ts'
import type { Check } from '../../../src/requirements/finding.ts'
import { parsed } from '../../support/authorities.ts'
import { certificate, extension } from '../../support/certificate-writer.ts'
import { hex, ia5, oid as oidValue, printable, rdn, sequence, tlv, utf8 } from '../../support/der-writer.ts'
import { nameOf } from '../../support/names.ts'

const dns = (text: string): GeneralName => ({ form: 'dNSName', text })
const email = (text: string): GeneralName => ({ form: 'rfc822Name', text })
const uri = (text: string): GeneralName => ({ form: 'uniformResourceIdentifier', text })
const ip = (octets: string): GeneralName => ({ form: 'iPAddress', octets: hex(octets) })
const directory = (...rdns: readonly Uint8Array[]): GeneralName => ({
  form: 'directoryName',
  name: nameOf(sequence(...rdns)),
})
const other = (type: string, value: string): GeneralName => ({
  form: 'otherName',
  type: oid(type),
  value: fromHex(value),
})
const subtree = (base: GeneralName): GeneralSubtree => ({ base, minimum: 0 })

const country = rdn('2.5.4.6', printable('LU'))
const organization = rdn('2.5.4.10', utf8('Example'))
const ISSUER = sequence(rdn('2.5.4.3', utf8('Issuer')))

interface Names {
  readonly subject?: Uint8Array
  /** GeneralNames, DER. */
  readonly names?: readonly Uint8Array[]
}

/** A certificate with a subject and alternative names, read from octets. */
function holder({ subject = sequence(), names }: Names): Certificate {
  const extensions = names && [extension('2.5.29.17', sequence(...names))]
  return parsed(certificate({ issuer: ISSUER, subject, ...(extensions && { extensions }) }))
}

const written = (name: GeneralName): Uint8Array => {
  if (name.form === 'dNSName') return ia5(name.text, 0x82)
  if (name.form === 'rfc822Name') return ia5(name.text, 0x81)
  if (name.form === 'uniformResourceIdentifier') return ia5(name.text, 0x86)
  if (name.form === 'iPAddress') return tlv(0x87, name.octets)
  if (name.form === 'directoryName') return tlv(0xa4, name.name.bytes)
  if (name.form === 'otherName') return tlv(0xa0, tlv(0x06, fromHex(name.type)), tlv(0xa0, name.value))
  if (name.form === 'registeredID') return tlv(0x88, fromHex(name.id))
  throw new Error(`${name.form} is not written here`)
}

interface Constraints {
  readonly permitted?: readonly GeneralName[]
  readonly excluded?: readonly GeneralName[]
}

function judge(levels: readonly Constraints[], names: Names, leadingPeriod?: LeadingPeriod): Check {
  let state = initialConstraints(undefined, new NameReadings(leadingPeriod))
  for (const { permitted = [], excluded = [] } of levels)
    state = constrain(state, { permitted: permitted.map(subtree), excluded: excluded.map(subtree) })
  return checkNames(state, holder(names), true).check
}

/** What comes of one name below one permitted and below one excluded subtree. */
function verdicts(name: GeneralName, base: GeneralName): readonly string[] {
  const said = ({ outcome, reason }: Check): string => reason ?? outcome
  const names = { names: [written(name)] }
  return [said(judge([{ permitted: [base] }], names)), said(judge([{ excluded: [base] }], names))]
}

const INSIDE = ['satisfied', 'excluded']
const OUTSIDE = ['not-permitted', 'satisfied']
const NO_NAME = ['malformed-name', 'malformed-name']
const NO_BASE = ['malformed-constraint', 'malformed-constraint']

describe('a domain name', () => {
  test.each([
    ['host.example.com', 'example.com', INSIDE],
    ['example.com', 'example.com', INSIDE],
    ['HOST.Example.COM', 'eXample.com', INSIDE],
    ['a.b.c.example.com', 'example.com', INSIDE],
    ['notexample.com', 'example.com', OUTSIDE],
    ['com', 'example.com', OUTSIDE],
    ['example.com.evil.org', 'example.com', OUTSIDE],
    ['anything.at.all', '', INSIDE],
    ['*.example.com', 'example.com', INSIDE],
    ['*.host.example.com', 'example.com', INSIDE],
    ['*.example.com', '', INSIDE],
    // Some of what the wildcard stands for is in the subtree, some is not.
    ['*.example.com', 'host.example.com', ['not-permitted', 'excluded']],
    // A wildcard stands for one label.
    ['*.example.com', 'deep.host.example.com', OUTSIDE],
    ['*.example.com', 'example.org', OUTSIDE],
    ['*.example.com', 'notexample.com', OUTSIDE],
    ['host.example.com', '.example.com', NO_BASE],
    ['host.example.com', '*.example.com', NO_BASE],
  ])('%s against %j', (name, base, expected) => {
    expect(verdicts(dns(name), dns(base))).toEqual(expected)
  })

  test.each([
    ['host.example.com', ['satisfied', 'excluded']],
    ['*.example.com', ['satisfied', 'excluded']],
    ['example.com', ['not-permitted', 'satisfied']],
  ])('%s against .example.com, where a leading period is read as "below"', (name, expected) => {
    const names = { names: [written(dns(name))] }
    const outcomes = [{ permitted: [dns('.example.com')] }, { excluded: [dns('.example.com')] }]
    const said = outcomes.map(each => judge([each], names, 'below')).map(each => each.reason ?? each.outcome)
    expect(said).toEqual(expected)
  })
})

describe('an address', () => {
  const v6 = (last: string): string => `20010db8000000000000000000000${last}`
  test.each([
    ['c0000201', 'c0000200ffffff00', INSIDE],
    ['c00002ff', 'c0000200ffffff00', INSIDE],
    ['c0000301', 'c0000200ffffff00', OUTSIDE],
    ['c0000301', 'c00002ffffffff00', OUTSIDE],
    // Bits of the base behind the mask do not count.
    ['c0000201', 'c00002ffffffff00', INSIDE],
    ['0a000001', '0000000000000000', INSIDE],
    ['c0000201', 'c0000201ffffffff', INSIDE],
    ['c0000202', 'c0000201ffffffff', OUTSIDE],
    ['c0000281', 'c0000280ffffff80', INSIDE],
    ['c000027f', 'c0000280ffffff80', OUTSIDE],
    [v6('001'), `${v6('000')}${'f'.repeat(29)}000`, INSIDE],
    [v6('001'), `${'0'.repeat(32)}${'0'.repeat(32)}`, INSIDE],
    // Every IPv4 address, and an IPv6 address.
    [v6('001'), '0000000000000000', OUTSIDE],
    // The IPv4 address within an IPv6 one is not the IPv4 address.
    ['00000000000000000000ffffc0000201', 'c0000200ffffff00', OUTSIDE],
    ['c0000201', 'c0000200ff00ff00', NO_BASE],
    ['c0000201', 'c0000200fffffe01', NO_BASE],
    ['c0000201', 'c0000200fffffd00', NO_BASE],
    ['c0000201', 'c000020100ffffff', NO_BASE],
  ])('%s against %s', (name, base, expected) => {
    expect(verdicts(ip(name), ip(base))).toEqual(expected)
  })
})

describe('a mailbox', () => {
  test.each([
    ['joe@example.com', 'joe@example.com', INSIDE],
    ['joe@EXAMPLE.com', 'joe@example.COM', INSIDE],
    ['Joe@example.com', 'joe@example.com', OUTSIDE],
    ['joe@host.example.com', 'joe@example.com', OUTSIDE],
    // Quotation marks change nothing of who is meant.
    ['"joe"@example.com', 'joe@example.com', INSIDE],
    ['"j\\oe"@example.com', 'joe@example.com', INSIDE],
    ['joe@example.com', 'example.com', INSIDE],
    ['joe@host.example.com', 'example.com', OUTSIDE],
    ['joe@host.example.com', '.example.com', INSIDE],
    ['joe@a.b.example.com', '.example.com', INSIDE],
    ['joe@example.com', '.example.com', OUTSIDE],
    ['joe@notexample.com', '.example.com', OUTSIDE],
    ['joe@[192.0.2.1]', 'example.com', NO_NAME],
    ['joe@doe@example.com', 'example.com', NO_NAME],
    ['"joe@evil.org"@example.com', 'example.com', INSIDE],
    ['joe@example.com', 'a@b@example.com', NO_BASE],
    ['joe@example.com', '*.example.com', NO_BASE],
    ['.joe@example.com', 'example.com', NO_NAME],
    ['joe@example.com.', 'example.com', NO_NAME],
  ])('%s against %s', (name, base, expected) => {
    expect(verdicts(email(name), email(base))).toEqual(expected)
  })
})

describe('a mailbox with letters beyond ASCII, which is an otherName (RFC 9598, section 6)', () => {
  const mailbox = (text: string, write = utf8): GeneralName => other('1.3.6.1.5.5.7.8.9', toHex(write(text)))
  const OPEN = ['unsupported-constraint', 'unsupported-constraint']
  test.each([
    ['用户@example.com', 'example.com', INSIDE],
    ['用户@EXAMPLE.com', 'eXample.com', INSIDE],
    ['用户@evil.org', 'example.com', OUTSIDE],
    ['用户@host.example.com', 'example.com', OUTSIDE],
    ['用户@host.example.com', '.example.com', INSIDE],
    ['用户@example.com', '.example.com', OUTSIDE],
    ['"用@户"@xn--pss25c.example.com', 'xn--pss25c.example.com', INSIDE],
    ['ascii@evil.org', 'example.com', OUTSIDE],
    // One mailbox of a host: the part in front of the at sign is not compared.
    ['用户@example.com', 'joe@example.com', OPEN],
    ['用户@evil.org', 'joe@example.com', OUTSIDE],
    // Labels beyond ASCII are none here, and what is no mailbox is none.
    ['用户@例.example.com', 'example.com', NO_NAME],
    ['用户@example.com.', 'example.com', NO_NAME],
    ['@example.com', 'example.com', NO_NAME],
    ['用户', 'example.com', NO_NAME],
  ])('%s against %s', (name, base, expected) => {
    expect(verdicts(mailbox(name), email(base))).toEqual(expected)
  })

  test('is none in another type of string', () => {
    expect(verdicts(mailbox('joe@example.com', ia5), email('example.com'))).toEqual(NO_NAME)
  })

  test('as a subtree is one that nobody is to write, and leaves mailboxes of both forms open', () => {
    const base = mailbox('用户@example.com')
    expect(verdicts(mailbox('用户@example.com'), base)).toEqual(OPEN)
    expect(verdicts(email('joe@example.com'), base)).toEqual(OPEN)
    expect(verdicts(dns('example.com'), base)).toEqual(['satisfied', 'satisfied'])
  })

  test('is told by its own form', () => {
    const names = { names: [written(mailbox('用户@evil.org'))] }
    const { facts } = judge([{ permitted: [email('example.com')] }], names)
    expect(String(facts['name'])).toMatch(/^otherName 1\.3\.6\.1\.5\.5\.7\.8\.9 0c/)
  })
})

describe('a URI', () => {
  test.each([
    ['https://host.example.com/path', 'host.example.com', INSIDE],
    ['https://HOST.example.com:8443', 'host.example.com', INSIDE],
    ['https://user:secret@host.example.com?x', 'host.example.com', INSIDE],
    ['https://other.example.com/', 'host.example.com', OUTSIDE],
    ['https://sub.host.example.com/', 'host.example.com', OUTSIDE],
    ['https://host.example.com/', '.example.com', INSIDE],
    ['https://a.b.example.com/', '.example.com', INSIDE],
    ['https://example.com/', '.example.com', OUTSIDE],
    ['https://evil.org/@host.example.com', 'host.example.com', OUTSIDE],
    ['https://evil.org#host.example.com', 'host.example.com', OUTSIDE],
    // Who reads the backslash as a slash goes to another host.
    ['https://evil.org\\@host.example.com/', 'host.example.com', NO_NAME],
    ['https://a@evil.org@host.example.com/', 'host.example.com', NO_NAME],
    ['https://ho%73t.example.com/', 'host.example.com', NO_NAME],
    ['https://192.0.2.1/', 'host.example.com', NO_NAME],
    ['https://0x7f.1/', 'host.example.com', NO_NAME],
    ['https://[2001:db8::1]/', 'host.example.com', NO_NAME],
    ['https:///path', 'host.example.com', NO_NAME],
    ['urn:uuid:1', 'host.example.com', NO_NAME],
    ['mailto:joe@host.example.com', 'host.example.com', NO_NAME],
    ['https://host.example.com./', 'host.example.com', NO_NAME],
    ['https://host.example.com/', 'https://host.example.com/', NO_BASE],
  ])('%s against %s', (name, base, expected) => {
    expect(verdicts(uri(name), uri(base))).toEqual(expected)
  })
})

describe('a directory name', () => {
  const upper = rdn('2.5.4.10', printable('  EXAMPLE '))
  const unit = rdn('2.5.4.11', utf8('Unit'))
  test.each([
    ['the same', [country, organization], [country, organization], INSIDE],
    ['below', [country, organization, unit], [country, organization], INSIDE],
    ['in other writing', [country, upper], [country, organization], INSIDE],
    ['above', [country], [country, organization], OUTSIDE],
    ['beside', [country, unit], [country, organization], OUTSIDE],
    ['in another order', [organization, country], [country, organization], OUTSIDE],
    ['below everything', [country], [], INSIDE],
  ])('%s', (_, name, base, expected) => {
    expect(verdicts(directory(...name), directory(...base))).toEqual(expected)
  })

  test.each([
    ['IA5String', ia5('Example')],
    ['VisibleString', tlv(0x1a, hex('4578616d706c65'))],
    ['UTF8String in capitals', utf8('EXAMPLE')],
    ['BMPString', tlv(0x1e, hex('004500780061006d0070006c0065'))],
  ])('in a %s is the same name', (_, value) => {
    const name = directory(country, rdn('2.5.4.10', value))
    expect(verdicts(name, directory(country, organization))).toEqual(INSIDE)
  })

  test('of a type that nobody knows is the same name too', () => {
    const [name, base] = [ia5('EXAMPLE'), utf8('Example')].map(value => directory(rdn('2.999.1', value)))
    expect(verdicts(name ?? dns(''), base ?? dns(''))).toEqual(INSIDE)
  })

  test('of digits in a NumericString is the same name', () => {
    const [name, base] = [tlv(0x12, hex('3132')), utf8('12')].map(value => directory(rdn('2.5.4.10', value)))
    expect(verdicts(name ?? dns(''), base ?? dns(''))).toEqual(INSIDE)
  })

  test('is the subject too, whatever alternative names stand beside it', () => {
    const constraints = [{ permitted: [directory(country, organization)] }]
    const names = [written(directory(country, organization))]
    expect(judge(constraints, { subject: sequence(country, organization), names }).outcome).toBe('satisfied')
    expect(judge(constraints, { subject: sequence(country), names }).reason).toBe('not-permitted')
    expect(judge(constraints, { subject: sequence() }).outcome).toBe('satisfied')
  })
})

describe('an e-mail address in the subject', () => {
  const address = (text: string): Uint8Array => sequence(rdn('1.2.840.113549.1.9.1', ia5(text)))
  test.each([
    ['joe@example.com', undefined, 'satisfied'],
    ['joe@evil.org', undefined, 'not-permitted'],
    ['no address', undefined, 'malformed-name'],
    ['joe@evil.org', [written(dns('example.com'))], 'not-permitted'],
    ['joe@evil.org', [written(email('joe@example.com'))], 'not-permitted'],
  ])('%s with alternative names %o', (text, names, expected) => {
    const said = judge([{ permitted: [email('example.com')] }], {
      subject: address(text),
      ...(names && { names }),
    })
    expect(said.reason ?? said.outcome).toBe(expected)
  })

  test('is nothing to other constraints', () => {
    expect(judge([{ permitted: [dns('example.com')] }], { subject: address('no address') }).outcome).toBe(
      'satisfied',
    )
  })
})

describe('a form without rules of comparison', () => {
  const upn = other('1.3.6.1.4.1.311.20.2.3', '0c016a')
  const id: GeneralName = { form: 'registeredID', id: oid('1.2.3') }
  test.each([
    ['the same otherName', upn, upn, INSIDE],
    [
      'another value of its type',
      other('1.3.6.1.4.1.311.20.2.3', '0c016b'),
      upn,
      ['unsupported-constraint', 'unsupported-constraint'],
    ],
    ['an otherName of another type', other('1.3.6.1.5.5.7.8.7', '16016a'), upn, ['satisfied', 'satisfied']],
    [
      'a registeredID',
      { form: 'registeredID', id: oid('1.2.4') } as GeneralName,
      id,
      ['unsupported-constraint', 'unsupported-constraint'],
    ],
    ['a name of another form', dns('example.com'), upn, ['satisfied', 'satisfied']],
  ])('%s', (_, name, base, expected) => {
    expect(verdicts(name, base)).toEqual(expected)
  })

  test('leaves the question open, and a violation by another name is told first', () => {
    const constraints = [{ permitted: [dns('example.com'), upn] }]
    const unknown = other('1.3.6.1.4.1.311.20.2.3', '0c016b')
    expect(judge(constraints, { names: [written(unknown)] }).outcome).toBe('undetermined')
    expect(judge(constraints, { names: [written(unknown), written(dns('evil.org'))] })).toMatchObject({
      outcome: 'violated',
      reason: 'not-permitted',
      facts: { name: 'dNSName evil.org' },
    })
  })
})

describe('constraints of several authorities', () => {
  test.each([
    [
      'a.example.com',
      [{ permitted: [dns('example.com')] }, { permitted: [dns('a.example.com')] }],
      'satisfied',
    ],
    [
      'b.example.com',
      [{ permitted: [dns('example.com')] }, { permitted: [dns('a.example.com')] }],
      'not-permitted',
    ],
    [
      'b.example.com',
      [{ permitted: [dns('a.example.com')] }, { permitted: [dns('example.com')] }],
      'not-permitted',
    ],
    [
      'a.example.com',
      [{ permitted: [dns('a.example.com')] }, { excluded: [dns('a.example.com')] }],
      'excluded',
    ],
    [
      'a.example.com',
      [{ excluded: [dns('b.example.com')] }, { excluded: [dns('c.example.com')] }],
      'satisfied',
    ],
    [
      'a.example.com',
      [{ permitted: [ip('c0000200ffffff00')] }, { permitted: [dns('example.com')] }],
      'satisfied',
    ],
  ])('%s below %o', (name, levels, expected) => {
    const said = judge(levels, { names: [written(dns(name))] })
    expect(said.reason ?? said.outcome).toBe(expected)
  })

  test('every name counts, not the first only', () => {
    const names = ['example.com', 'evil.org'].map(name => written(dns(name)))
    expect(judge([{ permitted: [dns('example.com')] }], { names }).reason).toBe('not-permitted')
  })

  test('two mailboxes of one local part are two constraints', () => {
    const permitted = [email('joe@example.com'), email('joe@example.org')]
    for (const text of ['joe@example.com', 'joe@example.org'])
      expect(judge([{ permitted }], { names: [written(email(text))] }).outcome).toBe('satisfied')
  })

  test('nothing is asked where nothing is constrained', () => {
    expect(judge([], { names: [written(dns('example.com'))] }).outcome).toBe('not-applicable')
    expect(judge([{}], { names: [written(dns('example.com'))] }).outcome).toBe('not-applicable')
  })

  test.each([
    ['evil.org', 'without alternative names is constrained as a host', {}, 'violated'],
    [
      'evil.org',
      'beside alternative names is no name',
      { names: [written(dns('example.com'))] },
      'satisfied',
    ],
    [
      'evil.org',
      'beside alternative names that are no hosts is constrained as one',
      { names: [written(email('joe@example.com')), written(directory(country))] },
      'violated',
    ],
    ['evil.org', 'beside an address is no name', { names: [written(ip('c0000201'))] }, 'satisfied'],
    ['192.0.2.1', 'that is an address is none of a host', {}, 'satisfied'],
    ['192.0.2.1.', 'that can be neither is no name', {}, 'satisfied'],
    ['0xc0.0.2.1', 'that only some take for an address is constrained as a host', {}, 'violated'],
    ['192.0.2.01', 'that only some take for an address is constrained as a host', {}, 'violated'],
    ['Evil', 'that can be no host is no name', {}, 'satisfied'],
    ['Evil Inc. of Ohio', 'that can be no host is no name', {}, 'satisfied'],
    ['www.example.com', 'within the constraint passes', {}, 'satisfied'],
  ])('a common name %s %s', (text, _, names, outcome) => {
    const subject = sequence(rdn('2.5.4.3', utf8(text)))
    expect(judge([{ permitted: [dns('example.com')] }], { subject, ...names }).outcome).toBe(outcome)
  })
})

test.each([
  ['192.0.2.1', 'satisfied'],
  ['192.0.3.1', 'violated'],
])('a common name that is the address %s is constrained as one: %s', (text, outcome) => {
  const subject = sequence(rdn('2.5.4.3', utf8(text)))
  const permitted = [dns('example.com'), ip('c0000200ffffff00')]
  expect(judge([{ permitted }], { subject }).outcome).toBe(outcome)
  expect(judge([{ permitted }], { subject, names: [written(dns('example.com'))] }).outcome).toBe('satisfied')
  expect(judge([{ permitted }], { subject, names: [written(ip('c0000202'))] }).outcome).toBe('satisfied')
})

describe('what cannot be processed', () => {
  test.each([
    [{ minimum: 1 }, 'a minimum'],
    [{ minimum: 0, maximum: 3 }, 'a maximum'],
  ])('%o (%s) leaves names of its form open and other names alone', (depth, _) => {
    const state = constrain(initialConstraints(), {
      permitted: [],
      excluded: [{ base: dns('example.com'), ...depth }],
    })
    const said = (name: GeneralName): Check =>
      checkNames(state, holder({ names: [written(name)] }), true).check
    expect(said(dns('example.org'))).toMatchObject({
      outcome: 'undetermined',
      reason: 'unsupported-constraint',
    })
    expect(said(email('joe@example.com')).outcome).toBe('satisfied')
  })

  test('alternative names that cannot be read are not within anything', () => {
    const names = [ia5('.example.com', 0x82)]
    expect(judge([{ permitted: [dns('example.com')] }], { names }).reason).toBe('malformed-name')
  })
})

describe('self-issued certificates', () => {
  const subject = sequence(country)
  const selfIssued = parsed(certificate({ issuer: subject, subject }))
  const state = constrain(initialConstraints(), {
    permitted: [subtree(directory(organization))],
    excluded: [],
  })

  test('are exempt in the middle of a path and never at its end', () => {
    expect(checkNames(state, selfIssued, false).check.outcome).toBe('not-applicable')
    expect(checkNames(state, selfIssued, true).check.reason).toBe('not-permitted')
  })

  test('are not exempt where the names differ', () => {
    const crossed = parsed(certificate({ issuer: ISSUER, subject }))
    expect(checkNames(state, crossed, false).check.reason).toBe('not-permitted')
  })
})

describe('the budget of comparisons', () => {
  const names = Array.from({ length: 3 }, (_, i) => written(dns(`n${i}.example.org`)))
  const excluded = Array.from({ length: 4 }, (_, i) => subtree(dns(`s${i}.example.com`)))
  const stateWith = (budget: number) => constrain(initialConstraints(budget), { permitted: [], excluded })

  test.each([
    [12, 'satisfied', 0],
    [11, 'budget-spent', 0],
    [13, 'satisfied', 1],
  ])('of %i: %s', (budget, expected, left) => {
    const { check, state } = checkNames(stateWith(budget), holder({ names }), true)
    expect(check.reason ?? check.outcome).toBe(expected)
    expect(state.comparisons).toBe(left)
    expect(check.outcome).toBe(expected === 'satisfied' ? 'satisfied' : 'undetermined')
  })

  test('is that of the whole path', () => {
    const once = checkNames(stateWith(13), holder({ names }), true)
    expect(checkNames(once.state, holder({ names }), true).check.reason).toBe('budget-spent')
  })

  test.each([0, -1, 1.5, Number.NaN])('is a positive integer, not %d', budget => {
    expect(() => initialConstraints(budget)).toThrow(RangeError)
  })
})

test('constraints are not changed by what is added to them', () => {
  const before = initialConstraints()
  const after = constrain(before, { permitted: [subtree(dns('example.com'))], excluded: [] })
  expect(before.demands).toEqual([])
  expect(after.demands).toHaveLength(1)
})

test('an object identifier is written as it is read', () => {
  expect(written({ form: 'registeredID', id: oid('1.2.3') })).toEqual(
    tlv(0x88, oidValue('1.2.3').subarray(2)),
  )
})
