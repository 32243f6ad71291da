import type { Instant } from '../../core/time.ts'
import { judgedAt } from '../../trust-list/judged-at.ts'
import { type AnnouncedList, announcedStill } from '../../trust-list/national-list.ts'
import { type Kept, keepList } from './keep.ts'
import type { OfferedFile } from './offer.ts'
import { afterMemory, inputOf, offeringsOf, type Round, withFile } from './round.ts'
import type { KeptFile, KeptNationalList } from './state.ts'

/**
 * Looks for a newer list of a territory. Where it is announced to stand in several places, one of them may be
 * left behind: the newest counts. What comes of a place is told where it has nothing that could be used: it may
 * say something else under a number that another one has used.
 */
export async function keepNational(
  announced: AnnouncedList,
  before: KeptNationalList | undefined,
  round: Round,
): Promise<Kept<KeptNationalList>> {
  const { territory } = announced
  const [first, ...others] = new Set(announced.locations)
  const held = before && heldNow(before, announced, round.at)
  const tell = (location: string | undefined, { attempt }: Kept<KeptNationalList>) => {
    if (location !== undefined && others.length > 0 && attempt.outcome === 'failed')
      round.onPlace(territory, location, attempt)
  }
  let newest = await keepFrom(first, { announced, held }, round)
  tell(first, newest)
  for (const location of round.network ? others : []) {
    const { kept = held } = newest
    const remembered = kept ? withFile(territory, kept.file, round.remembered) : round.remembered
    const { archive: _, ...online } = { ...round, remembered }
    const further = await keepFrom(location, { announced, held: kept }, online)
    tell(location, further)
    newest = newerOf(newest, further)
  }
  return newest
}

function newerOf<T extends KeptFile>(first: Kept<T>, further: Kept<T>): Kept<T> {
  if (further.attempt.outcome === 'failed') return first
  return further.attempt.outcome === 'updated' || first.attempt.outcome === 'failed' ? further : first
}

interface Known {
  readonly announced: AnnouncedList
  readonly held: KeptNationalList | undefined
}

function keepFrom(
  location: string | undefined,
  { announced, held }: Known,
  round: Round,
): Promise<Kept<KeptNationalList>> {
  const { territory } = announced
  const locations = location === undefined ? [] : [location]
  const { at, verifier, remembered } = round
  const list = held?.file.outcome === 'authentic' ? held.file.list : undefined
  const judge = async (offered: OfferedFile): Promise<KeptNationalList | undefined> => {
    const judged = await verifier.nationalList({ input: inputOf(offered), announced, at, held: list })
    if (!judged.ok) return undefined
    const { location, validators, givenAt } = offered
    const { file, anchors } = judged.value
    return { file: afterMemory(territory, file, remembered), anchors, location, validators, givenAt }
  }
  return keepList({ offerings: offeringsOf(territory, locations, round), held, judge, at })
}

/** What is held, by what is announced now and by the moment: neither needs its octets. */
function heldNow(before: KeptNationalList, announced: AnnouncedList, at: Instant): KeptNationalList {
  return { ...before, file: announcedStill(judgedAt(before.file, at) ?? before.file, announced) }
}
