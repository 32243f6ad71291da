/** Reading UTF-8, strictly. @standard RFC 3629 */

export function hasByteOrderMark(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes)
  } catch {
    return undefined
  }
}

/** Octets that the first characters (UTF-16 units) of a text take. */
export function octetsIn(text: string, characters: number): number {
  return new TextEncoder().encode(text.slice(0, Math.max(0, characters))).length
}
