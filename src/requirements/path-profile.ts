import type { Requirement } from './requirement.ts'

const REISSUE = 'The issuer must replace the certificate by one that keeps the profile.'
const OTHER_ANCHOR = 'Trust another certificate of the root, or its name and key alone.'

/**
 * What a profile asks of the certificates of a path beyond path validation; which profile asks what is a
 * table of its own.
 */
export const PATH_PROFILE = {
  'path.certificate-profile': {
    document: 'RFC 5280',
    clause: '4.1 and 4.2',
    asks: 'The certificate keeps what RFC 5280 demands of whoever issues certificates.',
    reasons: {
      'empty-issuer': { means: 'The issuer of the certificate has no name.', remedy: REISSUE },
      'empty-subject': { means: 'The certificate of an authority has no subject.', remedy: REISSUE },
      'authority-key-identifier': {
        means: 'The certificate does not say with which key of its issuer it was signed.',
        remedy: REISSUE,
      },
      'subject-key-identifier': {
        means: 'The certificate of an authority does not identify its key.',
        remedy: REISSUE,
      },
      'signs-without-authority': {
        means: 'The key may sign certificates by its key usage, and its holder is no authority.',
        remedy: REISSUE,
      },
      'path-length-without-authority': {
        means:
          'The certificate limits the length of paths, and its holder is no authority, or its key usage does not say that it signs certificates.',
        remedy: REISSUE,
      },
      'host-name-syntax': {
        means:
          'An alternative name is a domain name that no host can have: it has an underscore, or is an address.',
        remedy: REISSUE,
      },
      'only-name-not-critical': {
        means: 'The subject is empty, and the alternative names are missing or not critical.',
        remedy: REISSUE,
      },
      'basic-constraints-not-critical': {
        means: 'The basic constraints of an authority are not critical.',
        remedy: REISSUE,
      },
      'name-constraints-of-leaf': {
        means: 'The certificate constrains names, and its holder is no authority.',
        remedy: REISSUE,
      },
      'name-constraints-not-critical': {
        means: 'Name constraints are not critical, so that some software passes them over.',
        remedy: REISSUE,
      },
      'policy-constraints-not-critical': {
        means: 'Policy constraints are not critical, so that some software passes them over.',
        remedy: REISSUE,
      },
      'policy-constraints-without-policies': {
        means:
          'Policy constraints that are not critical stand in the certificate of an authority without policies, below which no policy can be valid.',
        remedy: REISSUE,
      },
      'any-policy-inhibited-not-critical': {
        means: 'The inhibition of anyPolicy is not critical, so that some software passes it over.',
        remedy: REISSUE,
      },
      'critical-by-mistake': {
        means: 'An extension is critical that must never be.',
        remedy: REISSUE,
      },
      'distribution-point-place': {
        means: 'A distribution point has a name that does not say where its list is to be had.',
        remedy: REISSUE,
      },
    },
  },
  'path.website-profile': {
    document: 'CA/Browser Forum Baseline Requirements',
    clause: '7.1',
    asks: 'The certificate keeps what the web demands of the certificates of websites, or of mailboxes, and of their authorities.',
    reasons: {
      'not-version-3': { means: 'The certificate is of version 1 or 2.', remedy: REISSUE },
      'authority-as-leaf': {
        means: 'The certificate of an authority is presented as that of a website.',
        remedy: 'Present a certificate that was issued to the website.',
      },
      'no-alternative-name': {
        means: 'The certificate of a website has no alternative names.',
        remedy: REISSUE,
      },
      'alternative-name-critical': {
        means: 'Alternative names are critical although there is a subject.',
        remedy: REISSUE,
      },
      'authority-without-key-usage': {
        means: 'The certificate of an authority does not say what its key is for.',
        remedy: REISSUE,
      },
      'root-key-identifier': {
        means:
          'The root names another key than its own as that of its issuer, or names it by more than its identifier.',
        remedy: OTHER_ANCHOR,
      },
      'root-with-purposes': { means: 'The root has extended key usages.', remedy: OTHER_ANCHOR },
      'website-purposes': {
        means: 'The extended key usages are missing, are critical, or name other purposes than those of TLS.',
        remedy: REISSUE,
      },
      'website-authority-purposes': {
        means: 'The extended key usages of an authority name others than those of TLS.',
        remedy: REISSUE,
      },
      'website-key-usage': {
        means: 'The key usage names what a key of this kind is not for in TLS, or leaves out that it signs.',
        remedy: REISSUE,
      },
      'key-of-other-kind': {
        means: 'The key is not of a kind that websites and their authorities may have.',
        remedy: REISSUE,
      },
      'distribution-point-address': {
        means: 'A distribution point has no address, or reasons or an issuer beside it.',
        remedy: REISSUE,
      },
      'mail-purposes': {
        means:
          'The extended key usages of a certificate for e-mail are missing, or name purposes that it must not have.',
        remedy: REISSUE,
      },
      'mail-key-usage': {
        means: 'The key usage of a certificate for e-mail is missing.',
        remedy: REISSUE,
      },
      'mail-authority-key-usage': {
        means: 'The authority of a certificate for e-mail may not sign revocation lists.',
        remedy: REISSUE,
      },
      'mail-key': {
        means: 'The key is not of a kind that certificates for e-mail and their authorities may have.',
        remedy: REISSUE,
      },
      'common-name': {
        means: 'There are several common names, or one is not spelled as any of the alternative names.',
        remedy: REISSUE,
      },
    },
  },
} as const satisfies Readonly<Record<string, Requirement>>
