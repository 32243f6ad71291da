import type { Requirement } from './requirement.ts'

const OPERATOR = 'The operator of the list must sign it again in the form that the standard asks for.'
const FETCH_AGAIN =
  'Fetch the list again from the place that the list of lists names, over a trusted connection.'

/** What is asked of the signature of a trusted list. */
export const LIST_SIGNATURE = {
  'trust-list.signature-place': {
    document: 'ETSI TS 119 612 V2.4.1',
    clause: '5.7',
    asks: 'The list holds one signature, as the last element of its root.',
    reasons: {
      'signature-absent': {
        means: 'The list is not signed, so anybody may have written it.',
        remedy: FETCH_AGAIN,
      },
      'signature-repeated': {
        means: 'The file holds more than one signature, so it is open which of them speaks for the list.',
        remedy: FETCH_AGAIN,
      },
      'signature-misplaced': {
        means:
          'The signature stands inside another part of the list, or before one: the mark of a wrapped list.',
        remedy: FETCH_AGAIN,
      },
    },
  },
  'trust-list.signature-form': {
    document: 'ETSI EN 319 132-1',
    asks: 'The signature covers the whole list and the properties of its signer, with methods that are known, and holds nothing else that could be read as signed.',
    reasons: {
      'signature-structure': {
        means: 'The parts of the signature are not those of the one form that lists have.',
        remedy: OPERATOR,
      },
      'canonicalization-unsupported': {
        means: 'The canonical form is neither the exclusive nor the inclusive one without comments.',
        remedy: OPERATOR,
      },
      'signature-algorithm-unsupported': {
        means:
          'The signature algorithm is none of RSA, RSASSA-PSS and ECDSA with SHA-256, SHA-384 or SHA-512.',
        remedy: OPERATOR,
      },
      'digest-algorithm-unsupported': {
        means: 'A digest is none of SHA-256, SHA-384 and SHA-512.',
        remedy: OPERATOR,
      },
      'transform-unsupported': {
        means: 'A reference is transformed in a way that could leave out parts of the list.',
        remedy: OPERATOR,
      },
      'reference-count': {
        means:
          'There are not exactly two references, one to the list and one to the properties of the signer.',
        remedy: OPERATOR,
      },
      'reference-target': {
        means: 'A reference does not name the root of the list, or not the properties of this signature.',
        remedy: FETCH_AGAIN,
      },
      'base64-malformed': {
        means: 'A value of the signature is not base64, or something splits it.',
        remedy: OPERATOR,
      },
      'key-info': {
        means:
          'The signature does not hold exactly one certificate, or holds a key of a kind that is not known.',
        remedy: OPERATOR,
      },
      'properties-structure': {
        means: 'The signed properties are missing, or not those of this signature.',
        remedy: OPERATOR,
      },
      'signing-time': {
        means: 'The signed properties do not say when the list was signed.',
        remedy: OPERATOR,
      },
      'signing-certificate': {
        means: 'The signed properties do not say with which certificate the list was signed.',
        remedy: OPERATOR,
      },
    },
  },
  'trust-list.signer': {
    document: 'ETSI TS 119 615 V1.4.1',
    clause: '4.2',
    asks: 'The certificate that signed is one of those announced for this list, octet by octet.',
    reasons: {
      'not-announced': {
        means: 'The list is signed by a certificate that nobody who is trusted has announced for it.',
        remedy:
          'Fetch the current list and the current list of lists; an old copy may be signed by a replaced certificate.',
      },
      'not-in-own-pointer': {
        means:
          'The list of lists is signed by a certificate that its own pointer to itself does not announce.',
        remedy: 'Fetch the current list of lists again; if it stays so, tell the European Commission.',
      },
      'certificate-unreadable': {
        means: 'The announced certificate of the signer, or its key, cannot be read.',
        remedy: 'The operator of the list must sign with a well-formed certificate.',
      },
      'properties-name-another': {
        means:
          'The signed properties, or a key beside the certificate, name another certificate than the one present.',
        remedy: FETCH_AGAIN,
      },
    },
  },
  'trust-list.algorithm': {
    document: 'ETSI TS 119 312',
    asks: 'The algorithm and the key of the signature are strong enough at the moment at which the list is used.',
    reasons: {
      'key-of-other-type': {
        means: 'The signature names an algorithm that the key of the certificate cannot have made.',
        remedy: OPERATOR,
      },
      'too-weak': {
        means: 'The key or the digest is too weak to be relied on at this moment.',
        remedy: 'The operator of the list must sign with a stronger key.',
      },
      'too-large': {
        means: 'The key is so large that verifying with it would be an attack on the verifier.',
        remedy: 'The operator of the list must sign with a key of a usual size.',
      },
    },
  },
  'trust-list.signature': {
    document: 'ETSI TS 119 615 V1.4.1',
    clause: '4.2',
    asks: 'The digests of the list and of the signed properties are those that were signed, and the signature holds.',
    reasons: {
      'list-changed': {
        means: 'The list is not the one that was signed: something in it was changed.',
        remedy: FETCH_AGAIN,
      },
      'properties-changed': {
        means: 'The properties of the signature are not those that were signed.',
        remedy: FETCH_AGAIN,
      },
      invalid: {
        means: 'The announced certificate did not make this signature.',
        remedy: FETCH_AGAIN,
      },
      unsupported: {
        means: 'The signature cannot be computed here, so nothing is known about it.',
        remedy: 'Use an implementation of the cryptography that knows the algorithm and the curve.',
      },
    },
  },
  'trust-list.digest-encoding': {
    document: 'RFC 8017',
    clause: 'A.2.4',
    asks: 'The digest inside an RSA signature is written with its NULL parameters.',
    severity: 'warning',
    reasons: {
      'null-missing': {
        means: 'The signature is right, but its DigestInfo leaves out the NULL, as some signing devices do.',
        remedy:
          'The operator of the list should correct its signing device; many verifiers refuse such a list.',
      },
    },
  },
  'trust-list.signing-time': {
    document: 'ETSI EN 319 132-1',
    asks: 'The time at which the list claims to have been signed lies in the validity of the certificate that signed it.',
    severity: 'warning',
    reasons: {
      'outside-certificate': {
        means: 'The claimed time of signing lies before or after the validity of the certificate.',
        remedy:
          'The operator of the list should renew its certificate; being announced, it is accepted all the same.',
      },
      'zone-missing': {
        means: 'The claimed time of signing names no zone, so that nobody can say which moment it is.',
        remedy: OPERATOR,
      },
    },
  },
} as const satisfies Readonly<Record<string, Requirement>>
