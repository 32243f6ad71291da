import { byteAt } from '../core/bytes.ts'

/** Text that came as octets: one character for each octet, so that offsets stay those of the input. */
const LATIN1 = new TextDecoder('latin1')
const UTF16 = new TextDecoder('utf-16le')
const UTF16_SWAPPED = new TextDecoder('utf-16be')

/**
 * Says whether octets are text: whether none of them is a control octet other than white space. Every
 * certificate has control octets, its BOOLEANs, INTEGERs and lengths among them, so nothing is both. The test
 * ends at the first.
 */
export function isText(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const octet = bytes[i] ?? 0
    if (octet < 0x20 && (octet < 0x09 || octet > 0x0d)) return false
  }
  return true
}

export function textFrom(bytes: Uint8Array): string {
  return LATIN1.decode(bytes)
}

/**
 * The text behind a byte order mark of UTF-16, in which some shells write what they redirect; else undefined.
 */
export function utf16From(bytes: Uint8Array): string | undefined {
  const mark = (byteAt(bytes, 0) << 8) | byteAt(bytes, 1)
  if (mark === 0xfffe) return UTF16.decode(bytes)
  return mark === 0xfeff ? UTF16_SWAPPED.decode(bytes) : undefined
}
