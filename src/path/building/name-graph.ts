import type { Certificate } from '../../certificate/certificate.ts'
import type { Name } from '../../certificate/name/name.ts'
import { equalBytes } from '../../core/bytes.ts'
import { type Anchor, type Authority, type ByName, type Incapacity, incapacityOf } from './candidates.ts'

/** A name under which issuers are looked for, and who is known by it. */
export interface Place<A extends Anchor> {
  readonly key: string
  readonly anchors: readonly A[]
  readonly authorities: readonly Step<A>[]
  /**
   * The fewest intermediate certificates from here to an anchor, by names alone; infinite where no way leads
   * to one.
   */
  readonly distance: number
}

/** A certificate that leads from the name of its subject to that of its issuer. */
export interface Step<A extends Anchor> extends Authority {
  readonly to: Place<A>
  /** Same name below and above: it does not count for the length of a path. */
  readonly selfIssued: boolean
  readonly incapacity: Incapacity | undefined
}

/** Where the candidates of a search are looked up. */
export interface Known<A extends Anchor> {
  readonly anchors: ByName<A>
  readonly authorities: readonly ByName<Authority>[]
  readonly keyOf: (name: Name) => string
}

export interface NameGraph<A extends Anchor> {
  readonly start: Place<A>
  /** Whether the limit of candidates left some out. */
  readonly cut: boolean
}

/** A place while the graph is made. */
interface Draft<A extends Anchor> extends Place<A> {
  readonly authorities: Step<A>[]
  distance: number
}

/**
 * Draws the map of a search before anything of it costs a signature: the names that a certificate leads to,
 * who bears them, and how far each is from an anchor. An authority that leads to no anchor need not be asked
 * for a signature.
 *
 * @param limit Candidates that are looked at.
 * @standard RFC 4158, section 2.4 (building forwards)
 */
export function drawGraph<A extends Anchor>(name: Name, known: Known<A>, limit: number): NameGraph<A> {
  const places = new Map<string, Draft<A>>()
  const start = placeOf(known.keyOf(name), known.anchors, places)
  let seen = 0
  for (const place of places.values()) {
    const candidates = candidatesFor(place.key, known.authorities)
    seen += candidates.length + place.anchors.length
    if (seen > limit) return { start: measured(start, places), cut: true }
    for (const authority of candidates) place.authorities.push(stepOf(authority, place, known, places))
  }
  return { start: measured(start, places), cut: false }
}

/** A name is looked at when it is first met; the loop over the map goes on to those that are added to it. */
function placeOf<A extends Anchor>(key: string, anchors: ByName<A>, places: Map<string, Draft<A>>): Draft<A> {
  const place = places.get(key)
  if (place !== undefined) return place
  const named = anchors.keyed(key)
  const distance = named.length > 0 ? 0 : Number.POSITIVE_INFINITY
  const made: Draft<A> = { key, anchors: named, authorities: [], distance }
  places.set(key, made)
  return made
}

function stepOf<A extends Anchor>(
  authority: Authority,
  from: Draft<A>,
  { anchors, keyOf }: Known<A>,
  places: Map<string, Draft<A>>,
): Step<A> {
  const { certificate } = authority
  const to = placeOf(keyOf(certificate.issuer), anchors, places)
  return { ...authority, to, selfIssued: to === from, incapacity: incapacityOf(certificate) }
}

/** Those given and those known from elsewhere, each certificate once. */
function candidatesFor(key: string, sources: readonly ByName<Authority>[]): readonly Authority[] {
  const [first = [], ...others] = sources.map(source => source.keyed(key)).filter(list => list.length > 0)
  if (others.length === 0) return first
  const all = [...first]
  for (const each of others.flat()) if (!isAmong(each.certificate, all)) all.push(each)
  return all
}

function isAmong({ bytes }: Certificate, all: readonly Authority[]): boolean {
  return all.some(({ certificate }) => equalBytes(certificate.bytes, bytes))
}

/**
 * Carries distances downwards from the anchors until nothing gets nearer: as many rounds as the longest
 * shortest way.
 */
function measured<A extends Anchor>(start: Draft<A>, places: ReadonlyMap<string, Draft<A>>): Place<A> {
  const below = new Map<Place<A>, Draft<A>[]>()
  for (const place of places.values()) {
    for (const { to } of place.authorities) {
      const known = below.get(to)
      if (known === undefined) below.set(to, [place])
      else if (known.at(-1) !== place) known.push(place)
    }
  }
  let wave = [...places.values()].filter(({ distance }) => distance === 0)
  for (let distance = 1; wave.length > 0; distance++) {
    wave = wave.flatMap(place => below.get(place) ?? []).filter(place => nearer(place, distance))
  }
  return start
}

function nearer<A extends Anchor>(place: Draft<A>, distance: number): boolean {
  if (place.distance <= distance) return false
  place.distance = distance
  return true
}
