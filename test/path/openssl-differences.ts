/** A kind of chain about which this library and `openssl verify -x509_strict` disagree, and who is right. */
export interface Difference {
  readonly ours: 'accepted' | 'refused'
  /** `accepted`, or the message. */
  readonly openssl: string
  /** The change without which there is no disagreement. */
  readonly defect: string
  readonly because: string
}

/** Every kind that came up in the recorded run; one that is not here fails the test. */
export const DIFFERENCES: readonly Difference[] = [
  ...['leaf', 'authority'].flatMap((where): readonly Difference[] => [
    {
      ours: 'accepted',
      openssl: 'certificate has expired',
      defect: `${where}: ends now`,
      because:
        'RFC 5280, section 4.1.2.5: the validity period lasts through notAfter, inclusive. OpenSSL takes the last second for expired.',
    },
    {
      ours: 'accepted',
      openssl: 'unable to get local issuer certificate',
      defect: `${where}: other authority key identifier`,
      because:
        'RFC 5280, section 6.1, chains names and signatures and does not compare key identifiers, which are hints for building (RFC 4158, section 3.5.12). The signature is right. OpenSSL does not try an issuer whose identifier differs.',
    },
    {
      ours: 'accepted',
      openssl: 'unsuitable certificate purpose',
      defect: `${where}: any purpose`,
      because:
        'RFC 5280, section 4.2.1.12: anyExtendedKeyUsage stands for every purpose. The profile of the web refuses it, the profile of RFC 5280 does not.',
    },
  ]),
  {
    ours: 'accepted',
    openssl: 'CA cert does not include key usage extension',
    defect: 'authority: no key usage',
    because:
      'RFC 5280, section 6.1.4 (n): keyCertSign is asked for where a key usage extension is present. The profile of the web asks for the extension.',
  },
  {
    ours: 'accepted',
    openssl: 'CA cert does not include key usage extension',
    defect: 'leaf: no key usage',
    because:
      'RFC 5280, section 6.1.4 (n), asks it of intermediate certificates. What ends the path helps nobody, although it calls itself an authority.',
  },
  {
    ours: 'accepted',
    openssl: 'Missing Subject Key Identifier',
    defect: 'leaf: no subject key identifier',
    because:
      'RFC 5280, section 4.2.1.2, asks it of certificates that help to build a path. What ends the path helps nobody, although it calls itself an authority.',
  },
  {
    ours: 'refused',
    openssl: 'accepted',
    defect: 'leaf: constrains names',
    because:
      'RFC 5280, section 4.2.1.10: the extension must be used only in the certificate of an authority.',
  },
  {
    ours: 'refused',
    openssl: 'accepted',
    defect: 'leaf: version 1',
    because:
      'RFC 5280, section 4.2.1.1: every certificate but a self-signed one names the key of its issuer; one of version 1 cannot. OpenSSL asks it of version 3 alone.',
  },
]
