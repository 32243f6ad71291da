/**
 * A place to keep things, in the shape of Keyv: every Keyv, cacheable or Redis adapter of that shape fits as
 * it is.
 *
 * Values are text, so that they survive whatever encoding a store uses. Nothing that comes out of a store is
 * trusted: who reads verifies again. A store may fail, freeze, forget or lie; it may reject and throw.
 */
export interface KeyValueStore {
  /** The value; undefined or null where there is none. */
  get(key: string): Promise<unknown>
  /**
   * A value for each key, in their order. Where it is there, what is read at one time is read by one call.
   */
  getMany?(keys: string[]): Promise<unknown>
  /** @param ttl Milliseconds for which the value is of use. */
  set(key: string, value: string, ttl?: number): Promise<unknown>
  delete(key: string): Promise<unknown>
}
