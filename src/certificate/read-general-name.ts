import { TAG, type DerReader } from '../encoding/der.ts'
import type { GeneralName } from './general-name.ts'
import { readName } from './name.ts'

/** How an iPAddress is read: an address, or in name constraints an address with its mask. */
type AddressForm = 'address' | 'range'

/**
 * Reads one GeneralName. The forms that have a syntax of their own are held to it, because text that is no name is a way
 * to smuggle one.
 *
 * @param bytes The input that the reader reads.
 * @standard RFC 5280, sections 4.2.1.6 and 4.2.1.10
 */
export function readGeneralName(reader: DerReader, bytes: Uint8Array, form: AddressForm = 'address'): GeneralName {
  const start = reader.offset
  const tag = reader.peek()
  switch (tag) {
    case 0xa0:
      return readOtherName(reader.constructed(tag))
    case 0x81:
      return { form: 'rfc822Name', text: checked(reader, tag, form === 'range' ? isVisible : isMailbox) }
    case 0x82:
      return { form: 'dNSName', text: checked(reader, tag, form === 'range' ? isDnsSubtree : isDnsName) }
    case 0xa3:
      return { form: 'x400Address', value: reader.any() }
    case 0xa4:
      return readDirectoryName(reader.constructed(tag), bytes)
    case 0xa5:
      return { form: 'ediPartyName', value: reader.any() }
    case 0x86:
      return { form: 'uniformResourceIdentifier', text: checked(reader, tag, form === 'range' ? isVisible : isUri) }
    case 0x87:
      return readAddress(reader, form)
    case 0x88:
      return { form: 'registeredID', id: reader.oid(tag) }
    default:
      reader.fail('tag-unexpected', start)
      return { form: 'x400Address', value: new Uint8Array(0) }
  }
}

/** GeneralNames: at least one. The reader stands inside of the sequence. */
export function readGeneralNames(names: DerReader, bytes: Uint8Array): readonly GeneralName[] {
  if (!names.more) names.fail('value-missing')
  const all: GeneralName[] = []
  while (names.more) all.push(readGeneralName(names, bytes))
  return all
}

function readOtherName(reader: DerReader): GeneralName {
  const type = reader.oid()
  const explicit = reader.constructed(0xa0)
  const value = explicit.any()
  explicit.finish()
  reader.finish()
  return { form: 'otherName', type, value }
}

function readDirectoryName(reader: DerReader, bytes: Uint8Array): GeneralName {
  const name = readName(reader, bytes)
  reader.finish()
  return { form: 'directoryName', name }
}

function readAddress(reader: DerReader, form: AddressForm): GeneralName {
  const start = reader.offset
  const octets = reader.octetString(0x87)
  const length = form === 'range' ? octets.length / 2 : octets.length
  if (length !== 4 && length !== 16) reader.fail('value-out-of-range', start)
  return { form: 'iPAddress', octets }
}

function checked(reader: DerReader, tag: number, syntax: (text: string) => boolean): string {
  const start = reader.offset
  const text = reader.implicitText(tag, TAG.ia5String)
  if (!syntax(text)) reader.fail('value-out-of-range', start)
  return text
}

/** Labels of at most 63 characters, 253 in all; a star only as the whole first label. @standard RFC 1034, section 3.5; RFC 9525 */
function isDnsName(text: string): boolean {
  if (text.length > 253) return false
  let start = text.startsWith('*.') ? 2 : 0
  for (let end = text.indexOf('.', start); end >= 0; end = text.indexOf('.', start)) {
    if (!isLabel(text, start, end)) return false
    start = end + 1
  }
  return isLabel(text, start, text.length)
}

function isLabel(text: string, start: number, end: number): boolean {
  if (end === start || end - start > 63) return false
  if (text.charCodeAt(start) === HYPHEN || text.charCodeAt(end - 1) === HYPHEN) return false
  for (let i = start; i < end; i++) if (LABEL[text.charCodeAt(i)] !== 1) return false
  return true
}

const HYPHEN = 0x2d
/** Letters, digits and hyphen; the underscore too, which service names use. */
const LABEL = Uint8Array.from({ length: 128 }, (_, code) => (/[A-Za-z0-9_-]/.test(String.fromCharCode(code)) ? 1 : 0))

/** A subtree may be empty (all names) or begin with a period, which some write for "below". */
function isDnsSubtree(text: string): boolean {
  return text === '' || isDnsName(text.startsWith('.') ? text.slice(1) : text)
}

function isMailbox(text: string): boolean {
  const at = text.lastIndexOf('@')
  return at > 0 && at < text.length - 1 && isVisible(text)
}

/** A scheme, a colon, and something behind it. */
function isUri(text: string): boolean {
  const colon = text.indexOf(':')
  return colon > 0 && colon < text.length - 1 && isVisible(text) && SCHEME.test(text.slice(0, colon))
}

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/

function isVisible(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code <= 0x20 || code >= 0x7f) return false
  }
  return text.length > 0
}
