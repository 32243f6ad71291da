import { type Check, satisfied, violated } from '../requirements/finding.ts'
import { isForMachines, LIST_TYPE, UNION } from './names.ts'
import type { OfficialJournalNotice } from './notices.ts'
import type { Pointer, TrustList } from './trust-list.ts'

/**
 * Whether a list of lists names a newer notice before the given one. Notices of one journal stand at one
 * host, so an address there that is no pivot is another notice. It never becomes the anchor by itself: a
 * person decides that.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.1
 */
export function checkNotice({ informationUris }: TrustList, notice: OfficialJournalNotice): Check {
  const end = informationUris.findIndex(uri => notice.locations.includes(uri))
  const hosts = new Set(notice.locations.map(hostOf))
  const newer = informationUris
    .slice(0, Math.max(0, end))
    .filter(uri => !uri.endsWith('.xml') && hosts.has(hostOf(uri)))
  const facts = { notice: notice.id, newer }
  if (newer.length > 0) return violated('trust-list.notice', 'superseded', facts)
  return satisfied('trust-list.notice', facts)
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address
}

/**
 * Whether a list of lists stands where it says that it stands; nothing to say where nobody knows from where
 * it came.
 */
export function checkOwnLocation(list: TrustList, location: string | undefined): readonly Check[] {
  if (location === undefined) return []
  const own = ownPointer(list)?.location ?? null
  const facts = { location, own }
  if (own !== location) return [violated('trust-list.own-location', 'moved', facts)]
  return [satisfied('trust-list.own-location', facts)]
}

/**
 * The pointer of a list of lists to itself, in the form for machines; undefined unless there is exactly one.
 */
export function ownPointer({ pointers }: TrustList): Pointer | undefined {
  const [own, second] = pointers.filter(
    ({ type, territory, mimeType }) =>
      type === LIST_TYPE.listOfLists && territory === UNION && isForMachines(mimeType),
  )
  return second ? undefined : own
}

/** The address that a list of lists gives for itself. */
export function ownLocation(list: TrustList): string | undefined {
  return ownPointer(list)?.location
}
