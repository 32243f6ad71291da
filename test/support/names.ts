import { type Name, readName } from '../../src/certificate/name/name.ts'
import { readDer } from '../../src/encoding/der/der.ts'

/** Reads a Name that a test has written. */
export function nameOf(der: Uint8Array): Name {
  const read = readDer(der, { bytes: 65_536, depth: 32, elements: 1000 }, readName)
  if (!read.ok) throw new Error(`${read.reason} at ${read.offset}`)
  return read.value
}
