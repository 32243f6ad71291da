import type { Draft } from '../core/draft.ts'
import { QC_STATEMENT } from '../core/object-identifiers.ts'
import type { Oid } from '../core/oid.ts'
import { refused } from '../core/result.ts'
import type { DerReader } from '../encoding/der/der.ts'
import { TAG } from '../encoding/der/tag.ts'
import { type Psd2Reading, type Psd2Statement, readPsd2Statement } from './psd2/statement.ts'
import { readAtLeastOne } from './read-basic-extensions.ts'
import { into, type ReadPart } from './read-part.ts'

/**
 * What a certificate claims about its own qualification. A claim, not a fact: see `qualification`.
 *
 * @standard RFC 3739, section 3.2.6; ETSI EN 319 412-5
 */
export interface QcStatements {
  /** In the order of the certificate, unknown ones included. */
  readonly all: readonly QcStatement[]
  /**
   * Statements whose information is DER but not of the type that their identifier promises. Never read as
   * absent.
   */
  readonly malformed: readonly MalformedStatement[]
  /**
   * QcCompliance: issued as a qualified certificate under the Regulation (or other legislation, see below).
   */
  readonly compliance: boolean
  /** QcLimitValue: liability limit per transaction, `amount` × 10^`exponent`. */
  readonly limitValue?: {
    readonly currency: string | number
    readonly amount: number
    readonly exponent: number
  }
  /** QcRetentionPeriod, years after expiry. */
  readonly retentionPeriod?: number
  /** QcSSCD: the private key resides in a qualified signature creation device. */
  readonly sscd: boolean
  /** QcPDS: disclosure statements, an address per language (ISO 639-1). */
  readonly pds: readonly { readonly url: string; readonly language: string }[]
  /** QcType: as written; `QC_TYPE` names the known ones. */
  readonly types: readonly Oid[]
  /**
   * QcCClegislation: countries (ISO 3166-1 alpha-2) under whose law the certificate is qualified; absent: the
   * Union's.
   */
  readonly legislation?: readonly string[]
  /** QcIdentMethod. */
  readonly identificationMethods?: readonly Oid[]
  /** QcQSCDlegislation: countries under whose law the device is certified. */
  readonly qscdLegislation?: readonly string[]
  /**
   * SemanticsInformation of pkixQCSyntax-v2: how to read the subject's identifiers; often one for a person,
   * one for an organisation.
   */
  readonly semantics: readonly SemanticsInformation[]
  /** Present exactly where a strict reader accepts it. */
  readonly psd2?: Psd2Statement
  /**
   * The same as it was read, where it departs from its encoding and can be read without doubt. It is
   * malformed then too.
   */
  readonly deviantPsd2?: Psd2Reading
  /** The extension holds this one statement instead of a sequence of statements. It is malformed then. */
  readonly bare?: true
}

export interface QcStatement {
  readonly id: Oid
  /** statementInfo as one DER value, absent where it is. */
  readonly info?: Uint8Array
}

export interface MalformedStatement {
  readonly id: Oid
  readonly reason: string
  /** Octets from the start of the certificate. */
  readonly offset: number
}

/** @standard RFC 3739, section 3.2.6.1; ETSI EN 319 412-1, clause 5.1 */
export interface SemanticsInformation {
  readonly identifier?: Oid
  readonly registrationAuthorities: readonly string[]
}

type Records = Draft<QcStatements>

/** The statements of RFC 3739, EN 319 412-5 and TS 119 495; any other stays as written. */
const READERS: ReadonlyMap<Oid, ReadPart<Records>> = new Map<Oid, ReadPart<Records>>([
  [QC_STATEMENT.pkixQcSyntaxV1, readSyntax],
  [QC_STATEMENT.pkixQcSyntaxV2, readSyntax],
  [QC_STATEMENT.qcCompliance, readPresence('compliance')],
  [QC_STATEMENT.qcLimitValue, into('limitValue', readLimitValue)],
  [QC_STATEMENT.qcRetentionPeriod, into('retentionPeriod', info => info.smallInteger())],
  [QC_STATEMENT.qcSscd, readPresence('sscd')],
  [QC_STATEMENT.qcPds, into('pds', info => readAtLeastOne(info, readPdsLocation))],
  [QC_STATEMENT.qcType, into('types', info => readAtLeastOne(info, readOid))],
  [QC_STATEMENT.qcCcLegislation, into('legislation', info => readAtLeastOne(info, readCountry))],
  [QC_STATEMENT.qcIdentMethod, into('identificationMethods', info => readAtLeastOne(info, readOid))],
  [QC_STATEMENT.qcQscdLegislation, into('qscdLegislation', info => readAtLeastOne(info, readCountry))],
  [QC_STATEMENT.psd2, readPsd2],
])

const NONE: readonly never[] = []

/** Real certificates have some ten; what has more is made to cost time. */
const MAX_STATEMENTS = 64

/**
 * Reads QCStatements, a SEQUENCE OF at least one. A statement that is not of its type does not take the
 * others with it; one that stands twice makes the extension malformed, since nobody can say which of the two
 * counts.
 */
