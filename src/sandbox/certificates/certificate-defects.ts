import type { Psd2Role } from '../../certificate/psd2/statement.ts'
import { oid } from '../../core/oid.ts'
import type { Instant } from '../../core/time.ts'
import { threeLetters } from '../lists/three-letter-countries.ts'
import type { CertificateDefect, Role } from '../mint-options.ts'
import { daysAfter } from '../moments.ts'
import { inForm, withIdentifier, withPsd2, withRoles, withStatements } from './leaf-changes.ts'
import type { LeafDraft } from './leaf-draft.ts'
import { ROLE_IDENTIFIERS } from './qc-statements.ts'

interface Defect {
  /** One sentence: what is wrong, or only unusual, by the standard. */
  readonly says: string
  apply(draft: LeafDraft, now: Instant): LeafDraft
}

const FAULTS = {
  'wrong-signature': {
    says: 'One bit of the signature is flipped.',
    apply: draft => ({ ...draft, spoilSignature: true }),
  },
  expired: {
    says: 'It ended a day ago.',
    apply: (draft, now) => ({ ...draft, notBefore: daysAfter(now, -366), notAfter: daysAfter(now, -1) }),
  },
  'not-yet-valid': {
    says: 'It begins in a day.',
    apply: (draft, now) => ({ ...draft, notBefore: daysAfter(now, 1), notAfter: daysAfter(now, 366) }),
  },
  'issuer-not-listed': {
    says: 'Its issuer is in no list.',
    apply: draft => ({ ...draft, issuer: 'unlisted' }),
  },
  'no-psd2-statement': {
    says: 'There is no PSD2 statement (ETSI TS 119 495, clause 5.1), and no policy that promises one.',
    apply: draft => ({
      ...withStatements(draft, ({ psd2: _, ...others }) => others),
      policies: draft.policies.filter(policy => policy !== 'QCP-w-psd2'),
    }),
  },
  'esign-type': {
    says: 'QcType (ETSI EN 319 412-5) says electronic signature instead of website authentication.',
    apply: draft => withStatements(draft, statements => ({ ...statements, types: ['esign'] })),
  },
} satisfies Partial<Defects>

const ENCODINGS = {
  'flat-roles': {
    says: 'Identifiers and names of all roles stand in one sequence, where RolesOfPSP (ETSI TS 119 495, Annex A) has one for each.',
    apply: draft => inForm(draft, 'flat-roles'),
  },
  'bare-statement': {
    says: 'The extension holds the PSD2 statement itself, where RFC 3739, section 3.2.6, has a sequence of statements.',
    apply: draft => withStatements(draft, statements => ({ ...statements, bare: true })),
  },
  'printable-authority': {
    says: 'NCAName and NCAId are PrintableString, where ETSI TS 119 495, Annex A, has UTF8String.',
    apply: draft => inForm(draft, 'printable-authority'),
  },
  'explicit-tag': {
    says: 'The roles stand within a tag [0] that PSD2QcType (ETSI TS 119 495, Annex A) does not have.',
    apply: draft => inForm(draft, 'explicit-tag'),
  },
} satisfies Partial<Defects>

const STATEMENTS = {
  'no-qc-compliance': {
    says: 'There is no QcCompliance statement (ETSI EN 319 412-5).',
    apply: draft => withStatements(draft, statements => ({ ...statements, compliance: false })),
  },
  'no-qc-type': {
    says: 'There is no QcType statement (ETSI EN 319 412-5).',
    apply: draft => withStatements(draft, statements => ({ ...statements, types: [] })),
  },
  'seal-as-website': {
    says: 'QcType (ETSI EN 319 412-5) says electronic seal in a certificate for servers and clients of TLS.',
    apply: draft => ({
      ...withStatements(draft, statements => ({ ...statements, types: ['eseal'] })),
      purposes: ['serverAuth', 'clientAuth'],
    }),
  },
  'authority-without-country': {
    says: 'NCAId is the abbreviation alone, without the country before it (ETSI TS 119 495, GEN-5.2.3-2).',
    apply: draft =>
      withPsd2(draft, ({ authority }) => ({
        authority: { ...authority, id: authority.id.replace(/^[^-]*-/, '') },
      })),
  },
  'authority-not-applicable': {
    says: 'NCAName and NCAId are NA beside roles that need an authority (ETSI TS 119 495, GEN-5.2.3-5).',
    apply: draft => withPsd2(draft, () => ({ authority: { id: 'NA', name: 'NA' } })),
  },
} satisfies Partial<Defects>

