import type { Certificate, PublicKeyInfo } from '../../certificate/certificate.ts'
import { checkExtensionSyntax } from '../../certificate/checks.ts'
import { checkValidityPeriod } from '../../certificate/validity-period.ts'
import { type Check, notApplicable } from '../../requirements/finding.ts'
import type { Path } from '../building/build.ts'
import type { Anchor } from '../building/candidates.ts'
import type { LinkOutcome, verifyLink } from '../link.ts'
import { checkProfile, isSelfIssued } from '../profile/certificate-rules.ts'
import { asks } from '../profile/profile.ts'
import { type PathRules, type ResolvedRules, resolveRules } from '../rules.ts'
import { checkCertificateSigning, checkCertificationAuthority } from './authority-checks.ts'
import { checkCriticalExtensions } from './critical-extensions.ts'
import { type PolicySets, policySets } from './policies.ts'
import { ANCHOR_LIMITS, PREPARATION } from './prepare-next.ts'
import { BASIC_PROCESSING } from './process-certificate.ts'
import type { SearchMemory } from './search-memory.ts'
import {
  initialise,
  inOrder,
  type PathState,
  type Place,
  type Position,
  positionOf,
  type Rule,
} from './state.ts'
import { WRAP_UP } from './wrap-up.ts'

/** The checks of one certificate of a path. */
export interface CertificateChecks {
  readonly certificate: Certificate
  readonly checks: readonly Check[]
}

/** What path validation comes to. */
export interface PathValidation {
  /** `valid` only when nothing is violated and nothing is open; one violation makes it `invalid`. */
  readonly outcome: 'valid' | 'invalid' | 'undetermined'
  /** Leaf first, as in the path. */
  readonly certificates: readonly CertificateChecks[]
  /** About the certificate that the anchor was given as, where the profile asks anything of it. */
  readonly anchor: readonly Check[]
  /**
   * The policies that the path is valid for, whether or not one must be. None where their budget was spent.
   */
  readonly policies: PolicySets
  /** Comparisons of names with subtrees that it took. */
  readonly comparisons: number
  /** The key of the leaf, which the path vouches for when it is valid. */
  readonly publicKey: PublicKeyInfo
}

/** A path with the outcome of each signature, however they were found. */
export interface VerifiedPath extends Pick<Path<Anchor>, 'anchor' | 'certificates'> {
  /**
   * Of each certificate's signature with the key above it, leaf first. What is missing counts as `unproven`.
   */
  readonly signatures: readonly LinkOutcome[]
  /**
   * Of each certificate's algorithm, as {@link verifyLink} judged it by the same rules. What is missing is
   * judged here.
   */
  readonly algorithms?: readonly Check[]
  /** Whether the anchor's certificate is self-signed. Absent: where its issuer and its subject are one. */
  readonly anchorSelfSigned?: boolean
}

/**
 * Validates a path whose signatures are known: the algorithm of RFC 5280, with the policies of RFC 9618 and
 * the rules of a profile. A path without certificates is never valid: nobody vouches for an anchor.
 *
 * @param memory What the paths of a search share. Absent: this one is alone.
 * @throws RangeError when the budget for name comparisons is not a positive integer.
 * @standard RFC 5280, section 6.1
 */
export function checkPath(path: VerifiedPath, rules: PathRules, memory?: SearchMemory): PathValidation {
  const resolved = resolveRules(rules)
  const anchor = checkAnchor(path, resolved)
  const from = { anchor: path.anchor, length: path.certificates.length, readings: memory?.readings }
  const start = underAnchor(path, initialise(from, resolved))
  const { state, certificates } = descend(path, start, memory)
  const isWorkedOut = state.policies.budget >= 0
  const policies = isWorkedOut ? policySets(state.policies, resolved.userInitialPolicySet) : NO_POLICIES
  const outcome = certificates.length === 0 ? 'undetermined' : outcomeOf(anchor, certificates)
  const comparisons = start.names.comparisons - state.names.comparisons
  return { outcome, certificates, anchor, policies, comparisons, publicKey: state.publicKey }
}

/**
 * Adds what was found about the certificates of a path elsewhere, and says what the whole comes to.
 *
 * @param further Of each certificate, leaf first; what is missing adds nothing.
 */
