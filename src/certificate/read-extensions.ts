import type { Oid } from '../core/oid.ts'
import { DerReader, readDerPart } from '../encoding/der.ts'
import { type DerLimits, isSchemaReason } from '../encoding/der-context.ts'
import type { Extension, Extensions, MalformedExtension } from './extensions.ts'
import { EXTENSION } from './object-identifiers.ts'
import { readCabfOrganizationIdentifier } from './organization-identifier.ts'
import { readQcStatements } from './qc-statements.ts'
import {
  readAccessDescriptions,
  readAuthorityKeyIdentifier,
  readBasicConstraints,
  readDirectoryAttributes,
  readDistributionPoints,
  readExtendedKeyUsage,
  readGeneralNamesExtension,
  readKeyUsage,
} from './read-basic-extensions.ts'
import {
  readNameConstraints,
  readPolicies,
  readPolicyConstraints,
  readPolicyMappings,
} from './read-policy-extensions.ts'

/** What an extension's reader works on. */
export interface ExtensionInput {
  readonly bytes: Uint8Array
  readonly limits: DerLimits
}

type ReadExtension = (reader: DerReader, input: ExtensionInput) => Partial<Extensions>

/** Which record an extension becomes. An identifier that is not here stays as written. */
const READERS: ReadonlyMap<Oid, ReadExtension> = new Map<Oid, ReadExtension>([
  [EXTENSION.subjectDirectoryAttributes, r => ({ subjectDirectoryAttributes: readDirectoryAttributes(r) })],
  [EXTENSION.subjectKeyIdentifier, r => ({ subjectKeyIdentifier: r.octetString() })],
  [EXTENSION.keyUsage, r => ({ keyUsage: readKeyUsage(r) })],
  [EXTENSION.subjectAltName, (r, { bytes }) => ({ subjectAltName: readGeneralNamesExtension(r, bytes) })],
  [EXTENSION.issuerAltName, (r, { bytes }) => ({ issuerAltName: readGeneralNamesExtension(r, bytes) })],
  [EXTENSION.basicConstraints, r => ({ basicConstraints: readBasicConstraints(r) })],
  [EXTENSION.nameConstraints, (r, { bytes }) => ({ nameConstraints: readNameConstraints(r, bytes) })],
  [EXTENSION.crlDistributionPoints, (r, { bytes }) => ({ crlDistributionPoints: readDistributionPoints(r, bytes) })],
  [EXTENSION.certificatePolicies, r => ({ certificatePolicies: readPolicies(r) })],
  [EXTENSION.policyMappings, r => ({ policyMappings: readPolicyMappings(r) })],
  [EXTENSION.authorityKeyIdentifier, (r, { bytes }) => ({ authorityKeyIdentifier: readAuthorityKeyIdentifier(r, bytes) })],
  [EXTENSION.policyConstraints, r => ({ policyConstraints: readPolicyConstraints(r) })],
  [EXTENSION.extendedKeyUsage, r => ({ extendedKeyUsage: readExtendedKeyUsage(r) })],
  [EXTENSION.freshestCrl, (r, { bytes }) => ({ freshestCrl: readDistributionPoints(r, bytes) })],
  [EXTENSION.inhibitAnyPolicy, r => ({ inhibitAnyPolicy: r.smallInteger() })],
  [EXTENSION.authorityInfoAccess, (r, { bytes }) => ({ authorityInfoAccess: readAccessDescriptions(r, bytes) })],
  [EXTENSION.subjectInfoAccess, (r, { bytes }) => ({ subjectInfoAccess: readAccessDescriptions(r, bytes) })],
  [EXTENSION.qcStatements, (r, input) => ({ qcStatements: readQcStatements(r, input) })],
  [EXTENSION.cabfOrganizationIdentifier, r => ({ cabfOrganizationIdentifier: readCabfOrganizationIdentifier(r) })],
])

/** Extensions whose meaning this library processes, so that they may be critical. */
export const PROCESSED_EXTENSIONS: ReadonlySet<Oid> = new Set(READERS.keys())

/** Real certificates have some ten. */
const MAX_EXTENSIONS = 64

/** Reads Extensions. The reader stands inside of the explicit tag. */
export function readExtensions(reader: DerReader, input: ExtensionInput): Extensions {
  const sequence = reader.sequence()
  if (!sequence.more) sequence.fail('value-missing')
  const all: Extension[] = []
  const malformed: MalformedExtension[] = []
  const records: Partial<Extensions>[] = []
  const seen = new Set<Oid>()
  while (sequence.more) {
    const start = sequence.offset
    const extension = readExtension(sequence.sequence())
    if (seen.has(extension.id)) sequence.fail('value-repeated', start)
    if (seen.size >= MAX_EXTENSIONS) sequence.fail('too-many-elements', start)
    seen.add(extension.id)
    all.push(extension)
    const record = readValue(extension, sequence, input)
    if ('reason' in record) malformed.push(record)
    else records.push(record)
  }
  return Object.assign({ all, malformed }, ...records)
}

function readExtension(reader: DerReader): Extension {
  const id = reader.oid()
  const critical = reader.flag()
  const value = reader.octetString()
  reader.finish()
  return { id, critical, value }
}

/**
 * Octets that are not DER make the whole certificate unreadable; DER of another type than the identifier promises is
 * kept as written and named, so that the rest can still be shown and the defect told.
 */
function readValue(
  { id, value }: Extension,
  certificate: DerReader,
  { bytes, limits }: ExtensionInput,
): Partial<Extensions> | MalformedExtension {
  const read = READERS.get(id)
  if (read === undefined) return {}
  const start = value.byteOffset - bytes.byteOffset
  const part = { start, end: start + value.length, limits }
  const result = readDerPart(bytes, part, reader => read(reader, { bytes, limits }))
  if (result.ok) return result.value
  const { reason, offset = start } = result
  if (!isSchemaReason(reason)) certificate.fail(reason, offset)
  return { id, reason, offset }
}
