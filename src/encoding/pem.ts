import { byteAt, fromBase64, toBase64 } from '../core/bytes.ts'
import { ok, type Result, refused } from '../core/result.ts'

/**
 * `no-certificate`: text without a certificate in it. `malformed`: a block that does not end or is not
 * base64. `too-large`: more than a chain of certificates can need.
 */
export type PemReason = 'empty' | 'no-certificate' | 'malformed' | 'too-large'

/** What stands between a BEGIN and an END line. */
export interface PemBlock {
  readonly label: string
  /** Where the BEGIN line begins, and where the END line ends. */
  readonly begin: number
  readonly end: number
  /** The text between the two lines, and where it begins. */
  readonly text: string
  readonly textAt: number
}

/** A chain of eight large certificates, written as text, five times over. */
const MAX_BYTES = 4_194_304

const BEGIN = '-----BEGIN '
const END = '-----END '
const DASHES = '-----'

/** The longest label in use has 27 characters. */
const MAX_LABEL = 64

/**
 * Takes the certificates out of a file: DER, which is one certificate, or PEM, which may hold several with
 * any text between them. The octets are not looked into.
 *
 * @returns At least one certificate, DER, in the order of the file.
 * @standard RFC 7468, section 5
 */
export function readCertificates(file: Uint8Array): Result<readonly Uint8Array[], PemReason> {
  if (file.length === 0) return refused('empty', 0)
  if (file.length > MAX_BYTES) return refused('too-large', MAX_BYTES)
  if (isDer(file)) return ok([file])
  const blocks = readPemBlocks(new TextDecoder('latin1').decode(file))
  if (!blocks.ok) return refused('malformed', blocks.offset)
  const certificates = blocks.value.filter(({ label }) => label === 'CERTIFICATE')
  return certificates.length > 0 ? decodeBlocks(certificates) : refused('no-certificate', 0)
}

/**
 * A SEQUENCE too long for the short form of its length, as every certificate is; text has no octet like the
 * second.
 */
function isDer(file: Uint8Array): boolean {
  return byteAt(file, 0) === 0x30 && byteAt(file, 1) >= 0x80
}

function decodeBlocks(blocks: readonly PemBlock[]): Result<readonly Uint8Array[], PemReason> {
  const certificates: Uint8Array[] = []
  for (const { text, textAt } of blocks) {
    const contents = fromBase64(text)
    if (!contents.ok) return refused('malformed', textAt + (contents.offset ?? 0))
    certificates.push(contents.value)
  }
  return ok(certificates)
}

/**
 * Finds the blocks of a text, whatever stands between them; the lines need not be lines, as long as the
 * hyphens are there. The base64 is not decoded. Every character is looked at a bounded number of times.
 *
 * @returns The blocks, in order, perhaps none; `truncated` for one without an end; `malformed-armour` for one
 *   whose lines do not fit together. The offset is that of its BEGIN line.
 * @standard RFC 7468, section 2
 */
export function readPemBlocks(text: string): Result<readonly PemBlock[], 'truncated' | 'malformed-armour'> {
  const blocks: PemBlock[] = []
  for (let begin = text.indexOf(BEGIN); begin >= 0; ) {
    const block = readBlock(text, begin)
    if (!block.ok) return block
    blocks.push(block.value)
    begin = text.indexOf(BEGIN, block.value.end)
  }
  return ok(blocks)
}

function readBlock(text: string, begin: number): Result<PemBlock, 'truncated' | 'malformed-armour'> {
  const labelAt = begin + BEGIN.length
  const rest = text.slice(labelAt, labelAt + MAX_LABEL)
  const labelEnds = rest.indexOf(DASHES)
  const label = rest.slice(0, labelEnds)
  if (labelEnds < 0 || !LABEL.test(label))
    return refused(
      text.length < labelAt + MAX_LABEL && labelEnds < 0 ? 'truncated' : 'malformed-armour',
      begin,
    )
  const textAt = labelAt + labelEnds + DASHES.length
  const endsAt = text.indexOf(END, textAt)
  if (endsAt < 0) return refused('truncated', begin)
  const contents = text.slice(textAt, endsAt)
  if (contents.includes(BEGIN)) return refused('truncated', begin)
  const last = `${END}${label}${DASHES}`
  if (!text.startsWith(last, endsAt)) {
    return refused(last.startsWith(text.slice(endsAt)) ? 'truncated' : 'malformed-armour', begin)
  }
  return ok({ label, begin, end: endsAt + last.length, text: contents, textAt })
}

const LABEL = /^[A-Z0-9#./ ]+$/

/** Writes a block, its last line ended too. @standard RFC 7468, section 2 */
export function writePem(label: string, octets: Uint8Array): string {
  const lines = toBase64(octets).match(/.{1,64}/g) ?? []
  return [`${BEGIN}${label}${DASHES}`, ...lines, `${END}${label}${DASHES}`, ''].join('\n')
}
