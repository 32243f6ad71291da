/** Octets that grow at the end. */
export class OctetSink {
  private bytes = new Uint8Array(256)
  private length = 0

  /**
   * A whole number from 0 to 2^53 - 1: seven bits an octet, the lowest first, the last octet without its high
   * bit.
   */
  uint(value: number): void {
    this.reserve(MAX_UINT_OCTETS)
    let rest = value
    while (rest >= 0x80) {
      this.bytes[this.length++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.bytes[this.length++] = rest
  }

  octets(octets: Uint8Array): void {
    this.reserve(octets.length)
    this.bytes.set(octets, this.length)
    this.length += octets.length
  }

  /** All that was written: a copy, so that it owns its memory. */
  done(): Uint8Array {
    return this.bytes.slice(0, this.length)
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(this.length + more, this.bytes.length * 2))
    larger.set(this.bytes.subarray(0, this.length))
    this.bytes = larger
  }
}

/** 53 bits in groups of seven. */
export const MAX_UINT_OCTETS = 8
