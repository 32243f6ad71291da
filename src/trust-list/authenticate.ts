import type { Instant } from '../core/time.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { OctetBuffer } from '../encoding/octet-buffer.ts'
import { authenticateListOfLists } from './list-of-lists.ts'
import { announcedLists, authenticateNationalList } from './national-list.ts'
import type { OfficialJournalNotice } from './notices.ts'
import { rankFiles } from './rank-files.ts'
import type { ListFile, ListInput, TrustListSet } from './trust-list-set.ts'

export interface ListsGiven {
  readonly listOfLists: ListInput
  /** Earlier lists of lists, in any order. */
  readonly pivots?: readonly Uint8Array[]
  /** National lists, in any order. They are asked for one by one, so that one at a time need be in memory. */
  readonly lists: AsyncIterable<ListInput> | Iterable<ListInput>
  /** Where trust starts. */
  readonly notice: OfficialJournalNotice
  readonly crypto: Crypto
  /** The moment at which the signatures must be strong enough. */
  readonly at: Instant
}

/**
 * Authenticates the list of lists by a notice of the Official Journal, and the national lists by the list of
 * lists. Files are matched by the territory that they state, never by name. A file that is refused does not
 * displace an authentic one, whatever number it bears.
 *
 * @standard ETSI TS 119 615 V1.4.1, clauses 4.1 and 4.2
 */
export async function authenticateLists(given: ListsGiven): Promise<TrustListSet> {
  const { lists, notice, crypto, at } = given
  const { listOfLists, pivots } = await authenticateListOfLists({
    listOfLists: given.listOfLists,
    pivots: given.pivots ?? [],
    notice,
    crypto,
    at,
  })
  const announced =
    listOfLists.outcome === 'authentic' ? await announcedLists(listOfLists.list.content, crypto) : undefined
  const files: ListFile[] = []
  const output = new OctetBuffer()
  for await (const input of lists) {
    files.push(await authenticateNationalList(input, announced, { crypto, at, output }))
  }
  return { listOfLists, pivots, ...rankFiles([...(announced?.keys() ?? [])], files) }
}
