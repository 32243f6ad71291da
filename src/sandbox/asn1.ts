import * as asn1 from 'asn1js'
import type { Instant } from '../core/time.ts'

// Words for writing DER by hand.

export type Value = asn1.BaseBlock

export function sequence(...value: readonly Value[]): asn1.Sequence {
  return new asn1.Sequence({ value: [...value] })
}

export function identifier(value: string): asn1.ObjectIdentifier {
  return new asn1.ObjectIdentifier({ value })
}

export function utf8(value: string): asn1.Utf8String {
  return new asn1.Utf8String({ value })
}

export function printable(value: string): asn1.PrintableString {
  return new asn1.PrintableString({ value })
}

export function ia5(value: string): asn1.IA5String {
  return new asn1.IA5String({ value })
}

export function integer(value: bigint): asn1.Integer {
  return asn1.Integer.fromBigInt(value)
}

export function nothing(): asn1.Null {
  return new asn1.Null()
}

export function bitString(octets: Uint8Array): asn1.BitString {
  return new asn1.BitString({ valueHex: octets })
}

export function octetString(octets: Uint8Array): asn1.OctetString {
  return new asn1.OctetString({ valueHex: octets })
}

/** UTCTime from 1950 to 2049, GeneralizedTime else, whole seconds. @standard RFC 5280, section 4.1.2.5 */
export function time(moment: Instant): Value {
  const valueDate = new Date(Math.floor(moment / 1000) * 1000)
  const year = valueDate.getUTCFullYear()
  return year >= 1950 && year < 2050
    ? new asn1.UTCTime({ valueDate })
    : new asn1.GeneralizedTime({ valueDate })
}

/** EXPLICIT, or IMPLICIT around what is constructed: `[tag]` around values. */
export function tagged(tag: number, ...value: readonly Value[]): asn1.Constructed {
  return new asn1.Constructed({ idBlock: { tagClass: CONTEXT, tagNumber: tag }, value: [...value] })
}

/** IMPLICIT: `[tag]` in place of the tag of a string of octets. */
export function implicit(tag: number, octets: Uint8Array): asn1.Primitive {
  return new asn1.Primitive({ idBlock: { tagClass: CONTEXT, tagNumber: tag }, valueHex: octets })
}

/** DER. */
export function encoded(value: Value): Uint8Array<ArrayBuffer> {
  return new Uint8Array(value.toBER())
}

/** What is encoded already. */
export function decoded(der: Uint8Array | ArrayBuffer): Value {
  const { result, offset } = asn1.fromBER(der)
  if (offset === -1) throw new TypeError(`not DER: ${result.error}`)
  return result
}

const CONTEXT = 3
