import type { Certificate } from '../../certificate/certificate.ts'
import type { GeneralName } from '../../certificate/general-name.ts'
import { sameName } from '../../certificate/name/match.ts'
import { attributeTexts, isEmptyName } from '../../certificate/name/name.ts'
import { byteAt } from '../../core/bytes.ts'
import { ATTRIBUTE, EXTENSION } from '../../core/object-identifiers.ts'
import type { Oid } from '../../core/oid.ts'
import { formatAddress } from '../../encoding/ip.ts'
import { type Check, satisfied, violated } from '../../requirements/finding.ts'
import { looksLikeAddress, parseHost } from '../names/host-name.ts'
import type { Purpose } from '../rules.ts'
import { MAILBOXES, WEBSITES } from './forum-rules.ts'
import { isCritical, isUnmarked } from './marks.ts'
import { asks, type Profile, type Role, type RuleName } from './profile.ts'
import type { Broken } from './rule.ts'

/** What RFC 5280 demands of whoever issues, in the order of its sections. */
const ISSUANCE = {
  'empty-issuer': ({ issuer }) => isEmptyName(issuer),
  'empty-subject': ({ subject }) => isEmptyName(subject),
  'authority-key-identifier': ({ extensions }, isSelfSigned) =>
    extensions.authorityKeyIdentifier?.keyIdentifier === undefined && !isSelfSigned,
  'subject-key-identifier': ({ extensions }) => extensions.subjectKeyIdentifier === undefined,
  'signs-without-authority': ({ extensions }) =>
    extensions.keyUsage?.keyCertSign === true && extensions.basicConstraints?.ca !== true,
  'path-length-without-authority': ({ extensions: { basicConstraints, keyUsage } }) =>
    basicConstraints?.pathLength !== undefined && !(basicConstraints.ca && keyUsage?.keyCertSign === true),
  'host-name-syntax': ({ extensions }) => (extensions.subjectAltName ?? []).some(isNoHost),
  'only-name-not-critical': certificate =>
    isEmptyName(certificate.subject) && !isCritical(certificate, EXTENSION.subjectAltName),
  'basic-constraints-not-critical': certificate =>
    certificate.extensions.basicConstraints !== undefined &&
    isUnmarked(certificate, EXTENSION.basicConstraints),
  'name-constraints-of-leaf': ({ extensions }) =>
    extensions.nameConstraints !== undefined && extensions.basicConstraints?.ca !== true,
  'name-constraints-not-critical': certificate =>
    certificate.extensions.nameConstraints !== undefined &&
    isUnmarked(certificate, EXTENSION.nameConstraints),
  'policy-constraints-not-critical': hasUnmarkedPolicyConstraints,
  'policy-constraints-without-policies': certificate =>
    hasUnmarkedPolicyConstraints(certificate) && certificate.extensions.certificatePolicies === undefined,
  'any-policy-inhibited-not-critical': certificate =>
    certificate.extensions.inhibitAnyPolicy !== undefined &&
    isUnmarked(certificate, EXTENSION.inhibitAnyPolicy),
  'critical-by-mistake': ({ extensions }) =>
    extensions.all.some(({ id, critical }) => critical && NEVER_CRITICAL.has(id)),
  'distribution-point-place': ({ extensions }) =>
    (extensions.crlDistributionPoints ?? []).some(({ fullName = [] }) => !fullName.every(isPlace)),
} as const satisfies Readonly<Record<string, Broken>>

interface AskedRules {
  readonly issuance: readonly AskedRule<keyof typeof ISSUANCE>[]
  readonly websites: readonly AskedRule<keyof typeof WEBSITES>[]
  readonly mailboxes: readonly AskedRule<keyof typeof MAILBOXES>[]
}

interface AskedRule<R extends RuleName> {
  readonly name: R
  readonly isBroken: Broken
}

type AskedOf = Readonly<Record<Role, AskedRules>>

/** The rules that each profile asks of each role, found once. */
const ASKED: Readonly<Record<Profile, AskedOf>> = {
  rfc5280: askedBy('rfc5280'),
  webpki: askedBy('webpki'),
  eidas: askedBy('eidas'),
}

function askedBy(profile: Profile): AskedOf {
  const of = (role: Role): AskedRules => ({
    issuance: rulesIn(ISSUANCE).filter(({ name }) => asks(profile, name, role)),
    websites: rulesIn(WEBSITES).filter(({ name }) => asks(profile, name, role)),
    mailboxes: rulesIn(MAILBOXES).filter(({ name }) => asks(profile, name, role)),
  })
  return { anchor: of('anchor'), authority: of('authority'), leaf: of('leaf') }
}

function rulesIn<R extends RuleName>(rules: Readonly<Record<R, Broken>>): readonly AskedRule<R>[] {
  const names = Object.keys(rules).filter((name): name is R => Object.hasOwn(rules, name))
  return names.map(name => ({ name, isBroken: rules[name] }))
}

