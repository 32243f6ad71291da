import * as asn1 from 'asn1js'
import { toHex } from '../../core/bytes.ts'
import { x509 } from './peculiar.ts'

/** Attributes in the order in which they are encoded, most general first. */
export type DistinguishedName = readonly (readonly [AttributeType, string])[]

export type AttributeType = 'C' | 'O' | 'organizationIdentifier' | 'CN'

const IDENTIFIERS: Readonly<Record<AttributeType, string>> = {
  C: '2.5.4.6',
  O: '2.5.4.10',
  organizationIdentifier: '2.5.4.97',
  CN: '2.5.4.3',
}

/** Countries are PrintableString, as X.520 has it; the rest is UTF8String (RFC 5280, section 4.1.2.4). */
export function encodeName(name: DistinguishedName): x509.Name {
  return new x509.Name(
    name.map(([type, value]) => ({
      [IDENTIFIERS[type]]: [type === 'C' ? { printableString: value } : { utf8String: value }],
    })),
  )
}

/** The string form: last attribute first (RFC 4514, section 2.1). */
export function nameText(name: DistinguishedName): string {
  return [...name]
    .reverse()
    .map(([type, value]) => attributeText(type, value))
    .join(',')
}

/**
 * A type without a name of its own has its number, and its value in hexadecimal DER (RFC 4514, section 2.4).
 */
function attributeText(type: AttributeType, value: string): string {
  if (type !== 'organizationIdentifier') return `${type}=${escapeValue(value)}`
  const der = new Uint8Array(new asn1.Utf8String({ value }).toBER())
  return `${IDENTIFIERS[type]}=#${toHex(der)}`
}

/** @standard RFC 4514, section 2.4 */
function escapeValue(value: string): string {
  return value.replace(/["+,;<>\\]/g, '\\$&').replace(/^[ #]|(?<!^) $/g, '\\$&')
}
