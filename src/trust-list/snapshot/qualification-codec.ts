import { fromHex } from '../../core/bytes.ts'
import type { Oid } from '../../core/oid.ts'
import type { CriteriaList, Criterion, QualificationElement } from '../trust-list.ts'
import { type BlockReader, readAll, readText } from './block-reader.ts'
import { type BlockWriter, writeAll, writeText } from './block-writer.ts'

export function writeQualification(
  writer: BlockWriter,
  { qualifiers, criteria }: QualificationElement,
): void {
  writeAll(writer, qualifiers, writeText)
  writeCriteriaList(writer, criteria)
}

export function readQualification(reader: BlockReader): QualificationElement {
  return { qualifiers: readAll(reader, readText), criteria: readCriteriaList(reader) }
}

function writeCriteriaList(writer: BlockWriter, { assert, criteria }: CriteriaList): void {
  writer.text(assert)
  writeAll(writer, criteria, writeCriterion)
}

function readCriteriaList(reader: BlockReader): CriteriaList {
  return reader.nested(
    () => ({ assert: reader.text(), criteria: readAll(reader, readCriterion) }),
    NO_CRITERIA,
  )
}

const NO_CRITERIA: CriteriaList = { assert: '', criteria: [] }

/** The kinds, by their number in a record. */
const KIND = {
  'key-usage': 0,
  'policy-set': 1,
  'extended-key-usage': 2,
  'subject-attributes': 3,
  list: 4,
  unknown: 5,
} as const satisfies Readonly<Record<Criterion['kind'], number>>

function writeCriterion(writer: BlockWriter, criterion: Criterion): void {
  const { kind } = criterion
  writer.uint(KIND[kind])
  if (kind === 'key-usage') writeAll(writer, criterion.bits, writeBit)
  else if (kind === 'list') writeCriteriaList(writer, criterion.list)
  else if (kind === 'unknown') writer.text(criterion.name)
  else writeAll(writer, identifiersOf(criterion), writeOid)
}

function identifiersOf(
  criterion: Exclude<Criterion, { readonly kind: 'key-usage' | 'list' | 'unknown' }>,
): readonly Oid[] {
  switch (criterion.kind) {
    case 'policy-set':
      return criterion.policies
    case 'extended-key-usage':
      return criterion.purposes
    case 'subject-attributes':
      return criterion.types
    default:
      return criterion satisfies never
  }
}

function readCriterion(reader: BlockReader): Criterion {
  switch (reader.uint()) {
    case KIND['key-usage']:
      return { kind: 'key-usage', bits: readAll(reader, readBit) }
    case KIND['policy-set']:
      return { kind: 'policy-set', policies: readAll(reader, readOid) }
    case KIND['extended-key-usage']:
      return { kind: 'extended-key-usage', purposes: readAll(reader, readOid) }
    case KIND['subject-attributes']:
      return { kind: 'subject-attributes', types: readAll(reader, readOid) }
    case KIND.list:
      return { kind: 'list', list: readCriteriaList(reader) }
    case KIND.unknown:
      return { kind: 'unknown', name: reader.text() }
    default:
      return reader.nothing({ kind: 'unknown', name: '' })
  }
}

type Bit = Extract<Criterion, { readonly kind: 'key-usage' }>['bits'][number]

function writeBit(writer: BlockWriter, { name, value }: Bit): void {
  writer.text(name)
  writer.flag(value)
}

function readBit(reader: BlockReader): Bit {
  return { name: reader.text(), value: reader.flag() }
}

function writeOid(writer: BlockWriter, identifier: Oid): void {
  writer.octets(fromHex(identifier))
}

function readOid(reader: BlockReader): Oid {
  return reader.oid()
}
