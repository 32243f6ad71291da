import { concatBytes } from '../core/bytes.ts'

/** More than any input of a command needs; what stands behind it is not read. */
const LARGEST = 20_000_001

/**
 * All that comes on the standard input, up to a limit. It comes once: whoever reads it again finds nothing.
 */
export async function readStandardInput(input: AsyncIterable<unknown> = process.stdin): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of input) {
    const octets = part instanceof Uint8Array ? part : new TextEncoder().encode(String(part))
    parts.push(octets)
    length += octets.length
    if (length >= LARGEST) break
  }
  return concatBytes(...parts)
}
