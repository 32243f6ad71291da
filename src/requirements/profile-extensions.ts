import type { Requirement } from './requirement.ts'

const EN_319_412_2 = { document: 'ETSI EN 319 412-2', edition: '2023-09' } as const
const EN_319_412_4 = { document: 'ETSI EN 319 412-4', edition: '2023-09' } as const
const REPLACE = 'The issuer must replace the certificate'
const UNMARKED = `${REPLACE} by one that does not mark the extension.`
const UNREADABLE = {
  means: 'The extension cannot be read, so what it says is unknown.',
  remedy: `${REPLACE} by one whose extension follows its definition.`,
}

/** What the profiles ask of the extensions other than qcStatements. */
export const PROFILE_EXTENSIONS = {
  'profile.extensions': {
    document: 'RFC 5280',
    clause: '4.2',
    asks: 'The certificate has extensions.',
    reasons: {
      absent: {
        means: 'The certificate has none, so its use is not limited and its issuer cannot be found.',
        remedy: `${REPLACE}.`,
      },
    },
  },
  'profile.authority-key-identifier': {
    document: 'RFC 5280',
    clause: '4.2.1.1',
    asks: "The authority key identifier names the issuer's key.",
    reasons: {
      absent: {
        means: 'The certificate does not say which key of its issuer signed it.',
        remedy: `${REPLACE} by one with the extension.`,
      },
      'key-identifier-missing': {
        means: 'The extension is there without the identifier of the key.',
        remedy: `${REPLACE} by one that identifies the key.`,
      },
      unreadable: UNREADABLE,
    },
  },
  'profile.key-usage': {
    ...EN_319_412_2,
    clause: 'NAT-4.3.2-1',
    asks: 'The key usage is one of the combinations A to F: signing, commitment, or establishing keys in one way.',
    reasons: {
      absent: {
        means: 'The certificate does not say what its key is for.',
        remedy: `${REPLACE} by one with the extension.`,
      },
      'other-combination': {
        means: 'The uses of the key are combined as no type of the standard allows.',
        remedy: `${REPLACE} by one whose key has one of the six combinations.`,
      },
      unreadable: UNREADABLE,
    },
  },
  'profile.key-usage-separation': {
    ...EN_319_412_2,
    clause: 'NAT-4.3.2-1',
    severity: 'warning',
    asks: 'The key is for one kind of use: type A, C or E.',
    reasons: {
      mixed: {
        means: 'One key serves several kinds of use.',
        remedy: 'Nothing needs to be done; the next certificate should have a key for one kind of use.',
      },
    },
  },
  'profile.key-usage-commitment': {
    ...EN_319_412_2,
    clause: 'NAT-4.3.2-2',
    asks: 'A certificate for signatures has a key for commitment: type A, B or F.',
    reasons: {
      'not-for-commitment': {
        means: 'The key is not for committing to what is signed.',
        remedy: `${REPLACE} by one whose key usage has nonRepudiation.`,
      },
    },
  },
  'profile.subject-alt-name-criticality': {
    ...EN_319_412_2,
    clause: 'GEN-4.3.5-1',
    asks: 'The extension subjectAltName is not critical.',
    reasons: { critical: { means: 'The extension is critical.', remedy: UNMARKED } },
  },
  'profile.issuer-alt-name-criticality': {
    ...EN_319_412_2,
    clause: 'GEN-4.3.6-1',
    asks: 'The extension issuerAltName is not critical.',
    reasons: { critical: { means: 'The extension is critical.', remedy: UNMARKED } },
  },
  'profile.extended-key-usage-criticality': {
    ...EN_319_412_2,
    clause: 'GEN-4.3.10-1',
    asks: 'The extended key usage is not critical.',
    reasons: { critical: { means: 'The extension is critical.', remedy: UNMARKED } },
  },
  'profile.crl-distribution-points-criticality': {
    ...EN_319_412_2,
    clause: 'GEN-4.3.11-5',
    asks: 'The CRL distribution points are not critical.',
    reasons: { critical: { means: 'The extension is critical.', remedy: UNMARKED } },
  },
  'profile.certificate-policies-criticality': {
    ...EN_319_412_2,
    clause: 'GEN-4.3.3-1',
    severity: 'warning',
    asks: 'The certificate policies are not critical.',
    reasons: { critical: { means: 'The extension is critical.', remedy: UNMARKED } },
  },
  'profile.extensions-of-authorities': {
    ...EN_319_412_2,
    clause: 'GEN-4.3.4-1, GEN-4.3.8-1, GEN-4.3.9-1, GEN-4.3.12-1',
    asks: 'The certificate has no policy mappings, name constraints, policy constraints and inhibition of anyPolicy.',
    reasons: {
      present: {
        means: 'The certificate has an extension that belongs to certification authorities.',
        remedy: `${REPLACE} by one without it.`,
      },
    },
  },
  'profile.authority-information-access': {
    ...EN_319_412_2,
    clause: 'GEN-4.4.1-2',
    asks: 'The certificate has the authority information access.',
    reasons: {
      absent: {
        means: 'The certificate does not say where its issuer can be found.',
        remedy: `${REPLACE} by one with the extension.`,
      },
    },
  },
  'profile.issuer-certificate-address': {
    ...EN_319_412_2,
    clause: 'GEN-4.4.1-3, GEN-4.4.1-4',
    asks: "The issuer's certificate has an address (id-ad-caIssuers), one of them by http or https.",
    reasons: {
      absent: {
        means: "The certificate does not say where its issuer's certificate is.",
        remedy: `${REPLACE} by one with the address.`,
      },
      'not-http': {
        means: "The issuer's certificate cannot be fetched by http or https.",
        remedy: `${REPLACE} by one with such an address.`,
      },
    },
  },
  'profile.ocsp-address': {
    ...EN_319_412_2,
    clause: 'GEN-4.4.1-6, GEN-4.4.1-8',
    asks: 'Where there is no CRL distribution point, an OCSP responder has an address by http or https.',
    reasons: {
      absent: {
        means: 'The certificate says nowhere how its revocation would be published.',
        remedy: `${REPLACE} by one with the address of an OCSP responder or a CRL.`,
      },
      'not-http': {
        means: 'The OCSP responder cannot be asked by http or https.',
        remedy: `${REPLACE} by one with such an address.`,
      },
    },
  },
  'profile.crl-distribution-points': {
    ...EN_319_412_2,
    clause: 'GEN-4.3.11-2',
    asks: 'Where there is no OCSP responder, the certificate has a CRL distribution point.',
    reasons: {
      absent: {
        means: 'The certificate says nowhere how its revocation would be published.',
        remedy: `${REPLACE} by one with the address of an OCSP responder or a CRL.`,
      },
    },
  },
  'profile.crl-address': {
    ...EN_319_412_2,
    clause: 'GEN-4.3.11-4',
    asks: 'A CRL distribution point has an address by http or ldap.',
    reasons: {
      'not-http-or-ldap': {
        means: 'None of the addresses is one from which software fetches lists.',
        remedy: `${REPLACE} by one with an http address.`,
      },
    },
  },
  'profile.extended-key-usage': {
    ...EN_319_412_4,
    clause: 'WEB-4.1.3-4',
    asks: 'The extended key usage names the purposes that the profile asks for.',
    reasons: {
      absent: {
        means: 'The certificate does not say that it is for TLS.',
        remedy: `${REPLACE} by one with the extension.`,
      },
      'purpose-missing': {
        means: 'A purpose is missing without which the certificate cannot be used as the profile intends.',
        remedy: 'The holder must have a certificate issued with the purpose.',
      },
      unreadable: UNREADABLE,
    },
  },
  'profile.extended-key-usage-purposes': {
    document: 'CA/Browser Forum Baseline Requirements',
    edition: '2.0.0',
    clause: '7.1.2.7.10',
    severity: 'warning',
    asks: 'The extended key usage names no other purposes than those that the profile allows.',
    reasons: {
      'other-purpose': {
        means: 'The certificate is for further purposes, which some relying parties refuse.',
        remedy: 'The next certificate should be for TLS only.',
      },
    },
  },
  'profile.subject-alt-name': {
    ...EN_319_412_4,
    clause: 'WEB-4.1.3-4',
    asks: 'The subjectAltName gives a domain name or an address of the website.',
    reasons: {
      absent: {
        means: 'The certificate names no website.',
        remedy: `${REPLACE} by one with the domain names.`,
      },
      'no-host': {
        means: 'The extension has neither a domain name nor an IP address.',
        remedy: `${REPLACE} by one with the domain names.`,
      },
      unreadable: UNREADABLE,
    },
  },
  'profile.common-name': {
    ...EN_319_412_4,
    clause: 'WEB-4.1.3-4, WEB-4.1.4-2',
    asks: 'A commonName of a website certificate is one of the domain names of the subjectAltName.',
    reasons: {
      'other-name': {
        means: 'The commonName is a name that the certificate does not prove.',
        remedy: `${REPLACE} by one whose commonName is among its domain names.`,
      },
      unreadable: UNREADABLE,
    },
  },
  'profile.public-names': {
    document: 'CA/Browser Forum Baseline Requirements',
    edition: '2.0.0',
    clause: '7.1.2.7.12',
    asks: 'Hosts and addresses in the certificate are those of the public internet.',
    reasons: {
      'internal-name': {
        means: 'A host is of a name space that the public internet does not have.',
        remedy: `${REPLACE} by one with public names.`,
      },
      'internal-address': {
        means: 'An IP address is one that every network may use for itself.',
        remedy: `${REPLACE} by one without it.`,
      },
    },
  },
} as const satisfies Readonly<Record<string, Requirement>>
