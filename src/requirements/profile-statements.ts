import type { Requirement } from './requirement.ts'

const EN_319_412_5 = { document: 'ETSI EN 319 412-5', edition: '2023-09' } as const
const REPLACE = 'The issuer must replace the certificate'

/** What the profiles ask of the statements about the qualification. */
export const PROFILE_STATEMENTS = {
  'profile.qc-statements': {
    ...EN_319_412_5,
    clause: 'QCS-5-01',
    asks: 'A qualified certificate has the extension qcStatements.',
    reasons: {
      absent: {
        means: 'Nothing in the certificate says that it is qualified.',
        remedy: 'The holder must present a qualified certificate.',
      },
    },
  },
  'profile.qc-statements-criticality': {
    ...EN_319_412_5,
    clause: 'QCS-4.1-02',
    asks: 'The extension qcStatements is not critical.',
    reasons: {
      critical: {
        means: 'The extension is critical, so that software which does not know it refuses the certificate.',
        remedy: `${REPLACE} by one that does not mark the extension.`,
      },
    },
  },
  'profile.qc-compliance': {
    ...EN_319_412_5,
    clause: 'QCS-5-01',
    asks: 'The certificate claims to be qualified, with QcCompliance.',
    reasons: {
      absent: {
        means: 'The statement that makes the claim is missing.',
        remedy: 'The holder must present a qualified certificate.',
      },
    },
  },
  'profile.qc-type': {
    ...EN_319_412_5,
    clause: '4.2.3, QCS-5-01',
    asks: 'QcType names one purpose, the one of the profile.',
    reasons: {
      absent: {
        means: 'The certificate does not say whether it is for websites, seals or signatures.',
        remedy: `${REPLACE} by one with QcType.`,
      },
      several: {
        means: 'The certificate names several purposes, where it can have one.',
        remedy: `${REPLACE} by one for each purpose.`,
      },
      'other-type': {
        means: 'The certificate is for another purpose than the profile.',
        remedy: 'The holder must present a certificate for this purpose.',
      },
    },
  },
  'profile.qc-legislation': {
    ...EN_319_412_5,
    clause: 'QCS-5-01',
    asks: 'QcCClegislation is absent under the law of the Union, and present under any other.',
    reasons: {
      'other-law': {
        means: 'The certificate is qualified under the law of other countries, not of the Union.',
        remedy: 'The holder must present a certificate that is qualified in the Union.',
      },
      absent: {
        means: 'The certificate does not say under which law it is qualified.',
        remedy: `${REPLACE} by one that names the countries.`,
      },
    },
  },
  'profile.qc-legislation-country': {
    ...EN_319_412_5,
    clause: '4.2.4',
    asks: 'The countries of QcCClegislation are countries of ISO 3166-1.',
    reasons: {
      'unassigned-country': {
        means: 'A country under whose law the certificate is qualified has no assigned code.',
        remedy: `${REPLACE} by one that names real countries.`,
      },
    },
  },
  'profile.qc-sscd': {
    ...EN_319_412_5,
    clause: 'QCS-5-01',
    asks: 'QcSSCD is there where the profile or the policy promises a qualified device, and not for websites.',
    reasons: {
      absent: {
        means:
          'The policy promises that the key resides in a qualified device, and the statement is missing.',
        remedy: `${REPLACE} by one with QcSSCD, or with the policy that fits.`,
      },
      'not-for-websites': {
        means: 'A certificate for websites claims a device for signatures and seals.',
        remedy: `${REPLACE} by one without QcSSCD.`,
      },
    },
  },
  'profile.qc-limit-value': {
    ...EN_319_412_5,
    clause: '4.3.2, QCS-4.3.2-01',
    asks: 'A limit of liability is a currency of ISO 4217 and a value that is not negative.',
    reasons: {
      'unknown-currency': {
        means: 'The currency of the limit is none of ISO 4217, so the limit means nothing.',
        remedy: `${REPLACE} by one that names a currency.`,
      },
      'negative-amount': {
        means: 'The limit is less than nothing.',
        remedy: `${REPLACE} by one with a limit that can be understood.`,
      },
      'negative-exponent': {
        means: 'The limit is written with a negative power of ten.',
        remedy: `${REPLACE} by one with a limit that can be understood.`,
      },
    },
  },
  'profile.qc-limit-currency': {
    ...EN_319_412_5,
    clause: 'QCS-4.3.2-02',
    severity: 'warning',
    asks: 'The currency of a limit is written with letters.',
    reasons: {
      numeric: {
        means: 'The currency is written by its number.',
        remedy: 'Nothing needs to be done; the next certificate should write the letters.',
      },
    },
  },
  'profile.qc-retention-period': {
    ...EN_319_412_5,
    clause: '4.3.3',
    asks: 'A retention period is at least one year.',
    reasons: {
      'not-positive': {
        means: 'The issuer promises to keep its records for no time.',
        remedy: `${REPLACE} by one with the period that it keeps records.`,
      },
    },
  },
  'profile.qc-disclosure': {
    ...EN_319_412_5,
    clause: '4.3.4',
    severity: 'warning',
    asks: 'QcPDS gives the address of a disclosure statement, one of them in English.',
    reasons: {
      absent: {
        means: 'The certificate does not say where the terms of its use stand.',
        remedy: 'The next certificate should have QcPDS.',
      },
      'no-english': {
        means: 'None of the disclosure statements is in English.',
        remedy: 'The next certificate should give the address of an English one as well.',
      },
    },
  },
  'profile.qc-disclosure-address': {
    ...EN_319_412_5,
    clause: '4.3.4',
    asks: 'The addresses of QcPDS begin with https.',
    reasons: {
      'not-https': {
        means: 'What the disclosure statement says can be changed on its way.',
        remedy: `${REPLACE} by one whose addresses begin with https.`,
      },
    },
  },
  'profile.qc-disclosure-language': {
    ...EN_319_412_5,
    clause: '4.3.4',
    asks: 'The languages of QcPDS are codes of ISO 639-1.',
    reasons: {
      'unknown-language': {
        means: 'The code of a language is none of ISO 639-1.',
        remedy: `${REPLACE} by one with the code of the language.`,
      },
    },
  },
  'profile.qc-disclosure-spelling': {
    ...EN_319_412_5,
    clause: '4.3.4',
    severity: 'warning',
    asks: 'The languages of QcPDS are written in lower case.',
    reasons: {
      'upper-case': {
        means: 'The code of a language is written with capitals, and some software will not find it.',
        remedy: 'The next certificate should write the code in lower case.',
      },
    },
  },
  'profile.qc-syntax': {
    document: 'RFC 3739',
    clause: '3.2.6.1',
    severity: 'warning',
    asks: 'The syntax that the statements follow is pkixQCSyntax-v2, where one is named.',
    reasons: {
      superseded: {
        means: 'The certificate names the syntax of an earlier document.',
        remedy: 'The next certificate should name pkixQCSyntax-v2.',
      },
    },
  },
  'profile.psd2-statement': {
    document: 'ETSI TS 119 495 V1.8.1',
    clause: 'GEN-5.1.1, OVR-6.1-3',
    asks: 'The PSD2 statement is there where the profile asks for it or the policy QCP-w-psd2 is asserted.',
    reasons: {
      absent: {
        means: 'The profile is of payment service providers, and the certificate names no roles.',
        remedy: 'The holder must present a certificate with its roles and its authority.',
      },
      'policy-without-statement': {
        means: 'The certificate asserts the policy for PSD2 and has no PSD2 statement.',
        remedy: `${REPLACE} by one with the statement, or without the policy.`,
      },
    },
  },
  'profile.psd2-role': {
    document: 'ETSI TS 119 495 V1.8.1',
    clause: '5.1',
    asks: 'The PSD2 statement names a role of the profile.',
    reasons: {
      'role-missing': {
        means: 'None of the roles is one of the service for which the certificate is presented.',
        remedy: 'The holder must have a certificate issued with the role of the service.',
      },
      unreadable: {
        means: 'The PSD2 statement cannot be read, so its roles are unknown.',
        remedy: `${REPLACE} by one whose statement follows its definition.`,
      },
    },
  },
} as const satisfies Readonly<Record<string, Requirement>>
