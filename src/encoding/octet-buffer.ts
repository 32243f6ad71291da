/**
 * Text that becomes octets of UTF-8, in one piece that grows. One buffer can serve many documents, one after
 * the other.
 */
export class OctetBuffer {
  private bytes: Uint8Array
  private length = 0
  private pending = ''

  /** @param capacity Octets expected. */
  constructor(capacity = 4096) {
    this.bytes = new Uint8Array(capacity)
  }

  /** Forgets what was written. Octets that were handed out before become meaningless. */
  clear(): void {
    this.length = 0
    this.pending = ''
  }

  write(text: string): void {
    this.pending += text
    if (this.pending.length > FLUSH_AT) this.flush()
  }

  append(octets: Uint8Array): void {
    this.flush()
    this.reserve(this.length + octets.length)
    this.bytes.set(octets, this.length)
    this.length += octets.length
  }

  /** @returns How many octets there are, all text included. */
  flush(): number {
    const { pending } = this
    if (pending === '') return this.length
    // A UTF-16 unit takes three octets at most.
    this.reserve(this.length + pending.length * 3)
    this.length += ENCODER.encodeInto(pending, this.bytes.subarray(this.length)).written
    this.pending = ''
    return this.length
  }

  /** A window, not a copy. */
  octets(start: number, end: number): Uint8Array {
    return this.bytes.subarray(start, end)
  }

  private reserve(needed: number): void {
    if (needed <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2))
    larger.set(this.bytes.subarray(0, this.length))
    this.bytes = larger
  }
}

const FLUSH_AT = 16_384
const ENCODER = new TextEncoder()
