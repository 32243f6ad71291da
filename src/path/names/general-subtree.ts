import type { GeneralName } from '../../certificate/general-name.ts'
import { isKeyWithin, nameKey } from '../../certificate/name/match.ts'
import { byteAt, equalBytes } from '../../core/bytes.ts'
import { type Oid, oid, oidText } from '../../core/oid.ts'
import { readDer } from '../../encoding/der/der.ts'
import { TAG } from '../../encoding/der/tag.ts'
import { type Host, parseHost, parseMailbox, parseUriHost } from './host-name.ts'

/**
 * Names of one kind: constraints of a kind apply to names of the same kind and to no other. An otherName is
 * of the kind that its type says.
 */
export type Kind = string

/**
 * A name in the form in which subtrees are compared with it. Text in here is lower case where case does not
 * count.
 */
export type Comparable =
  | { readonly form: 'host'; readonly host: Host }
  | { readonly form: 'mailbox'; readonly local: string; readonly host: Host }
  /** Of a mailbox beyond ASCII the host alone is compared. */
  | { readonly form: 'mailbox-host'; readonly host: Host }
  | { readonly form: 'address'; readonly octets: Uint8Array }
  | { readonly form: 'directory'; readonly key: string }
  /** A form without rules of comparison: its octets, its header included where the form keeps it. */
  | { readonly form: 'opaque'; readonly octets: Uint8Array }

/** The top of a subtree. */
export type Base =
  | { readonly form: 'host'; readonly host: Host; readonly reach: Reach }
  | { readonly form: 'mailbox'; readonly local: string; readonly host: Host }
  | { readonly form: 'address'; readonly octets: Uint8Array; readonly mask: Uint8Array }
  | { readonly form: 'directory'; readonly key: string }
  | { readonly form: 'opaque'; readonly octets: Uint8Array }

/** Of a host: itself, what is below it, or both. */
export type Reach = 'itself' | 'below' | 'both'

/** A mailbox is one kind, in whichever of its two forms it is written. */
export function kindOf(name: GeneralName): Kind {
  return isSmtpUtf8Mailbox(name) ? 'rfc822Name' : nameOfForm(name)
}

/** What a name says of its own form, for people to read. */
export function nameOfForm(name: GeneralName): string {
  return name.form === 'otherName' ? `otherName ${oidText(name.type)}` : name.form
}

/**
 * A mailbox with letters beyond ASCII in front of the at sign: constraints on mailboxes hold for it too.
 *
 * @standard RFC 9598, sections 3 and 6
 */
function isSmtpUtf8Mailbox(name: GeneralName): boolean {
  return name.form === 'otherName' && name.type === SMTP_UTF8_MAILBOX
}

const SMTP_UTF8_MAILBOX: Oid = oid('1.3.6.1.5.5.7.8.9')

/**
 * Makes a name comparable.
 *
 * @returns Undefined when the name is none of its form, or has no host that a constraint could be about.
 * @standard RFC 5280, section 4.2.1.10
 */
export function comparableName(name: GeneralName): Comparable | undefined {
  switch (name.form) {
    case 'dNSName':
      return hostOf(parseHost(name.text, 'wildcard'))
    case 'uniformResourceIdentifier':
      return hostOf(parseUriHost(name.text))
    case 'rfc822Name':
      return mailboxOf(name.text)
    case 'iPAddress':
      return name.octets.length === 4 || name.octets.length === 16
        ? { form: 'address', octets: name.octets }
        : undefined
    case 'directoryName':
      return { form: 'directory', key: nameKey(name.name) }
    case 'registeredID':
      return { form: 'opaque', octets: new TextEncoder().encode(name.id) }
    case 'otherName':
      return isSmtpUtf8Mailbox(name) ? smtpUtf8MailboxOf(name.value) : { form: 'opaque', octets: name.value }
    case 'x400Address':
    case 'ediPartyName':
      return { form: 'opaque', octets: name.value }
    default:
      return name satisfies never
  }
}

function hostOf(host: Host | undefined): Comparable | undefined {
  return host && { form: 'host', host }
}

function mailboxOf(text: string): Extract<Comparable, { form: 'mailbox' }> | undefined {
  const mailbox = parseMailbox(text)
  return mailbox && { form: 'mailbox', ...mailbox }
}

/**
 * The domain is written in A-labels; what stands before the last at sign is stripped.
 *
 * @standard RFC 9598, sections 3 and 6
 */
function smtpUtf8MailboxOf(value: Uint8Array): Comparable | undefined {
  const read = readDer(value, SMTP_UTF8_LIMITS, reader => reader.text(TAG.utf8String))
  const at = read.ok ? read.value.lastIndexOf('@') : -1
  const host = read.ok && at > 0 ? parseHost(read.value.slice(at + 1), 'exact') : undefined
  return host && { form: 'mailbox-host', host }
}

const SMTP_UTF8_LIMITS = { bytes: 65_536, depth: 1, elements: 1 }

/**
 * Whether a dNSName subtree may begin with a period: RFC 5280 does not know it; some authorities write it for
 * "below".
 */
