import { x509 } from './peculiar.ts'

/** What every name that the sandbox mints begins with, so that nobody takes it for a real one. */
export const MARKER = 'TEST – NOT QUALIFIED'

export function marked(name: string): string {
  return `${MARKER} ${name}`
}

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
    .map(([type, value]) => `${type === 'organizationIdentifier' ? '2.5.4.97' : type}=${escapeValue(value)}`)
    .join(',')
}

/** @standard RFC 4514, section 2.4 */
function escapeValue(value: string): string {
  return value.replace(/["+,;<>\\]/g, '\\$&').replace(/^[ #]|(?<!^) $/g, '\\$&')
}
