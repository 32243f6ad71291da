import type { Certificate } from '../certificate/certificate.ts'
import { formatName } from '../certificate/name/name.ts'
import type { Instant } from '../core/time.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { type Check, satisfied, undetermined } from '../requirements/finding.ts'
import { type BilateralAnchor, checkAgreement } from './bilateral-anchors.ts'
import { buildPaths, type Path } from './building/build.ts'
import { indexAnchors } from './building/candidates.ts'
import type { Purpose } from './rules.ts'
import type { CertificateChecks } from './validation/check-path.ts'
import { PathChecks } from './validation/check-paths.ts'

export interface AgreementQuestion {
  readonly certificate: Certificate
  /** In any order. */
  readonly intermediates: readonly Certificate[]
  readonly anchors: readonly BilateralAnchor[]
  /** Absent: for whatever the agreements are. */
  readonly purpose?: Purpose
  readonly at: Instant
  readonly crypto: Crypto
}

/** A path to the authority of a counterparty, and whether it may be relied on. */
export interface AgreedPath {
  readonly path: Path<BilateralAnchor>
  /** `path.anchor`. */
  readonly anchor: Check
  /** `path.agreement`. */
  readonly agreement: Check
  /** What was checked on the path, leaf first. */
  readonly certificates: readonly CertificateChecks[]
}

/**
 * Finds the path to an agreed anchor that has least against it: of two agreements about one key the one that
 * covers the use. The names that an agreement allows bind the path as an authority's own constraints do.
 *
 * @returns Undefined where no path leads to an agreed anchor. The anchor's own certificate has none: nobody
 *   vouches for it.
 * @standard RFC 5280, section 6.1.1 (d); RFC 5937, section 3
 */
export async function findAgreedPath(question: AgreementQuestion): Promise<AgreedPath | undefined> {
  const { certificate, intermediates, anchors, purpose, at, crypto } = question
  const search = await buildPaths({
    certificate,
    intermediates,
    crypto,
    at,
    anchors: indexAnchors(anchors),
  })
  const checks = new PathChecks({ at, profile: 'eidas', ...(purpose && { purpose }) })
  const [best] = search.paths
    .filter(({ certificates }) => certificates.length > 0)
    .map(path => judge(path, checks.check(path).certificates, question))
    .toSorted((a, b) => weightOf(a) - weightOf(b))
  return best
}

function judge(
  path: Path<BilateralAnchor>,
  certificates: readonly CertificateChecks[],
  { at, purpose }: AgreementQuestion,
): AgreedPath {
  const agreement = checkAgreement(path.anchor, { at, ...(purpose && { purpose }) })
  const facts = {
    kind: path.anchor.kind,
    agreement: path.anchor.agreement,
    anchor: formatName(path.anchor.name),
    path: path.certificates.map(({ subject }) => formatName(subject)),
  }
  const anchor =
    path.outcome === 'verified'
      ? satisfied('path.anchor', facts)
      : undetermined('path.anchor', 'not-checkable', facts)
  return { path, anchor, agreement, certificates }
}

/** One violation weighs more than any number of open questions. */
function weightOf({ anchor, agreement, certificates }: AgreedPath): number {
  const checks = [anchor, agreement, ...certificates.flatMap(each => each.checks)]
  const violations = checks.filter(({ outcome }) => outcome === 'violated').length
  return violations * 1000 + checks.filter(({ outcome }) => outcome === 'undetermined').length
}
