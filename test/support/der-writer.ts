import { concatBytes, fromHex } from '../../src/core/bytes.ts'
import { oid as oidOf } from '../../src/core/oid.ts'

/**
 * Writes DER for tests: values by their contents, nothing checked, so that what is wrong can be written too.
 */
export function tlv(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const body = concatBytes(...contents)
  return concatBytes(Uint8Array.of(tag), length(body.length), body)
}

function length(octets: number): Uint8Array {
  if (octets < 0x80) return Uint8Array.of(octets)
  const digits = octets.toString(16)
  const bytes = fromHex(digits.padStart(digits.length + (digits.length % 2), '0'))
  return concatBytes(Uint8Array.of(0x80 | bytes.length), bytes)
}

/** Octets written as hexadecimal digits; spaces are for the reader. */
export function hex(digits: string): Uint8Array {
  return fromHex(digits.replaceAll(' ', ''))
}

export const sequence = (...items: readonly Uint8Array[]): Uint8Array => tlv(0x30, ...items)
export const set = (...items: readonly Uint8Array[]): Uint8Array => tlv(0x31, ...items)
export const oid = (dotted: string): Uint8Array => tlv(0x06, fromHex(oidOf(dotted)))
export const boolean = (value: boolean): Uint8Array => tlv(0x01, Uint8Array.of(value ? 0xff : 0))
export const octets = (...contents: readonly Uint8Array[]): Uint8Array => tlv(0x04, ...contents)
export const bits = (unused: number, digits: string): Uint8Array =>
  tlv(0x03, Uint8Array.of(unused), hex(digits))
export const nothing = (): Uint8Array => tlv(0x05)

/** A small non-negative INTEGER. */
export function integer(value: number): Uint8Array {
  const digits = value.toString(16)
  const even = digits.padStart(digits.length + (digits.length % 2), '0')
  return tlv(0x02, hex(Number.parseInt(even.slice(0, 2), 16) >= 0x80 ? `00${even}` : even))
}

const UTF8 = new TextEncoder()
export const utf8 = (text: string): Uint8Array => tlv(0x0c, UTF8.encode(text))
export const printable = (text: string): Uint8Array => tlv(0x13, UTF8.encode(text))
export const ia5 = (text: string, tag = 0x16): Uint8Array => tlv(tag, UTF8.encode(text))
export const utcTime = (text: string): Uint8Array => tlv(0x17, UTF8.encode(text))
export const generalizedTime = (text: string): Uint8Array => tlv(0x18, UTF8.encode(text))

/** A relative distinguished name of one attribute: `rdn('2.5.4.3', utf8('Example'))`. */
export const rdn = (type: string, value: Uint8Array): Uint8Array => set(sequence(oid(type), value))
