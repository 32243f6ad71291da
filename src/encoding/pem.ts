import { byteAt, fromBase64 } from '../core/bytes.ts'
import { ok, type Result, refused } from '../core/result.ts'

/**
 * `no-certificate`: text without a certificate in it. `malformed`: a block that does not end or is not base64.
 * `too-large`: more than a chain of certificates can need.
 */
export type PemReason = 'empty' | 'no-certificate' | 'malformed' | 'too-large'

/** A chain of eight large certificates, written as text, five times over. */
const MAX_BYTES = 4_194_304

const BEGIN = '-----BEGIN CERTIFICATE-----'
const END = '-----END CERTIFICATE-----'

/**
 * Takes the certificates out of a file: DER, which is one certificate, or PEM, which may hold several with any text
 * between them. The octets are not looked into.
 *
 * @returns At least one certificate, DER, in the order of the file.
 * @standard RFC 7468, section 5
 */
export function readCertificates(file: Uint8Array): Result<readonly Uint8Array[], PemReason> {
  if (file.length === 0) return refused('empty', 0)
  if (file.length > MAX_BYTES) return refused('too-large', MAX_BYTES)
  if (isDer(file)) return ok([file])
  return readBlocks(new TextDecoder('latin1').decode(file))
}

/** A SEQUENCE too long for the short form of its length, as every certificate is; text has no octet like the second. */
function isDer(file: Uint8Array): boolean {
  return byteAt(file, 0) === 0x30 && byteAt(file, 1) >= 0x80
}

function readBlocks(text: string): Result<readonly Uint8Array[], PemReason> {
  const certificates: Uint8Array[] = []
  for (let begin = text.indexOf(BEGIN); begin >= 0; ) {
    const end = text.indexOf(END, begin)
    if (end < 0) return refused('malformed', begin)
    const contents = fromBase64(text.slice(begin + BEGIN.length, end))
    if (!contents.ok) return refused('malformed', begin + BEGIN.length + (contents.offset ?? 0))
    certificates.push(contents.value)
    begin = text.indexOf(BEGIN, end)
  }
  return certificates.length > 0 ? ok(certificates) : refused('no-certificate', 0)
}
