import type { Requirement } from './requirement.ts'

/** What is asked of a certificate by itself. */
export const CERTIFICATE = {
  'certificate.encoding': {
    document: 'RFC 5280',
    clause: '4.1',
    asks: 'The certificate is one value in DER, of the type Certificate, and nothing else.',
    reasons: {
      malformed: {
        means: 'The octets are not a certificate, or not in the one form that DER allows.',
        remedy:
          'Check that the certificate was not cut or changed on its way; if not, its issuer must replace it.',
      },
    },
  },
  'certificate.validity-period': {
    document: 'RFC 5280',
    clause: '4.1.2.5',
    asks: 'The moment of use lies within notBefore and notAfter, both included.',
    reasons: {
      'not-yet-valid': {
        means: 'The moment of use lies before notBefore.',
        remedy: 'Wait until the certificate becomes valid, or present the one that is valid now.',
      },
      expired: {
        means: 'The moment of use lies after notAfter.',
        remedy: 'The holder must renew the certificate and present the new one.',
      },
    },
  },
  'certificate.validity-encoding': {
    document: 'RFC 5280',
    clause: '4.1.2.5',
    asks: 'The ends of the validity are written as UTCTime through 2049 and as GeneralizedTime from 2050.',
    reasons: {
      mistyped: {
        means:
          'A moment before 2050 is written as GeneralizedTime, which other software may read differently or not at all.',
        remedy: 'The issuer must replace the certificate by one whose validity follows the profile.',
      },
    },
  },
  'certificate.serial-number': {
    document: 'RFC 5280',
    clause: '4.1.2.2',
    asks: 'The serial number is a positive integer of at most 20 octets.',
    reasons: {
      'not-positive': {
        means: 'The serial number is zero or negative.',
        remedy: 'The issuer must replace the certificate by one with a positive serial number.',
      },
      'too-long': {
        means: 'The serial number has more than 20 octets.',
        remedy: 'The issuer must replace the certificate by one with a shorter serial number.',
      },
    },
  },
  'certificate.public-key': {
    document: 'RFC 5280',
    clause: '4.1.2.7',
    asks: 'The public key is one of its type, on a curve with a name, and of a size that is in use.',
    reasons: {
      malformed: {
        means: 'The octets of the key are no key of the type that the certificate names.',
        remedy: 'The issuer must replace the certificate.',
      },
      'explicit-curve': {
        means:
          'The curve is given by its parameters instead of a name, with which any signature can be made to fit.',
        remedy: 'Treat the certificate as an attack unless its issuer explains it.',
      },
      'too-small': {
        means: 'The key is smaller than any that may be relied on.',
        remedy: 'The holder must have a certificate issued for a larger key.',
      },
      'too-large': {
        means: 'The key is larger than any in use, so that computing with it would cost too much.',
        remedy: 'The holder must have a certificate issued for a key of at most 8,192 bits.',
      },
      unsupported: {
        means: 'The type of the key, or its curve, is unknown to this library.',
        remedy: 'The holder must have a certificate issued for a key of the allow-list.',
      },
    },
  },
  'certificate.extension-syntax': {
    document: 'RFC 5280',
    clause: '4.2',
    asks: 'The value of every extension is of the type that its identifier promises. A PSD2 statement alone in its extension is judged by psd2.encoding.',
    reasons: {
      malformed: {
        means: 'An extension cannot be read as what it claims to be, so what it says is unknown.',
        remedy: 'The issuer must replace the certificate by one whose extensions follow their definitions.',
      },
    },
  },
  'certificate.qc-statement-syntax': {
    document: 'ETSI EN 319 412-5',
    asks: 'The information of every qualified certificate statement is of the type that its identifier promises. The PSD2 statement is judged by psd2.encoding and psd2.role-presence.',
    reasons: {
      malformed: {
        means:
          'A statement about the qualification of the certificate cannot be read as what it claims to be.',
        remedy: 'The issuer must replace the certificate by one whose statements follow their definitions.',
      },
    },
  },
  'certificate.extended-key-usage': {
    document: 'RFC 5280',
    clause: '4.2.1.12',
    asks: 'An extended key usage, where present, allows the authentication of a TLS client or server.',
    reasons: {
      'other-purpose': {
        means: 'The certificate is restricted to purposes among which TLS authentication is not.',
        remedy: 'The holder must present a certificate that was issued for website authentication.',
      },
    },
  },
  'certificate.organization-identifier': {
    document: 'ETSI EN 319 412-1',
    asks: 'The subject has at most one organizationIdentifier, of a known form, and the extension of the CA/Browser Forum repeats it.',
    reasons: {
      several: {
        means:
          'The subject carries several organisation identifiers, so it is undetermined whom the certificate names.',
        remedy: 'The issuer must replace the certificate by one that names one organisation.',
      },
      'extension-differs': {
        means:
          'The extension for the organisation identifier names another organisation than the subject does.',
        remedy: 'The issuer must replace the certificate by one in which both are the same.',
      },
      'other-form': {
        means: 'The organisation identifier does not say in which register its number stands.',
        remedy:
          'The issuer must replace the certificate by one whose identifier begins with its scheme and country.',
      },
    },
  },
} as const satisfies Readonly<Record<string, Requirement>>
