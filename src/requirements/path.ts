import type { Requirement } from './requirement.ts'

const REPLACE_AUTHORITY =
  'Present a path through certification authorities that are entitled to issue certificates.'
const LATER = 'Do not rely on the path until this has been checked by other means.'

/** What is asked of the path from a certificate to a key that is trusted. */
export const PATH = {
  'path.anchor': {
    document: 'RFC 5280',
    clause: '6.1',
    asks: 'A path leads from the certificate to the key of a trusted service, or of an authority that was agreed on.',
    reasons: {
      'no-anchors': {
        means: 'There is no authenticated list of the country of the issuer to take trusted keys from.',
        remedy:
          'Look at the findings about lists: they say whether the list of that country is missing, refused or expired. Fetch it again with `qwac lists refresh`, or supply it with the list of lists that points to it. A country that the list of lists does not name has no qualified trust services.',
      },
      'issuer-not-found': {
        means: 'The issuer is neither a listed service nor among the certificates that were given.',
        remedy:
          'Supply the intermediate certificates; if there are none, the issuer is not on the trusted list.',
      },
      'no-valid-signature': {
        means: 'An issuer of the right name exists, but its key did not make the signature.',
        remedy: 'Treat the certificate as forged or damaged, and ask the holder for the original.',
      },
      'not-checkable': {
        means: 'The only paths contain a signature that could not be computed or may no longer be relied on.',
        remedy: 'Have the certificate reissued with an algorithm of the allow-list.',
      },
      'anchor-itself': {
        means:
          'The certificate carries the name and the key of a listed service, and nobody else vouches for it.',
        remedy: 'Do not accept the certificate of a listed service as that of a payment service provider.',
      },
      'budget-spent': {
        means: 'The search for a path was stopped at its limit before it found one that is sound.',
        remedy: 'Supply only the certificates that belong to the path.',
      },
    },
  },
  'path.candidates': {
    document: 'RFC 5280',
    clause: '4.1',
    severity: 'warning',
    asks: 'Every certificate that was given as an intermediate can be read.',
    reasons: {
      unreadable: {
        means: 'A certificate that was given as an intermediate is not DER, and was not used.',
        remedy: 'Supply the intermediate certificates as they were issued.',
      },
    },
  },
  'path.fetched-issuers': {
    document: 'RFC 5280',
    clause: '4.2.2.1',
    severity: 'warning',
    asks: 'Issuers that nobody has sent come with the certificate, or are served where the certificates say.',
    reasons: {
      'not-served': {
        means: 'An issuer was missing, and no address in the certificates served it.',
        remedy: 'Have the peer send its intermediate certificates, or supply them.',
      },
    },
  },
  'path.listed-identities': {
    document: 'ETSI TS 119 612 V2.4.1',
    severity: 'warning',
    asks: 'Every service of the list that issues qualified certificates is identified by certificates that can be read.',
    reasons: {
      unreadable: {
        means:
          'A certificate that identifies a service is not DER, so what that service issued is not found by it.',
        remedy: 'Tell the scheme operator of the list which service is concerned.',
      },
    },
  },
  'path.signature': {
    document: 'RFC 5280',
    clause: '6.1.3 (a)(1)',
    asks: 'The signature of the certificate was made with the key of its issuer.',
    reasons: {
      wrong: {
        means: 'The key above the certificate in the path did not make its signature.',
        remedy: 'Treat the certificate as forged or damaged, and ask the holder for the original.',
      },
      'not-computed': {
        means: 'The signature could not be computed here, or its algorithm may not be relied on.',
        remedy: 'Have the certificate reissued with an algorithm of the allow-list.',
      },
    },
  },
  'path.name-chaining': {
    document: 'RFC 5280',
    clause: '6.1.3 (a)(4)',
    asks: 'The issuer of the certificate is the subject of the one above it in the path, or the anchor.',
    reasons: {
      'other-issuer': {
        means: 'The certificate names another issuer than the one that stands above it.',
        remedy: 'Give the certificates of the path in order, without any that does not belong to it.',
      },
    },
  },
  'path.algorithm': {
    document: 'ETSI TS 119 312',
    asks: 'The algorithm and the size of the key that signed are fit to be relied on at the moment of use.',
    reasons: {
      'too-weak': {
        means: 'The algorithm or the key is too weak at the moment of use.',
        remedy: 'The issuer must replace the certificate by one signed with a stronger algorithm or key.',
      },
      'too-large': {
        means: 'The key is larger than any in use, so that verifying with it would cost too much.',
        remedy: 'The issuer must use a key of at most 8,192 bits.',
      },
      'key-of-other-type': {
        means: 'The algorithm of the signature does not belong to the type of the key.',
        remedy: 'Treat the certificate as forged or damaged, and ask the holder for the original.',
      },
      unsupported: {
        means: 'The algorithm, its parameters or the key are unknown to this library.',
        remedy: 'Have the certificate reissued with an algorithm of the allow-list.',
      },
      malformed: {
        means: 'The algorithm or the key is written in a way that its definition does not allow.',
        remedy: 'The issuer must replace the certificate.',
      },
    },
  },
  'path.certification-authority': {
    document: 'RFC 5280',
    clause: '6.1.4 (k)',
    asks: 'Every intermediate certificate says that its subject is a certification authority.',
    reasons: {
      'not-an-authority': {
        means: 'A certificate between the holder and the anchor is not that of a certification authority.',
        remedy: REPLACE_AUTHORITY,
      },
    },
  },
  'path.key-usage': {
    document: 'RFC 5280',
    clause: '6.1.4 (n)',
    asks: 'The key of every intermediate certificate may sign certificates.',
    reasons: {
      'not-for-certificates': {
        means: 'The key usage of an intermediate certificate does not include keyCertSign.',
        remedy: REPLACE_AUTHORITY,
      },
    },
  },
  'path.length': {
    document: 'RFC 5280',
    clause: '6.1.4 (l) and (m)',
    asks: 'No more intermediate certificates follow an authority than its path length constraint allows.',
    reasons: {
      exceeded: {
        means: 'More authorities stand below one than it may have below it.',
        remedy: REPLACE_AUTHORITY,
      },
    },
  },
  'path.critical-extensions': {
    document: 'RFC 5280',
    clause: '4.2, 6.1.4 (o) and 6.1.5 (f)',
    asks: 'Every critical extension is one that this library processes, with all that it holds.',
    reasons: {
      unrecognised: {
        means: 'The issuer demands that an extension be understood which this library does not know.',
        remedy: 'Do not rely on the certificate unless what the extension demands is checked by other means.',
      },
      precertificate: {
        means:
          'This is a precertificate for Certificate Transparency logs, not the certificate that was issued.',
        remedy: 'Present the certificate that was issued for this precertificate.',
      },
    },
  },
  'path.name-constraints': {
    document: 'RFC 5280',
    clause: '4.2.1.10',
    asks: 'The names of the certificate lie within the name constraints of its issuers.',
    reasons: {
      'not-permitted': {
        means: 'An authority of the path permits names of this kind, and the name is not among them.',
        remedy: 'Treat the certificate as issued beyond what its issuer was entitled to.',
      },
      excluded: {
        means:
          'An authority of the path excludes the name, or some of the names that its wildcard stands for.',
        remedy: 'Treat the certificate as issued beyond what its issuer was entitled to.',
      },
      'malformed-name': {
        means: 'A name of a kind that is constrained cannot be read as one, or has no host to compare.',
        remedy: 'The issuer must replace the certificate by one whose names are well formed.',
      },
      'malformed-constraint': {
        means:
          'A constraint of an authority is none of its kind, so that it is not known what may stand below it.',
        remedy: 'The authority must replace its certificate by one whose name constraints are well formed.',
      },
      'unsupported-constraint': {
        means:
          'A name is constrained in a way that has no rule of comparison: another kind of name, or a minimum or maximum depth.',
        remedy: LATER,
      },
      'budget-spent': {
        means: 'Names and constraints are so many that comparing them was stopped at its limit.',
        remedy: 'Do not rely on the path; no certificate in use needs so many comparisons.',
      },
    },
  },
  'path.agreement': {
    document: 'RFC 5280',
    clause: '6.1.1 (d)',
    asks: 'The agreement by which a counterparty is trusted covers the moment and the purpose of use.',
    reasons: {
      'not-yet-in-force': {
        means: 'The agreement begins later.',
        remedy: 'Use an anchor that is in force, or correct the period of the agreement.',
      },
      'no-longer-in-force': {
        means: 'The agreement has ended, or its anchor has been replaced by another.',
        remedy: 'Ask the counterparty for a certificate of the anchor that replaced it.',
      },
      'other-purpose': {
        means: 'The agreement is not for this purpose.',
        remedy: 'Do not use the certificate for a purpose that was not agreed on.',
      },
    },
  },
  'path.expected-name': {
    document: 'RFC 9525',
    clause: '6',
    asks: 'The certificate names the host, the address or the mailbox that was asked for among its alternative names.',
    reasons: {
      'other-name': {
        means: 'The certificate holds names of this form, and none is the one that was asked for.',
        remedy:
          'Ask for the name that the certificate was issued to, or have it reissued with the right one.',
      },
      'no-name-of-this-form': {
        means: 'The certificate holds no alternative name of this form; a common name does not count.',
        remedy: 'The issuer must replace the certificate by one with an alternative name.',
      },
      'malformed-names': {
        means: 'The alternative names of the certificate cannot be read.',
        remedy: 'The issuer must replace the certificate by one whose names are well formed.',
      },
    },
  },
  'path.policies': {
    document: 'RFC 5280',
    clause: '6.1.3 (f) and 6.1.5 (g)',
    asks: 'Where a policy must be explicit, the path is valid for a certificate policy, and for one that the user accepts.',
    reasons: {
      'no-valid-policy': {
        means:
          'An authority or the user demands a policy, and there is none that holds along the whole path.',
        remedy: 'Present a certificate, or a path to it, whose policies its authorities stand for.',
      },
      'not-accepted': {
        means: 'The path is valid for policies, and none of them is one that the user accepts.',
        remedy: 'Present a certificate that was issued under a policy that the user accepts.',
      },
      'budget-spent': {
        means: 'The policies and their mappings are so many that working them out was stopped at its limit.',
        remedy: 'Do not rely on the path; no certificates in use need so many policies.',
      },
    },
  },
  'path.extended-key-usage': {
    document: 'RFC 5280',
    clause: '4.2.1.12',
    asks: 'The certificate may be used, or may vouch for what is used, for the purpose that is asked for.',
    reasons: {
      'other-purpose': {
        means: 'The extended key usages name purposes, and the one that is asked for is not among them.',
        remedy: 'Present a certificate that was issued for the purpose, by authorities entitled to it.',
      },
    },
  },
  'path.leaf-key-usage': {
    document: 'RFC 5280',
    clause: '4.2.1.3',
    asks: 'The key may be used in every way that is asked for.',
    reasons: {
      'other-usage': {
        means: 'The key usage leaves out a use that is asked for.',
        remedy: 'Present a certificate whose key may be used in this way.',
      },
    },
  },
} as const satisfies Readonly<Record<string, Requirement>>
