import { ATTRIBUTE, POLICY, SEMANTICS } from '../../core/object-identifiers.ts'
import type { Oid } from '../../core/oid.ts'
import type { Certificate } from '../certificate.ts'
import type { Extension } from '../extensions.ts'
import type { Name } from '../name/name.ts'
import type { ProfileSettings } from './profile.ts'

/** Policies of the CA/Browser Forum: extended validation, and the validation of organisations, persons and domains. */
export const FORUM_POLICIES: ReadonlySet<Oid> = new Set([
  POLICY.cabfExtendedValidation,
  POLICY.cabfOrganizationValidated,
  POLICY.cabfIndividualValidated,
  POLICY.cabfDomainValidated,
])

/** The policy of the CA/Browser Forum that is asserted, the first where there are several. */
export function forumPolicy({ extensions }: Certificate): Oid | undefined {
  for (const { policyIdentifier } of extensions.certificatePolicies ?? NONE) {
    if (FORUM_POLICIES.has(policyIdentifier)) return policyIdentifier
  }
  return undefined
}

const NONE: readonly never[] = []

/** Whether the rules of the CA/Browser Forum take the place of those of ETSI for names and keys. */
export function followsForum(certificate: Certificate, { forum }: ProfileSettings): boolean {
  return forum === 'by-policy' && forumPolicy(certificate) !== undefined
}

/**
 * Whether the subject is a person, as far as the profile has persons: by its name, or by what its identifier claims where
 * no organisation is named.
 */
export function isPerson(certificate: Certificate, { holder }: ProfileSettings): boolean {
  const { subject } = certificate
  if (holder === 'organization') return false
  if (PERSONAL.some(type => hasAttribute(subject, type))) return true
  return !ORGANIZATIONAL.some(type => hasAttribute(subject, type)) && claimsPerson(certificate)
}

function claimsPerson(certificate: Certificate): boolean {
  const { naturalPerson, eidasNaturalPerson } = SEMANTICS
  return claimsSemantics(certificate, naturalPerson) || claimsSemantics(certificate, eidasNaturalPerson)
}

const ORGANIZATIONAL: readonly Oid[] = [ATTRIBUTE.organizationName, ATTRIBUTE.organizationIdentifier]

/** What only the name of a person has. */
export const PERSONAL: readonly Oid[] = [ATTRIBUTE.givenName, ATTRIBUTE.surname, ATTRIBUTE.pseudonym]

export function hasAttribute(name: Name, type: Oid): boolean {
  for (const rdn of name.rdns) for (const attribute of rdn) if (attribute.type === type) return true
  return false
}

export function countAttributes(name: Name, type: Oid): number {
  let count = 0
  for (const rdn of name.rdns) for (const attribute of rdn) if (attribute.type === type) count++
  return count
}

/** An extension as it was written, whether or not its value can be read. */
export function extensionOf({ extensions }: Certificate, id: Oid): Extension | undefined {
  for (const extension of extensions.all) if (extension.id === id) return extension
  return undefined
}

export function assertsPolicy({ extensions }: Certificate, policy: Oid): boolean {
  return extensions.certificatePolicies?.some(each => each.policyIdentifier === policy) ?? false
}

/** Whether a semantics of EN 319 412-1, clause 5.1, is claimed for the subject's identifiers. */
export function claimsSemantics({ extensions }: Certificate, semantics: Oid): boolean {
  return extensions.qcStatements?.semantics.some(({ identifier }) => identifier === semantics) ?? false
}
