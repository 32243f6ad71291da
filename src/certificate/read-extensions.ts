import type { Oid } from '../core/oid.ts'
import type { Refused } from '../core/result.ts'
import { type DerReader, readDerPart } from '../encoding/der.ts'
import { type DerLimits, type DerReason, isSchemaReason } from '../encoding/der-context.ts'
import type { Extension, Extensions, MalformedExtension } from './extensions.ts'
import { EXTENSION } from '../core/object-identifiers.ts'
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

/** The records while they are being filled in. */
type Draft = { -readonly [Field in keyof Extensions]: Extensions[Field] }

/** Reads a value, and says how to keep it once it is known to be sound. */
type ReadExtension = (reader: DerReader, bytes: Uint8Array) => (draft: Draft) => void

function as<Field extends keyof Extensions>(
  field: Field,
  read: (reader: DerReader, bytes: Uint8Array) => Draft[Field],
): ReadExtension {
  return (reader, bytes) => {
    const value = read(reader, bytes)
    return draft => {
      draft[field] = value
    }
  }
}

/** Which record an extension becomes. An identifier that is not here stays as written. */
const READERS: ReadonlyMap<Oid, ReadExtension> = new Map([
  [EXTENSION.subjectDirectoryAttributes, as('subjectDirectoryAttributes', readDirectoryAttributes)],
  [EXTENSION.subjectKeyIdentifier, as('subjectKeyIdentifier', reader => reader.octetString())],
  [EXTENSION.keyUsage, as('keyUsage', readKeyUsage)],
  [EXTENSION.subjectAltName, as('subjectAltName', readGeneralNamesExtension)],
  [EXTENSION.issuerAltName, as('issuerAltName', readGeneralNamesExtension)],
  [EXTENSION.basicConstraints, as('basicConstraints', readBasicConstraints)],
  [EXTENSION.nameConstraints, as('nameConstraints', readNameConstraints)],
  [EXTENSION.crlDistributionPoints, as('crlDistributionPoints', readDistributionPoints)],
  [EXTENSION.certificatePolicies, as('certificatePolicies', readPolicies)],
  [EXTENSION.policyMappings, as('policyMappings', readPolicyMappings)],
  [EXTENSION.authorityKeyIdentifier, as('authorityKeyIdentifier', readAuthorityKeyIdentifier)],
  [EXTENSION.policyConstraints, as('policyConstraints', readPolicyConstraints)],
  [EXTENSION.extendedKeyUsage, as('extendedKeyUsage', readExtendedKeyUsage)],
  [EXTENSION.freshestCrl, as('freshestCrl', readDistributionPoints)],
  [EXTENSION.inhibitAnyPolicy, as('inhibitAnyPolicy', reader => reader.smallInteger())],
  [EXTENSION.authorityInfoAccess, as('authorityInfoAccess', readAccessDescriptions)],
  [EXTENSION.subjectInfoAccess, as('subjectInfoAccess', readAccessDescriptions)],
  [EXTENSION.qcStatements, as('qcStatements', readQcStatements)],
  [EXTENSION.cabfOrganizationIdentifier, as('cabfOrganizationIdentifier', readCabfOrganizationIdentifier)],
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
  const draft: Draft = { all, malformed }
  while (sequence.more) {
    const start = sequence.offset
    const extension = readExtension(sequence.sequence())
    if (hasId(all, extension.id)) sequence.fail('value-repeated', start)
    if (all.length >= MAX_EXTENSIONS) sequence.fail('too-many-elements', start)
    all.push(extension)
    const defect = readValue(extension, draft, input)
    if (defect === undefined) continue
    malformed.push({ id: extension.id, reason: defect.reason, offset: defect.offset ?? start })
    if (!isSchemaReason(defect.reason)) sequence.fail(defect.reason, defect.offset)
  }
  return draft
}

function hasId(extensions: readonly Extension[], id: Oid): boolean {
  for (const extension of extensions) if (extension.id === id) return true
  return false
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
  draft: Draft,
  { bytes, limits }: ExtensionInput,
): Refused<DerReason> | undefined {
  const read = READERS.get(id)
  if (read === undefined) return undefined
  const start = value.byteOffset - bytes.byteOffset
  const result = readDerPart(bytes, { start, end: start + value.length, limits }, reader => read(reader, bytes))
  if (!result.ok) return result
  result.value(draft)
  return undefined
}