const ROLES = {
  'long-role-names': {
    says: 'The roles have names in words, where REG-5.2.2-5 of ETSI TS 119 495 has fixed names.',
    apply: draft => withRoles(draft, roles => roles.map(role => renamed(role, LONG_NAMES))),
  },
  'role-name-mismatch': {
    says: 'The first role has the name of another one (ETSI TS 119 495, REG-5.2.2-5).',
    apply: draft =>
      withRoles(draft, roles => roles.map((role, at) => (at === 0 ? renamed(role, OTHER_NAMES) : role))),
  },
  'unknown-role': {
    says: 'Its only role has an identifier that is not of the standard.',
    apply: draft => withRoles(draft, () => [FOREIGN_ROLE]),
  },
  'new-role': {
    says: 'Beside its other roles it has VOP_RS, which older editions of ETSI TS 119 495 do not know.',
    apply: draft => withRoles(draft, roles => [...roles.filter(role => role !== 'VOP_RS'), 'VOP_RS']),
  },
  'repeated-roles': {
    says: 'The first role stands there twice.',
    apply: draft => withRoles(draft, roles => [...roles, ...roles.slice(0, 1)]),
  },
} satisfies Partial<Defects>

const NAMES = {
  'organization-identifier-without-scheme': {
    says: 'The organizationIdentifier lacks PSD in front (ETSI TS 119 495, GEN-5.2.1-3).',
    apply: draft => withIdentifier(draft, text => text.replace(/^PSD/, '')),
  },
  'three-letter-country': {
    says: 'The organizationIdentifier has a country of three letters (ETSI TS 119 495, GEN-5.2.1-3, has two).',
    apply: draft => withIdentifier(draft, text => text.replace(/(?<=^PSD)[A-Z]{2}/, threeLetters)),
  },
  'authority-mismatch': {
    says: 'The organizationIdentifier names another authority of the country than NCAId does.',
    apply: draft => withIdentifier(draft, text => text.replace(/(?<=^PSD[^-]*-)[^-]*/, 'TEST')),
  },
  'repeated-prefix': {
    says: 'The organizationIdentifier says PSD, country and authority twice (ETSI TS 119 495, GEN-5.2.1-3).',
    apply: draft => withIdentifier(draft, text => text.replace(/^PSD[^-]*-[^-]*-/, '$&$&')),
  },
  'no-organization': {
    says: 'The subject has neither organizationName nor commonName (ETSI EN 319 412-3 has both).',
    apply: draft => ({ ...draft, subject: draft.subject.filter(([type]) => type !== 'O' && type !== 'CN') }),
  },
  'newline-in-issuer': {
    says: 'The name of its issuer, a subordinate of the listed authority, ends with a line feed.',
    apply: draft => ({ ...draft, issuer: 'newline-in-name' }),
  },
} satisfies Partial<Defects>

const PURPOSES = {
  'no-extended-key-usage': {
    says: 'There is no extended key usage, which a certificate for websites has.',
    apply: draft => ({ ...draft, purposes: [] }),
  },
  'email-protection': {
    says: 'The extended key usage has emailProtection too.',
    apply: draft => ({ ...draft, purposes: [...draft.purposes, 'emailProtection'] }),
  },
} satisfies Partial<Defects>

type Defects = Readonly<Record<CertificateDefect, Defect>>

/** What each defect is, and how it comes about. */
export const CERTIFICATE_DEFECTS: Defects = {
  ...FAULTS,
  ...ENCODINGS,
  ...STATEMENTS,
  ...ROLES,
  ...NAMES,
  ...PURPOSES,
}

/** Under the number that IANA keeps for examples (RFC 5612). */
const FOREIGN_ROLE = { oid: oid('1.3.6.1.4.1.32473.1'), name: 'TEST_ROLE' }

const LONG_NAMES: Readonly<Record<Psd2Role, string>> = {
  Unspecified: 'Not Specified',
  PSP_AS: 'Account Servicing',
  PSP_PI: 'Payment Initiation',
  PSP_AI: 'Account Information',
  PSP_IC: 'Card Based Payment Instruments',
  PSP_CB: 'Central Bank',
  PSP_PA: 'Public Authority',
  VOP_RS: 'Verification Of Payee Requesting',
  VOP_VS: 'Verification Of Payee Verifying',
}

const OTHER_NAMES: Readonly<Record<Psd2Role, Psd2Role>> = {
  Unspecified: 'PSP_AS',
  PSP_AS: 'PSP_PI',
  PSP_PI: 'PSP_AS',
  PSP_AI: 'PSP_PI',
  PSP_IC: 'PSP_PI',
  PSP_CB: 'PSP_PA',
  PSP_PA: 'PSP_CB',
  VOP_RS: 'VOP_VS',
  VOP_VS: 'VOP_RS',
}

/** The identifier stays. A role of the caller's own has no other name. */
function renamed(role: Role, names: Readonly<Record<Psd2Role, string>>): Role {
  return typeof role === 'string' ? { oid: oid(ROLE_IDENTIFIERS[role]), name: names[role] } : role
}
