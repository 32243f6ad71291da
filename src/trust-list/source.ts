import type { ListInput } from './trust-list-set.ts'

/** The files from which a set of lists is authenticated. */
export interface ListFiles {
  readonly listOfLists: ListInput
  /** Earlier lists of lists, in any order; needed where the notice is older than the list of lists. */
  readonly pivots: readonly Uint8Array[]
  /** National lists, in any order, one at a time. */
  readonly lists: AsyncIterable<ListInput>
}

/**
 * Where lists come from. Implement it over a folder, a cache or the network: what it hands over is not
 * trusted, so an implementation verifies nothing.
 */
export interface ListSource {
  /** Rejects where the list of lists itself cannot be had; a national list that cannot is left out. */
  files(): Promise<ListFiles>
}
