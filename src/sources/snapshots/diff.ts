import type { Instant } from '../../core/time.ts'
import type { TrustListSet } from '../../trust-list/trust-list-set.ts'
import { listChanges } from './diff-lists.ts'
import { type ListedService, listedServices } from './diff-match.ts'
import { serviceChanges } from './diff-services.ts'

/**
 * What changed. Of lists: `list-newer`, `list-older` by the sequence number, `list-reissued` with the same
 * number and other content, `list-state` where it can be relied on more or less than before (expired,
 * refused, absent, back again). Of services: `added`, `removed`, `moved` to another provider or list,
 * `granted`, `withdrawn`, `status` for any other one, `qualifiers` for what it is listed for and for whom,
 * `identity` for certificates that came or went, `history` where the past is told in another way than before.
 */
export type ChangeKind =
  | 'list-newer'
  | 'list-older'
  | 'list-reissued'
  | 'list-state'
  | 'added'
  | 'removed'
  | 'moved'
  | 'granted'
  | 'withdrawn'
  | 'status'
  | 'qualifiers'
  | 'identity'
  | 'history'

export interface Change {
  readonly kind: ChangeKind
  /** As the lists spell it; `EU` for the list of lists. */
  readonly territory: string
  readonly provider?: string
  readonly service?: string
  /**
   * What it was, and what it is: text from outside, to be escaped before it is shown. Null where there was,
   * or is, nothing.
   */
  readonly before: string | number | null
  readonly after: string | number | null
}

/**
 * Compares two sets of lists. A service is the same one where it has a key in common, or else where its
 * provider calls it by the same name: so a service that got another key is one whose identity was renewed.
 *
 * @param listsAt The moment at which lists are fresh or expired.
 */
export function diffLists(before: TrustListSet, after: TrustListSet, listsAt: Instant): readonly Change[] {
  const [old, young]: readonly (readonly ListedService[])[] = [listedServices(before), listedServices(after)]
  return [...listChanges(before, after, listsAt), ...serviceChanges(old ?? [], young ?? [])]
}
