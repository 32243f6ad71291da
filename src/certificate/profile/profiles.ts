import { POLICY, PURPOSE, QC_TYPE } from '../../core/object-identifiers.ts'
import { ADDRESS_RULES } from './address-profile.ts'
import { EXTENSION_RULES } from './extension-profile.ts'
import { FORUM_RULES } from './forum-profile.ts'
import { IDENTIFIER_RULES } from './identifier-profile.ts'
import { dated } from './in-force.ts'
import { POLICY_RULES } from './policy-profile.ts'
import type { Profile, ProfileName, ProfileSettings, Rule } from './profile.ts'
import { PSD2_RULES } from './psd2-profile.ts'
import { STATEMENT_RULES } from './statement-profile.ts'
import { SUBJECT_RULES } from './subject-profile.ts'
import { PURPOSE_RULES, WEBSITE_RULES } from './website-profile.ts'

/** What every profile asks. */
const COMMON: readonly Rule[] = dated([
  ...SUBJECT_RULES,
  ...IDENTIFIER_RULES,
  ...EXTENSION_RULES,
  ...ADDRESS_RULES,
  ...STATEMENT_RULES,
  ...POLICY_RULES,
  ...PURPOSE_RULES,
  ...PSD2_RULES,
])
const WEBSITE: readonly Rule[] = dated([...COMMON, ...WEBSITE_RULES, ...FORUM_RULES])

/**
 * Domains that the public internet does not have: RFC 6761, RFC 6762, RFC 8375, `internal`, and what routers
 * hand out. `example` is not among them: it stands for nobody, and documentation and tests use it (RFC 2606).
 */
const INTERNAL_DOMAINS = [
  'corp',
  'home',
  'internal',
  'intranet',
  'invalid',
  'lan',
  'local',
  'localdomain',
  'localhost',
  'private',
  'test',
] as const

const WEBSITE_SETTINGS: ProfileSettings = {
  holder: 'by-subject',
  forum: 'by-policy',
  law: 'union',
  qcType: QC_TYPE.web,
  policies: [POLICY.qevcpWeb, POLICY.qncpWeb, POLICY.qncpWebGeneral],
  commitment: false,
  purposes: {
    presence: 'required',
    all: [],
    oneOf: [PURPOSE.serverAuth, PURPOSE.clientAuth],
    allowed: [PURPOSE.serverAuth, PURPOSE.clientAuth],
  },
  psd2: 'optional',
  roles: [],
  accountServicingImplies: [],
  internalDomains: INTERNAL_DOMAINS,
  tolerated: [],
  severities: { 'psd2.authority-list': 'warning' },
}

/** A seal may be used for whatever its holder signs; TLS is not asked for. */
const SEAL_SETTINGS: ProfileSettings = {
  ...WEBSITE_SETTINGS,
  holder: 'organization',
  forum: 'ignored',
  qcType: QC_TYPE.eseal,
  policies: [POLICY.qcpLegal, POLICY.qcpLegalQscd],
  purposes: { presence: 'optional', all: [], oneOf: [], allowed: [] },
  severities: { ...WEBSITE_SETTINGS.severities, 'certificate.extended-key-usage': 'off' },
}

/**
 * Qualified certificate for website authentication: ETSI EN 319 412-4 and, where there is a PSD2 statement,
 * TS 119 495.
 */
export const QWAC: Profile = {
  name: 'qwac',
  title: 'qualified certificate for website authentication',
  rules: WEBSITE,
  settings: WEBSITE_SETTINGS,
}

/** The same issued under QNCP-w-gen, outside of the rules of browsers. */
export const QNCP_W_GEN: Profile = {
  name: 'qncp-w-gen',
  title: 'qualified certificate for website authentication under the policy QNCP-w-gen',
  rules: WEBSITE,
  settings: { ...WEBSITE_SETTINGS, forum: 'ignored', policies: [POLICY.qncpWebGeneral] },
}

/** Verification of payee: a QWAC with one of the two roles, presented by a TLS client. */
export const VOP: Profile = {
  name: 'vop',
  title: 'qualified website certificate of a participant in the verification of payees',
  rules: WEBSITE,
  settings: {
    ...WEBSITE_SETTINGS,
    purposes: { ...WEBSITE_SETTINGS.purposes, all: [PURPOSE.clientAuth] },
    psd2: 'required',
    roles: ['VOP_RS', 'VOP_VS'],
  },
}

/** Transport certificate of the British open banking scheme: no qualified certificate, but with roles. */
export const OBWAC: Profile = {
  name: 'obwac',
  title: 'transport certificate of the British open banking scheme',
  rules: WEBSITE,
  settings: {
    ...WEBSITE_SETTINGS,
    holder: 'organization',
    forum: 'ignored',
    law: 'none',
    policies: [],
    purposes: { ...WEBSITE_SETTINGS.purposes, all: [PURPOSE.clientAuth] },
    psd2: 'required',
    severities: {
      ...WEBSITE_SETTINGS.severities,
      'psd2.profile': 'off',
      // Its certificates for clients mark the purposes and often name no host.
      'profile.extended-key-usage-criticality': 'warning',
      'profile.subject-alt-name': 'warning',
      'profile.common-name': 'warning',
    },
  },
}

/** Qualified certificate for seals: ETSI EN 319 412-3. */
export const QSEALC: Profile = {
  name: 'qsealc',
  title: 'qualified certificate for electronic seals',
  rules: COMMON,
  settings: SEAL_SETTINGS,
}

/** Signing certificate of the British open banking scheme. */
export const OBSEAL: Profile = {
  name: 'obseal',
  title: 'signing certificate of the British open banking scheme',
  rules: COMMON,
  settings: {
    ...SEAL_SETTINGS,
    law: 'none',
    policies: [],
    psd2: 'required',
    severities: { ...SEAL_SETTINGS.severities, 'psd2.profile': 'off' },
  },
}

/** Qualified certificate for signatures: ETSI EN 319 412-2. */
export const QSIGC: Profile = {
  name: 'qsigc',
  title: 'qualified certificate for electronic signatures',
  rules: COMMON,
  settings: {
    ...SEAL_SETTINGS,
    holder: 'by-subject',
    qcType: QC_TYPE.esign,
    policies: [POLICY.qcpNatural, POLICY.qcpNaturalQscd],
    commitment: true,
  },
}

const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  qwac: QWAC,
  'qncp-w-gen': QNCP_W_GEN,
  vop: VOP,
  qsealc: QSEALC,
  qsigc: QSIGC,
  obwac: OBWAC,
  obseal: OBSEAL,
}

export function profileOf(name: ProfileName): Profile {
  return PROFILES[name]
}

/** The words that name profiles. */
export const PROFILE_NAMES: readonly string[] = Object.keys(PROFILES)

export function isProfileName(text: string): text is ProfileName {
  return Object.hasOwn(PROFILES, text)
}
