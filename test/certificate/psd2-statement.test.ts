import { describe, expect, test } from 'vitest'
import { type Psd2Statement, readPsd2Statement } from '../../src/certificate/psd2-statement.ts'
import { oid as oidOf } from '../../src/core/oid.ts'
import { readDer } from '../../src/encoding/der.ts'
import { integer, nothing, oid, printable, sequence, utf8 } from '../support/der-writer.ts'

const LIMITS = { bytes: 4096, depth: 32, elements: 1000 }

function read(statement: Uint8Array): Psd2Statement | string {
  const result = readDer(statement, LIMITS, readPsd2Statement)
  return result.ok ? result.value : result.reason
}

const role = (arc: string, name: string) => sequence(oid(`0.4.0.19495.1.${arc}`), utf8(name))
const statement = (roles: readonly Uint8Array[], name = 'Authority', id = 'LU-CSSF') =>
  sequence(sequence(...roles), utf8(name), utf8(id))
const AUTHORITY = { id: 'LU-CSSF', name: 'Authority' }
const PLAIN = { otherRoles: [], misnamed: [], authority: AUTHORITY }

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
    expect(read(statement(roles))).toEqual({ ...PLAIN, roles: ['PSP_AI', 'PSP_PI'] })
  })

  test.each(['7', '50', '53', '3.999', '259'])('keeps the unknown role %s, whatever it is called', arc => {
    const other = { oid: oidOf(`0.4.0.19495.1.${arc}`), name: 'PSP_AI' }
    expect(read(statement([role(arc, 'PSP_AI'), role('2', 'PSP_PI')]))).toEqual({
      ...PLAIN,
      roles: ['PSP_PI'],
      otherRoles: [other],
    })
  })

  test.each(['Payment Initiation', 'psp_ai', 'PSP_PI', 'PSP_AI '])(
    'goes by the identifier of a role named %j',
    name => {
      expect(read(statement([role('3', name)]))).toEqual({
        ...PLAIN,
        roles: ['PSP_AI'],
        misnamed: [{ oid: oidOf('0.4.0.19495.1.3'), name }],
      })
    },
  )

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
