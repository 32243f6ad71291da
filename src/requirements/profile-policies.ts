import type { Requirement } from './requirement.ts'

const EN_319_412_2 = { document: 'ETSI EN 319 412-2', edition: '2023-09' } as const
/** The numbers of the editions before 2.0, which put the sections in another order. */
const EV_GUIDELINES = { document: 'CA/Browser Forum EV Guidelines', edition: '1.7.0' } as const
const REPLACE = 'The issuer must replace the certificate'

/** What the profiles ask of the policies, and what asserting a policy of the CA/Browser Forum obliges to. */
export const PROFILE_POLICIES = {
  'profile.certificate-policies': {
    ...EN_319_412_2,
    clause: 'GEN-4.3.3-2',
    asks: 'The certificate asserts a policy.',
    reasons: {
      absent: {
        means: 'The certificate does not say by which rules it was issued.',
        remedy: `${REPLACE} by one with its policies.`,
      },
    },
  },
  'profile.qualified-policy': {
    ...EN_319_412_2,
    clause: 'QCS-5.2-1, QCS-5.2-2',
    asks: 'The certificate asserts at most one policy of ETSI EN 319 411-2, and it fits the profile and the other policies.',
    reasons: {
      several: {
        means: 'The certificate asserts several such policies, of which only one can hold.',
        remedy: `${REPLACE} by one that asserts the policy by which it was issued.`,
      },
      'other-policy': {
        means: 'The policy is for another kind of certificate.',
        remedy: `${REPLACE} by one whose policy fits its kind.`,
      },
    },
  },
  'profile.qualified-policy-presence': {
    ...EN_319_412_2,
    clause: 'QCS-5.2-1',
    severity: 'warning',
    asks: 'A qualified certificate asserts a policy of ETSI EN 319 411-2.',
    reasons: {
      absent: {
        means:
          'The certificate asserts only policies of its issuer. The trusted lists decide what it is worth.',
        remedy: 'Nothing needs to be done; the next certificate should assert the policy of the standard.',
      },
    },
  },
  'profile.reserved-policy': {
    document: 'ETSI EN 319 411-1',
    edition: '2023-09',
    clause: 'GEN-6.3.3-12',
    asks: 'A website certificate asserts at most one policy of ETSI EN 319 411-1, the one of its kind of validation.',
    reasons: {
      several: {
        means: 'The certificate asserts several such policies, of which only one can hold.',
        remedy: `${REPLACE} by one that asserts the policy by which it was issued.`,
      },
      'other-policy': {
        means: 'The policy is for another kind of validation than the CA/Browser Forum policy beside it.',
        remedy: `${REPLACE} by one whose policies fit each other.`,
      },
    },
  },
  'profile.website-validity': {
    document: 'CA/Browser Forum Baseline Requirements',
    edition: '2.0.0',
    clause: '6.3.2, 7.1.2.7',
    asks: 'A certificate that asserts a policy of the CA/Browser Forum is valid no longer than the rules of its day allow.',
    reasons: {
      'too-long': {
        means:
          'The period is longer than allowed on the day of issuance, so browsers refuse the certificate.',
        remedy:
          'The holder must have a certificate issued for a shorter period, where it is used in browsers.',
      },
    },
  },
  'profile.ev-subject': {
    ...EV_GUIDELINES,
    clause: '9.2',
    asks: 'An EV certificate names organisation, kind of business, jurisdiction, registration number and country.',
    reasons: {
      missing: {
        means: 'An attribute is missing that every EV certificate has.',
        remedy: `${REPLACE} by one whose subject is complete, or that does not claim to be EV.`,
      },
    },
  },
  'profile.ev-organization-identifier': {
    ...EV_GUIDELINES,
    clause: '9.8.2',
    from: '2020-01-31',
    asks: 'An EV certificate with an organizationIdentifier repeats it in the extension of the CA/Browser Forum.',
    reasons: {
      absent: {
        means: 'The extension is missing.',
        remedy: `${REPLACE} by one with the extension, or that does not claim to be EV.`,
      },
      mismatched: {
        means: 'The extension names another organisation than the subject.',
        remedy: `${REPLACE} by one whose two identifiers are the same.`,
      },
      unreadable: {
        means: 'The extension cannot be read, so it cannot be compared with the subject.',
        remedy: `${REPLACE} by one whose extension follows its definition.`,
      },
    },
  },
} as const satisfies Readonly<Record<string, Requirement>>
