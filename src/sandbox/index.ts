export { MARKER } from './certificates/marker.ts'
export { CERTIFICATE_DEFECTS, type DefectDescription } from './descriptions.ts'
export {
  AUTHORITY_KINDS,
  type AuthorityKind,
  CERTIFICATE_DEFECT_NAMES,
  type CertificateDefect,
  type Curve,
  KEY_KINDS,
  type KeyKind,
  type MintedCertificate,
  type MintOptions,
  type Role,
  type TestAuthority,
  type TestProvider,
} from './mint-options.ts'
export { bundle, pem } from './pem.ts'
export type {
  CrlOptions,
  Freshness,
  OcspOptions,
  Revocation,
  RevocationReason,
} from './revocation/options.ts'
export type {
  Certified,
  ListDefect,
  Outage,
  Service,
  ServiceDefect,
  TerritoryOptions,
  TestDelegates,
  TestList,
  TestNotice,
  TestWorld,
  TestWorldOptions,
} from './test-world.ts'
export { createTestWorld } from './world.ts'
