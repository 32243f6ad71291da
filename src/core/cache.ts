import { LRUCache } from 'lru-cache'

/**
 * Keeps what was used last, within its bounds. Forgetting is always right: whoever asks can find out again.
 */
export interface Cache<V> {
  get(key: string): V | undefined
  /** @param octets What the entry counts for. One that alone exceeds the bound is not kept. */
  set(key: string, value: V, octets: number): void
  delete(key: string): void
}

export interface CacheBounds {
  readonly maxEntries: number
  readonly maxOctets: number
}

/** @throws RangeError when a bound is not a whole number above zero. */
export function boundedCache<V extends object>({ maxEntries, maxOctets }: CacheBounds): Cache<V> {
  for (const bound of [maxEntries, maxOctets]) {
    if (!Number.isSafeInteger(bound) || bound < 1) throw new RangeError(`not a bound: ${bound}`)
  }
  // Told how many entries there may be, it would make room for all of them at once, which takes longer than
  // an assessment.
  const entries = new LRUCache<string, V>({ maxSize: maxOctets })
  return {
    get: key => entries.get(key),
    set: (key, value, octets) => {
      entries.set(key, value, { size: Math.max(1, octets) })
      if (entries.size > maxEntries) entries.pop()
    },
    delete: key => void entries.delete(key),
  }
}
