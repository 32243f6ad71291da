import type { DerReader } from '../encoding/der/der.ts'
import { TAG } from '../encoding/der/tag.ts'
import type { GeneralName } from './general-name.ts'
import { readName } from './name/name.ts'
import {
  isDnsName,
  isDnsSubtree,
  isMailbox,
  isPrintable,
  isUri,
  isVisible,
  type Syntax,
} from './name/syntax.ts'

/**
 * What a name stands for: somebody, so that its syntax must be that of its form; all names below, as in name
 * constraints; or a place to fetch from, where text that is no address leads nowhere but names nobody.
 */
type Purpose = 'name' | 'subtree' | 'location'

/**
 * Reads one GeneralName. Forms that have a syntax of their own are held to it, because text that is no name
 * is a way to smuggle one.
 *
 * @standard RFC 5280, sections 4.2.1.6 and 4.2.1.10
 */
export function readGeneralName(reader: DerReader, purpose: Purpose): GeneralName {
  const start = reader.offset
  const tag = reader.peek()
  switch (tag) {
    case 0xa0:
      return readOtherName(reader.constructed(tag))
    case 0x81:
      return { form: 'rfc822Name', text: readText(reader, purpose === 'name' ? isMailbox : isVisible) }
    case 0x82:
      return { form: 'dNSName', text: readText(reader, purpose === 'subtree' ? isDnsSubtree : isDnsName) }
    case 0xa3:
      return { form: 'x400Address', value: reader.any() }
    case 0xa4:
      return readDirectoryName(reader.constructed(tag))
    case 0xa5:
      return { form: 'ediPartyName', value: reader.any() }
    case 0x86:
      return { form: 'uniformResourceIdentifier', text: readText(reader, URI_SYNTAX[purpose]) }
    case 0x87:
      return readAddress(reader, purpose)
    case 0x88:
      return { form: 'registeredID', id: reader.oid(tag) }
    default:
      reader.fail('tag-unexpected', start)
      return { form: 'x400Address', value: new Uint8Array(0) }
  }
}

const URI_SYNTAX = { name: isUri, subtree: isVisible, location: isPrintable } as const

/** GeneralNames: at least one. The reader stands inside of the sequence. */
export function readGeneralNames(names: DerReader, purpose: Purpose): readonly GeneralName[] {
  if (!names.more) names.fail('value-missing')
  const all = [readGeneralName(names, purpose)]
  while (names.more) all.push(readGeneralName(names, purpose))
  return all
}

/** SubjectAltName, IssuerAltName. */
export function readAlternativeNames(reader: DerReader): readonly GeneralName[] {
  const start = reader.offset
  const names = readGeneralNames(reader.sequence(), 'name')
  if (names.length > MAX_NAMES) reader.fail('too-many-elements', start)
  return names
}

/** More than any certificate has and less than an attack needs. */
const MAX_NAMES = 1000

function readOtherName(reader: DerReader): GeneralName {
  const type = reader.oid()
  const explicit = reader.constructed(0xa0)
  const value = explicit.any()
  explicit.finish()
  reader.finish()
  return { form: 'otherName', type, value }
}

function readDirectoryName(reader: DerReader): GeneralName {
  const name = readName(reader)
  reader.finish()
  return { form: 'directoryName', name }
}

function readAddress(reader: DerReader, purpose: Purpose): GeneralName {
  const start = reader.offset
  const octets = reader.octetString(0x87)
  const length = purpose === 'subtree' ? octets.length / 2 : octets.length
  if (length !== 4 && length !== 16) reader.fail('value-out-of-range', start)
  return { form: 'iPAddress', octets }
}

function readText(reader: DerReader, syntax: Syntax): string {
  const start = reader.offset
  const text = reader.text(reader.peek(), TAG.ia5String)
  if (!reader.lastFits(syntax)) reader.fail('value-out-of-range', start)
  return text
}