export function readQcStatements(reader: DerReader): QcStatements {
  const sequence = reader.sequence()
  if (!sequence.more) sequence.fail('value-missing')
  const all: QcStatement[] = []
  const malformed: MalformedStatement[] = []
  const records = { all, malformed, compliance: false, sscd: false, pds: NONE, types: NONE, semantics: NONE }
  if (sequence.peek() === TAG.oid) return readBare(sequence, records)
  while (sequence.more) {
    const start = sequence.offset
    const statement = readStatement(sequence.sequence(), records, malformed)
    if (isRepeated(all, statement.id)) sequence.fail('value-repeated', start)
    if (all.length >= MAX_STATEMENTS) sequence.fail('too-many-elements', start)
    all.push(statement)
  }
  return records
}

/**
 * One statement where a sequence of them belongs. It is not of its type, so the extension is malformed; who
 * tolerates the form may still want to know what the statement says.
 */
function readBare(sequence: DerReader, records: Records & { malformed: MalformedStatement[] }): QcStatements {
  const start = sequence.offset
  const statement = readStatement(sequence, records, records.malformed)
  sequence.finish()
  const defect = sequence.defect(start)
  sequence.fail('tag-unexpected', start)
  return defect === undefined ? { ...records, all: [statement], bare: true } : records
}

function isRepeated(statements: readonly QcStatement[], id: Oid): boolean {
  if (id === QC_STATEMENT.pkixQcSyntaxV1 || id === QC_STATEMENT.pkixQcSyntaxV2) return false
  for (const statement of statements) if (statement.id === id) return true
  return false
}

function readStatement(reader: DerReader, records: Records, malformed: MalformedStatement[]): QcStatement {
  const id = reader.oid()
  const start = reader.offset
  const isBare = !reader.more
  const defect = (READERS.get(id) ?? readUnknown)(reader, records)
  if (defect !== undefined) malformed.push({ id, reason: defect.reason, offset: defect.offset ?? start })
  return isBare ? { id } : { id, info: reader.since(start) }
}

function readUnknown(info: DerReader): undefined {
  while (info.more) info.any()
}

/**
 * A statement that only a lenient reader accepts is kept apart, and is a defect: the one that ends a strict
 * reading.
 */
function readPsd2(info: DerReader, records: Records): ReturnType<ReadPart<Records>> {
  const start = info.offset
  const reading = readPsd2Statement(info)
  info.finish()
  const defect = info.defect(start)
  if (defect !== undefined) return defect
  const [first] = reading.deviations
  if (first === undefined) {
    records.psd2 = reading.statement
    return undefined
  }
  records.deviantPsd2 = reading
  return refused(first.strict, first.offset)
}

/**
 * For the statements whose presence is their information. What stands with it is a defect, but does not unsay
 * it.
 */
function readPresence(field: 'compliance' | 'sscd'): ReadPart<Records> {
  return (statement, records) => {
    records[field] = true
    const start = statement.offset
    statement.finish()
    return statement.defect(start)
  }
}

/**
 * One for the natural person and one for the organisation may stand side by side; both may come without
 * information.
 */
function readSyntax(info: DerReader, records: Records): ReturnType<ReadPart<Records>> {
  if (!info.more) return undefined
  const start = info.offset
  const semantics = readSemantics(info)
  info.finish()
  const defect = info.defect(start)
  if (defect === undefined) records.semantics = [...records.semantics, semantics]
  return defect
}

function readOid(item: DerReader): Oid {
  return item.oid()
}

/** At least one of the two. */
function readSemantics(info: DerReader): SemanticsInformation {
  const sequence = info.sequence()
  if (!sequence.more) sequence.fail('value-missing')
  const identifier = sequence.peek() === TAG.oid ? sequence.oid() : undefined
  const registrationAuthorities = sequence.more ? readAtLeastOne(sequence, readAuthorityUri) : NONE
  sequence.finish()
  return identifier === undefined ? { registrationAuthorities } : { identifier, registrationAuthorities }
}

/** GeneralName: in the field an address or a DNS name; other forms are passed over as octets. */
function readAuthorityUri(item: DerReader): string {
  const tag = item.peek()
  if (tag === 0x81 || tag === 0x82 || tag === 0x86) return item.text(tag, TAG.ia5String)
  item.any()
  return ''
}

/** Currency by letters or by number of ISO 4217. */
function readLimitValue(reader: DerReader): NonNullable<QcStatements['limitValue']> {
  const sequence = reader.sequence()
  const currency =
    sequence.peek() === TAG.integer ? sequence.smallInteger() : sequence.text(TAG.printableString)
  const amount = sequence.number()
  const exponent = sequence.number()
  sequence.finish()
  return { currency, amount, exponent }
}

function readPdsLocation(item: DerReader): QcStatements['pds'][number] {
  const location = item.sequence()
  const url = location.text(TAG.ia5String)
  const start = location.offset
  const language = location.text(TAG.printableString)
  if (language.length !== 2) location.fail('value-out-of-range', start)
  location.finish()
  return { url, language }
}

function readCountry(item: DerReader): string {
  const start = item.offset
  const country = item.text(TAG.printableString)
  if (!/^[A-Za-z]{2}$/.test(country)) item.fail('value-out-of-range', start)
  return country
}
