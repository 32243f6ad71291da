import type { Certificate } from '../certificate/certificate.ts'
import { checkExtensionSyntax } from '../certificate/checks.ts'
import type { Extensions } from '../certificate/extensions.ts'
import { sameName } from '../certificate/name-match.ts'
import { PROCESSED_EXTENSIONS } from '../certificate/read-extensions.ts'
import { checkValidityPeriod } from '../certificate/validity-period.ts'
import { EXTENSION, METHOD, QC_STATEMENT } from '../core/object-identifiers.ts'
import { type Oid, oidText } from '../core/oid.ts'
import type { Instant } from '../core/time.ts'
import { type Check, notApplicable, satisfied, undetermined, violated } from '../requirements/finding.ts'
import type { Path } from './build.ts'
import type { Anchor } from './candidates.ts'
import { checkAlgorithm } from './link.ts'

/** The checks of one certificate of a path. */
export interface CertificateChecks {
  readonly certificate: Certificate
  readonly checks: readonly Check[]
}

/**
 * Checks a path at a moment: signatures are known, the rest of basic path validation follows certificate by certificate.
 * Constraints of names and policies are not processed; where an intermediate has some, that is said and left undetermined.
 *
 * @standard RFC 5280, section 6.1
 */
export function checkPath(path: Path<Anchor>, at: Instant): readonly CertificateChecks[] {
  const { certificates } = path
  return certificates.map((certificate, index) => {
    const issuerKey = certificates[index + 1]?.publicKey ?? path.anchor.publicKey
    const common = [checkAlgorithm(certificate, issuerKey, at), ...checkLast(certificate)]
    if (index > 0) return { certificate, checks: [...common, ...checkAuthority(path, index, at)] }
    return { certificate, checks: certificates.length === 1 ? [...common, ...WITHOUT_INTERMEDIATES] : common }
  })
}

/** What is asked of every certificate of a path, the last one included, whoever issued it. */
export function checkLast(certificate: Certificate): readonly Check[] {
  return [checkCriticalExtensions(certificate), checkPolicyConstraints(certificate)]
}

/** What only an intermediate certificate can be asked. */
const WITHOUT_INTERMEDIATES: readonly Check[] = [
  notApplicable('path.certification-authority'),
  notApplicable('path.key-usage'),
  notApplicable('path.length'),
  notApplicable('path.name-constraints'),
]

/** What an intermediate certificate must be and what it asks of those below it. */
function checkAuthority(path: Path<Anchor>, index: number, at: Instant): readonly Check[] {
  const certificate = path.certificates[index]
  if (certificate === undefined) return []
  return [
    checkValidityPeriod(certificate.validity, at),
    checkExtensionSyntax(certificate),
    checkCertificationAuthority(certificate),
    checkCertificateSigning(certificate),
    checkPathLength(certificate, path.certificates.slice(1, index)),
    checkNameConstraints(certificate),
  ]
}

/** Absent basicConstraints are never those of an authority; so versions 1 and 2 cannot be. @standard RFC 5280, section 6.1.4 (k) */
export function checkCertificationAuthority({ version, extensions }: Certificate): Check {
  const ca = extensions.basicConstraints?.ca ?? false
  const facts = { version, ca }
  if (version === 3 && ca) return satisfied('path.certification-authority', facts)
  return violated('path.certification-authority', 'not-an-authority', facts)
}

/** @standard RFC 5280, section 6.1.4 (n) */
export function checkCertificateSigning({ extensions }: Certificate): Check {
  if (extensions.keyUsage === undefined) return notApplicable('path.key-usage')
  if (extensions.keyUsage.keyCertSign) return satisfied('path.key-usage', { keyCertSign: true })
  return violated('path.key-usage', 'not-for-certificates', { keyCertSign: false })
}

/**
 * Self-issued certificates do not count.
 *
 * @param below The intermediate certificates between this one and the leaf.
 * @standard RFC 5280, section 6.1.4 (l) and (m)
 */
export function checkPathLength({ extensions }: Certificate, below: readonly Certificate[]): Check {
  const allowed = extensions.basicConstraints?.pathLength
  if (allowed === undefined) return notApplicable('path.length')
  const used = below.filter(({ subject, issuer }) => !sameName(subject, issuer)).length
  const facts = { allowed, used }
  return used > allowed ? violated('path.length', 'exceeded', facts) : satisfied('path.length', facts)
}

/** @standard RFC 5280, section 4.2.1.10 */
export function checkNameConstraints({ extensions }: Certificate): Check {
  if (extensions.nameConstraints === undefined) return notApplicable('path.name-constraints')
  return undetermined('path.name-constraints', 'not-checked')
}

/** With any policy acceptable, only these three extensions can make a difference. @standard RFC 5280, section 6.1.1 (c) */
export function checkPolicyConstraints({ extensions }: Certificate): Check {
  const { policyConstraints, policyMappings, inhibitAnyPolicy } = extensions
  const constrained =
    policyConstraints !== undefined || policyMappings !== undefined || inhibitAnyPolicy !== undefined
  return constrained ? undetermined('path.policies', 'not-checked') : notApplicable('path.policies')
}

/**
 * An extension that is critical and not known leaves open what the issuer demands, so nothing passes; that nobody can
 * say what was demanded is also why it is undetermined and not a violation. Known is an extension only with all that it
 * holds: a policy qualifier or a statement of another kind inside of a critical one is as unknown as another extension.
 *
 * @standard RFC 5280, sections 4.2, 4.2.1.4, 6.1.4 (o) and 6.1.5 (f); RFC 3739, section 3.2.6
 */
export function checkCriticalExtensions({ extensions }: Certificate): Check {
  const critical = extensions.all.filter(extension => extension.critical).map(({ id }) => id)
  const unknown = critical.filter(id => !PROCESSED_EXTENSIONS.has(id) || holdsUnknown(id, extensions))
  const facts = { critical: critical.map(oidText), unknown: unknown.map(oidText) }
  if (unknown.length === 0) return satisfied('path.critical-extensions', facts)
  const isPoison = unknown.every(id => id === EXTENSION.ctPoison)
  return undetermined('path.critical-extensions', isPoison ? 'precertificate' : 'unrecognised', facts)
}

function holdsUnknown(id: Oid, { certificatePolicies = [], qcStatements }: Extensions): boolean {
  if (id === EXTENSION.certificatePolicies) {
    return certificatePolicies.some(({ policyQualifiers }) =>
      policyQualifiers.some(({ id: qualifier }) => !KNOWN_QUALIFIERS.has(qualifier)),
    )
  }
  return (
    id === EXTENSION.qcStatements &&
    (qcStatements?.all ?? []).some(statement => !KNOWN_STATEMENTS.has(statement.id))
  )
}

const KNOWN_QUALIFIERS: ReadonlySet<Oid> = new Set([METHOD.cps, METHOD.userNotice])
const KNOWN_STATEMENTS: ReadonlySet<Oid> = new Set(Object.values(QC_STATEMENT))
