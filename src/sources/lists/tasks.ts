import type { Instant } from '../../core/time.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { OctetBuffer } from '../../encoding/octet-buffer.ts'
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
  /** Where it is not authentic because of a pivot: the addresses that it names. Nobody has shown who says so. */
  readonly unsafePivotAddresses: readonly string[]
}

/** A national list that is to be authenticated. */
export interface NationalListTask {
  readonly input: ListInput
  readonly announced: AnnouncedList
  readonly at: Instant
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

/** Only the list of the one territory is authentic; that of another one, from wherever it came, is announced by nobody. */
export function verifyNationalList(
  { input, announced, at }: NationalListTask,
  crypto: Crypto,
  output = new OctetBuffer(input.bytes.length),
): Promise<ListFile> {
  return authenticateNationalList(input, new Map([[announced.territory, announced]]), { crypto, at, output })
}
