import type { Oid } from '../core/oid.ts'
import type { Name } from './name/name.ts'

/**
 * One name of a subjectAltName and its kin. Forms are told apart by tag; text of one form is never read as
 * another.
 *
 * @standard RFC 5280, section 4.2.1.6
 */
export type GeneralName =
  | { readonly form: 'otherName'; readonly type: Oid; readonly value: Uint8Array }
  | { readonly form: 'rfc822Name'; readonly text: string }
  | { readonly form: 'dNSName'; readonly text: string }
  | { readonly form: 'x400Address'; readonly value: Uint8Array }
  | { readonly form: 'directoryName'; readonly name: Name }
  | { readonly form: 'ediPartyName'; readonly value: Uint8Array }
  | { readonly form: 'uniformResourceIdentifier'; readonly text: string }
  /** 4 or 16 octets; in name constraints an address and a mask, 8 or 32. */
  | { readonly form: 'iPAddress'; readonly octets: Uint8Array }
  | { readonly form: 'registeredID'; readonly id: Oid }
