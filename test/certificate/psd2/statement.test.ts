import { describe, expect, test } from 'vitest'
import { type Psd2Reading, readPsd2Statement } from '../../../src/certificate/psd2/statement.ts'
import { oid as oidOf } from '../../../src/core/oid.ts'
import { readDer } from '../../../src/encoding/der/der.ts'
import { hex, integer, nothing, oid, printable, sequence, tlv, utf8 } from '../../support/der-writer.ts'

const LIMITS = { bytes: 4096, depth: 32, elements: 1000 }

function readWhole(statement: Uint8Array): Psd2Reading | string {
  const result = readDer(statement, LIMITS, readPsd2Statement)
  return result.ok ? result.value : result.reason
}

/** What a strict reader says: the statement, or the first thing that it does not accept. */
function read(statement: Uint8Array) {
  const reading = readWhole(statement)
  if (typeof reading === 'string') return reading
  return reading.deviations[0]?.strict ?? reading.statement
}

const role = (arc: string, name: string) => sequence(oid(`0.4.0.19495.1.${arc}`), utf8(name))
const statement = (roles: readonly Uint8Array[], name = 'Authority', id = 'LU-CSSF') =>
  sequence(sequence(...roles), utf8(name), utf8(id))
const AUTHORITY = { id: 'LU-CSSF', name: 'Authority' }
const PLAIN = { otherRoles: [], misnamed: [], repeated: [], authority: AUTHORITY }

describe('the PSD2 statement', () => {
  test.each([
    ['0', 'Unspecified'],
    ['1', 'PSP_AS'],
    ['2', 'PSP_PI'],
    ['3', 'PSP_AI'],
    ['4', 'PSP_IC'],
    ['5', 'PSP_CB'],
    ['6', 'PSP_PA'],
    ['51', 'VOP_RS'],
    ['52', 'VOP_VS'],
  ])('names role %s: %s', (arc, name) => {
    expect(read(statement([role(arc, name)]))).toEqual({ ...PLAIN, roles: [name] })
  })

  test('names several, each once, in its own order', () => {
    const roles = [role('3', 'PSP_AI'), role('2', 'PSP_PI'), role('3', 'PSP_AI')]
    expect(read(statement(roles))).toEqual({ ...PLAIN, roles: ['PSP_AI', 'PSP_PI'], repeated: ['PSP_AI'] })
  })

  test.each(['7', '50', '53', '3.999', '259'])('keeps the unknown role %s, whatever it is called', arc => {
    const other = { oid: oidOf(`0.4.0.19495.1.${arc}`), name: 'PSP_AI' }
    expect(read(statement([role(arc, 'PSP_AI'), role('2', 'PSP_PI')]))).toEqual({
      ...PLAIN,
      roles: ['PSP_PI'],
      otherRoles: [other],
    })
  })

  test.each(['Payment Initiation', 'psp_ai', 'PSP_AI ', 'toString', '__proto__'])(
    'takes a role named %j for none, whatever its identifier',
    name => {
      expect(read(statement([role('3', name)]))).toEqual({
        ...PLAIN,
        roles: [],
        misnamed: [{ oid: oidOf('0.4.0.19495.1.3'), name, role: 'PSP_AI' }],
      })
    },
  )

  test('takes a role with the name of another for neither', () => {
    expect(read(statement([role('3', 'PSP_PI'), role('4', 'PSP_IC')]))).toEqual({
      ...PLAIN,
      roles: ['PSP_IC'],
      misnamed: [{ oid: oidOf('0.4.0.19495.1.3'), name: 'PSP_PI', role: 'PSP_AI', named: 'PSP_PI' }],
    })
  })

  test('of a central bank has no authority', () => {
    expect(read(statement([role('5', 'PSP_CB')], 'NA', 'NA'))).toEqual({
      ...PLAIN,
      roles: ['PSP_CB'],
      authority: { id: 'NA', name: 'NA' },
    })
  })

  test.each(['GB-FFA-1', 'lu-cssf', 'LU_CSSF', 'Ω'])(
    'keeps the identifier of the authority as written: %s',
    id => {
      expect(read(statement([role('1', 'PSP_AS')], 'Authority', id))).toMatchObject({ authority: { id } })
    },
  )

  test.each([
    ['256 characters', 'a'.repeat(256)],
    ['256 characters beyond the basic plane', '😀'.repeat(256)],
  ])('may have names of %s', (_, name) => {
    expect(read(statement([role('1', 'PSP_AS')], name))).toMatchObject({ authority: { name } })
  })

  test.each([
    ['no roles', statement([]), 'value-missing'],
    ['no list of roles', sequence(utf8('a'), utf8('b')), 'tag-unexpected'],
    [
      'all roles in one sequence',
      sequence(
        sequence(sequence(oid('0.4.0.19495.1.1'), utf8('PSP_AS'), oid('0.4.0.19495.1.2'), utf8('PSP_PI'))),
        utf8('a'),
        utf8('b'),
      ),
      'value-unexpected',
    ],
    [
      'a role without a name',
      sequence(sequence(sequence(oid('0.4.0.19495.1.1'))), utf8('a'), utf8('b')),
      'value-missing',
    ],
    [
      'a role named in a PrintableString',
      sequence(sequence(sequence(oid('0.4.0.19495.1.1'), printable('a'))), utf8('a'), utf8('b')),
      'tag-unexpected',
    ],
    [
      'an authority in a PrintableString',
      sequence(sequence(role('1', 'PSP_AS')), printable('a'), printable('b')),
      'tag-unexpected',
    ],
    ['an empty name', statement([role('1', 'PSP_AS')], ''), 'value-out-of-range'],
    ['an empty identifier', statement([role('1', 'PSP_AS')], 'a', ''), 'value-out-of-range'],
    ['257 characters', statement([role('1', 'PSP_AS')], 'a'.repeat(257)), 'value-out-of-range'],
    [
      '257 characters beyond the basic plane',
      statement([role('1', 'PSP_AS')], '😀'.repeat(257)),
      'value-out-of-range',
    ],
    ['no identifier', sequence(sequence(role('1', 'PSP_AS')), utf8('a')), 'value-missing'],
    [
      'a fourth part',
      sequence(sequence(role('1', 'PSP_AS')), utf8('a'), utf8('b'), nothing()),
      'value-unexpected',
    ],
    ['a number', integer(1), 'tag-unexpected'],
  ])('with %s is refused: %#', (_, input, reason) => {
    expect(read(input)).toBe(reason)
  })
})

