export { MARKER } from './marker.ts'
export type {
  AuthorityKind,
  CertificateDefect,
  Curve,
  ListDefect,
  MintedCertificate,
  MintOptions,
  Role,
  ServiceDefect,
  TestAuthority,
  TestList,
  TestNotice,
  TestWorld,
  TestWorldOptions,
} from './test-world.ts'
export { createTestWorld } from './world.ts'
