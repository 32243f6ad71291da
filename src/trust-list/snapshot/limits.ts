/** The lists of all territories take about two and a half million octets; this is several times as much. */
export const MAX_SNAPSHOT_OCTETS = 16_777_216

/**
 * Items of all sequences and tables of one block; the largest lists have five thousand. One that takes an
 * octet costs a hundred.
 */
export const MAX_ITEMS = 1_000_000

/** Lists of criteria stand two deep in the lists in use; the facts of a check, four. */
export const MAX_DEPTH = 64

/**
 * Why octets are no snapshot. `not-a-snapshot`: they do not begin like one. `version-unsupported`: a later
 * form. `too-large`: more octets than any. `digest-mismatch`: not the one that was expected. `malformed`: cut
 * off, out of bounds, or otherwise not as the writer writes it.
 */
export type SnapshotReason =
  | 'not-a-snapshot'
  | 'version-unsupported'
  | 'too-large'
  | 'digest-mismatch'
  | 'malformed'