const entry = (arc: string, name: string) => [oid(`0.4.0.19495.1.${arc}`), utf8(name)]
const FLAT = [...entry('3', 'PSP_AI'), ...entry('2', 'PSP_PI')]
const bmp = (text: string) =>
  tlv(0x1e, Uint8Array.from([...text].flatMap(c => [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 0xff])))
const [NAME, ID] = [utf8('Authority'), utf8('LU-CSSF')]
const ROLES = sequence(role('3', 'PSP_AI'), role('2', 'PSP_PI'))
const SAME = { ...PLAIN, roles: ['PSP_AI', 'PSP_PI'] }

describe('the PSD2 statement is read all the same', () => {
  test.each<[string, Uint8Array, readonly string[], string]>([
    [
      'all roles in one sequence',
      sequence(sequence(sequence(...FLAT)), NAME, ID),
      ['flat-roles'],
      'value-unexpected',
    ],
    ['no sequence around a role', sequence(sequence(...FLAT), NAME, ID), ['flat-roles'], 'tag-unexpected'],
    ['a PrintableString', sequence(ROLES, printable('Authority'), ID), ['string-type'], 'tag-unexpected'],
    [
      'two of them',
      sequence(ROLES, printable('Authority'), printable('LU-CSSF')),
      ['string-type', 'string-type'],
      'tag-unexpected',
    ],
    ['a BMPString', sequence(ROLES, bmp('Authority'), ID), ['string-type'], 'tag-unexpected'],
    [
      'a TeletexString in ASCII',
      sequence(ROLES, tlv(0x14, hex('417574686f72697479')), ID),
      ['string-type'],
      'tag-unexpected',
    ],
    [
      'a role named in a PrintableString',
      sequence(
        sequence(
          sequence(oid('0.4.0.19495.1.3'), printable('PSP_AI'.replace('_', '-'))),
          role('2', 'PSP_PI'),
        ),
        NAME,
        ID,
      ),
      ['string-type'],
      'tag-unexpected',
    ],
    ['a tag around the roles', sequence(tlv(0xa0, ROLES), NAME, ID), ['explicit-tag'], 'tag-unexpected'],
    ['a tag around a text', sequence(ROLES, tlv(0xa1, NAME), ID), ['explicit-tag'], 'tag-unexpected'],
    [
      'tags around everything',
      sequence(tlv(0xa0, ROLES), tlv(0xa1, NAME), tlv(0xa2, ID)),
      ['explicit-tag', 'explicit-tag', 'explicit-tag'],
      'tag-unexpected',
    ],
    [
      'two departures at once',
      sequence(sequence(sequence(...FLAT)), tlv(0xa1, printable('Authority')), ID),
      ['flat-roles', 'explicit-tag', 'string-type'],
      'value-unexpected',
    ],
  ])('with %s', (_, input, reasons, strict) => {
    const reading = readWhole(input)
    if (typeof reading === 'string') throw new Error(reading)
    expect(reading.deviations.map(({ reason }) => reason)).toEqual(reasons)
    expect(reading.deviations[0]?.strict).toBe(strict)
    if (!reasons.includes('string-type') || reading.statement.misnamed.length === 0)
      expect(reading.statement).toEqual(SAME)
    for (const { offset } of reading.deviations) expect(offset).toBeLessThan(input.length)
  })

  test('without any role', () => {
    expect(readWhole(statement([]))).toMatchObject({
      statement: { roles: [], authority: AUTHORITY },
      deviations: [{ code: 'psd2.role-presence', reason: 'no-role', strict: 'value-missing' }],
    })
  })

  test.each([
    ['257 characters', 'a'.repeat(257)],
    ['257 characters beyond the basic plane', '😀'.repeat(257)],
  ])('with %s', (_, name) => {
    expect(readWhole(statement([role('1', 'PSP_AS')], name))).toMatchObject({
      statement: { authority: { name } },
      deviations: [{ reason: 'text-too-long' }],
    })
  })
})

