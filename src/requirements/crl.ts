import type { Requirement } from './requirement.ts'

const FETCH_AGAIN = 'Fetch the list anew from the distribution point that the certificate names.'
const ASK_THE_AUTHORITY =
  'Use another source of revocation information, and report the list to the authority that issued it.'
const OTHER_LIST = 'Give the list of the distribution point that the certificate names.'

/** What is asked of a revocation list before it counts as evidence. */
export const CRL = {
  'revocation.crl': {
    document: 'RFC 5280',
    clause: '6.3.3',
    asks: 'The revocation list is in form, about the certificate, signed by somebody who may, and fresh.',
    // What a list fails in decides nothing by itself: it is missing where the status is decided.
    severity: 'warning',
    reasons: {
      malformed: {
        means: 'The octets are no revocation list in DER, or one that is larger than any that is in use.',
        remedy: 'Pass the file on as it was served; where it was served so, use another source.',
      },
      'unknown-critical-extension': {
        means:
          'The list, or one of its entries, holds an extension that must be understood and is not known.',
        remedy: ASK_THE_AUTHORITY,
      },
      'not-yet-valid': {
        means: 'The list was issued more than five minutes after the moment of use.',
        remedy: 'Check the clock; for a moment in the past, give a list from before it.',
      },
      'inconsistent-times': {
        means: 'The list is to be replaced before it was issued.',
        remedy: ASK_THE_AUTHORITY,
      },
      'other-issuer': {
        means:
          'The list is neither of the issuer of the certificate nor of whom that one names for its lists.',
        remedy: OTHER_LIST,
      },
      'other-distribution-point': {
        means: 'The list is limited to another distribution point than those of the certificate.',
        remedy: OTHER_LIST,
      },
      'other-kind-of-certificate': {
        means:
          'The list is limited to certificates of another kind: of authorities, of holders, or of attributes.',
        remedy: OTHER_LIST,
      },
      'delta-without-base': {
        means: 'The list holds changes only, and no complete list that they begin with was given.',
        remedy: 'Give the complete list too.',
      },
      'delta-not-newer': {
        means: 'The list holds changes that the complete list contains already.',
        remedy: 'Nothing needs to be done; a newer list of changes tells more.',
      },
      'hold-ended': {
        means: 'The list has the certificate on hold, and a newer one has ended that.',
        remedy: 'Nothing needs to be done; what is older than this list counts no more.',
      },
      'reasons-not-covered': {
        means: 'The lists tell of revocations for some reasons only, so that one for another is not known.',
        remedy: 'Give the lists of all distribution points of the certificate.',
      },
      'expired-before-list': {
        means: 'The certificate had expired when the list was made, which need not tell of it any more.',
        remedy: 'Give a list from before the certificate expired.',
      },
      'no-next-update': {
        means: 'The list does not say when it will be replaced, so nobody knows whether it is an old one.',
        remedy: ASK_THE_AUTHORITY,
      },
      stale: {
        means: 'The list should have been replaced before the moment of use.',
        remedy: FETCH_AGAIN,
      },
      'signer-not-found': {
        means: 'Nobody who bears the name of the list is known.',
        remedy: 'Give the certificate of the signer of the list among the intermediate certificates.',
      },
      'signer-key-usage': {
        means: 'The key usage of whoever bears the name of the list does not allow it to sign lists.',
        remedy: ASK_THE_AUTHORITY,
      },
      'signer-without-path': {
        means: 'No valid path leads from the signer of the list to the anchor of the certificate.',
        remedy: 'Give the intermediate certificates of the signer; if there are none, do not use the list.',
      },
      'signer-revoked': {
        means: 'A certificate of the path of the signer was itself revoked.',
        remedy: 'Do not use the list; fetch one that another key has signed.',
      },
      'signer-status-open': {
        means: 'Nobody says whether the certificates of the path of the signer were revoked.',
        remedy: 'Give the lists about these certificates too.',
      },
      'budget-spent': {
        means: 'So many certificates bear the name of the list that the search for its signer was stopped.',
        remedy: 'Give only the certificates and lists that belong to the path.',
      },
      'algorithm-unsupported': {
        means: 'The list is signed with an algorithm or a key that cannot be computed here.',
        remedy: ASK_THE_AUTHORITY,
      },
      'algorithm-malformed': {
        means: 'The algorithm, its parameters and the key of the signature do not belong together.',
        remedy: ASK_THE_AUTHORITY,
      },
      'algorithm-refused': {
        means: 'The algorithm or the key of the signature is too weak at the moment of use, or too large.',
        remedy: ASK_THE_AUTHORITY,
      },
      'signature-wrong': {
        means: 'No key of whoever bears the name of the list made its signature: it was changed or forged.',
        remedy: FETCH_AGAIN,
      },
      'status-revoked': {
        means: 'The certificate is on the list.',
        remedy: 'Do not rely on the certificate; ask its holder for a new one.',
      },
    },
  },
} as const satisfies Readonly<Record<string, Requirement>>
