import type { Oid } from '../core/oid.ts'

/**
 * A distinguished name, in the order of the certificate (most significant first).
 *
 * @standard RFC 5280, section 4.1.2.4
 */
export interface Name {
  /** The whole Name, DER. */
  readonly bytes: Uint8Array
  readonly rdns: readonly RelativeDistinguishedName[]
}

/** Usually one attribute. */
export type RelativeDistinguishedName = readonly Attribute[]

export interface Attribute {
  readonly type: Oid
  /** Identifier octet of the value: 0x0c UTF8String, 0x13 PrintableString … */
  readonly tag: number
  /** Contents octets of the value. */
  readonly value: Uint8Array
  /** The value as text, where it is one of the string types. */
  readonly text?: string
}
