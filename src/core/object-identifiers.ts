import { type Oid, oid, oidText } from './oid.ts'

/**
 * Attribute types of distinguished names. @standard RFC 5280, appendix A; RFC 4519; ETSI EN 319 412-1;
 * CA/Browser Forum EV Guidelines
 */
export const ATTRIBUTE = {
  commonName: oid('2.5.4.3'),
  surname: oid('2.5.4.4'),
  serialNumber: oid('2.5.4.5'),
  countryName: oid('2.5.4.6'),
  localityName: oid('2.5.4.7'),
  stateOrProvinceName: oid('2.5.4.8'),
  streetAddress: oid('2.5.4.9'),
  organizationName: oid('2.5.4.10'),
  organizationalUnitName: oid('2.5.4.11'),
  title: oid('2.5.4.12'),
  description: oid('2.5.4.13'),
  businessCategory: oid('2.5.4.15'),
  postalCode: oid('2.5.4.17'),
  name: oid('2.5.4.41'),
  givenName: oid('2.5.4.42'),
  initials: oid('2.5.4.43'),
  generationQualifier: oid('2.5.4.44'),
  dnQualifier: oid('2.5.4.46'),
  pseudonym: oid('2.5.4.65'),
  organizationIdentifier: oid('2.5.4.97'),
  userId: oid('0.9.2342.19200300.100.1.1'),
  domainComponent: oid('0.9.2342.19200300.100.1.25'),
  emailAddress: oid('1.2.840.113549.1.9.1'),
  jurisdictionLocality: oid('1.3.6.1.4.1.311.60.2.1.1'),
  jurisdictionStateOrProvince: oid('1.3.6.1.4.1.311.60.2.1.2'),
  jurisdictionCountry: oid('1.3.6.1.4.1.311.60.2.1.3'),
} as const

/**
 * @standard RFC 5280, section 4.2; RFC 3739; RFC 6960; RFC 6962; ETSI EN 319 412-1; CA/Browser Forum EV
 *   Guidelines
 */
export const EXTENSION = {
  subjectDirectoryAttributes: oid('2.5.29.9'),
  subjectKeyIdentifier: oid('2.5.29.14'),
  keyUsage: oid('2.5.29.15'),
  subjectAltName: oid('2.5.29.17'),
  issuerAltName: oid('2.5.29.18'),
  basicConstraints: oid('2.5.29.19'),
  nameConstraints: oid('2.5.29.30'),
  crlDistributionPoints: oid('2.5.29.31'),
  certificatePolicies: oid('2.5.29.32'),
  policyMappings: oid('2.5.29.33'),
  authorityKeyIdentifier: oid('2.5.29.35'),
  policyConstraints: oid('2.5.29.36'),
  extendedKeyUsage: oid('2.5.29.37'),
  freshestCrl: oid('2.5.29.46'),
  inhibitAnyPolicy: oid('2.5.29.54'),
  authorityInfoAccess: oid('1.3.6.1.5.5.7.1.1'),
  subjectInfoAccess: oid('1.3.6.1.5.5.7.1.11'),
  qcStatements: oid('1.3.6.1.5.5.7.1.3'),
  cabfOrganizationIdentifier: oid('2.23.140.3.1'),
  ctPoison: oid('1.3.6.1.4.1.11129.2.4.3'),
  signedCertificateTimestamps: oid('1.3.6.1.4.1.11129.2.4.2'),
  ocspNoCheck: oid('1.3.6.1.5.5.7.48.1.5'),
  validityAssuredShortTerm: oid('0.4.0.194121.2.1'),
} as const

/** @standard RFC 5280, section 4.2.1.12 */
export const PURPOSE = {
  any: oid('2.5.29.37.0'),
  serverAuth: oid('1.3.6.1.5.5.7.3.1'),
  clientAuth: oid('1.3.6.1.5.5.7.3.2'),
  codeSigning: oid('1.3.6.1.5.5.7.3.3'),
  emailProtection: oid('1.3.6.1.5.5.7.3.4'),
  timeStamping: oid('1.3.6.1.5.5.7.3.8'),
  ocspSigning: oid('1.3.6.1.5.5.7.3.9'),
} as const

