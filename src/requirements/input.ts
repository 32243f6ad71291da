/** What is asked of that in which certificates arrive: a file, a variable, a header, an object. */
export const INPUT = {
  'input.certificates': {
    document: 'RFC 7468',
    asks: 'The input holds certificates, in one of the forms in which they are handed on, and nothing that is none.',
    reasons: {
      empty: {
        means: 'There is nothing in the input but white space.',
        remedy: 'Check that the file was written or the variable set, and give it again.',
      },
      'too-large': {
        means: 'The input is larger than any chain of certificates needs, so it was not read.',
        remedy: 'Give the chain alone: the certificate and those between it and a listed service.',
      },
      'unsupported-object': {
        means: 'The object has none of the members in which libraries keep the octets of a certificate.',
        remedy: 'Give the DER octets of the certificate, or its PEM text.',
      },
      'unknown-form': {
        means: 'The input is neither DER nor PEM, base64, hexadecimal or a PKCS #7 bundle.',
        remedy: 'Export the certificate anew, as PEM or DER.',
      },
      truncated: {
        means: 'The input ends before the certificate does, or lacks the line that ends a block.',
        remedy: 'Copy the whole of it; see whether a size limit or a paste cut it on its way.',
      },
      'not-der': {
        means: 'The lengths of the outermost value are not written as DER writes them.',
        remedy: 'Export the certificate anew; if it stays so, its issuer must replace it.',
      },
      'malformed-armour': {
        means:
          'A BEGIN or END line is damaged, or the label of the END line is another than that of its BEGIN.',
        remedy:
          'Restore the lines `-----BEGIN CERTIFICATE-----` and `-----END CERTIFICATE-----`, five hyphens each.',
      },
      'malformed-base64': {
        means:
          'The text is not base64: a character that does not belong there, or padding that is missing or wrong.',
        remedy: 'Copy the text again, unchanged; look for characters that an editor or a form replaced.',
      },
      'malformed-hex': {
        means:
          'The text begins as a certificate in hexadecimal and goes on with something else, or half an octet is missing.',
        remedy:
          'Write two hexadecimal digits for each octet, with colons, white space or nothing between them.',
      },
      'malformed-percent-encoding': {
        means: 'A percent sign is not followed by two hexadecimal digits.',
        remedy: 'Encode the PEM text once, whole, as a component of a URL.',
      },
      'form-encoded': {
        means:
          'Spaces were written as plus signs, so a plus sign of the base64 can no longer be told from a space.',
        remedy: 'Use percent-encoding, in which a space is `%20`, in place of the encoding of HTML forms.',
      },
      'private-key': {
        means: 'The input holds a private key. It was not decoded, kept or shown.',
        remedy:
          'Remove the key from the input. If it went further than its holder, the holder must have the certificate revoked.',
      },
      'certificate-request': {
        means:
          'The input is a request for a certificate, which the holder sends to the issuer; nobody has signed it yet.',
        remedy: 'Give the certificate that the issuer made for this request.',
      },
      'public-key': {
        means: 'The input is a public key without a name, a period or an issuer.',
        remedy: 'Give the certificate that holds this key.',
      },
      'revocation-list': {
        means: 'The input is a certificate revocation list.',
        remedy: 'Give the certificate itself.',
      },
      'attribute-certificate': {
        means: 'The input is an attribute certificate, which holds no key.',
        remedy: 'Give the public key certificate of the holder.',
      },
      'trusted-certificate': {
        means: 'The block is in a format of OpenSSL that adds local trust settings to a certificate.',
        remedy: 'Write it as a plain certificate: `openssl x509 -in FILE -out CERT.pem`.',
      },
      pkcs12: {
        means: 'The input is a PKCS #12 container, which as a rule holds a private key; it was not opened.',
        remedy: 'Export the certificates alone: `openssl pkcs12 -in FILE -nokeys`.',
      },
      'wrong-label': {
        means: 'The block holds a certificate, but its label says that it is something else.',
        remedy: 'Find out which of the two is meant, and label a certificate `CERTIFICATE`.',
      },
      'other-label': {
        means: 'The label of a block names something that is no certificate.',
        remedy: 'Give the blocks labelled `CERTIFICATE` alone.',
      },
      'not-a-certificate': {
        means: 'The octets are one value in DER, but no certificate.',
        remedy: 'Check that the right file was given.',
      },
      'second-certificate': {
        means: 'A second certificate stands behind the first, where one alone is meant.',
        remedy: 'Give one certificate, or put each into a block of its own where a chain is meant.',
      },
      'trailing-bytes': {
        means: 'Octets that are no certificate stand behind the certificate.',
        remedy: 'Remove what stands behind the certificate; see what appended it.',
      },
      'certificate-too-large': {
        means: 'One certificate alone is larger than the limit.',
        remedy: 'Check that this is the certificate that is meant: qualified ones have a few kilobytes.',
      },
      'too-many-certificates': {
        means: 'There are more certificates than a chain needs.',
        remedy: 'Give the chain of one certificate alone, not a store of authorities.',
      },
      'mixed-forms': {
        means: 'A PKCS #7 bundle stands beside other blocks, so it is open which of them are meant.',
        remedy: 'Give the bundle alone, or the certificates alone.',
      },
      'malformed-bundle': {
        means: 'The PKCS #7 bundle, or a certificate in it, cannot be read.',
        remedy:
          'Export the bundle anew, or give its certificates as PEM: `openssl pkcs7 -in FILE -print_certs`.',
      },
      'other-bundle': {
        means:
          'The input is a PKCS #7 container of another kind than signed data, and those hold no certificates to read.',
        remedy: 'Export the certificates as PEM, or as a bundle of certificates alone.',
      },
      'empty-bundle': {
        means: 'The PKCS #7 bundle holds no certificate.',
        remedy: 'Export the bundle anew, with the certificates included.',
      },
    },
  },
  'input.leaf': {
    document: 'RFC 8446',
    asks: 'Of the certificates that were given together, exactly one issued none of the others: it is the one that is meant.',
    reasons: {
      'two-leaves': {
        means:
          'More than one of the certificates issued none of the others, so which is meant is open; the first of them was taken.',
        remedy: 'Give the certificate that is meant, with its own chain and nothing else.',
      },
    },
  },
  'input.chain': {
    document: 'RFC 8446',
    asks: 'The certificate that is meant comes first, each one is followed by its issuer, and every one is needed.',
    severity: 'warning',
    reasons: {
      'out-of-order': {
        means:
          'The certificates were given in another order; they were sorted by their names and key identifiers.',
        remedy: 'Configure the chain in order: peers that do not sort refuse it.',
      },
      'unused-members': {
        means: 'Some of the certificates are repeated or lead nowhere from the one that is meant.',
        remedy: 'Remove them from the chain: they cost every handshake and help nobody.',
      },
    },
  },
} as const
