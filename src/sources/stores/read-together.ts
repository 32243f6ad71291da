import type { KeyValueStore } from './store.ts'

/**
 * A store that is asked once for all that is read of it at one time, where it can read many keys at once. The
 * calls are what they were: each has its own value, and rejects where the store failed.
 */
export function readTogether(store: KeyValueStore): KeyValueStore {
  if (typeof store.getMany !== 'function') return store
  const reads = new Reads(async keys => store.getMany?.(keys))
  return {
    get: key => reads.read(key),
    set: (key, value, ttl) => store.set(key, value, ttl),
    delete: key => store.delete(key),
  }
}

interface Read {
  readonly key: string
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

class Reads {
  readonly #getMany: (keys: string[]) => Promise<unknown>
  #waiting: Read[] = []

  constructor(getMany: (keys: string[]) => Promise<unknown>) {
    this.#getMany = getMany
  }

  /** The first one waits until what is about to run has run, which may read as well. */
  read(key: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject })
      if (this.#waiting.length === 1) queueMicrotask(() => this.#ask(this.#waiting.splice(0)))
    })
  }

  async #ask(reads: readonly Read[]): Promise<void> {
    try {
      const values: unknown = await this.#getMany(reads.map(({ key }) => key))
      // Of fewer values, or more, nobody can say whose they are.
      if (!Array.isArray(values) || values.length !== reads.length)
        throw new TypeError('not a value for each key')
      for (const [index, { resolve }] of reads.entries()) resolve(values[index])
    } catch (error) {
      for (const { reject } of reads) reject(error)
    }
  }
}
