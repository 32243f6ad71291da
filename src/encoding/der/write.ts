import { concatBytes } from '../../core/bytes.ts'

/**
 * Writes one DER value: identifier octet, length in its shortest form, contents. @standard X.690, clauses 8.1
 * and 10.1
 */
export function writeValue(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...contents)
  return concatBytes(Uint8Array.of(tag, ...lengthOctets(content.length)), content)
}

function lengthOctets(length: number): readonly number[] {
  if (length < 0x80) return [length]
  const octets: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  return [0x80 | octets.length, ...octets]
}
