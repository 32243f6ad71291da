export type { Certificate, PublicKeyInfo } from '../certificate/certificate.ts'
export type { KeyUsage, NameConstraints } from '../certificate/extensions.ts'
export { parseCertificate } from '../certificate/parse.ts'
export { type Oid, oid, oidText } from '../core/oid.ts'
export type { Result } from '../core/result.ts'
export { formatInstant, type Instant, instant, instantFromMilliseconds, parseInstant } from '../core/time.ts'
export type { Crypto } from '../crypto/crypto.ts'
export { nodeCrypto } from '../crypto/node.ts'
export { readCertificates } from '../encoding/pem.ts'
export type { Check, Outcome } from '../requirements/finding.ts'
export { type BudgetItem, DEFAULT_PATH_BUDGET, type PathBudget } from './budget.ts'
export { buildPaths, type DeadEnd, type Path, type PathRequest, type PathSearch } from './building/build.ts'
export { type Anchor, type ByName, indexAnchors } from './building/candidates.ts'
export type { ExpectedName } from './names/server-name.ts'
export { PROFILE_RULES, type Profile, type ProfileRule, type Role } from './profile/profile.ts'
export type { PathRules, Purpose } from './rules.ts'
export {
  anchorFrom,
  type Candidate,
  type CertificateAnswer,
  type CertificateInput,
  type CertificateRequest,
  validateCertificate,
} from './validate-certificate.ts'
export type { CertificateChecks, PathValidation } from './validation/check-path.ts'
export type { PolicySets } from './validation/policies.ts'
export { type ValidationRequest, validatePath } from './validation/validate.ts'
