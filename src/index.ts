export { type Assessment, assess } from './assess.ts'
export { type CacheOptions, type Caches, createCaches } from './caches.ts'
export type { Certificate } from './certificate/certificate.ts'
export type {
  CertificateInput,
  InputForm,
  InputLimits,
  InputNote,
  InputReason,
} from './certificate/input/form.ts'
export { readCertificateInput } from './certificate/input/input.ts'
export { type SubjectId, subjectId } from './certificate/name/subject-id.ts'
export { matchesName, parseDistinguishedName } from './certificate/name/text.ts'
export { parseCertificate } from './certificate/parse.ts'
export {
  checkProfile,
  type Profile,
  type ProfileName,
  type ProfileSettings,
} from './certificate/profile/profile.ts'
export { profileOf } from './certificate/profile/profiles.ts'
export type { DeviationReason } from './certificate/psd2/deviations.ts'
export { x5tS256 } from './certificate/thumbprint.ts'
export { type Oid, oid } from './core/oid.ts'
export type { Result } from './core/result.ts'
export { formatInstant, type Instant, instant, instantFromMilliseconds, parseInstant } from './core/time.ts'
export type { Crypto } from './crypto/crypto.ts'
export { nodeCrypto } from './crypto/node.ts'
export type { Evidence } from './evidence/evidence.ts'
export {
  type Agreement,
  type BilateralAnchor,
  bilateralAnchor,
  type Period,
  rollOver,
} from './path/bilateral-anchors.ts'
export type { IssuerSource } from './path/building/issuer-source.ts'
export type { Qualification } from './qualification/qualification.ts'
export type { Code } from './requirements/catalogue.ts'
export type { Facts, Finding, Outcome } from './requirements/finding.ts'
export type { Explanation, Requirement } from './requirements/requirement.ts'
export type { FailedFetch, Fetched, FetchedStatus } from './revocation/fetched.ts'
export { OCSP_POLICY, type OcspPolicy } from './revocation/ocsp/policy.ts'
export { type OcspQuery, ocspRequest } from './revocation/ocsp/request.ts'
export { REVOCATION_POLICY, type RevocationPolicy } from './revocation/policy.ts'
export type {
  CrlSource,
  OcspSource,
  Remembered,
  StatusMemory,
  StatusSources,
  StatusToKeep,
  Unavailable,
} from './revocation/ports.ts'
export { authenticateLists } from './trust-list/authenticate.ts'
export { NOTICES, type OfficialJournalNotice } from './trust-list/notices.ts'
export {
  assembleSnapshot,
  type DecodeOptions,
  decodeSnapshot,
  encodeSnapshot,
  type Snapshot,
  type SnapshotTrust,
  websitePart,
} from './trust-list/snapshot/snapshot.ts'
export type { ListFiles, ListSource } from './trust-list/source.ts'
export type { TrustListSet } from './trust-list/trust-list-set.ts'
export { authenticate, gather, type Ports, type Question, validate } from './validate.ts'
export type { AnchorReport } from './verdict/anchor-report.ts'
export type { CertificateReport, Psd2Report } from './verdict/certificate-report.ts'
export type { Verdict } from './verdict/conclude.ts'
export { explanationOf, isCode, requirementOf } from './verdict/explain.ts'
export { type ListsReport, reportLists } from './verdict/lists-report.ts'
export {
  type Agreements,
  BILATERAL_POLICY,
  type Policy,
  type ProfilePolicy,
  QWAC_POLICY,
} from './verdict/policy.ts'
export type { Report } from './verdict/report.ts'
