import type { Oid } from '../core/oid.ts'
import { type Refused, refused } from '../core/result.ts'
import { type DerReader, readDerPart, TAG } from '../encoding/der.ts'
import { type DerLimits, type DerReason, isSchemaReason } from '../encoding/der-context.ts'
import { QC_STATEMENT } from '../core/object-identifiers.ts'
import { type Psd2Statement, readPsd2Statement } from './psd2-statement.ts'
import { readAtLeastOne } from './read-basic-extensions.ts'

/**
 * What a certificate claims about its own qualification. A claim, not a fact: see `qualification`.
 *
 * @standard RFC 3739, section 3.2.6; ETSI EN 319 412-5
 */
export interface QcStatements {
  /** In the order of the certificate, unknown ones included. */
  readonly all: readonly QcStatement[]
  /** Statements whose information is DER but not of the type that their identifier promises. Never read as absent. */
  readonly malformed: readonly MalformedStatement[]
  /** QcCompliance: issued as a qualified certificate under the Regulation (or other legislation, see below). */
  readonly compliance: boolean
  /** QcLimitValue: liability limit per transaction, `amount` × 10^`exponent`. */
  readonly limitValue?: { readonly currency: string | number; readonly amount: number; readonly exponent: number }
  /** QcRetentionPeriod, years after expiry. */
  readonly retentionPeriod?: number
  /** QcSSCD: the private key resides in a qualified signature creation device. */
  readonly sscd: boolean
  /** QcPDS: disclosure statements, an address per language (ISO 639-1). */
  readonly pds: readonly { readonly url: string; readonly language: string }[]
  /** QcType: as written; `QC_TYPE` names the known ones. */
  readonly types: readonly Oid[]
  /** QcCClegislation: countries (ISO 3166-1 alpha-2) under whose law the certificate is qualified; absent: the Union's. */
  readonly legislation?: readonly string[]
  /** QcIdentMethod. */
  readonly identificationMethods?: readonly Oid[]
  /** QcQSCDlegislation: countries under whose law the device is certified. */
  readonly qscdLegislation?: readonly string[]
  /** SemanticsInformation of pkixQCSyntax-v2: how to read the subject's identifiers. */
  readonly semantics?: SemanticsInformation
  readonly psd2?: Psd2Statement
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

/** The statements while they are being read. */
type Draft = { -readonly [Field in keyof QcStatements]: QcStatements[Field] }

/** Reads the information of a statement, and says how to keep it once it is known to be sound. */
type ReadInformation = (info: DerReader) => (draft: Draft) => void

function as<Field extends keyof QcStatements>(
  field: Field,
  read: (info: DerReader) => Draft[Field],
): ReadInformation {
  return info => {
    const value = read(info)
    return draft => {
      draft[field] = value
    }
  }
}

/** Which field a statement with information becomes. */
const READERS: ReadonlyMap<Oid, ReadInformation> = new Map([
  [QC_STATEMENT.pkixQcSyntaxV1, as('semantics', readSemantics)],
  [QC_STATEMENT.pkixQcSyntaxV2, as('semantics', readSemantics)],
  [QC_STATEMENT.qcLimitValue, as('limitValue', readLimitValue)],
  [QC_STATEMENT.qcRetentionPeriod, as('retentionPeriod', info => info.smallInteger())],
  [QC_STATEMENT.qcPds, as('pds', info => readAtLeastOne(info, readPdsLocation))],
  [QC_STATEMENT.qcType, as('types', info => readAtLeastOne(info, readOid))],
  [QC_STATEMENT.qcCcLegislation, as('legislation', info => readAtLeastOne(info, readCountry))],
  [QC_STATEMENT.qcIdentMethod, as('identificationMethods', info => readAtLeastOne(info, readOid))],
  [QC_STATEMENT.qcQscdLegislation, as('qscdLegislation', info => readAtLeastOne(info, readCountry))],
  [QC_STATEMENT.psd2, as('psd2', readPsd2Statement)],
])

/** What one statement may cost, as for a whole certificate. */
const STATEMENT_LIMITS: DerLimits = { bytes: 65_536, depth: 32, elements: 20_000 }

/**
 * Reads QCStatements, a SEQUENCE OF at least one. A statement that is not of its type does not take the others with it;
 * one that stands twice makes the extension malformed, since nobody can say which of the two counts.
 *
 * @param bytes The input that the reader reads.
 */
export function readQcStatements(reader: DerReader, bytes: Uint8Array): QcStatements {
  const sequence = reader.sequence()
  if (!sequence.more) sequence.fail('value-missing')
  const all: QcStatement[] = []
  const malformed: MalformedStatement[] = []
  const draft: Draft = { all, malformed, compliance: false, sscd: false, pds: NONE, types: NONE }
  while (sequence.more) {
    const start = sequence.offset
    const statement = readStatement(sequence.sequence())
    if (hasId(all, statement.id)) sequence.fail('value-repeated', start)
    all.push(statement)
    const defect = readInformation(statement, draft, bytes)
    if (defect === undefined) continue
    malformed.push({ id: statement.id, reason: defect.reason, offset: defect.offset ?? start })
    if (!isSchemaReason(defect.reason)) sequence.fail(defect.reason, defect.offset)
  }
  return draft
}

function hasId(statements: readonly QcStatement[], id: Oid): boolean {
  for (const statement of statements) if (statement.id === id) return true
  return false
}

const NONE: readonly never[] = []

function readStatement(reader: DerReader): QcStatement {
  const id = reader.oid()
  if (!reader.more) return { id }
  const info = READERS.has(id) ? reader.unread() : reader.any()
  reader.finish()
  return { id, info }
}

function readInformation(
  { id, info }: QcStatement,
  draft: Draft,
  bytes: Uint8Array,
): Refused<DerReason> | undefined {
  if (id === QC_STATEMENT.qcCompliance) draft.compliance = true
  if (id === QC_STATEMENT.qcSscd) draft.sscd = true
  const read = READERS.get(id)
  if (info === undefined) return read === undefined || SYNTAX.has(id) ? undefined : refused('value-missing')
  if (read === undefined) return WITHOUT_INFORMATION.has(id) ? refused('value-unexpected') : undefined
  const start = info.byteOffset - bytes.byteOffset
  const result = readDerPart(bytes, { start, end: start + info.length, limits: STATEMENT_LIMITS }, read)
  if (!result.ok) return result
  result.value(draft)
  return undefined
}

/** The information of these two is their presence. */
const WITHOUT_INFORMATION: ReadonlySet<Oid> = new Set([QC_STATEMENT.qcCompliance, QC_STATEMENT.qcSscd])

/** These two may come without information. */
const SYNTAX: ReadonlySet<Oid> = new Set([QC_STATEMENT.pkixQcSyntaxV1, QC_STATEMENT.pkixQcSyntaxV2])

function readOid(item: DerReader): Oid {
  return item.oid()
}

function readSemantics(reader: DerReader): SemanticsInformation {
  const sequence = reader.sequence()
  const identifier = sequence.peek() === TAG.oid ? sequence.oid() : undefined
  const registrationAuthorities = sequence.more ? readAtLeastOne(sequence, readAuthorityUri) : []
  sequence.finish()
  return { ...(identifier === undefined ? {} : { identifier }), registrationAuthorities }
}

/** GeneralName: in the field an address or a DNS name; other forms are passed over as octets. */
function readAuthorityUri(item: DerReader): string {
  const tag = item.peek()
  if (tag === 0x81 || tag === 0x82 || tag === 0x86) return item.implicitText(tag, TAG.ia5String)
  item.any()
  return ''
}

/** Currency by letters or by number of ISO 4217. */
function readLimitValue(reader: DerReader): NonNullable<QcStatements['limitValue']> {
  const sequence = reader.sequence()
  const currency =
    sequence.peek() === TAG.integer ? sequence.smallInteger() : sequence.text(TAG.printableString)
  const amount = sequence.smallInteger()
  const exponent = sequence.smallInteger()
  sequence.finish()
  return { currency, amount, exponent }
}

function readPdsLocation(item: DerReader): QcStatements['pds'][number] {
  const location = item.sequence()
  const url = location.text(TAG.ia5String)
  const language = location.text(TAG.printableString)
  location.finish()
  return { url, language }
}

function readCountry(item: DerReader): string {
  const start = item.offset
  const country = item.text(TAG.printableString)
  if (!/^[A-Za-z]{2}$/.test(country)) item.fail('value-out-of-range', start)
  return country
}
