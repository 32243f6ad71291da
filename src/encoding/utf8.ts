/** Reading UTF-8 in chunks, strictly. @standard RFC 3629 */

export function hasByteOrderMark(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf
}

/** The last index up to `at` that does not stand inside a character, so that chunks decode one by one. */
export function characterBoundary(bytes: Uint8Array, at: number): number {
  if (at >= bytes.length) return bytes.length
  for (let end = at; end > at - 4; end--) if (((bytes[end] ?? 0) & 0xc0) !== 0x80) return end
  return at
}

/** Holds no state between chunks that end where a character does. */
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
