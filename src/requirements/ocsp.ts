import type { Requirement } from './requirement.ts'

const ASK_AGAIN = 'Fetch a new response from the responder that the certificate names.'
const ASK_THE_AUTHORITY =
  'Use another source of revocation information, and report the response to the authority that issued the certificate.'
const ASK_RIGHTLY =
  'Send the responder a request about this certificate and its issuer, as RFC 6960 writes it.'
const TRY_LATER = 'Ask again later, or use another source of revocation information.'

/** What is asked of an OCSP response before it counts as evidence. */
export const OCSP = {
  'revocation.ocsp-response': {
    document: 'RFC 6960',
    clause: '3.2',
    asks: 'The OCSP response is in form, about the certificate, signed by somebody who may, and fresh.',
    // What a response fails in decides nothing by itself: it is missing where the status is decided.
    severity: 'warning',
    reasons: {
      malformed: {
        means: 'The octets are no OCSP response in DER, or one that is larger than any that is in use.',
        remedy: 'Pass the body of the HTTP response on as it came; where it came so, ask another source.',
      },
      'other-response-type': {
        means: 'The response is of a type other than the basic one, and nobody says what it means.',
        remedy: ASK_THE_AUTHORITY,
      },
      'malformed-request': {
        means: 'The responder says that it could not read the request.',
        remedy: ASK_RIGHTLY,
      },
      'internal-error': {
        means: 'The responder says that it is out of order.',
        remedy: TRY_LATER,
      },
      'try-later': {
        means: 'The responder says that it cannot answer now.',
        remedy: TRY_LATER,
      },
      'signature-required': {
        means: 'The responder answers signed requests only.',
        remedy: 'Ask the authority for access to its responder, or use its revocation list.',
      },
      unauthorized: {
        means: 'The responder does not answer about this certificate, or not to this client.',
        remedy: 'Check that the certificate and its issuer belong together, or use the revocation list.',
      },
      'not-about-certificate': {
        means:
          'No answer in the response names this certificate by its number and by the name and key of its issuer.',
        remedy: ASK_RIGHTLY,
      },
      'unknown-critical-extension': {
        means: 'The response holds an extension that must be understood and is not known here.',
        remedy: ASK_THE_AUTHORITY,
      },
      'not-yet-valid': {
        means: 'The answer begins more than five minutes after the moment of use.',
        remedy: 'Check the clock; for a moment in the past, give a response from before it.',
      },
      'produced-in-future': {
        means: 'The response was signed more than five minutes after the moment of use.',
        remedy: 'Check the clock; for a moment in the past, give a response from before it.',
      },
      'inconsistent-times': {
        means: 'The next update is before this one.',
        remedy: ASK_THE_AUTHORITY,
      },
      stale: {
        means: 'The answer is older than its next update, or than the policy allows.',
        remedy: ASK_AGAIN,
      },
      'nonce-mismatch': {
        means:
          'The response repeats another nonce than the one that was sent, so it answers another request.',
        remedy: ASK_AGAIN,
      },
      'nonce-missing': {
        means: 'The response repeats no nonce, and the policy asks for one.',
        remedy: 'Use a responder that repeats nonces, or a policy that rests on the times alone.',
      },
      'cert-hash-mismatch': {
        means: 'The responder tells the hash of another certificate with the same number.',
        remedy: 'Do not rely on the certificate, and report both to the authority that issued it.',
      },
      'cert-hash-missing': {
        means: 'Responders of this country must prove that they know the certificate, and this one does not.',
        remedy: ASK_THE_AUTHORITY,
      },
      'cert-hash-unsupported': {
        means: 'The hash of the certificate is of an algorithm that is not known here.',
        remedy: ASK_THE_AUTHORITY,
      },
      'signer-not-found': {
        means: 'Neither the issuer nor a certificate in the response is the responder that it names.',
        remedy: ASK_THE_AUTHORITY,
      },
      'signer-not-authorised': {
        means: 'The key that issued the certificate did not certify the responder.',
        remedy: 'Do not use the response: anybody can sign such a one.',
      },
      'signer-without-purpose': {
        means: 'The certificate of the responder is not for the signing of OCSP responses.',
        remedy: ASK_THE_AUTHORITY,
      },
      'signer-key-usage': {
        means: 'The key usage of the responder does not allow signatures.',
        remedy: ASK_THE_AUTHORITY,
      },
      'signer-not-valid': {
        means:
          'The certificate of the responder was not valid when the response was signed, or is not at the moment of use.',
        remedy: ASK_AGAIN,
      },
      'signer-extensions': {
        means:
          'The certificate of the responder holds a critical extension that is unreadable or not known here.',
        remedy: ASK_THE_AUTHORITY,
      },
      'signer-revoked': {
        means: 'Other evidence names the responder itself as revoked, or as being on hold.',
        remedy: 'Do not use the response: whoever has the key of the responder can sign such a one.',
      },
      'signer-revocation-open': {
        means: 'Nobody says whether the certificate of the responder itself was revoked.',
        remedy: 'Use another source, or a policy that accepts responders whose revocation is open.',
      },
      'algorithm-unsupported': {
        means: 'The response or its signer uses an algorithm or a key that cannot be computed here.',
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
        means: 'The key of the responder did not make the signature, so the response was changed or forged.',
        remedy: ASK_AGAIN,
      },
      'status-unknown': {
        means: 'The responder does not know the certificate, which is not good.',
        remedy: 'Do not rely on the certificate before its authority has said that it issued it.',
      },
      'status-revoked': {
        means: 'The responder says that the certificate was revoked.',
        remedy: 'Do not rely on the certificate; ask its holder for a new one.',
      },
    },
  },
} as const satisfies Readonly<Record<string, Requirement>>
