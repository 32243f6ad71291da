import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createInflateRaw, deflateRaw } from 'node:zlib'
import { isOctets } from '../../core/octets.ts'

/** Octets that are worked on in one turn: to copy or to digest them takes a fraction of a millisecond. */
const SLICE = 131_072

const deflated = promisify(deflateRaw)

/**
 * Packs a list, beside the thread that calls. Lists become a quarter of what they were even at the lowest
 * level; to keep and to read again what is left holds that thread up the less.
 *
 * @standard RFC 1951
 */
export function pack(bytes: Uint8Array): Promise<Uint8Array> {
  return deflated(bytes, { level: 1, chunkSize: SLICE })
}

/**
 * @returns Undefined where it does not unpack to exactly so many octets. No more than those are ever
 *   unpacked.
 */
export async function unpack(packed: Uint8Array, octets: number): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(octets)
  let at = 0
  const inflate = createInflateRaw({ chunkSize: SLICE })
  inflate.end(packed)
  try {
    for await (const chunk of inflate) {
      if (!isOctets(chunk) || at + chunk.length > octets) return undefined
      bytes.set(chunk, at)
      at += chunk.length
    }
  } catch {
    return undefined
  }
  return at === octets ? bytes : undefined
}

/** SHA-256 in lower-case hexadecimal. Other work goes first between two slices. */
export async function digestInTurns(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let start = 0; start < bytes.length; start += SLICE) {
    await turn()
    hash.update(bytes.subarray(start, start + SLICE))
  }
  return hash.digest('hex')
}

/**
 * A copy in memory of its own, so that it can be handed over to another thread. Other work goes first between
 * two slices.
 */
export async function copyInTurns(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const copy = new Uint8Array(bytes.length)
  for (let start = 0; start < bytes.length; start += SLICE) {
    if (start > 0) await turn()
    copy.set(bytes.subarray(start, start + SLICE), start)
  }
  return copy
}
