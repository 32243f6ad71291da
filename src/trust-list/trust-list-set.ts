import type { Instant } from '../core/time.ts'
import type { Check } from '../requirements/finding.ts'
import type { ListClaims } from './parse-claims.ts'
import type { AuthenticatedList } from './verify.ts'

/**
 * All lists that were given, judged by who signed them. Whether they are fresh is another question, which has
 * a moment: `listState`.
 */
export interface TrustListSet {
  /** The list of trusted lists. Where it is not authentic, neither is anything else. */
  readonly listOfLists: ListFile
  /**
   * Earlier lists of lists that lead to it from the notice, oldest first; empty where the notice's own
   * certificates signed it.
   */
  readonly pivots: readonly ListFile[]
  /** One for each territory that the list of lists points to, in its order. */
  readonly territories: readonly TerritoryLists[]
  /** Files that belong to no such territory, or do not say to which. */
  readonly others: readonly ListFile[]
  /**
   * The snapshot that the set was read from: SHA-256 of its octets, lower-case hexadecimal. Absent where the
   * lists were authenticated here.
   */
  readonly snapshot?: string
}

export interface TerritoryLists {
  /** As the list of lists spells it: `EL`, `UK`. */
  readonly territory: string
  /**
   * The authentic file with the highest sequence number; refused where two of them contradict each other.
   * Where none is authentic, the one with the lowest digest; absent where none was given.
   */
  readonly file?: ListFile
  /** Further files for this territory. */
  readonly others: readonly ListFile[]
}

/** One file, and what became of it. */
export type ListFile = AuthenticFile | RejectedFile

export interface AuthenticFile extends FileFacts {
  readonly outcome: 'authentic'
  readonly list: AuthenticatedList
}

/**
 * `unreadable`: no list of a form that this library knows. `refused`: a list, but nobody who may has signed
 * it as it is.
 */
export interface RejectedFile extends FileFacts {
  readonly outcome: 'refused' | 'unreadable'
  /** The reason of the check that decided. */
  readonly reason: string
}

interface FileFacts {
  /** Of the octets of the file, lower-case hexadecimal. */
  readonly sha256: string
  /** What was checked, in order, up to the first check that failed. */
  readonly checks: readonly Check[]
  /** What the file says of itself, whoever wrote it; absent where it has no head that could be read. */
  readonly claims?: ListClaims
  /** When the file was obtained, where whoever gave it said so. */
  readonly obtainedAt?: Instant
}

/** A file as it is given. */
export interface ListInput {
  readonly bytes: Uint8Array
  /** When it was fetched. From a folder nobody knows, so a list from there is never `aged`. */
  readonly obtainedAt?: Instant
  /** The address that it was fetched from; a list of lists is compared with what it says of its own. */
  readonly location?: string
}
