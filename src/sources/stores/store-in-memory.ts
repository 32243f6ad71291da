import { boundedCache, type CacheBounds } from '../../core/cache.ts'
import type { KeyValueStore } from './store.ts'

export interface MemoryStoreOptions extends Partial<CacheBounds> {
  /** Milliseconds from any moment on; never goes back. */
  readonly clock?: () => number
}

/**
 * A list of trusted lists in base64 has less than a megabyte, a response some kilobytes: room for both in
 * their hundreds.
 */
const BOUNDS: CacheBounds = { maxEntries: 10_000, maxOctets: 64_000_000 }

/**
 * A store within this process, which keeps what was used last. A text counts for two octets a unit, the most
 * that it takes, and so does its key. A text that alone exceeds the bound is not kept, and what was under its
 * key is gone as well.
 */
export function memoryStore(options: MemoryStoreOptions = {}): KeyValueStore {
  const { clock = () => performance.now(), ...bounds } = options
  const cache = boundedCache<{ readonly value: string; readonly until: number }>({ ...BOUNDS, ...bounds })
  return {
    get: async key => {
      const entry = cache.get(key)
      if (entry === undefined || clock() < entry.until) return entry?.value
      cache.delete(key)
      return undefined
    },
    set: async (key, value, ttl = Number.POSITIVE_INFINITY) => {
      cache.set(key, { value, until: clock() + ttl }, 2 * (key.length + value.length))
    },
    delete: async key => cache.delete(key),
  }
}
