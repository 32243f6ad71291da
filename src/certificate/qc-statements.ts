import type { Oid } from '../core/oid.ts'
import { type DerReader, readDerPart, TAG } from '../encoding/der.ts'
import { type DerLimits, isSchemaReason } from '../encoding/der-context.ts'
import { QC_STATEMENT } from './object-identifiers.ts'
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

type ReadStatement = (info: DerReader) => Partial<QcStatements>

/** Which fields a statement with information becomes. */
const READERS: ReadonlyMap<Oid, ReadStatement> = new Map<Oid, ReadStatement>([
  [QC_STATEMENT.pkixQcSyntaxV1, r => ({ semantics: readSemantics(r) })],
  [QC_STATEMENT.pkixQcSyntaxV2, r => ({ semantics: readSemantics(r) })],
  [QC_STATEMENT.qcLimitValue, r => ({ limitValue: readLimitValue(r) })],
  [QC_STATEMENT.qcRetentionPeriod, r => ({ retentionPeriod: r.smallInteger() })],
  [QC_STATEMENT.qcPds, r => ({ pds: readAtLeastOne(r, readPdsLocation) })],
  [QC_STATEMENT.qcType, r => ({ types: readAtLeastOne(r, item => item.oid()) })],
  [QC_STATEMENT.qcCcLegislation, r => ({ legislation: readAtLeastOne(r, readCountry) })],
  [QC_STATEMENT.qcIdentMethod, r => ({ identificationMethods: readAtLeastOne(r, item => item.oid()) })],
  [QC_STATEMENT.qcQscdLegislation, r => ({ qscdLegislation: readAtLeastOne(r, readCountry) })],
  [QC_STATEMENT.psd2, r => ({ psd2: readPsd2Statement(r) })],
])

/** The information of these two is their presence. */
const WITHOUT_INFORMATION: ReadonlySet<Oid> = new Set([QC_STATEMENT.qcCompliance, QC_STATEMENT.qcSscd])

/** The syntax statements may come without information. */
const INFORMATION_OPTIONAL: ReadonlySet<Oid> = new Set([QC_STATEMENT.pkixQcSyntaxV1, QC_STATEMENT.pkixQcSyntaxV2])

/**
 * Reads QCStatements, a SEQUENCE OF at least one. A statement that is not of its type does not take the others with it;
 * one that stands twice makes the extension malformed, since nobody can say which of the two counts.
 */
export function readQcStatements(
  reader: DerReader,
  input: { readonly bytes: Uint8Array; readonly limits: DerLimits },
): QcStatements {
  const sequence = reader.sequence()
  if (!sequence.more) sequence.fail('value-missing')
  const all: QcStatement[] = []
  const malformed: MalformedStatement[] = []
  const fields: Partial<QcStatements>[] = []
  while (sequence.more) {
    const start = sequence.offset
    const statement = readStatement(sequence.sequence())
    if (all.some(({ id }) => id === statement.id)) sequence.fail('value-repeated', start)
    all.push(statement)
    const read = readInformation(statement, { ...input, sequence, start })
    if ('reason' in read) malformed.push(read)
    else fields.push(read)
  }
  const ids = new Set(all.map(({ id }) => id))
  const compliance = ids.has(QC_STATEMENT.qcCompliance)
  const sscd = ids.has(QC_STATEMENT.qcSscd)
  return Object.assign({ all, malformed, compliance, sscd, pds: [], types: [] }, ...fields)
}

function readStatement(reader: DerReader): QcStatement {
  const id = reader.oid()
  if (!reader.more) return { id }
  const info = reader.any()
  reader.finish()
  return { id, info }
}

interface StatementInput {
  readonly bytes: Uint8Array
  readonly limits: DerLimits
  readonly sequence: DerReader
  readonly start: number
}

function readInformation(
  { id, info }: QcStatement,
  { bytes, limits, sequence, start }: StatementInput,
): Partial<QcStatements> | MalformedStatement {
  const read = READERS.get(id)
  if (read === undefined) {
    const superfluous = info !== undefined && WITHOUT_INFORMATION.has(id)
    return superfluous ? { id, reason: 'value-unexpected', offset: start } : {}
  }
  if (info === undefined) {
    return INFORMATION_OPTIONAL.has(id) ? {} : { id, reason: 'value-missing', offset: start }
  }
  const at = info.byteOffset - bytes.byteOffset
  const result = readDerPart(bytes, { start: at, end: at + info.length, limits }, read)
  if (result.ok) return result.value
  const { reason, offset = at } = result
  if (!isSchemaReason(reason)) sequence.fail(reason, offset)
  return { id, reason, offset }
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