const NEVER_CRITICAL: ReadonlySet<Oid> = new Set([
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.subjectKeyIdentifier,
  EXTENSION.subjectDirectoryAttributes,
  EXTENSION.freshestCrl,
  EXTENSION.authorityInfoAccess,
  EXTENSION.subjectInfoAccess,
])

/** As what a certificate is held to a profile. */
export interface Standing {
  readonly role: Role
  readonly profile: Profile
  /**
   * Whether its own key signed it. Of an anchor that is computed only where issuer and subject are not one.
   *
   * @standard RFC 5280, section 4.2.1.1
   */
  readonly selfSigned: boolean
  /**
   * Certificates for e-mail are held to what is asked of mailboxes, all others to what is asked of websites.
   */
  readonly purpose?: Purpose | undefined
}

/**
 * Holds a certificate to what a profile asks of its role beyond path validation. Nothing asked, nothing said.
 */
export function checkProfile(
  certificate: Certificate,
  { role, profile, selfSigned, purpose }: Standing,
): readonly Check[] {
  const { issuance, websites, mailboxes } = ASKED[profile][role]
  const ofIssuer = brokenOf(issuance, certificate, selfSigned)
  const checks: Check[] = []
  if (ofIssuer !== undefined) checks.push(issuanceCheck(ofIssuer, profile))
  const asked = purpose === 'email' ? mailboxes : websites
  const ofPurpose = brokenOf<keyof typeof MAILBOXES | keyof typeof WEBSITES>(asked, certificate, selfSigned)
  if (ofPurpose !== undefined) checks.push(purposeCheck(ofPurpose, profile))
  return checks
}

function issuanceCheck(broken: readonly (keyof typeof ISSUANCE)[], profile: Profile): Check {
  const [first] = broken
  const facts = { profile, broken }
  if (first === undefined) return satisfied('path.certificate-profile', facts)
  return violated('path.certificate-profile', first, facts)
}

function purposeCheck(
  broken: readonly (keyof typeof MAILBOXES | keyof typeof WEBSITES)[],
  profile: Profile,
): Check {
  const [first] = broken
  const facts = { profile, broken }
  if (first === undefined) return satisfied('path.website-profile', facts)
  return violated('path.website-profile', first, facts)
}

/** The rules that are broken of those that are asked; undefined when none is asked. */
function brokenOf<R extends RuleName>(
  asked: readonly AskedRule<R>[],
  certificate: Certificate,
  selfSigned: boolean,
): readonly R[] | undefined {
  if (asked.length === 0) return undefined
  const broken: R[] = []
  for (const { name, isBroken } of asked) if (isBroken(certificate, selfSigned)) broken.push(name)
  return broken
}

/** A dNSName that no host can have: with an underscore in it, or an address. */
function isNoHost(name: GeneralName): boolean {
  if (name.form !== 'dNSName' || (name.text.length < 254 && PLAIN_HOST.test(name.text))) return false
  const host = parseHost(name.text, 'wildcard')
  return host === undefined || host.text.includes('_') || looksLikeAddress(host)
}

/** What nearly all names are, told in one step; the others are looked at closely. */
const PLAIN_HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/

/**
 * Issuer and subject are one, which is how an authority hands over a new key. @standard RFC 5280, section 6.1
 */
export function isSelfIssued({ subject, issuer }: Certificate): boolean {
  return sameName(subject, issuer)
}

function hasUnmarkedPolicyConstraints(certificate: Certificate): boolean {
  return (
    certificate.extensions.policyConstraints !== undefined &&
    isUnmarked(certificate, EXTENSION.policyConstraints)
  )
}

/** Of all forms of names these two say where a list is to be had. @standard RFC 5280, section 4.2.1.13 */
export function isPlace({ form }: GeneralName): boolean {
  return form === 'uniformResourceIdentifier' || form === 'directoryName'
}

/** Negative, by the first bit of its two's complement. */
export function isNegative({ serialNumber }: Certificate): boolean {
  return byteAt(serialNumber, 0) >= 0x80
}

/**
 * Says whether each common name is one of the alternative names, letter by letter; addresses as they are
 * written.
 *
 * @standard CA/Browser Forum Baseline Requirements, 7.1.4.3; RFC 5952
 */
export function checkCommonNames({ subject, extensions }: Certificate): Check {
  const names = extensions.subjectAltName ?? []
  const written = names.map(name =>
    name.form === 'iPAddress' ? formatAddress(name.octets) : 'text' in name ? name.text : undefined,
  )
  const commonNames = attributeTexts(subject, ATTRIBUTE.commonName)
  const other = commonNames.filter(commonName => !written.includes(commonName))
  const facts = { commonNames, other }
  if (other.length === 0 && commonNames.length < 2) return satisfied('path.website-profile', facts)
  return violated('path.website-profile', 'common-name', facts)
}
