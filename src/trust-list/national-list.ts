import type { Instant } from '../core/time.ts'
import type { Crypto } from '../crypto/crypto.ts'
import type { OctetBuffer } from '../encoding/octet-buffer.ts'
import { type Check, satisfied, undetermined, violated } from '../requirements/finding.ts'
import { checkContent } from './list-checks.ts'
import { conclude, readFile } from './list-file.ts'
import { signersOf } from './list-of-lists.ts'
import { isForMachines, LIST_TYPE } from './names.ts'
import type { TrustList } from './trust-list.ts'
import type { ListFile, ListInput } from './trust-list-set.ts'
import { verifySignedList } from './verify.ts'

/** What a list of lists announces of the list of a territory. */
export interface AnnouncedList {
  /** As the list of lists spells it: `EL`, `UK`. */
  readonly territory: string
  /** Where it stands; usually one address. */
  readonly locations: readonly string[]
  /** Who may sign it: SHA-256 of the certificates, lower-case hexadecimal. */
  readonly signers: ReadonlySet<string>
}

/** By territory, in the order of the list of lists. */
export type Announced = ReadonlyMap<string, AnnouncedList>

/** As the lists write territories: two capital letters. */
const TERRITORY = /^[A-Z]{2}$/

/**
 * The lists of territories in the form for machines that a list of lists points to. A pointer without
 * territory is none.
 */
export async function announcedLists({ pointers }: TrustList, crypto: Crypto): Promise<Announced> {
  const national = pointers.filter(
    ({ type, mimeType, territory }) =>
      type === LIST_TYPE.national && isForMachines(mimeType) && TERRITORY.test(territory),
  )
  const announced = new Map<string, AnnouncedList>()
  for (const territory of new Set(national.map(pointer => pointer.territory))) {
    const own = national.filter(pointer => pointer.territory === territory)
    const locations = own.map(({ location }) => location)
    announced.set(territory, { territory, locations, signers: await signersOf(own, crypto) })
  }
  return announced
}

export interface NationalListCase {
  readonly crypto: Crypto
  /** The moment at which the signature must be strong enough. */
  readonly at: Instant
  /** See `readSignedList`. */
  readonly output?: OctetBuffer
}

/**
 * Authenticates one national list by what an authentic list of lists announces.
 *
 * @param announcing Undefined where there is no such list of lists. Waited for only once the file is read.
 * @standard ETSI TS 119 615 V1.4.1, clause 4.2
 */
export async function authenticateNationalList(
  input: ListInput,
  announcing: Announced | undefined | Promise<Announced | undefined>,
  { crypto, at, output }: NationalListCase,
): Promise<ListFile> {
  const file = await readFile(input, crypto, output)
  const { signed, facts } = file
  if (!signed) return conclude(file, {}, file.checks)
  const territory = facts.claims?.territory ?? null
  if (territory === null) return conclude(file, {}, checkContent(signed.unsafeContent))
  const announced = await announcing
  const own = announced?.get(territory)
  const pointer = checkPointer(territory, announced, own)
  if (!own) return conclude(file, {}, [pointer])
  const verification = await verifySignedList(signed, { pins: own.signers, crypto, at })
  const type = verification.list ? [checkType(verification.list.content)] : []
  return conclude(file, verification, [pointer, ...verification.checks, ...type])
}

function checkPointer(
  territory: string,
  announced: Announced | undefined,
  own: AnnouncedList | undefined,
): Check {
  if (!announced) return undetermined('trust-list.pointer', 'list-of-lists-refused', { territory })
  if (!own) return violated('trust-list.pointer', 'not-announced', { territory })
  return satisfied('trust-list.pointer', { territory, locations: own.locations })
}

function checkType({ type, territory }: TrustList): Check {
  if (type !== LIST_TYPE.national) return violated('trust-list.type', 'not-national', { type, territory })
  return satisfied('trust-list.type', { type, territory })
}

/**
 * What an authentic list is worth where the list of lists has changed since: a signer that it announces no
 * more vouches for nothing, whatever it signed.
 */
export function announcedStill(file: ListFile, { territory, signers }: AnnouncedList): ListFile {
  if (file.outcome !== 'authentic' || signers.has(file.list.signer)) return file
  const { list, ...facts } = file
  const check = violated('trust-list.signer', 'not-announced', {
    signer: list.signer,
    announced: [...signers],
    territory,
  })
  return { ...facts, outcome: 'refused', reason: 'not-announced', checks: [...facts.checks, check] }
}
