import { byteAt, toHex } from '../../core/bytes.ts'

/** Whether no text stands twice. */
export function areDistinctTexts(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length
}

/** Whether no octet string stands twice: identifiers of keys and policies are short, certificates are not. */
export function areDistinct(strings: readonly Uint8Array[]): boolean {
  const short = strings.filter(({ length }) => length <= SHORT)
  if (!areDistinctTexts(short.map(string => toHex(string)))) return false
  const long = strings.filter(({ length }) => length > SHORT).sort(compareFromEnd)
  return long.every((string, i) => {
    const before = long[i - 1]
    return before === undefined || compareFromEnd(before, string) !== 0
  })
}

/** Many short strings are sooner compared as texts than put in order; to copy long ones takes longer. */
const SHORT = 64

/** Certificates end in their signatures: of two that differ the last octets do, while the first ones agree. */
function compareFromEnd(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return a.length - b.length
  for (let at = a.length - 1; at >= 0; at--) {
    const difference = byteAt(a, at) - byteAt(b, at)
    if (difference !== 0) return difference
  }
  return 0
}
