/** A host as domain names are compared: lower case, without a trailing period. */
export interface Host {
  /** The labels; behind the star, where there is one. */
  readonly text: string
  /** Whether it stands for every single label in front of `text`. */
  readonly wildcard: boolean
}

/**
 * Reads a domain name.
 *
 * @param stars Whether the whole first label may be a star.
 * @returns Undefined when it is none: labels of 1 to 63 letters, digits, hyphens and underscores, 253
 *   characters in all.
 * @standard RFC 1034, section 3.5; RFC 9525, section 6.3
 */
export function parseHost(text: string, stars: 'wildcard' | 'exact'): Host | undefined {
  const wildcard = stars === 'wildcard' && text.startsWith('*.')
  const labels = (wildcard ? text.slice(2) : text).toLowerCase()
  if (text.length > MAX_HOST || !LABELS.test(labels)) return undefined
  return { text: labels, wildcard }
}

const MAX_HOST = 253
const LABELS = /^(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*$/

/** Text that programs read as an IPv4 address: its last label is a number, decimal or hexadecimal. */
export function looksLikeAddress({ text }: Host): boolean {
  return /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/.test(text)
}

/**
 * The host of a URI with an authority.
 *
 * @returns Undefined where there is no authority, or its host is an address or no domain name: what a
 *   constraint cannot be applied to must be refused.
 * @standard RFC 3986, section 3.2; RFC 5280, section 4.2.1.10
 */
export function parseUriHost(text: string): Host | undefined {
  const [, authority = ''] = AUTHORITY.exec(text) ?? []
  const [, name = ''] = HOST_AND_PORT.exec(authority) ?? []
  const host = parseHost(name, 'exact')
  return host === undefined || looksLikeAddress(host) ? undefined : host
}

const AUTHORITY = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/
/** User information without an at sign in it, a registered name, a port. */
const HOST_AND_PORT = /^(?:[A-Za-z0-9._~!$&'()*+,;=:%-]*@)?([A-Za-z0-9._-]+)(?::[0-9]*)?$/

/** Part before the at sign as it counts, and the host behind it. */
export interface Mailbox {
  /** Case counts. Without quotation marks, because quoting changes nothing of what is meant. */
  readonly local: string
  readonly host: Host
}

/**
 * Reads a mailbox.
 *
 * @returns Undefined when it is none, or its host is an address.
 * @standard RFC 2821, section 4.1.2; RFC 5280, section 4.2.1.6
 */
export function parseMailbox(text: string): Mailbox | undefined {
  const [, quoted, dots, name = ''] = MAILBOX.exec(text) ?? []
  const host = parseHost(name, 'exact')
  const local = quoted === undefined ? dots : quoted.replace(/\\(.)/g, '$1')
  return local === undefined || host === undefined ? undefined : { local, host }
}

/** A quoted string or atoms with single periods between them; then a host. */
const MAILBOX =
  /^(?:"((?:[^"\\]|\\.)*)"|([A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*))@([^@]*)$/
