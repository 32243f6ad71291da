// Steps through octets that a strict reader has passed: nothing is checked here, because all of it was.

/** Where the contents of a value begin. */
export function contentOf(bytes: Uint8Array, at: number): number {
  const first = bytes[at + 1] ?? 0
  return at + 2 + (first < 0x80 ? 0 : first & 0x7f)
}

/** Where a value ends. */
export function endOf(bytes: Uint8Array, at: number): number {
  const first = bytes[at + 1] ?? 0
  if (first < 0x80) return at + 2 + first
  const content = at + 2 + (first & 0x7f)
  let length = 0
  for (let i = at + 2; i < content; i++) length = length * 256 + (bytes[i] ?? 0)
  return content + length
}
