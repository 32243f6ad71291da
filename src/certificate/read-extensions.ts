import type { Draft } from '../core/draft.ts'
import { EXTENSION } from '../core/object-identifiers.ts'
import type { Oid } from '../core/oid.ts'
import type { DerReader } from '../encoding/der/der.ts'
import type { Extension, Extensions, MalformedExtension } from './extensions.ts'
import { readCabfOrganizationIdentifier } from './name/organization-identifier.ts'
import { readQcStatements } from './qc-statements.ts'
import {
  readAccessDescriptions,
  readAuthorityKeyIdentifier,
  readBasicConstraints,
  readDirectoryAttributes,
  readDistributionPoints,
  readExtendedKeyUsage,
  readKeyUsage,
} from './read-basic-extensions.ts'
import { readAlternativeNames } from './read-general-name.ts'
import { into, type ReadPart } from './read-part.ts'
import {
  readNameConstraints,
  readPolicies,
  readPolicyConstraints,
  readPolicyMappings,
} from './read-policy-extensions.ts'

type Records = Draft<Extensions>

/** An identifier that is not here stays as written. */
const READERS: ReadonlyMap<Oid, ReadPart<Records>> = new Map<Oid, ReadPart<Records>>([
  [EXTENSION.subjectDirectoryAttributes, into('subjectDirectoryAttributes', readDirectoryAttributes)],
  [EXTENSION.subjectKeyIdentifier, into('subjectKeyIdentifier', value => value.octetString())],
  [EXTENSION.keyUsage, into('keyUsage', readKeyUsage)],
  [EXTENSION.subjectAltName, into('subjectAltName', readAlternativeNames)],
  [EXTENSION.issuerAltName, into('issuerAltName', readAlternativeNames)],
  [EXTENSION.basicConstraints, into('basicConstraints', readBasicConstraints)],
  [EXTENSION.nameConstraints, into('nameConstraints', readNameConstraints)],
  [EXTENSION.crlDistributionPoints, into('crlDistributionPoints', readDistributionPoints)],
  [EXTENSION.certificatePolicies, into('certificatePolicies', readPolicies)],
  [EXTENSION.policyMappings, into('policyMappings', readPolicyMappings)],
  [EXTENSION.authorityKeyIdentifier, into('authorityKeyIdentifier', readAuthorityKeyIdentifier)],
  [EXTENSION.policyConstraints, into('policyConstraints', readPolicyConstraints)],
  [EXTENSION.extendedKeyUsage, into('extendedKeyUsage', readExtendedKeyUsage)],
  [EXTENSION.freshestCrl, into('freshestCrl', readDistributionPoints)],
  [EXTENSION.inhibitAnyPolicy, into('inhibitAnyPolicy', value => value.smallInteger())],
  [EXTENSION.authorityInfoAccess, into('authorityInfoAccess', readAccessDescriptions)],
  [EXTENSION.subjectInfoAccess, into('subjectInfoAccess', readAccessDescriptions)],
  [EXTENSION.qcStatements, readStatements],
  [EXTENSION.cabfOrganizationIdentifier, into('cabfOrganizationIdentifier', readCabfOrganizationIdentifier)],
])

/**
 * One statement alone is no sequence of statements: the extension is malformed, and what the statement says
 * is kept apart.
 */
function readStatements(part: DerReader, records: Records): ReturnType<ReadPart<Records>> {
  const start = part.offset
  const statements = readQcStatements(part)
  part.finish()
  const defect = part.defect(start)
  if (defect === undefined) records.qcStatements = statements
  if (defect !== undefined && statements.bare) records.bareQcStatement = statements
  return defect
}

/** Extensions whose meaning this library processes, so that they may be critical. */
export const PROCESSED_EXTENSIONS: ReadonlySet<Oid> = new Set(READERS.keys())

/** Real certificates have some ten. */
const MAX_EXTENSIONS = 64

/** Reads Extensions. The reader stands inside of the explicit tag. */
export function readExtensions(reader: DerReader): Extensions {
  const sequence = reader.sequence()
  if (!sequence.more) sequence.fail('value-missing')
  const all: Extension[] = []
  const malformed: MalformedExtension[] = []
  const records: Records = { all, malformed }
  while (sequence.more) {
    const start = sequence.offset
    const extension = readExtension(sequence.sequence(), records, malformed)
    if (hasId(all, extension.id)) sequence.fail('value-repeated', start)
    if (all.length >= MAX_EXTENSIONS) sequence.fail('too-many-elements', start)
    all.push(extension)
  }
  return records
}

function hasId(extensions: readonly Extension[], id: Oid): boolean {
  for (const extension of extensions) if (extension.id === id) return true
  return false
}

/**
 * Octets that are not DER make the whole certificate unreadable; DER of another type than the identifier
 * promises is kept as written and named, so that the rest can still be shown and the defect told.
 */
function readExtension(reader: DerReader, records: Records, malformed: MalformedExtension[]): Extension {
  const id = reader.oid()
  const critical = reader.flag()
  const read = READERS.get(id)
  const inner = reader.encapsulated()
  const value = reader.lastContents
  reader.finish()
  const defect = read?.(inner, records)
  if (defect !== undefined) malformed.push({ id, reason: defect.reason, offset: defect.offset ?? 0 })
  return { id, critical, value }
}
