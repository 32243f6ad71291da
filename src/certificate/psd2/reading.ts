import { concatBytes, fromHex, includesBytes } from '../../core/bytes.ts'
import { EXTENSION, QC_STATEMENT } from '../../core/object-identifiers.ts'
import { TAG } from '../../encoding/der/tag.ts'
import type { Certificate } from '../certificate.ts'
import type { QcStatement } from '../qc-statements.ts'
import type { DeviationReason, EncodingDeviation } from './deviations.ts'
import type { Psd2Reading, Psd2Role, Psd2Statement } from './statement.ts'

/**
 * Whether the certificate carries a PSD2 statement at all, readable or not. Where the statements cannot be
 * read, as with two of a kind, its identifier tells: to say that there is none would be wrong.
 */
export function hasPsd2Statement({ extensions }: Certificate): boolean {
  const { qcStatements, bareQcStatement, malformed } = extensions
  if (hasPsd2(qcStatements?.all) || hasPsd2(bareQcStatement?.all)) return true
  if (qcStatements !== undefined || malformed.length === 0) return false
  const unread = extensions.all.find(({ id }) => id === EXTENSION.qcStatements)
  return unread !== undefined && includesBytes(unread.value, PSD2_IDENTIFIER)
}

/** The identifier of the statement as DER has it. */
const PSD2_IDENTIFIER = concatBytes(
  Uint8Array.of(TAG.oid, QC_STATEMENT.psd2.length / 2),
  fromHex(QC_STATEMENT.psd2),
)

function hasPsd2(statements: readonly QcStatement[] | undefined): boolean {
  return statements?.some(({ id }) => id === QC_STATEMENT.psd2) ?? false
}

/**
 * The statement as far as it can be read without doubt, with every departure from its encoding.
 *
 * @returns Undefined where there is no statement, or none that can be read.
 */
export function psd2ReadingOf({ extensions }: Certificate): Psd2Reading | undefined {
  const { qcStatements, bareQcStatement } = extensions
  const { psd2, deviantPsd2 } = qcStatements ?? bareQcStatement ?? {}
  const reading = deviantPsd2 ?? (psd2 === undefined ? undefined : { statement: psd2, deviations: [] })
  if (reading === undefined || bareQcStatement === undefined) return reading
  const offset = extensions.malformed.find(({ id }) => id === EXTENSION.qcStatements)?.offset ?? 0
  return { ...reading, deviations: [bareStatement(offset), ...reading.deviations] }
}

function bareStatement(offset: number): EncodingDeviation {
  return { code: 'psd2.encoding', reason: 'bare-statement', offset, strict: 'tag-unexpected', facts: {} }
}

/**
 * The statement that counts: one that a strict reader accepts, or one whose departures are all tolerated. A
 * role that is not written under its own name counts only where that is tolerated, by its identifier; beside
 * `Unspecified`, none does.
 *
 * @param tolerated What the policy tolerates; nothing unless told.
 * @returns Undefined where there is no statement, or none that counts.
 */
export function acceptedPsd2(
  certificate: Certificate,
  tolerated: readonly DeviationReason[] = [],
): Psd2Statement | undefined {
  const reading = psd2ReadingOf(certificate)
  if (reading === undefined) return undefined
  if (!reading.deviations.every(({ reason }) => tolerated.includes(reason))) return undefined
  const { statement } = reading
  return { ...statement, roles: acceptedRoles(statement, tolerated) }
}

function acceptedRoles(
  { roles, misnamed }: Psd2Statement,
  tolerated: readonly DeviationReason[],
): readonly Psd2Role[] {
  const byIdentifier = misnamed
    .filter(({ named }) =>
      tolerated.includes(named === undefined ? 'unknown-role-name' : 'conflicting-role-name'),
    )
    .map(({ role }) => role)
  const all = [...new Set([...roles, ...byIdentifier])]
  const isDoubtful = isUnspecifiedBesideOthers(all) && !tolerated.includes('unspecified-not-alone')
  return isDoubtful ? [] : all
}

/** @standard ETSI TS 119 495 V1.8.1, GEN-5.2.2-1 */
export function isUnspecifiedBesideOthers(roles: readonly Psd2Role[]): boolean {
  return roles.length > 1 && roles.includes('Unspecified')
}
