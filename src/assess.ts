import type { Certificate } from './certificate/certificate.ts'
import { checkCertificate } from './certificate/checks.ts'
import { parseCertificate } from './certificate/parse.ts'
import { checkValidityPeriod } from './certificate/validity-period.ts'
import { toHex } from './core/bytes.ts'
import type { Instant } from './core/time.ts'
import type { Crypto } from './crypto/crypto.ts'
import type { Evidence } from './evidence/evidence.ts'
import { readIntermediates } from './evidence/intermediates.ts'
import { chooseLists } from './qualification/choose-lists.ts'
import { findLinks, type Links } from './qualification/find-links.ts'
import { type Caches, createCaches } from './qualification/list-index.ts'
import { qualify } from './qualification/qualify.ts'
import { unreadableQualification } from './qualification/unreadable.ts'
import { about, type Check, type Finding, satisfied, undetermined, violated } from './requirements/finding.ts'
import { checkRevocation } from './revocation/check-revocation.ts'
import { reportCertificate, reportPsd2 } from './verdict/certificate-report.ts'
import { conclude } from './verdict/conclude.ts'
import { type Policy, QWAC_POLICY } from './verdict/policy.ts'
import { checkByPolicy } from './verdict/profile-checks.ts'
import { type Report, reportOf } from './verdict/report.ts'

/** When, by which rules, and with whose arithmetic. */
export interface Assessment {
  /** The moment of use. */
  readonly at: Instant
  /** The moment at which the lists must be fresh; `at` unless told. */
  readonly listsAt?: Instant
  readonly crypto: Crypto
  /** {@link QWAC_POLICY} unless told. */
  readonly policy?: Policy
  /** Milliseconds after which a copy of a list is to be fetched again; a list whose source tells its age is `aged` then. */
  readonly refreshPeriod?: number
  /** Makes further assessments by the same lists fast; changes no answer. */
  readonly caches?: Caches
}

/**
 * Judges a certificate by the evidence. A function of its arguments: it reads no clock, no disk and no network, so the
 * same evidence gives the same report at any time.
 */
export async function assess(evidence: Evidence, assessment: Assessment): Promise<Report> {
  const { crypto, at, policy = QWAC_POLICY } = assessment
  const sha256 = toHex(await crypto.digest('SHA-256', evidence.certificate))
  const parsed = parseCertificate(evidence.certificate)
  if (!parsed.ok) {
    const facts = { reason: parsed.reason, offset: parsed.offset ?? 0 }
    const findings = about(sha256, [violated('certificate.encoding', 'malformed', facts)])
    const conclusion = { verdict: 'failed', findings } as const
    return reportOf({
      at,
      certificate: null,
      psd2: null,
      qualification: unreadableQualification(),
      conclusion,
    })
  }
  const certificate = parsed.value
  const { qualification, findings } = await judge({ certificate, sha256, evidence, assessment })
  return reportOf({
    at,
    certificate: reportCertificate(certificate, sha256),
    psd2: reportPsd2(certificate, policy.toleratedDeviations),
    qualification,
    conclusion: conclude(findings, policy.required, sha256),
  })
}

interface Case {
  readonly certificate: Certificate
  readonly sha256: string
  readonly evidence: Evidence
  readonly assessment: Assessment
}

/** What does it say, who may issue, is there a path, is it qualified, was it withdrawn, is the holder authorised. */
async function judge({ certificate, sha256, evidence, assessment }: Case) {
  const { at, crypto, policy = QWAC_POLICY, refreshPeriod, caches = createCaches() } = assessment
  const moments = {
    at,
    listsAt: assessment.listsAt ?? at,
    ...(refreshPeriod !== undefined && { refreshPeriod }),
  }
  const chosen = chooseLists(evidence.lists, certificate, moments)
  const { list, others, territory } = chosen
  const candidates = readIntermediates(evidence.intermediates)
  const found = await findLinks({
    certificate,
    given: candidates.certificates,
    list,
    others,
    caches,
    crypto,
    at,
  })
  const { links, elsewhere } = found
  const { qualification, checks } = qualify({ certificate, at, territory, links, elsewhere })
  const own: readonly Check[] = [
    satisfied('certificate.encoding', { octets: certificate.bytes.length }),
    checkValidityPeriod(certificate.validity, at),
    ...checkCertificate(certificate, policy.toleratedDeviations),
    ...checkByPolicy(certificate, policy),
    found.anchor,
    found.identities,
    ...checkCandidates(candidates.unreadable),
  ]
  const findings: readonly Finding[] = [
    ...about(sha256, own),
    ...found.path,
    ...chosen.findings,
    ...about(sha256, checks),
    ...(await revocation(found.verified, { certificate, sha256, evidence, assessment })),
    ...about(sha256, [undetermined('register.authorization', 'not-checked')]),
  ]
  return { qualification, findings }
}

/** Only the path says who may speak of a revocation, so without one nothing that was given is looked at. */
async function revocation(
  path: Links['verified'],
  { sha256, evidence, assessment }: Case,
): Promise<readonly Finding[]> {
  const { at, crypto, policy = QWAC_POLICY } = assessment
  const { ocspResponses = [], crls = [] } = evidence
  if (path === undefined) {
    const isGiven = ocspResponses.length + crls.length > 0
    const reason = isGiven ? 'no-path' : 'not-checked'
    return about(sha256, [undetermined('revocation.status', reason)])
  }
  const intermediates = readIntermediates(evidence.intermediates).certificates
  const given = { path, intermediates, ocspResponses, crls, at, crypto }
  return checkRevocation({ ...given, ...(policy.revocation && { policy: policy.revocation }) })
}

/** Certificates that nobody needed may be unreadable; it is told, and decides nothing. */
function checkCandidates(unreadable: ReturnType<typeof readIntermediates>['unreadable']): readonly Check[] {
  if (unreadable.length === 0) return []
  return [violated('path.candidates', 'unreadable', { unreadable: unreadable.map(each => ({ ...each })) })]
}
