import { contentOf, endOf } from './walk.ts'

/** Whether an entry is of a serial number, octet for octet. */
export function serialNumberEquals(bytes: Uint8Array, entry: number, serialNumber: Uint8Array): boolean {
  const at = contentOf(bytes, entry)
  // At most 64 octets, so the length is one octet.
  if (bytes[at + 1] !== serialNumber.length) return false
  for (let i = serialNumber.length - 1; i >= 0; i--) if (bytes[at + 2 + i] !== serialNumber[i]) return false
  return true
}

/**
 * Finds entries by their serial numbers: an open table of offsets, half full at most. Serial numbers that
 * were chosen to collide would make it slow to build, so the steps are counted, and where they are spent
 * there is no index.
 */
export class EntryIndex {
  readonly #bytes: Uint8Array
  readonly #slots: Uint32Array | undefined

  constructor(bytes: Uint8Array, entries: Extent) {
    this.#bytes = bytes
    this.#slots = build(bytes, entries)
  }

  /**
   * Where the entries of a serial number stand, in the order of the list; undefined where there is no index.
   */
  offsets(serialNumber: Uint8Array): readonly number[] | undefined {
    const slots = this.#slots
    if (slots === undefined) return undefined
    const found: number[] = []
    const mask = slots.length - 1
    for (let slot = hash(serialNumber, 0, serialNumber.length) & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot] ?? 0
      if (entry === 0) return found
      if (serialNumberEquals(this.#bytes, entry, serialNumber)) found.push(entry)
    }
  }
}

interface Extent {
  readonly start: number
  readonly end: number
  readonly count: number
}

/** Steps for each entry on average: a table that is half full needs between one and two. */
const MAX_STEPS = 16

function build(bytes: Uint8Array, { start, end, count }: Extent): Uint32Array | undefined {
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(count * 2 + 2)))
  const mask = slots.length - 1
  let steps = count * MAX_STEPS
  for (let at = start; at < end; at = endOf(bytes, at)) {
    const serial = contentOf(bytes, at)
    const content = serial + 2
    let slot = hash(bytes, content, content + (bytes[serial + 1] ?? 0)) & mask
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) if (--steps < 0) return undefined
    slots[slot] = at
  }
  return slots
}

/** FNV-1a over the octets, its bits mixed once more, because only the low ones choose the slot. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5
  for (let i = start; i < end; i++) value = Math.imul(value ^ (bytes[i] ?? 0), 0x01000193)
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
  return (value ^ (value >>> 13)) >>> 0
}
