import { hkdfSync } from 'node:crypto'

/**
 * Where every secret and every number of a world comes from: the world's seed, and a label that says what
 * for.
 */
export interface Seed {
  readonly text: string
}

/** @standard RFC 5869, with SHA-256 */
export function derive(seed: Seed, label: string, length: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', seed.text, 'qwac sandbox', label, length))
}

/**
 * A serial number: sixteen octets in hexadecimal, positive, and never shorter than sixteen.
 *
 * @standard RFC 5280, section 4.1.2.2
 */
export function serialNumber(seed: Seed, label: string): string {
  const octets = derive(seed, `serial ${label}`, 16)
  octets[0] = ((octets[0] ?? 0) & 0x3f) | 0x40
  return Buffer.from(octets).toString('hex')
}