/** @standard RFC 3739, section 3.2.6; ETSI EN 319 412-5; ETSI TS 119 495, annex A */
export const QC_STATEMENT = {
  pkixQcSyntaxV1: oid('1.3.6.1.5.5.7.11.1'),
  pkixQcSyntaxV2: oid('1.3.6.1.5.5.7.11.2'),
  qcCompliance: oid('0.4.0.1862.1.1'),
  qcLimitValue: oid('0.4.0.1862.1.2'),
  qcRetentionPeriod: oid('0.4.0.1862.1.3'),
  qcSscd: oid('0.4.0.1862.1.4'),
  qcPds: oid('0.4.0.1862.1.5'),
  qcType: oid('0.4.0.1862.1.6'),
  qcCcLegislation: oid('0.4.0.1862.1.7'),
  qcIdentMethod: oid('0.4.0.1862.1.8'),
  qcQscdLegislation: oid('0.4.0.1862.1.9'),
  psd2: oid('0.4.0.19495.2'),
} as const

/** @standard ETSI EN 319 412-5, clause 4.2.3 */
export const QC_TYPE = {
  esign: oid('0.4.0.1862.1.6.1'),
  eseal: oid('0.4.0.1862.1.6.2'),
  web: oid('0.4.0.1862.1.6.3'),
} as const

/** Who the subject's identifiers are of. @standard ETSI EN 319 412-1, clause 5.1 */
export const SEMANTICS = {
  naturalPerson: oid('0.4.0.194121.1.1'),
  legalPerson: oid('0.4.0.194121.1.2'),
  eidasNaturalPerson: oid('0.4.0.194121.1.3'),
  eidasLegalPerson: oid('0.4.0.194121.1.4'),
} as const

/** The roles: 0.4.0.19495.1.x. @standard ETSI TS 119 495 V1.8.1, annex A */
export const PSD2_ROLE = {
  Unspecified: oid('0.4.0.19495.1.0'),
  PSP_AS: oid('0.4.0.19495.1.1'),
  PSP_PI: oid('0.4.0.19495.1.2'),
  PSP_AI: oid('0.4.0.19495.1.3'),
  PSP_IC: oid('0.4.0.19495.1.4'),
  PSP_CB: oid('0.4.0.19495.1.5'),
  PSP_PA: oid('0.4.0.19495.1.6'),
  VOP_RS: oid('0.4.0.19495.1.51'),
  VOP_VS: oid('0.4.0.19495.1.52'),
} as const

/**
 * @standard RFC 5280, section 4.2.1.4; ETSI EN 319 411-1; ETSI EN 319 411-2; ETSI TS 119 411-5; CA/Browser
 *   Forum Baseline Requirements
 */
export const POLICY = {
  any: oid('2.5.29.32.0'),
  qcpNatural: oid('0.4.0.194112.1.0'),
  qcpLegal: oid('0.4.0.194112.1.1'),
  qcpNaturalQscd: oid('0.4.0.194112.1.2'),
  qcpLegalQscd: oid('0.4.0.194112.1.3'),
  qevcpWeb: oid('0.4.0.194112.1.4'),
  qncpWeb: oid('0.4.0.194112.1.5'),
  qncpWebGeneral: oid('0.4.0.194112.1.6'),
  qcpWebPsd2: oid('0.4.0.19495.3.1'),
  cabfExtendedValidation: oid('2.23.140.1.1'),
  cabfDomainValidated: oid('2.23.140.1.2.1'),
  cabfOrganizationValidated: oid('2.23.140.1.2.2'),
  cabfIndividualValidated: oid('2.23.140.1.2.3'),
  ncp: oid('0.4.0.2042.1.1'),
  ncpPlus: oid('0.4.0.2042.1.2'),
  lcp: oid('0.4.0.2042.1.3'),
  evcp: oid('0.4.0.2042.1.4'),
  dvcp: oid('0.4.0.2042.1.6'),
  ovcp: oid('0.4.0.2042.1.7'),
  ivcp: oid('0.4.0.2042.1.8'),
  qcpPublic: oid('0.4.0.1456.1.2'),
  qcpPublicWithSscd: oid('0.4.0.1456.1.1'),
} as const

