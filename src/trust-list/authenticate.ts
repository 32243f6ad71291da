import type { Instant } from '../core/time.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { OctetBuffer } from '../encoding/octet-buffer.ts'
import { type Check, satisfied, undetermined, violated } from '../requirements/finding.ts'
import { checkContent } from './list-checks.ts'
import { conclude, readFile } from './list-file.ts'
import { authenticateListOfLists, signersOf } from './list-of-lists.ts'
import { isForMachines, LIST_TYPE } from './names.ts'
import type { OfficialJournalNotice } from './notices.ts'
import { rankFiles } from './rank-files.ts'
import type { Pointer, TrustList } from './trust-list.ts'
import type { ListFile, ListInput, TrustListSet } from './trust-list-set.ts'
import { verifySignedList } from './verify.ts'

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
 * Authenticates the list of lists by a notice of the Official Journal, and the national lists by the list of lists. Files
 * are matched by the territory that they state, never by name. A file that is refused does not displace an authentic one,
 * whatever number it bears.
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
  const announced = listOfLists.outcome === 'authentic' ? announcedLists(listOfLists.list.content) : undefined
  const files: ListFile[] = []
  const output = new OctetBuffer()
  for await (const input of lists) {
    files.push(await authenticateNationalList(input, announced, { crypto, at, output }))
  }
  return { listOfLists, pivots, ...rankFiles([...(announced?.keys() ?? [])], files) }
}

/** Pointers to national lists, by territory. */
export type Announced = ReadonlyMap<string, readonly Pointer[]>

interface NationalListCase extends Pick<ListsGiven, 'crypto' | 'at'> {
  /** See `readSignedList`. */
  readonly output?: OctetBuffer
}

/** As the lists write territories: two capital letters. */
const TERRITORY = /^[A-Z]{2}$/

/** Pointers to the lists of territories in the form for machines, by territory; one that names none points nowhere. */
export function announcedLists({ pointers }: TrustList): Announced {
  const national = pointers.filter(
    ({ type, mimeType, territory }) =>
      type === LIST_TYPE.national && isForMachines(mimeType) && TERRITORY.test(territory),
  )
  const territories = new Set(national.map(({ territory }) => territory))
  return new Map(
    [...territories].map(territory => [
      territory,
      national.filter(pointer => pointer.territory === territory),
    ]),
  )
}

/**
 * Authenticates one national list by what an authentic list of lists announces.
 *
 * @param announced Undefined where there is no such list of lists.
 * @standard ETSI TS 119 615 V1.4.1, clause 4.2
 */
export async function authenticateNationalList(
  input: ListInput,
  announced: Announced | undefined,
  { crypto, at, output }: NationalListCase,
): Promise<ListFile> {
  const file = await readFile(input, crypto, output)
  const { signed, facts } = file
  if (!signed) return conclude(file, {}, file.checks)
  const territory = facts.claims?.territory ?? null
  if (territory === null) return conclude(file, {}, checkContent(signed.unsafeContent))
  const pointers = announced?.get(territory)
  const pointer = checkPointer(territory, announced, pointers)
  if (!pointers) return conclude(file, {}, [pointer])
  const pins = await signersOf(pointers, crypto)
  const verification = await verifySignedList(signed, { pins, crypto, at })
  const type = verification.list ? [checkType(verification.list.content)] : []
  return conclude(file, verification, [pointer, ...verification.checks, ...type])
}

function checkPointer(
  territory: string,
  announced: Announced | undefined,
  pointers: readonly Pointer[] | undefined,
): Check {
  if (!announced) return undetermined('trust-list.pointer', 'list-of-lists-refused', { territory })
  if (!pointers) return violated('trust-list.pointer', 'not-announced', { territory })
  return satisfied('trust-list.pointer', { territory, locations: pointers.map(({ location }) => location) })
}

function checkType({ type, territory }: TrustList): Check {
  if (type !== LIST_TYPE.national) return violated('trust-list.type', 'not-national', { type, territory })
  return satisfied('trust-list.type', { type, territory })
}
