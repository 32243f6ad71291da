import { type Caches, createCaches } from './caches.ts'
import type { Certificate } from './certificate/certificate.ts'
import { checkValidityPeriod } from './certificate/validity-period.ts'
import type { Instant } from './core/time.ts'
import type { Crypto } from './crypto/crypto.ts'
import type { AskedIssuer, Evidence } from './evidence/evidence.ts'
import { type Equipped, type Located, locate, type Place, trustedPath } from './locate.ts'
import { refuseMisuse } from './misuse.ts'
import { ownEvidence, ownTerms } from './own-arguments.ts'
import { pathFindings } from './path/path-findings.ts'
import { qualify } from './qualification/qualify.ts'
import { unreadableQualification } from './qualification/unreadable.ts'
import { about, type Check, type Finding, satisfied, undetermined, violated } from './requirements/finding.ts'
import { checkRevocation } from './revocation/check-revocation.ts'
import { reportAnchor } from './verdict/anchor-report.ts'
import { conclude } from './verdict/conclude.ts'
import type { OwnAccount } from './verdict/own-account.ts'
import { type Policy, QWAC_POLICY } from './verdict/policy.ts'
import { type Report, type ReportParts, reportOf } from './verdict/report.ts'

/** When, by which rules, and with whose arithmetic. */
export interface Assessment {
  /** The moment of use. */
  readonly at: Instant
  /** The moment at which the lists must be fresh; `at` unless told. */
  readonly listsAt?: Instant
  readonly crypto: Crypto
  /** {@link QWAC_POLICY} unless told. */
  readonly policy?: Policy
  /**
   * Milliseconds after which a copy of a list is to be fetched again; a list whose source tells its age is
   * `aged` then.
   */
  readonly refreshPeriod?: number
  /** Makes further assessments by the same lists fast; changes no answer. */
  readonly caches?: Caches
}

/**
 * Judges a certificate by the evidence. A function of its arguments: it reads no clock, no disk and no
 * network, so the same evidence gives the same report at any time.
 *
 * @throws TypeError or RangeError, as a rejection, for octets, moments and policies that cannot be meant.
 */
export async function assess(evidence: Evidence, assessment: Assessment): Promise<Report> {
  const terms = ownTerms(assessment)
  refuseMisuse(evidence, terms)
  const given = { ...ownEvidence(evidence), lists: evidence.lists }
  const equipped = { ...terms, crypto: assessment.crypto, caches: terms.caches ?? createCaches() }
  return assessLocated(await locate(given, equipped), given, equipped)
}

/** The rest of an assessment of which {@link locate} is the beginning. */
export async function assessLocated(
  located: Located,
  evidence: Evidence,
  assessment: Equipped,
): Promise<Report> {
  const { at, caches, policy = QWAC_POLICY } = assessment
  const snapshot = evidence.lists.snapshot ?? null
  if (!located.ok) return unreadableReport(located, { at, snapshot })
  const account = caches.accounts.of(located, policy)
  const { qualification, findings } = await judge({ located, account }, evidence, assessment)
  return reportOf({
    at,
    snapshot,
    certificate: account.certificate,
    psd2: account.psd2,
    anchor: reportAnchor(trustedPath(located)),
    qualification,
    conclusion: conclude(findings, policy.required, located.sha256),
  })
}

function unreadableReport(
  { sha256, reason, offset }: Exclude<Located, Place>,
  asked: Pick<ReportParts, 'at' | 'snapshot'>,
): Report {
  const findings = about(sha256, [violated('certificate.encoding', 'malformed', { reason, offset })])
  return reportOf({
    ...asked,
    certificate: null,
    psd2: null,
    anchor: null,
    qualification: unreadableQualification(),
    conclusion: { verdict: 'failed', findings },
  })
}

/**
 * What does it say, who may issue, is there a path, is it qualified, was it withdrawn, is the holder
 * authorised.
 */
async function judge(
  { located, account }: { readonly located: Place; readonly account: OwnAccount },
  evidence: Evidence,
  assessment: Equipped,
) {
  const { certificate, sha256, candidates, chosen, found, agreed } = located
  const { at, crypto, caches } = assessment
  const { links, elsewhere } = found
  const { qualification, checks } = qualify(
    { certificate, at, territory: chosen.territory, links, elsewhere },
    caches.facts,
  )
  const read: readonly Check[] = [
    satisfied('certificate.encoding', { octets: certificate.bytes.length }),
    checkValidityPeriod(certificate.validity, at),
  ]
  const issued: readonly Check[] = [
    ...(agreed === undefined ? [found.anchor, found.identities] : [agreed.anchor, agreed.agreement]),
    ...checkCandidates(candidates.unreadable),
    ...checkAskedIssuers(evidence.askedIssuers ?? []),
  ]
  const sha256Of = (each: Certificate) => caches.certificates.fingerprint(each, crypto)
  // Joined by what costs least for so many: a spread goes through them one by one.
  const findings = about(sha256, read).concat(
    account.findings,
    about(sha256, issued),
    await pathFindings((agreed ?? found).certificates, sha256Of),
    byLists(chosen.findings.concat(about(sha256, checks)), located),
    await revocation(located, evidence, assessment),
    agreed === undefined ? about(sha256, [undetermined('register.authorization', 'not-checked')]) : [],
  )
  return { qualification, findings }
}

/** Of a certificate that is trusted by an agreement the lists tell, and decide nothing. */
function byLists(findings: readonly Finding[], { agreed }: Place): readonly Finding[] {
  return agreed === undefined ? findings : findings.map(each => ({ ...each, severity: 'warning' }))
}

/** Only the path says who may speak of a revocation, so without one nothing that was given is looked at. */
async function revocation(
  located: Place,
  { ocspResponses = [], crls = [], fetched = [] }: Evidence,
  { at, crypto, caches, policy = QWAC_POLICY }: Equipped,
): Promise<readonly Finding[]> {
  const { sha256, candidates } = located
  const path = trustedPath(located)
  if (path === undefined) {
    const isGiven = ocspResponses.length + crls.length > 0
    const reason = isGiven ? 'no-path' : 'not-checked'
    return about(sha256, [undetermined('revocation.status', reason)])
  }
  return checkRevocation({
    path,
    intermediates: candidates.certificates,
    ocspResponses,
    crls,
    fetched,
    at,
    crypto,
    ...(policy.revocation && { policy: policy.revocation }),
    memo: caches.status,
  })
}

/** Certificates that nobody needed may be unreadable; it is told, and decides nothing. */
function checkCandidates(unreadable: Place['candidates']['unreadable']): readonly Check[] {
  if (unreadable.length === 0) return []
  return [violated('path.candidates', 'unreadable', { unreadable: unreadable.map(each => ({ ...each })) })]
}

/**
 * That somebody was asked is told whether or not it helped: a request went to an address that the peer had
 * chosen.
 */
function checkAskedIssuers(asked: readonly AskedIssuer[]): readonly Check[] {
  if (asked.length === 0) return []
  const facts = { asked: asked.map(each => ({ ...each })) }
  if (asked.some(({ certificates }) => certificates !== null))
    return [satisfied('path.fetched-issuers', facts)]
  return [undetermined('path.fetched-issuers', 'not-served', facts)]
}
