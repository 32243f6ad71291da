import { fromBase64 } from '../../core/bytes.ts'
import { ok, type Result, refused } from '../../core/result.ts'
import { type PemBlock, readPemBlocks } from '../../encoding/pem.ts'
import { withoutWrittenBreaks } from '../../encoding/text-escapes.ts'
import { type InputNote, type InputReason, type Recognised, withinLimits } from './form.ts'
import { containerOf } from './kind.ts'
import { oneCertificate, recogniseOctets, type Wrapping } from './octets.ts'

/**
 * Reads text with armour: blocks of certificates, or one bundle. A private key anywhere refuses all of it.
 */
export function recognisePem(text: string, wrapping: Wrapping): Result<Recognised, InputReason> {
  const key = text.includes('PRIVATE KEY') ? text.search(PRIVATE_KEY) : -1
  if (key >= 0) return refused('private-key', key)
  const blocks = readPemBlocks(text)
  if (!blocks.ok) return blocks
  const read = blocks.value.filter(({ label }) => !isBeside(label))
  const [first = blocks.value[0]] = read
  if (first === undefined) return refused('malformed-armour')
  const notes = [...new Set([...wrapping.notes, ...notesOn(text, blocks.value)])]
  if (read.length === 1 && BUNDLES.has(first.label)) return readBundle(first, { ...wrapping, notes })
  return readCertificates(read.length === 0 ? [first] : read, { ...wrapping, notes })
}

/** The end of a BEGIN or END line of any kind of private key, PGP's included. */
const PRIVATE_KEY = /PRIVATE KEY(?: BLOCK)?-----/

const CERTIFICATE = 'CERTIFICATE'
const LEGACY = new Set(['X509 CERTIFICATE', 'X.509 CERTIFICATE'])
const BUNDLES = new Set(['PKCS7', 'CMS', 'PKCS #7 SIGNED DATA'])

/** What servers keep in one file with their certificates; passed over where there are certificates. */
function isBeside(label: string): boolean {
  return label === 'X509 CRL' || label.endsWith(' PARAMETERS')
}

/** What a label that is not that of a certificate says about its block. */
const LABELS: ReadonlyMap<string, InputReason> = new Map([
  ['CERTIFICATE REQUEST', 'certificate-request'],
  ['NEW CERTIFICATE REQUEST', 'certificate-request'],
  ['X509 CRL', 'revocation-list'],
  ['PUBLIC KEY', 'public-key'],
  ['RSA PUBLIC KEY', 'public-key'],
  ['TRUSTED CERTIFICATE', 'trusted-certificate'],
  ['ATTRIBUTE CERTIFICATE', 'attribute-certificate'],
  ['PKCS12', 'pkcs12'],
])

function readCertificates(
  blocks: readonly PemBlock[],
  { form, notes, limits }: Wrapping,
): Result<Recognised, InputReason> {
  const certificates: Uint8Array[] = []
  for (const block of blocks) {
    const certificate = readCertificate(block)
    if (!certificate.ok) return certificate
    certificates.push(certificate.value)
    if (certificates.length > limits.certificates) break
  }
  const within = withinLimits(certificates, limits)
  return within.ok ? ok({ certificates: within.value, form, notes }) : within
}

function readCertificate(block: PemBlock): Result<Uint8Array, InputReason> {
  const { label, begin } = block
  if (BUNDLES.has(label)) return refused('mixed-forms', begin)
  if (label !== CERTIFICATE && !LEGACY.has(label)) return refused(reasonOfLabel(block), begin)
  const octets = decode(block)
  if (!octets.ok) return octets
  const certificate = oneCertificate(octets.value)
  return certificate.ok ? certificate : refused(certificate.reason, begin)
}

/**
 * A label that says something else is believed, but not where the contents are a certificate: then one of
 * them is wrong.
 */
function reasonOfLabel(block: PemBlock): InputReason {
  const said = LABELS.get(block.label) ?? 'other-label'
  const octets = decode(block)
  return octets.ok && oneCertificate(octets.value).ok && said !== 'trusted-certificate' ? 'wrong-label' : said
}

function readBundle(block: PemBlock, wrapping: Wrapping): Result<Recognised, InputReason> {
  const octets = decode(block)
  if (!octets.ok) return octets
  if (containerOf(octets.value) !== undefined) return recogniseOctets(octets.value, wrapping)
  return refused(oneCertificate(octets.value).ok ? 'wrong-label' : 'malformed-bundle', block.begin)
}

function decode({ text, textAt }: PemBlock): Result<Uint8Array, InputReason> {
  const octets = fromBase64(withoutWrittenBreaks(text))
  return octets.ok ? octets : refused('malformed-base64', textAt + (octets.offset ?? 0))
}

function notesOn(text: string, blocks: readonly PemBlock[]): readonly InputNote[] {
  const notes: readonly (readonly [InputNote, boolean])[] = [
    ['text-outside', hasTextOutside(text, blocks)],
    ['written-breaks', blocks.some(block => block.text.includes('\\'))],
    ['one-line', blocks.some(block => !/[\r\n\\]/.test(block.text))],
    ['legacy-label', blocks.some(({ label }) => LEGACY.has(label))],
    ['other-blocks', blocks.some(({ label }) => isBeside(label))],
  ]
  return notes.filter(([, applies]) => applies).map(([note]) => note)
}

function hasTextOutside(text: string, blocks: readonly PemBlock[]): boolean {
  let from = 0
  for (const { begin, end } of blocks) {
    if (isTextual(text.slice(from, begin))) return true
    from = end
  }
  return isTextual(text.slice(from))
}

/** Whether anything but white space and line breaks that were written out stands there. */
function isTextual(between: string): boolean {
  return withoutWrittenBreaks(between).trim() !== ''
}
