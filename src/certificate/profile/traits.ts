import { ATTRIBUTE, POLICY, SEMANTICS } from '../../core/object-identifiers.ts'
import type { Oid } from '../../core/oid.ts'
import type { Certificate } from '../certificate.ts'
import type { ProfileSettings } from './profile.ts'
import { claimsSemantics, hasAttribute } from './profile-facts.ts'

/** What many rules ask of the same certificate, found out once. */
export interface Traits {
  /** The policy of the CA/Browser Forum that is asserted, the first where there are several. */
  readonly forumPolicy: Oid | undefined
  /** Whether the rules of the CA/Browser Forum take the place of those of ETSI for names and keys. */
  readonly followsForum: boolean
  /** Whether the subject is a person, as far as the profile has persons. */
  readonly isPerson: boolean
}

export function traitsOf(certificate: Certificate, settings: ProfileSettings): Traits {
  const forumPolicy = forumPolicyOf(certificate)
  return {
    forumPolicy,
    followsForum: settings.forum === 'by-policy' && forumPolicy !== undefined,
    isPerson: settings.holder === 'by-subject' && isPerson(certificate),
  }
}

function forumPolicyOf({ extensions }: Certificate): Oid | undefined {
  for (const { policyIdentifier } of extensions.certificatePolicies ?? NONE) {
    if (FORUM_POLICIES.has(policyIdentifier)) return policyIdentifier
  }
  return undefined
}

const NONE: readonly never[] = []

/** Extended validation, and the validation of organisations, persons and domains. */
const FORUM_POLICIES: ReadonlySet<Oid> = new Set([
  POLICY.cabfExtendedValidation,
  POLICY.cabfOrganizationValidated,
  POLICY.cabfIndividualValidated,
  POLICY.cabfDomainValidated,
])

/** By its name, or by what its identifier claims where no organisation is named. */
function isPerson(certificate: Certificate): boolean {
  const { subject } = certificate
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