export type LeadingPeriod = 'refused' | 'below'

/**
 * Reads the base of a subtree.
 *
 * @returns Undefined when it is none of its form.
 * @standard RFC 5280, section 4.2.1.10
 */
export function baseOf(name: GeneralName, leadingPeriod: LeadingPeriod): Base | undefined {
  switch (name.form) {
    case 'dNSName':
      return name.text.startsWith('.') && leadingPeriod === 'refused'
        ? undefined
        : domainBase(name.text, 'both')
    case 'uniformResourceIdentifier':
      return domainBase(name.text, 'itself')
    case 'rfc822Name':
      return name.text.includes('@') ? mailboxOf(name.text) : domainBase(name.text, 'itself')
    case 'iPAddress':
      return addressBase(name.octets)
    case 'otherName':
      // A mailbox beyond ASCII is none that constraints are written with (RFC 9598, section 6): nobody knows.
      return { form: 'opaque', octets: name.value }
    default:
      return withoutReach(comparableName(name))
  }
}

function withoutReach(name: Comparable | undefined): Base | undefined {
  if (name === undefined || name.form === 'host' || name.form === 'address') return undefined
  return name.form === 'mailbox-host' ? undefined : name
}

/** A host, with a reach that a leading period changes to what is below it. Empty: every host. */
function domainBase(text: string, reach: Reach): Base | undefined {
  const isBelow = text.startsWith('.')
  const domain = isBelow ? text.slice(1) : text
  if (text === '') return { form: 'host', host: { text: '', wildcard: false }, reach: 'both' }
  const host = parseHost(domain, 'exact')
  return host && { form: 'host', host, reach: isBelow ? 'below' : reach }
}

/** An address and a mask of leading ones, as CIDR writes it (RFC 4632). */
function addressBase(octets: Uint8Array): Base | undefined {
  if (octets.length !== 8 && octets.length !== 32) return undefined
  const half = octets.length / 2
  const mask = octets.subarray(half)
  return isContiguous(mask) ? { form: 'address', octets: octets.subarray(0, half), mask } : undefined
}

function isContiguous(mask: Uint8Array): boolean {
  const partial = mask.findIndex(octet => octet !== 0xff)
  if (partial < 0) return true
  const isPrefix = [0, 0x80, 0xc0, 0xe0, 0xf0, 0xf8, 0xfc, 0xfe].includes(byteAt(mask, partial))
  return isPrefix && mask.subarray(partial + 1).every(octet => octet === 0)
}

/**
 * How a name lies to a subtree. `meets`: some of the hosts that a wildcard stands for are in it. `unknown`:
 * no rule says.
 */
export type Position = 'inside' | 'meets' | 'outside' | 'unknown'

/** Names of the same kind only. */
export function positionOf(name: Comparable, base: Base): Position {
  if (name.form === 'host' && base.form === 'host') return hostPosition(name.host, base)
  if (name.form === 'mailbox' && base.form === 'host') return hostPosition(name.host, base)
  if (name.form === 'mailbox-host') return mailboxHostPosition(name.host, base)
  if (name.form === 'mailbox' && base.form === 'mailbox')
    return insideIf(name.local === base.local && name.host.text === base.host.text)
  if (name.form === 'address' && base.form === 'address') return insideIf(isInRange(name.octets, base))
  if (name.form === 'directory' && base.form === 'directory') return insideIf(isKeyWithin(name.key, base.key))
  if (name.form === 'opaque' && base.form === 'opaque' && equalBytes(name.octets, base.octets))
    return 'inside'
  return 'unknown'
}

/** Which of the mailboxes of a host is meant cannot be told from a host. */
function mailboxHostPosition(host: Host, base: Base): Position {
  if (base.form === 'host') return hostPosition(host, base)
  return base.form === 'mailbox' && base.host.text !== host.text ? 'outside' : 'unknown'
}

function insideIf(isInside: boolean): Position {
  return isInside ? 'inside' : 'outside'
}

/** A wildcard stands for every single label in front of its host (RFC 9525, section 6.3). */
function hostPosition(name: Host, { host, reach }: Extract<Base, { form: 'host' }>): Position {
  const isBelow = host.text === '' || name.text.endsWith(`.${host.text}`)
  const isSame = name.text === host.text
  if (name.wildcard) {
    if (isBelow || isSame) return reach === 'itself' ? 'outside' : 'inside'
    return labelBelow(host.text, name.text) ? 'meets' : 'outside'
  }
  if (isSame) return reach === 'below' ? 'outside' : 'inside'
  return insideIf(isBelow && reach !== 'itself')
}

/** Whether a host is one label in front of another. */
function labelBelow(host: string, parent: string): boolean {
  return host.endsWith(`.${parent}`) && !host.slice(0, -parent.length - 1).includes('.')
}

function isInRange(octets: Uint8Array, base: Extract<Base, { form: 'address' }>): boolean {
  if (octets.length !== base.octets.length) return false
  return octets.every((octet, i) => ((octet ^ byteAt(base.octets, i)) & byteAt(base.mask, i)) === 0)
}
