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
      return { form: 'rfc822Name', text: checked(reader, tag, form === 'range' ? SHOWN : MAILBOX) }
    case 0x82:
      return { form: 'dNSName', text: checked(reader, tag, form === 'range' ? DNS_SUBTREE : DNS_NAME) }
    case 0xa3:
      return { form: 'x400Address', value: reader.any() }
    case 0xa4:
      return readDirectoryName(reader.constructed(tag), bytes)
    case 0xa5:
      return { form: 'ediPartyName', value: reader.any() }
    case 0x86:
      return { form: 'uniformResourceIdentifier', text: checked(reader, tag, form === 'range' ? SHOWN : URI) }
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

const LABEL = '[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?'
const DNS = new RegExp(`^(?:\\*\\.)?${LABEL}(?:\\.${LABEL})*$`)

/** Labels of at most 63 characters, 253 in all; a star only as the whole first label. @standard RFC 1034, section 3.5; RFC 9525 */
function isDnsName(text: string): boolean {
  return text.length <= 253 && DNS.test(text)
}

const DNS_NAME = isDnsName

/** A subtree may be empty (all names) or begin with a period, which some write for "below". */
const DNS_SUBTREE = (text: string): boolean => text === '' || isDnsName(text.startsWith('.') ? text.slice(1) : text)

const SHOWN = (text: string): boolean => /^[!-~]+$/.test(text)
const MAILBOX = (text: string): boolean => /^[!-~ ]+@[!-~]+$/.test(text)
const URI = (text: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$/.test(text)
