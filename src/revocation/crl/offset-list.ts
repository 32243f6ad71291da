/** A list of offsets that grows, in four octets each. */
export class OffsetList {
  #offsets = new Uint32Array(0)
  #length = 0

  add(offset: number): void {
    if (this.#length === this.#offsets.length) this.#resize(Math.max(16, this.#length * 2))
    this.#offsets[this.#length++] = offset
  }

  /** All of them, without room for more. */
  offsets(): Uint32Array {
    this.#resize(this.#length)
    return this.#offsets
  }

  #resize(length: number): void {
    const resized = new Uint32Array(length)
    resized.set(this.#offsets.subarray(0, this.#length))
    this.#offsets = resized
  }
}
