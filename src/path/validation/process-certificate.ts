import {
  checkExtensionSyntax,
  checkPublicKey,
  checkSerialNumber,
  checkValidityEncoding,
} from '../../certificate/checks.ts'
import { sameName } from '../../certificate/name/match.ts'
import { formatName } from '../../certificate/name/name.ts'
import { checkValidityPeriod } from '../../certificate/validity-period.ts'
import { type Check, satisfied, undetermined, violated } from '../../requirements/finding.ts'
import { checkAlgorithm } from '../link.ts'
import { checkNames } from '../names/name-constraints.ts'
import { isNegative } from '../profile/certificate-rules.ts'
import { asks, type Profile, type Role } from '../profile/profile.ts'
import { descend, emptyGraph, isEmptyGraph } from './policies.ts'
import { changing, judging, judgingOnce, type Rule } from './state.ts'

/** (a)(1): the signature was made with the working public key, by an algorithm that counts. */
const verifySignature = judgingOnce(({ publicKey, rules }, { certificate, signature, algorithm: known }) => {
  const facts = { issuer: formatName(certificate.issuer) }
  const algorithm = known ?? checkAlgorithm(certificate, publicKey, rules)
  if (signature === 'verified') return [satisfied('path.signature', facts), algorithm]
  if (signature === 'wrong') return [violated('path.signature', 'wrong', facts), algorithm]
  return [undetermined('path.signature', 'not-computed', facts), algorithm]
})

/** (a)(2): the validity period includes the moment. (a)(3), revocation, is asked elsewhere. */
const verifyValidity = judgingOnce(({ rules }, { certificate }) => [
  checkValidityPeriod(certificate.validity, rules.at),
])

/** (a)(4): the issuer is the one that the certificate above names. */
const verifyIssuer = judgingOnce(({ issuer }, { certificate }) => {
  if (sameName(certificate.issuer, issuer)) return CHAINED
  const facts = { issuer: formatName(certificate.issuer), above: formatName(issuer) }
  return [violated('path.name-chaining', 'other-issuer', facts)]
})

const CHAINED: readonly Check[] = [satisfied('path.name-chaining')]

/** (b) and (c): the names are within what is permitted and outside of what is excluded. */
const verifyNames: Rule = (state, { certificate, isLast }, checks) => {
  const { check, state: names } = checkNames(state.names, certificate, isLast)
  checks.push(check)
  return names === state.names ? state : { ...state, names }
}

/**
 * (d) and (e): the graph of valid policies grows by the policies of the certificate, or ends where it has
 * none.
 */
const processPolicies = changing((state, { certificate, isLast, selfIssued }) => {
  const { certificatePolicies } = certificate.extensions
  const { policies, inhibitAnyPolicy } = state
  if (certificatePolicies === undefined) return { ...state, policies: emptyGraph(policies) }
  if (isEmptyGraph(policies)) return state
  const acceptsAny = inhibitAnyPolicy > 0 || (!isLast && selfIssued)
  return { ...state, policies: descend(policies, certificatePolicies, acceptsAny) }
})

/**
 * (f): where a policy must be explicit there is one. About the last certificate the wrap-up says it, and
 * more.
 */
const verifyPolicies = judging(({ policies, explicitPolicy }, { isLast }) => {
  if (isLast || explicitPolicy > 0 || !isEmptyGraph(policies)) return []
  if (policies.budget < 0) return [undetermined('path.policies', 'budget-spent')]
  return [violated('path.policies', 'no-valid-policy')]
})

/**
 * Beyond the letters: what cannot be read is not taken for absent, and what the profile asks of every
 * certificate.
 */
const verifyForm = judgingOnce(({ rules: { profile } }, { certificate, isLast }) => {
  const asked = FORM[profile][isLast ? 'leaf' : 'authority']
  const checks = [checkExtensionSyntax(certificate)]
  if (asked.number && (asked.positive || !isNegative(certificate)))
    checks.push(checkSerialNumber(certificate))
  if (asked.dates) checks.push(checkValidityEncoding(certificate))
  if (isLast) checks.push(checkPublicKey(certificate))
  return checks
})

/** What each profile asks of the form of each certificate, found once. */
const FORM = { rfc5280: formsOf('rfc5280'), webpki: formsOf('webpki'), eidas: formsOf('eidas') }

function formsOf(profile: Profile) {
  const of = (role: Role) => ({
    number: asks(profile, 'serial-number', role),
    positive: asks(profile, 'positive-serial-number', role),
    dates: asks(profile, 'validity-encoding', role),
  })
  return { authority: of('authority'), leaf: of('leaf') }
}

/**
 * What is asked of every certificate, step by step as they are lettered.
 *
 * @standard RFC 5280, section 6.1.3; RFC 9618, section 5.3
 */
export const BASIC_PROCESSING: readonly Rule[] = [
  verifySignature,
  verifyValidity,
  verifyIssuer,
  verifyNames,
  processPolicies,
  verifyPolicies,
  verifyForm,
]