export function withChecks(
  validation: PathValidation,
  further: readonly (readonly Check[])[],
): PathValidation {
  const certificates = validation.certificates.map(({ certificate, checks }, index) => ({
    certificate,
    checks: checks.concat(further[index] ?? []),
  }))
  if (certificates.length === 0) return validation
  return { ...validation, certificates, outcome: outcomeOf(validation.anchor, certificates) }
}

/** Takes the steps of each certificate from the anchor downwards; the results stand leaf first. */
function descend(path: VerifiedPath, start: PathState, memory: SearchMemory | undefined) {
  const certificates: CertificateChecks[] = []
  let state = start
  for (let index = path.certificates.length - 1; index >= 0; index--) {
    const place = placeOf(path, index)
    if (place === undefined) break
    const position = memory === undefined ? positionOf(place) : memory.positionOf(place)
    const step = inOrder(position.isLast ? LAST : INTERMEDIATE, state, position)
    state = step.state
    const isAlone = path.certificates.length === 1
    const checks = isAlone ? step.checks.concat(WITHOUT_AUTHORITIES) : step.checks
    certificates.push({ certificate: position.certificate, checks })
  }
  return { state, certificates: certificates.reverse() }
}

const INTERMEDIATE: readonly Rule[] = [...BASIC_PROCESSING, ...PREPARATION]
const LAST: readonly Rule[] = [...BASIC_PROCESSING, ...WRAP_UP]

function placeOf(path: VerifiedPath, index: number): Place | undefined {
  const { anchor, certificates, signatures, algorithms } = path
  const certificate = certificates[index]
  if (certificate === undefined) return undefined
  return {
    certificate,
    above: certificates[index + 1] ?? anchor,
    signature: signatures[index] ?? 'unproven',
    algorithm: algorithms?.[index],
    isLast: index === 0,
  }
}

/** Only errors decide, as everywhere. */
function outcomeOf(
  anchor: readonly Check[],
  certificates: readonly CertificateChecks[],
): PathValidation['outcome'] {
  let outcome = heaviest(anchor)
  for (const { checks } of certificates) {
    const found = heaviest(checks)
    if (outcome === 'valid' || found === 'invalid') outcome = found
  }
  return outcome
}

function heaviest(checks: readonly Check[]): PathValidation['outcome'] {
  let isOpen = false
  for (const { outcome, severity } of checks) {
    if (severity !== 'error') continue
    if (outcome === 'violated') return 'invalid'
    if (outcome === 'undetermined') isOpen = true
  }
  return isOpen ? 'undetermined' : 'valid'
}

const NO_POLICIES: PolicySets = { authorityConstrained: [], userConstrained: [] }

/** What is asked of a certificate even where no path leads to it. */
export function checkLast(certificate: Certificate): readonly Check[] {
  return [checkCriticalExtensions(certificate)]
}

/**
 * Where the anchor itself issued the leaf, nothing is asked of authorities; that is said, so that nothing
 * seems forgotten.
 */
const WITHOUT_AUTHORITIES: readonly Check[] = [
  notApplicable('path.certification-authority'),
  notApplicable('path.key-usage'),
  notApplicable('path.length'),
]

/**
 * An anchor is a name and a key. Where it came as a certificate, some profiles hold that to what it says of
 * itself; its own signature proves nothing.
 */
function checkAnchor(path: VerifiedPath, { profile, purpose, at }: ResolvedRules): readonly Check[] {
  const { certificate } = path.anchor
  if (certificate === undefined || !asks(profile, 'anchor-certificate', 'anchor')) return []
  const selfSigned = path.anchorSelfSigned ?? isSelfIssued(certificate)
  const standing = { role: 'anchor', profile, selfSigned, purpose } as const
  return [
    checkValidityPeriod(certificate.validity, at),
    checkExtensionSyntax(certificate),
    checkCertificationAuthority(certificate),
    checkCertificateSigning(certificate),
    checkCriticalExtensions(certificate),
    ...checkProfile(certificate, standing),
  ]
}

/** The limits that the anchor's certificate sets hold for all below it. @standard RFC 5937, section 3 */
function underAnchor({ anchor: { certificate } }: VerifiedPath, state: PathState): PathState {
  if (certificate === undefined || !asks(state.rules.profile, 'anchor-certificate', 'anchor')) return state
  const position: Position = {
    certificate,
    above: certificate,
    signature: 'unproven',
    algorithm: undefined,
    isLast: false,
    selfIssued: true,
    selfSigned: true,
    mappings: undefined,
    answers: undefined,
  }
  return inOrder(ANCHOR_LIMITS, state, position).state
}