/**
 * Signature algorithms, key types and curves. @standard RFC 3279; RFC 4055; RFC 5480; RFC 5639; RFC 5758; RFC
 * 8410
 */
export const ALGORITHM = {
  rsaEncryption: oid('1.2.840.113549.1.1.1'),
  mgf1: oid('1.2.840.113549.1.1.8'),
  rsassaPss: oid('1.2.840.113549.1.1.10'),
  sha1WithRsa: oid('1.2.840.113549.1.1.5'),
  sha224WithRsa: oid('1.2.840.113549.1.1.14'),
  sha256WithRsa: oid('1.2.840.113549.1.1.11'),
  sha384WithRsa: oid('1.2.840.113549.1.1.12'),
  sha512WithRsa: oid('1.2.840.113549.1.1.13'),
  ecPublicKey: oid('1.2.840.10045.2.1'),
  ecdsaWithSha1: oid('1.2.840.10045.4.1'),
  ecdsaWithSha224: oid('1.2.840.10045.4.3.1'),
  ecdsaWithSha256: oid('1.2.840.10045.4.3.2'),
  ecdsaWithSha384: oid('1.2.840.10045.4.3.3'),
  ecdsaWithSha512: oid('1.2.840.10045.4.3.4'),
  ed25519: oid('1.3.101.112'),
  ed448: oid('1.3.101.113'),
  sha1: oid('1.3.14.3.2.26'),
  sha224: oid('2.16.840.1.101.3.4.2.4'),
  sha256: oid('2.16.840.1.101.3.4.2.1'),
  sha384: oid('2.16.840.1.101.3.4.2.2'),
  sha512: oid('2.16.840.1.101.3.4.2.3'),
  p256: oid('1.2.840.10045.3.1.7'),
  p384: oid('1.3.132.0.34'),
  p521: oid('1.3.132.0.35'),
  brainpoolP256r1: oid('1.3.36.3.3.2.8.1.1.7'),
  brainpoolP384r1: oid('1.3.36.3.3.2.8.1.1.11'),
  brainpoolP512r1: oid('1.3.36.3.3.2.8.1.1.13'),
} as const

/** @standard RFC 5280, sections 4.2.1.4 and 4.2.2.1 */
export const METHOD = {
  ocsp: oid('1.3.6.1.5.5.7.48.1'),
  caIssuers: oid('1.3.6.1.5.5.7.48.2'),
  cps: oid('1.3.6.1.5.5.7.2.1'),
  userNotice: oid('1.3.6.1.5.5.7.2.2'),
} as const

/** The basic response, and extensions of responses. @standard RFC 6960, sections 4.2.1 and 4.4; Common PKI */
export const OCSP = {
  basicResponse: oid('1.3.6.1.5.5.7.48.1.1'),
  nonce: oid('1.3.6.1.5.5.7.48.1.2'),
  crlReference: oid('1.3.6.1.5.5.7.48.1.3'),
  archiveCutoff: oid('1.3.6.1.5.5.7.48.1.6'),
  extendedRevoke: oid('1.3.6.1.5.5.7.48.1.9'),
  certHash: oid('1.3.36.8.3.13'),
} as const

/** Every identifier of the tables above. */
export const KNOWN_OIDS: readonly Oid[] = [
  ATTRIBUTE,
  EXTENSION,
  PURPOSE,
  QC_STATEMENT,
  QC_TYPE,
  SEMANTICS,
  PSD2_ROLE,
  POLICY,
  ALGORITHM,
  METHOD,
  OCSP,
].flatMap(table => Object.values<Oid>(table))

const TEXTS: ReadonlyMap<Oid, string> = new Map(KNOWN_OIDS.map(each => [each, oidText(each)]))

/**
 * What {@link oidText} writes, without the arithmetic for identifiers of the tables above: findings are full
 * of them.
 */
export function shownOid(identifier: Oid): string {
  return TEXTS.get(identifier) ?? oidText(identifier)
}
