import type { Requirement } from './requirement.ts'

const TS_119_495 = 'ETSI TS 119 495 V1.8.1'
const REPLACE = 'The issuer must replace the certificate'

/**
 * What is asked of a certificate that carries a PSD2 statement. The word of a reason is the name of a
 * deviation, by which a policy can tolerate it, so no word stands in two rows.
 */
export const PSD2 = {
  'psd2.encoding': {
    document: TS_119_495,
    clause: 'annex A',
    asks: 'The statement is encoded as its ASN.1 module says.',
    reasons: {
      'bare-statement': {
        means: 'The extension holds one statement where a sequence of statements belongs (RFC 3739, 3.2.6).',
        remedy: `${REPLACE} by one whose statement stands in a sequence.`,
      },
      'flat-roles': {
        means: 'All roles stand in one sequence, where each belongs in a sequence of its own.',
        remedy: `${REPLACE} by one with a sequence for each role.`,
      },
      'string-type': {
        means: 'A name or an identifier is a string of another type than UTF8String.',
        remedy: `${REPLACE} by one that writes these texts as UTF8String.`,
      },
      'explicit-tag': {
        means: 'A part of the statement is wrapped in a tag that the module does not have.',
        remedy: `${REPLACE} by one whose statement has no such tag.`,
      },
      'text-too-long': {
        means: 'A name or an identifier has more than 256 characters.',
        remedy: `${REPLACE} by one with shorter texts.`,
      },
      unreadable: {
        means: 'The statement is not of its type, and cannot be read otherwise without doubt.',
        remedy: `${REPLACE} by one whose statement follows the standard.`,
      },
    },
  },
  'psd2.role-presence': {
    document: TS_119_495,
    clause: 'GEN-5.2.2-1',
    asks: 'The statement names at least one role, or the role Unspecified alone.',
    reasons: {
      'no-role': {
        means: 'The list of roles is empty.',
        remedy: `${REPLACE} by one that names the roles of the holder.`,
      },
      'unspecified-not-alone': {
        means: 'Unspecified stands beside another role, so it is unclear whether the roles are specified.',
        remedy: `${REPLACE} by one that either names the roles or leaves them unspecified.`,
      },
    },
  },
  'psd2.role-names': {
    document: TS_119_495,
    clause: 'REG-5.2.2-5',
    asks: 'The name of every role is the one that belongs to its identifier.',
    reasons: {
      'unknown-role-name': {
        means: 'A role has the identifier of the standard and a name that the standard does not know.',
        remedy: `${REPLACE} by one that names its roles as the standard does.`,
      },
      'conflicting-role-name': {
        means:
          'A role has the identifier of one role and the name of another, so it is unclear which is meant.',
        remedy: `${REPLACE} by one whose role names match their identifiers.`,
      },
    },
  },
  'psd2.roles': {
    document: TS_119_495,
    clause: 'GEN-5.2.2-4',
    severity: 'warning',
    asks: 'Every role is one of the standard, and stands once.',
    reasons: {
      'unknown-role': {
        means: 'The statement names a role under an identifier that the standard does not define.',
        remedy: 'Ask the issuer what the role means; it gives no right by itself.',
      },
      'repeated-role': {
        means: 'A role stands more than once.',
        remedy: 'Nothing needs to be done; the issuer should name each role once.',
      },
    },
  },
  'psd2.authority-name': {
    document: TS_119_495,
    clause: 'GEN-5.2.3-1',
    severity: 'warning',
    asks: 'The name of the competent authority is plain text in the Latin alphabet.',
    reasons: {
      'name-not-latin': {
        means: 'The name of the authority has letters of another alphabet.',
        remedy: `${REPLACE} by one with the authority's name in Latin letters.`,
      },
      'name-not-plain': {
        means: 'The name of the authority contains control or invisible characters, such as a new line.',
        remedy: `${REPLACE} by one whose text is plain.`,
      },
    },
  },
  'psd2.authority-id': {
    document: TS_119_495,
    clause: 'GEN-5.2.3-2',
    asks: 'NCAId is a country of ISO 3166-1, a hyphen, and two to eight letters A to Z.',
    reasons: {
      'id-without-country': {
        means: 'NCAId has the code of an authority and no country.',
        remedy: `${REPLACE} by one whose NCAId begins with the country.`,
      },
      'id-country-only': {
        means: 'NCAId has a country and no authority.',
        remedy: `${REPLACE} by one whose NCAId names the authority.`,
      },
      'id-country-of-three-letters': {
        means: 'The country of NCAId is written with three letters.',
        remedy: `${REPLACE} by one that writes the country with two letters.`,
      },
      'id-separator': {
        means: 'Country and authority are separated by another character than a hyphen.',
        remedy: `${REPLACE} by one with a hyphen (U+002D) between country and authority.`,
      },
      'id-unassigned-country': {
        means: 'The two letters before the hyphen are no country of ISO 3166-1.',
        remedy: `${REPLACE} by one that names the country of the authority.`,
      },
      'id-malformed': {
        means: 'NCAId does not have the shape of an identifier of an authority.',
        remedy: `${REPLACE} by one with the identifier that the authority publishes.`,
      },
    },
  },
  'psd2.authority-scope': {
    document: TS_119_495,
    clause: 'GEN-5.2.3-1A, GEN-5.2.3-5',
    from: '2026-04-01',
    asks: 'NCAName and NCAId are "NA" for central banks and public authorities, and for nobody else. V1.8.1 of April 2026 asks so; which day it came on is not confirmed.',
    reasons: {
      'na-missing': {
        means: 'An international central bank or public authority names a competent authority.',
        remedy: `${REPLACE} by one whose NCAName and NCAId are "NA".`,
      },
      'na-not-allowed': {
        means: 'The authority is "NA" although a role needs a competent authority.',
        remedy: `${REPLACE} by one that names the authority which admitted the holder.`,
      },
    },
  },
  'psd2.authority-list': {
    document: 'EBA national identification codes for eIDAS certificates, version 4',
    severity: 'warning',
    asks: 'NCAId is the present identifier of an authority.',
    reasons: {
      'authority-unlisted': {
        means: 'The list has no such authority. The list may have changed since.',
        remedy: 'Compare the identifier with what the European Banking Authority publishes today.',
      },
      'authority-alias': {
        means: 'NCAId is a former or informal code of an authority that has another one today.',
        remedy:
          'Nothing needs to be done; the code is understood, and the next certificate should have the new one.',
      },
    },
  },
  'psd2.organization-identifier': {
    document: TS_119_495,
    clause: 'GEN-5.2.1-3',
    asks: 'The subject has an organizationIdentifier of a registration scheme: PSD, and since April 2021 any other too.',
    reasons: {
      'identifier-absent': {
        means: 'The subject has no organizationIdentifier.',
        remedy: `${REPLACE} by one that identifies the holder.`,
      },
      'identifier-of-other-scheme': {
        means: 'The identifier is of another scheme than PSD, which was not allowed at the time of issuance.',
        remedy: `${REPLACE} by one with the authorisation number.`,
      },
      'identifier-country-of-three-letters': {
        means: 'The country in the identifier is written with three letters.',
        remedy: `${REPLACE} by one that writes the country with two letters.`,
      },
      'identifier-unassigned-country': {
        means: 'The country of the authority in the identifier is none of ISO 3166-1, such as UK for GB.',
        remedy: `${REPLACE} by one with the code of the authority's country.`,
      },
      'identifier-malformed': {
        means: 'The identifier is of no registration scheme.',
        remedy: `${REPLACE} by one whose identifier begins with its scheme and country.`,
      },
    },
  },
  'psd2.authorization-number': {
    document: TS_119_495,
    clause: 'GEN-5.2.1-3',
    severity: 'warning',
    asks: 'What stands behind the authority in the organizationIdentifier is the authorisation number alone.',
    reasons: {
      'repeated-prefix': {
        means:
          'Scheme, country and authority stand twice, so the number as read will not be found in a register.',
        remedy: `${REPLACE} by one in which they stand once.`,
      },
    },
  },
  'psd2.authority-agreement': {
    document: TS_119_495,
    severity: 'warning',
    asks: 'The authority in the organizationIdentifier is the one that NCAId names.',
    reasons: {
      'authority-differs': {
        means: 'The authorisation number is of another authority than the statement names.',
        remedy: 'Ask the issuer which authority admitted the holder, and look the number up there.',
      },
    },
  },
  'psd2.profile': {
    document: TS_119_495,
    severity: 'warning',
    asks: 'The certificate keeps to what the profiles below the statement ask for, and payment interfaces rely on.',
    reasons: {
      'no-qc-compliance': {
        means: 'The certificate does not claim to be qualified.',
        remedy:
          'The holder must present a qualified certificate; test and national schemes often leave the claim out.',
      },
      'no-qc-type': {
        means: 'The certificate does not say whether it is for websites or for seals.',
        remedy: `${REPLACE} by one with QcType.`,
      },
      'no-extended-key-usage': {
        means: 'The certificate is for TLS, and no extended key usage says so.',
        remedy: `${REPLACE} by one whose extended key usage names TLS authentication.`,
      },
      'unusual-extended-key-usage': {
        means: 'The certificate is for TLS, and its extended key usage names other purposes too.',
        remedy: 'Nothing needs to be done; some interfaces refuse such certificates.',
      },
      'no-organization-name': {
        means: 'The subject has no organizationName.',
        remedy: `${REPLACE} by one that names the organisation.`,
      },
      'no-common-name': {
        means: 'The subject has no commonName.',
        remedy: `${REPLACE} by one with a commonName, where an interface asks for it.`,
      },
      'name-with-control-character': {
        means: 'A name of the certificate contains a control character, such as a new line.',
        remedy: `${REPLACE} by one with plain names. Compare names by their meaning, not as text.`,
      },
    },
  },
} as const satisfies Readonly<Record<string, Requirement>>
