import {
  type CacheOptions,
  createCaches as createListCaches,
  type Caches as ListCaches,
} from './qualification/list-index.ts'
import { createStatusMemo, type StatusMemo } from './revocation/memo.ts'

/**
 * What assessments can share. It holds nothing that was concluded, only what is found faster; whoever makes it passes it
 * on, and what it knows of a list goes with the list. Octets of lists and responses that it has seen must not change.
 */
export interface Caches extends ListCaches {
  /** Revocation lists that were read, and signatures of lists and responders that were computed. */
  readonly status: StatusMemo
}

/** @throws RangeError when a number is not a positive integer. */
export function createCaches(options: CacheOptions = {}): Caches {
  return { ...createListCaches(options), status: createStatusMemo() }
}
