import type { GeneralName } from '../certificate/general-name.ts'
import { isProfileName } from '../certificate/profile/profiles.ts'
import { isRecord } from '../core/record.ts'
import { instantFromMilliseconds } from '../core/time.ts'
import type { BilateralAnchor } from '../path/bilateral-anchors.ts'
import type { Purpose } from '../path/rules.ts'
import type { OcspPolicy } from '../revocation/ocsp/policy.ts'
import { checkRevocationPolicy, type RevocationPolicy } from '../revocation/policy.ts'
import type { Agreements, Policy, ProfilePolicy } from './policy.ts'

/**
 * Refuses a policy that cannot be meant. A moment that is none compares with nothing, so that an agreement
 * would never end; a purpose that is none would be no purpose, and any use would do.
 *
 * @param policy With its members read, as `ownPolicy` does.
 * @throws TypeError for what is not of its type; RangeError for words and moments that do not exist.
 */
export function checkPolicy({
  required,
  toleratedDeviations = [],
  profile,
  revocation,
  agreements,
  fetchIssuers = false,
}: Policy): void {
  for (const words of [required, toleratedDeviations])
    if (!Array.isArray(words) || words.some(word => typeof word !== 'string'))
      throw new TypeError('the codes and the deviations of a policy are arrays of texts')
  if (typeof fetchIssuers !== 'boolean') throw new TypeError('fetchIssuers is true or false')
  if (profile !== undefined && !(typeof profile.name === 'string' && isProfileName(profile.name)))
    throw new RangeError('the profile of a policy is none')
  if (revocation !== undefined) checkRevocationPolicy(revocation)
  if (agreements !== undefined) checkAgreements(agreements)
}

function checkAgreements({ anchors, purpose }: Agreements): void {
  if (purpose !== undefined && !isPurpose(purpose)) throw new RangeError('the purpose of a policy is none')
  for (const anchor of anchors) checkAnchor(anchor)
}

function checkAnchor({ purposes, period, nameConstraints }: BilateralAnchor): void {
  if (!Array.isArray(purposes)) throw new TypeError('the purposes of an agreement are an array')
  if (purposes.length === 0 || !purposes.every(isPurpose))
    throw new RangeError('an agreement is for at least one purpose: server, client or email')
  instantFromMilliseconds(period.from)
  instantFromMilliseconds(period.until)
  const { permitted = [], excluded = [] } = nameConstraints ?? {}
  for (const { base } of [...permitted, ...excluded])
    if (typeof base.form !== 'string' || !Object.hasOwn(FORMS, base.form))
      throw new RangeError('a name constraint of an agreement has no form of name')
}

function isPurpose(word: unknown): boolean {
  return typeof word === 'string' && Object.hasOwn(PURPOSES, word)
}

const FORMS = {
  otherName: true,
  rfc822Name: true,
  dNSName: true,
  x400Address: true,
  directoryName: true,
  ediPartyName: true,
  uniformResourceIdentifier: true,
  iPAddress: true,
  registeredID: true,
} as const satisfies Record<GeneralName['form'], true>

const PURPOSES = { server: true, client: true, email: true } as const satisfies Record<Purpose, true>

/**
 * Refuses a policy with a member that there is none of: `requireNonce` in the place of `requiresNonce` would
 * be passed over, and what was to be asked for would not be. Members that are inherited are not looked at.
 *
 * @throws TypeError that names it.
 */
export function refuseUnknownMembers(policy: Policy): void {
  refuseOthers(policy, POLICY, 'policy')
  refuseOthers(policy.profile, PROFILE, 'policy.profile')
  refuseOthers(policy.revocation, REVOCATION, 'policy.revocation')
  refuseOthers(policy.revocation?.ocsp, OCSP, 'policy.revocation.ocsp')
  refuseOthers(policy.agreements, AGREEMENTS, 'policy.agreements')
}

function refuseOthers(given: unknown, members: object, place: string): void {
  if (!isRecord(given)) return
  for (const name of Object.getOwnPropertyNames(given))
    if (!Object.hasOwn(members, name)) throw new TypeError(`${place} has no member ${JSON.stringify(name)}`)
}

type Members<T> = Readonly<Record<keyof T, true>>

const POLICY: Members<Policy> = {
  required: true,
  toleratedDeviations: true,
  profile: true,
  revocation: true,
  agreements: true,
  fetchIssuers: true,
}
const PROFILE: Members<ProfilePolicy> = { name: true, weight: true }
const REVOCATION: Members<RevocationPolicy> = { missing: true, acceptStaleFor: true, ocsp: true }
const OCSP: Members<OcspPolicy> = {
  maximumAge: true,
  maximumAgeWithoutNextUpdate: true,
  certHashCountries: true,
  requiresNonce: true,
  acceptsUncheckedDelegates: true,
  unsafeSha1: true,
}
const AGREEMENTS: Members<Agreements> = { anchors: true, purpose: true }
