import type { Look } from '../../encoding/der/context.ts'

/**
 * The syntax of names that are text, told from their octets: joined text is flattened when it is looked into,
 * which would cost more than the looking.
 */
export type Syntax = Look<boolean>

const SPACE = 0x20
const HYPHEN = 0x2d
const PERIOD = 0x2e
const COLON = 0x3a
const STAR = 0x2a
const AT = 0x40

function table(pattern: RegExp): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => (pattern.test(String.fromCharCode(code)) ? 1 : 0))
}

/** Letters, digits and hyphen; the underscore too, which service names use. */
const LABEL = table(/^[A-Za-z0-9_-]$/)
const SCHEME = table(/^[A-Za-z0-9+.-]$/)
const LETTER = table(/^[A-Za-z]$/)

const MAX_NAME = 253
const MAX_LABEL = 63

/**
 * Labels of at most 63 characters, 253 in all; a star only as the whole first label. @standard RFC 1034,
 * section 3.5; RFC 9525
 */
export function isDnsName(bytes: Uint8Array, start: number, end: number): boolean {
  const hasStar = (bytes[start] ?? 0) === STAR && (bytes[start + 1] ?? 0) === PERIOD
  return end - start <= MAX_NAME && areLabels(bytes, hasStar ? start + 2 : start, end)
}

/** A subtree may be empty (all names) or begin with a period, which some write for "below". */
export function isDnsSubtree(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end) return true
  return (bytes[start] ?? 0) === PERIOD ? areLabels(bytes, start + 1, end) : isDnsName(bytes, start, end)
}

function areLabels(bytes: Uint8Array, start: number, end: number): boolean {
  let first = start
  for (let i = start; i < end; i++) {
    const octet = bytes[i] ?? 0
    if (octet !== PERIOD && LABEL[octet] !== 1) return false
    if (octet !== PERIOD) continue
    if (!isLabel(bytes, first, i)) return false
    first = i + 1
  }
  return isLabel(bytes, first, end)
}

/** Whether characters of labels are a label: one to 63 of them, no hyphen at either end. */
function isLabel(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start
  if (length < 1 || length > MAX_LABEL) return false
  return (bytes[start] ?? 0) !== HYPHEN && (bytes[end - 1] ?? 0) !== HYPHEN
}

/** Something, an at sign, and something. @standard RFC 5280, section 4.2.1.6 (Mailbox of RFC 2821) */
export function isMailbox(bytes: Uint8Array, start: number, end: number): boolean {
  const at = indexOf(bytes, AT, start, end)
  return at > start && at < end - 1 && isVisible(bytes, start, end)
}

/** A scheme, a colon, and something behind it. @standard RFC 3986, section 3.1 */
export function isUri(bytes: Uint8Array, start: number, end: number): boolean {
  const colon = indexOf(bytes, COLON, start, end)
  if (colon === start || colon >= end - 1 || LETTER[bytes[start] ?? 0] !== 1) return false
  for (let i = start; i < colon; i++) if (SCHEME[bytes[i] ?? 0] !== 1) return false
  return isVisible(bytes, start, end)
}

function indexOf(bytes: Uint8Array, wanted: number, start: number, end: number): number {
  for (let i = start; i < end; i++) if ((bytes[i] ?? 0) === wanted) return i
  return end
}

/** Graphic characters of ASCII, at least one. */
export function isVisible(bytes: Uint8Array, start: number, end: number): boolean {
  return start < end && isPrintable(bytes, start, end) && indexOf(bytes, SPACE, start, end) === end
}

/** Graphic characters of ASCII and spaces, at least one. */
export function isPrintable(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const octet = bytes[i] ?? 0
    if (octet < SPACE || octet > 0x7e) return false
  }
  return start < end
}
