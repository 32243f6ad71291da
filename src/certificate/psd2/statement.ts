import { PSD2_ROLE } from '../../core/object-identifiers.ts'
import type { Oid } from '../../core/oid.ts'
import type { DerReader } from '../../encoding/der/der.ts'
import { TAG } from '../../encoding/der/tag.ts'
import type { EncodingDeviation } from './deviations.ts'
import { isExplicit, isLonger, readAnyText, readWrapped } from './lenient.ts'

/**
 * The PSD2 statement: which payment services the holder may offer, and which authority says so.
 *
 * @standard ETSI TS 119 495 V1.8.1, clause 5.1 and Annex A
 */
export interface Psd2Statement {
  /** Roles of the standard under their own names, without repetition, in the order of the certificate. */
  readonly roles: readonly Psd2Role[]
  /** Roles under other identifiers (GEN-5.2.2-4): kept and reported, never a right by themselves. */
  readonly otherRoles: readonly OtherRole[]
  /**
   * Entries whose name does not belong to their identifier (REG-5.2.2-5): neither of the two makes them a
   * role.
   */
  readonly misnamed: readonly MisnamedRole[]
  /** Roles that stand more than once under their own names. */
  readonly repeated: readonly Psd2Role[]
  readonly authority: CompetentAuthority
}

export type Psd2Role = keyof typeof PSD2_ROLE

export interface OtherRole {
  readonly oid: Oid
  /** As written in the certificate. */
  readonly name: string
}

export interface MisnamedRole extends OtherRole {
  /** What the identifier says. */
  readonly role: Psd2Role
  /** What the name says, where it is that of another role. */
  readonly named?: Psd2Role
}

export interface CompetentAuthority {
  /**
   * NCAId as written: two letters, a hyphen, two to eight letters; `NA` for central banks and public
   * authorities.
   */
  readonly id: string
  /** NCAName as written. */
  readonly name: string
}

/** A statement as it was read, and how it departs from the encoding of the standard. */
export interface Psd2Reading {
  readonly statement: Psd2Statement
  /** In the order of the octets. Empty where a strict reader accepts the statement. */
  readonly deviations: readonly EncodingDeviation[]
}

const ROLE_BY_OID: ReadonlyMap<Oid, Psd2Role> = new Map(
  Object.keys(PSD2_ROLE)
    .filter(isPsd2Role)
    .map(role => [PSD2_ROLE[role], role]),
)

function isPsd2Role(name: string): name is Psd2Role {
  return Object.hasOwn(PSD2_ROLE, name)
}

/**
 * Reads PSD2QcType in one pass. What departs from the encoding but can be read without doubt is read and
 * noted; all else ends the reading. An identifier that the standard does not know is kept.
 */
export function readPsd2Statement(reader: DerReader): Psd2Reading {
  const deviations: EncodingDeviation[] = []
  const statement = reader.sequence()
  const entries = isExplicit(statement)
    ? readWrapped(statement, deviations, inner => readRoles(inner, deviations))
    : readRoles(statement, deviations)
  const name = readText(statement, deviations)
  const id = readText(statement, deviations)
  statement.finish()
  return { statement: sortRoles(entries, { id, name }), deviations }
}

/** Each entry is a role, a role of others, or neither. */
function sortRoles(entries: readonly OtherRole[], authority: CompetentAuthority): Psd2Statement {
  const roles: Psd2Role[] = []
  const otherRoles: OtherRole[] = []
  const misnamed: MisnamedRole[] = []
  const repeated: Psd2Role[] = []
  for (const entry of entries) {
    const role = ROLE_BY_OID.get(entry.oid)
    if (role === undefined) otherRoles.push(entry)
    else if (role !== entry.name) misnamed.push(misnamedRole(entry, role))
    else if (!roles.includes(role)) roles.push(role)
    else if (!repeated.includes(role)) repeated.push(role)
  }
  return { roles, otherRoles, misnamed, repeated, authority }
}

function misnamedRole(entry: OtherRole, role: Psd2Role): MisnamedRole {
  const { name } = entry
  return isPsd2Role(name) ? { ...entry, role, named: name } : { ...entry, role }
}

/**
 * A sequence of sequences; or, noted, one sequence of all identifiers and names, with or without the outer
 * one.
 */
function readRoles(statement: DerReader, deviations: EncodingDeviation[]): readonly OtherRole[] {
  const start = statement.offset
  const roles = statement.sequence()
  if (!roles.more) return noRole(deviations, start)
  if (roles.peek() === TAG.oid) return readFlat(roles, [], deviations)
  const first = roles.sequence()
  const entries = [readEntry(first, deviations)]
  if (first.more) {
    if (roles.more) roles.fail('value-unexpected')
    return readFlat(first, entries, deviations)
  }
  while (roles.more) {
    const role = roles.sequence()
    entries.push(readEntry(role, deviations))
    role.finish()
  }
  return entries
}

function noRole(deviations: EncodingDeviation[], offset: number): readonly OtherRole[] {
  deviations.push({
    code: 'psd2.role-presence',
    reason: 'no-role',
    offset,
    strict: 'value-missing',
    facts: {},
  })
  return []
}

/** The entries that follow in the same sequence. Pairs leave no doubt; what is left over ends the reading. */
function readFlat(
  sequence: DerReader,
  entries: OtherRole[],
  deviations: EncodingDeviation[],
): readonly OtherRole[] {
  const { offset } = sequence
  const strict = entries.length === 0 ? 'tag-unexpected' : 'value-unexpected'
  while (sequence.more) entries.push(readEntry(sequence, deviations))
  deviations.push({
    code: 'psd2.encoding',
    reason: 'flat-roles',
    offset,
    strict,
    facts: { roles: entries.length },
  })
  return entries
}

function readEntry(role: DerReader, deviations: EncodingDeviation[]): OtherRole {
  return { oid: role.oid(), name: readText(role, deviations) }
}

/** UTF8String of 1 to 256 characters; or, noted, another string, a longer one, or one that is wrapped. */
function readText(reader: DerReader, deviations: EncodingDeviation[]): string {
  if (isExplicit(reader)) return readWrapped(reader, deviations, inner => readPlainText(inner, deviations))
  return readPlainText(reader, deviations)
}

function readPlainText(reader: DerReader, deviations: EncodingDeviation[]): string {
  const { offset } = reader
  const isUtf8 = reader.peek() === TAG.utf8String
  const text = isUtf8 ? reader.text(TAG.utf8String) : readAnyText(reader, deviations)
  if (text.length < 1) reader.fail('value-out-of-range', offset)
  if (isLonger(text, 256)) {
    const reason = 'text-too-long'
    deviations.push({ code: 'psd2.encoding', reason, offset, strict: 'value-out-of-range', facts: {} })
  }
  return text
}
