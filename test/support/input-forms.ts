import type { InputForm, InputNote } from '../../src/certificate/input/form.ts'
import { concatBytes, toHex } from '../../src/core/bytes.ts'
import { integer, oid, sequence, set, tlv } from './der-writer.ts'

/** One way to write certificates, the form that it must be found as, and what must be noted. */
export interface WrittenForm {
  readonly name: string
  readonly form: InputForm
  readonly notes: readonly InputNote[]
  write(certificates: readonly Uint8Array[]): Uint8Array | string
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const octets = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'))

/** One block as RFC 7468 writes it. */
export function pemBlock(bytes: Uint8Array, label = 'CERTIFICATE', end = '\n'): string {
  const lines = base64(bytes).match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join(end)
}

export const pem = (certificates: readonly Uint8Array[], end = '\n'): string =>
  certificates.map(each => pemBlock(each, 'CERTIFICATE', end)).join('')

const BAG = 'Bag Attributes\n    friendlyName: 100% of C:\\new\nsubject=/CN=a\n'
const all = (value: string): string =>
  Array.from(value, each => `%${each.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')

/** Every form but bundles and objects, which others have to write. */
export const FORMS: readonly WrittenForm[] = [
  form('DER', 'der', [], given => concatBytes(...given)),
  form('PEM', 'pem', [], given => pem(given)),
  form('PEM in octets', 'pem', [], given => octets(pem(given))),
  form('PEM with CRLF', 'pem', [], given => octets(pem(given, '\r\n'))),
  form('PEM with lines ended by CR alone', 'pem', [], given => pem(given, '\r')),
  form('PEM behind a preamble', 'pem', ['text-outside'], given => BAG + pem(given)),
  form('PEM behind UTF-8 beyond ASCII', 'pem', ['text-outside'], given => octets(`Žluť\n${pem(given)}`)),
  form(
    'PEM between text',
    'pem',
    ['text-outside'],
    given => `${given.map(each => pemBlock(each)).join('next\n')}end`,
  ),
  form('PEM with a mark', 'pem', ['byte-order-mark'], given => `\ufeff${pem(given)}`),
  form('PEM in octets with a mark', 'pem', ['byte-order-mark'], given => octets(`\ufeff${pem(given)}`)),
  form(
    'PEM in UTF-16',
    'pem',
    ['utf-16'],
    given => new Uint8Array(Buffer.from(`\ufeff${pem(given)}`, 'utf16le')),
  ),
  form(
    'PEM in swapped UTF-16',
    'pem',
    ['utf-16'],
    given => new Uint8Array(Buffer.from(`\ufeff${pem(given)}`, 'utf16le').swap16()),
  ),
  form('PEM with written line breaks', 'pem', ['written-breaks'], given => pem(given, '\\n')),
  form('PEM with written CRLF', 'pem', ['written-breaks'], given => pem(given, '\\r\\n')),
  form('PEM with written and real line breaks', 'pem', ['written-breaks'], given => pem(given, '\\n\n')),
  form('PEM with spaces for line breaks', 'pem', ['one-line'], given => pem(given, ' ')),
  form('PEM with tabs for line breaks', 'pem', ['one-line'], given => pem(given, '\t')),
  form('PEM without any break', 'pem', ['one-line'], given => pem(given, '')),
  form('PEM with lines continued by tabs', 'pem', [], given => pem(given, '\n\t')),
  form('PEM with the old label', 'pem', ['legacy-label'], given =>
    given.map(each => pemBlock(each, 'X509 CERTIFICATE')).join(''),
  ),
  form(
    'PEM beside parameters',
    'pem',
    ['other-blocks'],
    given => pemBlock(Uint8Array.of(6, 1, 42), 'EC PARAMETERS') + pem(given),
  ),
  form('PEM percent-encoded', 'pem', ['percent-encoded'], given => encodeURIComponent(pem(given))),
  form('PEM percent-encoded, + = / as they are', 'pem', ['percent-encoded'], given => encodeURI(pem(given))),
  form('PEM percent-encoded to the last character', 'pem', ['percent-encoded'], given => all(pem(given))),
  form('PEM on one line, percent-encoded', 'pem', ['percent-encoded', 'one-line'], given =>
    encodeURIComponent(pem(given, ' ')),
  ),
  form('base64', 'base64', [], given => base64(concatBytes(...given))),
  form('base64 in octets, lines broken', 'base64', [], given =>
    octets(base64(concatBytes(...given)).replace(/.{64}/g, '$&\n')),
  ),
  form('base64 with written line breaks', 'base64', ['written-breaks'], given =>
    base64(concatBytes(...given)).replace(/^.{64}/, '$&\\n'),
  ),
  form('base64 percent-encoded', 'base64', ['percent-encoded'], given => all(base64(concatBytes(...given)))),
  form('base64 of PEM', 'base64-pem', [], given => base64(octets(pem(given)))),
  form('base64 of PEM behind a preamble', 'base64-pem', ['text-outside'], given =>
    base64(octets(`0 ${BAG}${pem(given)}`)),
  ),
  form('hexadecimal', 'hex', [], given => toHex(concatBytes(...given))),
  form('hexadecimal in capitals', 'hex', [], given => toHex(concatBytes(...given)).toUpperCase()),
  form('hexadecimal with colons', 'hex', [], given =>
    toHex(concatBytes(...given)).replace(/..(?=.)/g, '$&:'),
  ),
  form('hexadecimal with spaces and lines', 'hex', [], given =>
    toHex(concatBytes(...given))
      .replace(/.{32}/g, '$&\n')
      .replace(/../g, '$& '),
  ),
]

function form(
  name: string,
  found: InputForm,
  notes: readonly InputNote[],
  write: WrittenForm['write'],
): WrittenForm {
  return { name, form: found, notes, write }
}

/**
 * The same octets without padding in the alphabet for URLs; which alphabet it is shows only where a character
 * differs.
 */
export const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

/** A bundle of PKCS #7 that holds certificates and nothing else. */
export const bundle = (given: readonly Uint8Array[]): Uint8Array =>
  sequence(
    oid('1.2.840.113549.1.7.2'),
    tlv(0xa0, sequence(integer(1), set(), sequence(oid('1.2.840.113549.1.7.1')), tlv(0xa0, ...given), set())),
  )

/** Pieces that mean something to a reader of forms. */
export const FORM_TOKENS = [
  ...[
    '-----BEGIN CERTIFICATE-----',
    '-----END CERTIFICATE-----',
    '-----BEGIN ',
    '-----END ',
    '-----',
    'PKCS7',
  ],
  ...[
    'PRIVATE KEY',
    '%',
    '%0A',
    '%2B',
    '%00',
    '\\n',
    '\\',
    '+',
    '=',
    '==',
    '-',
    '_',
    ' ',
    '\t',
    '\r\n',
    '\ufeff',
  ],
  ...['\u0000', '30', '3082', ':', 'MII', 'TUlJ', 'LS0t', 'é', '"', '\ud800'],
]