describe('nothing is read where there is doubt', () => {
  test.each<[string, Uint8Array]>([
    ['an identifier left over', sequence(sequence(sequence(...FLAT, oid('0.4.0.19495.1.1'))), NAME, ID)],
    ['a name left over', sequence(sequence(sequence(...FLAT, utf8('PSP_AS'))), NAME, ID)],
    ['names before identifiers', sequence(sequence(sequence(...FLAT.toReversed())), NAME, ID)],
    [
      'identifiers first, then names',
      sequence(
        sequence(sequence(oid('0.4.0.19495.1.3'), oid('0.4.0.19495.1.2'), utf8('PSP_AI'), utf8('PSP_PI'))),
        NAME,
        ID,
      ),
    ],
    [
      'one sequence of two roles beside one of one',
      sequence(sequence(sequence(...FLAT), role('1', 'PSP_AS')), NAME, ID),
    ],
    ['a tag around both texts', sequence(ROLES, tlv(0xa1, NAME, ID))],
    ['a tag around nothing', sequence(ROLES, tlv(0xa1), NAME, ID)],
    ['a tag in a tag', sequence(ROLES, tlv(0xa1, tlv(0xa1, NAME)), ID)],
    ['an implicit tag', sequence(ROLES, tlv(0x81, hex('41')), ID)],
    ['a TeletexString beyond ASCII', sequence(ROLES, tlv(0x14, hex('41c2')), ID)],
    ['octets for text', sequence(ROLES, tlv(0x04, hex('41')), ID)],
    ['a set of roles', sequence(tlv(0x31, role('1', 'PSP_AS')), NAME, ID)],
    ['the texts before the roles', sequence(NAME, ID, ROLES)],
  ])('%s', (_, input) => {
    expect(readWhole(input)).toBeTypeOf('string')
  })
})
