import type { Instant } from '../../core/time.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { OctetBuffer } from '../../encoding/octet-buffer.ts'
import { countAnchors } from '../../trust-list/anchors.ts'
import { authenticateListOfLists, pivotAddresses } from '../../trust-list/list-of-lists.ts'
import {
  type AnnouncedList,
  announcedLists,
  authenticateNationalList,
} from '../../trust-list/national-list.ts'
import { ownLocation } from '../../trust-list/notice-checks.ts'
import type { OfficialJournalNotice } from '../../trust-list/notices.ts'
import { readSignedList } from '../../trust-list/read-list.ts'
import type { ListFile, ListInput } from '../../trust-list/trust-list-set.ts'
import type { AuthenticatedList } from '../../trust-list/verify.ts'

/** A list of lists that is to be authenticated. */
export interface ListOfListsTask {
  readonly input: ListInput
  readonly pivots: readonly Uint8Array[]
  readonly notice: OfficialJournalNotice
  readonly at: Instant
}

/** What an authentic list of lists says of where lists stand, and who may sign them. */
export interface ListPlan {
  /** Its own address. */
  readonly location: string | undefined
  readonly lists: readonly AnnouncedList[]
}

export interface ListOfListsOutcome {
  readonly listOfLists: ListFile
  readonly pivots: readonly ListFile[]
  /** Absent where it is not authentic. */
  readonly plan?: ListPlan
  /**
   * Where it is not authentic because of a pivot: the addresses that it names. Nobody has shown who says so.
   */
  readonly unsafePivotAddresses: readonly string[]
}

/** A national list that is to be authenticated. */
export interface NationalListTask {
  readonly input: ListInput
  readonly announced: AnnouncedList
  readonly at: Instant
  /** The list that is held: where the file turns out to be that one, the record stays as it is. */
  readonly held?: AuthenticatedList | undefined
}

/** What a file is, and what it would change. */
export interface NationalListOutcome {
  readonly file: ListFile
  /** How many services of it paths can end at. */
  readonly anchors: number
}

export async function verifyListOfLists(task: ListOfListsTask, crypto: Crypto): Promise<ListOfListsOutcome> {
  const { input, pivots, notice, at } = task
  const judged = await authenticateListOfLists({ listOfLists: input, pivots, notice, crypto, at })
  const { listOfLists } = judged
  if (listOfLists.outcome !== 'authentic')
    return { ...judged, unsafePivotAddresses: unsafePivots(listOfLists.reason, task) }
  const { content } = listOfLists.list
  const announced = await announcedLists(content, crypto)
  const plan = { location: ownLocation(content), lists: [...announced.values()] }
  return { ...judged, plan, unsafePivotAddresses: [] }
}

function unsafePivots(reason: string, { input, notice }: ListOfListsTask): readonly string[] {
  if (reason !== 'pivot-missing') return []
  const read = readSignedList(input.bytes)
  return read.ok && read.value.unsafeContent.ok ? pivotAddresses(read.value.unsafeContent.list, notice) : []
}

/**
 * Only the list of the one territory is authentic; that of another one, from wherever it came, is announced
 * by nobody.
 */
export async function verifyNationalList(
  { input, announced, at }: Omit<NationalListTask, 'held'>,
  crypto: Crypto,
  output = new OctetBuffer(input.bytes.length),
): Promise<NationalListOutcome> {
  const announcing = new Map([[announced.territory, announced]])
  const file = await authenticateNationalList(input, announcing, { crypto, at, output })
  return {
    file,
    anchors: countAnchors({ territories: [{ territory: announced.territory, file, others: [] }] }),
  }
}
