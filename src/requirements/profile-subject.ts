import type { Requirement } from './requirement.ts'

const EN_319_412_1 = { document: 'ETSI EN 319 412-1', edition: '2023-09' } as const
const EN_319_412_2 = { document: 'ETSI EN 319 412-2', edition: '2023-09' } as const
const EN_319_412_3 = { document: 'ETSI EN 319 412-3', edition: '2023-09' } as const
const REPLACE = 'The issuer must replace the certificate'

/** What the profiles ask of the names of the issuer and of the subject. */
export const PROFILE_SUBJECT = {
  'profile.issuer-attributes': {
    ...EN_319_412_2,
    clause: 'GEN-4.2.3.1-2',
    asks: 'The name of the issuer has countryName, organizationName and commonName.',
    reasons: {
      missing: {
        means: 'The name of the issuer lacks an attribute that tells which organisation it is.',
        remedy: 'The issuer must use a certification authority with a complete name.',
      },
    },
  },
  'profile.issuer-attributes-once': {
    ...EN_319_412_2,
    clause: 'GEN-4.2.3.1-5',
    asks: 'No identifying attribute stands twice in the name of the issuer.',
    reasons: {
      repeated: {
        means: 'The name of the issuer has an attribute twice, so it is unclear which value names it.',
        remedy: 'The issuer must use a certification authority whose name has each attribute once.',
      },
    },
  },
  'profile.issuer-identifier': {
    ...EN_319_412_2,
    clause: 'GEN-4.2.3.1-3',
    asks: "The issuer's organizationIdentifier is another text than its organizationName.",
    reasons: {
      'equals-name': {
        means: 'The identifier of the issuer repeats its name and identifies nothing.',
        remedy: 'The issuer must use a certification authority whose name has a registered identifier.',
      },
    },
  },
  'profile.issuer-country': {
    ...EN_319_412_2,
    clause: 'GEN-4.2.3.1-6',
    severity: 'warning',
    asks: "The issuer's countryName is a country of ISO 3166-1.",
    reasons: {
      'unassigned-country': {
        means: 'The country of the issuer is no assigned code, so its supervision cannot be told.',
        remedy: 'Ask the issuer in which country it is established.',
      },
    },
  },
  'profile.subject-attributes': {
    ...EN_319_412_3,
    clause: 'LEG-4.2.1-2',
    asks: 'The name of an organisation has countryName, organizationName, organizationIdentifier and commonName.',
    reasons: {
      missing: {
        means: 'The name lacks an attribute that tells which organisation holds the certificate.',
        remedy: `${REPLACE} by one whose subject has all four.`,
      },
    },
  },
  'profile.subject-attributes-once': {
    ...EN_319_412_3,
    clause: 'LEG-4.2.1-3',
    asks: 'No identifying attribute stands twice in the name of an organisation.',
    reasons: {
      repeated: {
        means: 'The name has an attribute twice, so it is unclear which value names the holder.',
        remedy: `${REPLACE} by one whose subject has each attribute once.`,
      },
    },
  },
  'profile.subject-country': {
    ...EN_319_412_3,
    clause: 'LEG-4.2.1-4',
    severity: 'warning',
    asks: 'The countryName of an organisation is a country of ISO 3166-1.',
    reasons: {
      'unassigned-country': {
        means: 'The country of the holder is no assigned code.',
        remedy: `${REPLACE} by one with the country in which the holder is established.`,
      },
    },
  },
  'profile.subject-identifier': {
    ...EN_319_412_3,
    clause: 'LEG-4.2.1-6',
    asks: 'The organizationIdentifier is another text than the organizationName.',
    reasons: {
      'equals-name': {
        means: 'The identifier repeats the name and identifies nothing.',
        remedy: `${REPLACE} by one with a registered identifier of the holder.`,
      },
    },
  },
  'profile.person-attributes': {
    ...EN_319_412_2,
    clause: 'NAT-4.2.4-1',
    asks: 'The name of a person has countryName, commonName, and a given name, a surname or a pseudonym.',
    reasons: {
      missing: {
        means: 'The name lacks an attribute that tells who holds the certificate.',
        remedy: `${REPLACE} by one whose subject is complete.`,
      },
    },
  },
  'profile.person-attributes-once': {
    ...EN_319_412_2,
    clause: 'NAT-4.2.4-3',
    asks: 'The name of a person has one countryName and one commonName.',
    reasons: {
      repeated: {
        means: 'The name has an attribute twice, so it is unclear which value names the holder.',
        remedy: `${REPLACE} by one whose subject has each attribute once.`,
      },
    },
  },
  'profile.person-pseudonym': {
    ...EN_319_412_2,
    clause: 'NAT-4.2.4-4',
    asks: 'A pseudonym does not stand beside given name and surname.',
    reasons: {
      'beside-name': {
        means: 'The subject has a pseudonym and the name that it would hide.',
        remedy: `${REPLACE} by one with either the name or the pseudonym.`,
      },
    },
  },
  'profile.organization-identifier': {
    ...EN_319_412_1,
    clause: 'LEG-5.1.4-02, LEG-5.1.4-03',
    asks: 'An organizationIdentifier that claims the semantics of legal persons is of a scheme, a country and a reference.',
    reasons: {
      malformed: {
        means: 'The identifier is not a scheme, a country, a hyphen and a reference.',
        remedy: `${REPLACE} by one whose identifier has the form that it claims.`,
      },
      'unknown-scheme': {
        means: 'The scheme is none of VAT, NTR, PSD and LEI, and no national one.',
        remedy: `${REPLACE} by one whose identifier is of a known scheme.`,
      },
      'unassigned-country': {
        means: 'The country in the identifier is none that the scheme has.',
        remedy: `${REPLACE} by one with the country of the register.`,
      },
    },
  },
  'profile.organization-registry': {
    ...EN_319_412_1,
    clause: 'LEG-5.1.4-05',
    asks: 'For a national scheme, nameRegistrationAuthorities gives the address of who keeps it.',
    reasons: {
      missing: {
        means: 'The identifier is of a national scheme, and nothing tells whose.',
        remedy: `${REPLACE} by one whose semantics information names the registry.`,
      },
      'address-missing': {
        means: 'The registry of the national scheme is named without a URI.',
        remedy: `${REPLACE} by one whose semantics information has the address of the registry.`,
      },
    },
  },
  'profile.person-identifier': {
    ...EN_319_412_1,
    clause: 'NAT-5.1.3',
    asks: 'A serialNumber that claims the semantics of natural persons is of a type, a country and a reference.',
    reasons: {
      malformed: {
        means: 'The identifier is not a type, a country, a hyphen and a reference.',
        remedy: `${REPLACE} by one whose identifier has the form that it claims.`,
      },
      'unknown-scheme': {
        means: 'The type is none of PAS, IDC, PNO, TAX and TIN, and no national one.',
        remedy: `${REPLACE} by one whose identifier is of a known type.`,
      },
      'unassigned-country': {
        means: 'The country in the identifier is no country of ISO 3166-1.',
        remedy: `${REPLACE} by one with the country that gave the identifier.`,
      },
    },
  },
  'profile.person-registry': {
    ...EN_319_412_1,
    clause: 'NAT-5.1.3-05, NAT-5.1.3-06',
    asks: 'For a national identity type, nameRegistrationAuthorities gives the address of who keeps it.',
    reasons: {
      missing: {
        means: 'The identifier is of a national type, and nothing tells whose.',
        remedy: `${REPLACE} by one whose semantics information names the registry.`,
      },
      'address-missing': {
        means: 'The registry of the national type is named without a URI.',
        remedy: `${REPLACE} by one whose semantics information has the address of the registry.`,
      },
    },
  },
  'profile.person-identifier-type': {
    ...EN_319_412_1,
    clause: 'NAT-5.1.3',
    severity: 'warning',
    asks: 'An identifier of a person is not of the type TAX, which TIN replaces.',
    reasons: {
      superseded: {
        means: 'The identifier has the former type for tax numbers.',
        remedy: 'The next certificate should write TIN; the meaning is the same.',
      },
    },
  },
  'profile.eidas-organization-identifier': {
    ...EN_319_412_1,
    clause: 'LEG-5.1.6-03',
    asks: 'An organizationIdentifier that claims the eIDAS semantics has at most 256 characters and no white space.',
    reasons: {
      'too-long': {
        means: 'The identifier is longer than an eIDAS identifier can be.',
        remedy: `${REPLACE} by one with the identifier of the eIDAS node.`,
      },
      'white-space': {
        means: 'The identifier contains white space, which an eIDAS identifier cannot.',
        remedy: `${REPLACE} by one with the identifier of the eIDAS node.`,
      },
    },
  },
  'profile.eidas-person-identifier': {
    ...EN_319_412_1,
    clause: 'NAT-5.1.5-03',
    asks: 'A serialNumber that claims the eIDAS semantics is two countries and a reference, separated by slashes.',
    reasons: {
      malformed: {
        means: 'The identifier has not the form of an eIDAS identifier, such as ES/AT/02635542Y.',
        remedy: `${REPLACE} by one with the identifier of the eIDAS node.`,
      },
      'unassigned-country': {
        means: 'One of the two countries is no country of ISO 3166-1.',
        remedy: `${REPLACE} by one with the countries of the eIDAS node.`,
      },
    },
  },
} as const satisfies Readonly<Record<string, Requirement>>
