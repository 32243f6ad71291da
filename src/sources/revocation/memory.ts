import { compareBytes, equalBytes } from '../../core/bytes.ts'
import { boundedCache, type Cache, type CacheBounds } from '../../core/cache.ts'
import { CLOCK_SKEW } from '../../revocation/policy.ts'
import type { Remembered, StatusMemory, StatusToKeep, Unavailable } from '../../revocation/ports.ts'
import { readTogether } from '../stores/read-together.ts'
import type { KeyValueStore } from '../stores/store.ts'
import { type GuardedStore, type GuardOptions, guardedStore } from '../stores/store-guard.ts'

export interface RevocationMemoryOptions {
  /**
   * A store that several processes share. It is raced with a deadline and left alone when it fails, so it can
   * only help.
   */
  readonly store?: KeyValueStore
  /**
   * As `guardedStore` has it, but 50 ms for one call: behind the store stands a responder, which takes about
   * as long.
   */
  readonly guard?: GuardOptions
  /** Milliseconds after which a source is asked anew although what is kept is fresh; an hour unless told. */
  readonly askAfter?: number
  /**
   * Milliseconds for which a source that failed is not asked again about the same certificate at the same
   * address; ten seconds unless told, 0 to ask each time. Longer spares a server that is down, and leaves
   * what only it can tell open for longer.
   */
  readonly restAfterFailure?: number
  /**
   * Milliseconds for which the store is not asked again for what it did not have; ten seconds unless told, 0
   * to ask each time. So long a revocation that another process has learnt may take to be known here.
   */
  readonly restAfterMiss?: number
  /**
   * What is kept within this process: 10,000 objects and 128 MiB unless told. Octets are counted as they came;
   * with its notes, and what `caches` have read of it, a response of a kilobyte takes five and a half.
   */
  readonly bounds?: Partial<CacheBounds>
  /**
   * Octets of the largest object that goes to the store; 1 MiB unless told. Larger lists stay within this
   * process.
   */
  readonly maxStored?: number
  /** Milliseconds since 1970; the clock of the machine unless told. */
  readonly clock?: () => number
}

type Settings = Required<
  Pick<RevocationMemoryOptions, 'askAfter' | 'restAfterFailure' | 'restAfterMiss' | 'maxStored' | 'clock'>
>

const DEFAULTS: Settings = {
  askAfter: 3_600_000,
  restAfterFailure: 10_000,
  restAfterMiss: 10_000,
  maxStored: 1_048_576,
  clock: (): number => Date.now(),
}

/**
 * Keeps verified responses and lists, within this process and where a store is given in that one too. What
 * comes out of the store is offered as something that came from anywhere, so whoever can write into it can
 * replay what an authority once signed, until that ends, and no more.
 *
 * Good answers, revocations for good and lists have places of their own: no good answer takes the place of a
 * revocation. A hold has the place of good answers, because it can end.
 *
 * @throws RangeError when a bound is not a whole number above zero, a time or `maxStored` not one of at least
 *   zero, or as `guardedStore` says.
 */
export function revocationMemory(options: RevocationMemoryOptions = {}): StatusMemory {
  return new Memory(options)
}

interface Kept extends StatusToKeep {
  /** When its source was asked last, in milliseconds since 1970. */
  readonly askedAt: number
}

class Memory implements StatusMemory {
  readonly #settings: Settings
  readonly #store: GuardedStore | undefined
  readonly #kept: Cache<Kept>
  readonly #failures: Cache<{ readonly reason: Unavailable; readonly since: number }>
  /** When the source of what was recalled was asked: recalling it is not asking anew. */
  readonly #offered = new WeakMap<Uint8Array, number>()
  /** Since when the store is known to have nothing at a place. */
  readonly #missing: Cache<{ readonly since: number }>
  /** Places at which the store could not be told what there is. */
  readonly #owed: Cache<object>
  /** The last write to each place: writes to one place follow each other. */
  readonly #writes = new Map<string, Promise<unknown>>()

  constructor(options: RevocationMemoryOptions) {
    this.#settings = { ...DEFAULTS, ...options }
    for (const name of WHOLE) checkWhole(name, this.#settings[name])
    this.#store =
      options.store && guardedStore(readTogether(options.store), { deadline: 50, ...options.guard })
    this.#kept = boundedCache({ maxEntries: 10_000, maxOctets: 134_217_728, ...options.bounds })
    this.#failures = boundedCache(NOTES)
    this.#missing = boundedCache(NOTES)
    this.#owed = boundedCache(NOTES)
  }

  async recall(key: string): Promise<readonly Remembered[]> {
    const places = PLACES.filter(says => (says === 'list') === key.startsWith('crl:'))
    const found = await Promise.all(places.map(says => this.#recallFrom(`${key}:${says}`, says)))
    return found.flat()
  }

  async keep(key: string, status: StatusToKeep): Promise<void> {
    const place = `${key}:${status.says}`
    const now = this.#settings.clock()
    if (status.freshUntil <= now) return
    // A source may hand out one array again and again: only what was recalled is as old as when it was
    // recalled.
    const offered = status.remembered && this.#offered.get(status.bytes)
    const known = this.#kept.get(place)
    const newer = known === undefined || isNewer(status, known) ? status : known
    const askedAt = Math.max(Math.min(offered ?? now, now), known?.askedAt ?? 0)
    const kept: Kept = { ...newer, askedAt }
    this.#kept.set(place, kept, kept.bytes.length)
    const isNews = newer.bytes !== status.bytes || askedAt !== offered
    if (isNews || this.#owed.get(place) !== undefined) await this.#write(place, kept)
  }

  failure(key: string, url: string): Unavailable | undefined {
    const known = this.#failures.get(`${key} ${url}`)
    if (known === undefined) return undefined
    return this.#isWithin(known.since, this.#settings.restAfterFailure) ? known.reason : undefined
  }

  fail(key: string, url: string, reason: Unavailable): void {
    const place = `${key} ${url}`
    this.#failures.set(place, { reason, since: this.#settings.clock() }, place.length)
  }

  /** What this process knows and does not have to ask for anew is enough. */
  async #recallFrom(place: string, says: StatusToKeep['says']): Promise<readonly Remembered[]> {
    const now = this.#settings.clock()
    const own = this.#kept.get(place)
    const fresh = own !== undefined && now < own.freshUntil ? own : undefined
    const known = fresh && this.#offer(says, fresh.bytes, fresh.askedAt)
    if (known !== undefined && !known.isDue) return [known]
    const stored = await this.#read(place)
    if (stored === undefined) return known === undefined ? [] : [known]
    const askedAt = plausible(stored.askedAt, now)
    if (known !== undefined && equalBytes(known.bytes, stored.bytes))
      return [this.#offer(says, known.bytes, askedAt)]
    const offered = this.#offer(says, stored.bytes, askedAt)
    return known === undefined ? [offered] : [known, offered]
  }

  #offer(says: StatusToKeep['says'], bytes: Uint8Array, askedAt: number): Remembered {
    this.#offered.set(bytes, askedAt)
    return { bytes, isDue: this.#isDue(says, askedAt) }
  }

  /** A revocation does not end, so nobody is asked for it anew. */
  #isDue(says: StatusToKeep['says'], askedAt: number): boolean {
    return says !== 'revoked' && !this.#isWithin(askedAt, this.#settings.askAfter)
  }

  /** A clock that was set back makes nothing last longer: what is to come has not been. */
  #isWithin(since: number, period: number): boolean {
    const passed = this.#settings.clock() - since
    return passed >= 0 && passed < period
  }

  /**
   * What it did not have a moment ago it is not asked for: most certificates are not revoked, and come again
   * and again.
   */
  async #read(place: string): Promise<Stored | undefined> {
    const { clock, restAfterMiss, maxStored } = this.#settings
    const missing = this.#missing.get(place)
    if (missing !== undefined && this.#isWithin(missing.since, restAfterMiss)) return undefined
    const value = await this.#store?.get(place)
    if (!value?.ok) return undefined
    if (value.value !== undefined) return decode(value.value, maxStored)
    if (!this.#writes.has(place)) this.#missing.set(place, { since: clock() }, place.length)
    return undefined
  }

  #write(place: string, { bytes, askedAt, freshUntil }: Kept): Promise<unknown> {
    const store = this.#store
    if (store === undefined || bytes.length > this.#settings.maxStored) return Promise.resolve()
    this.#missing.delete(place)
    const before = this.#writes.get(place) ?? Promise.resolve()
    const write = before.then(async () => {
      const left = Math.ceil(freshUntil - this.#settings.clock())
      // Many stores take no time at all for time without end.
      if (left <= 0) return
      const { ok } = await store.set(place, encode(bytes, askedAt), left)
      if (ok) this.#owed.delete(place)
      else this.#owed.set(place, {}, place.length)
    })
    this.#writes.set(place, write)
    return write.finally(() => {
      if (this.#writes.get(place) === write) this.#writes.delete(place)
    })
  }
}

const WHOLE = ['askAfter', 'restAfterFailure', 'restAfterMiss', 'maxStored'] as const

/** What is no number would never pass, or always. */
function checkWhole(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${name} must be a whole number of at least 0: ${value}`)
}

/** Of what is noted about a place or an address. */
const NOTES: CacheBounds = { maxEntries: 10_000, maxOctets: 10_000_000 }

/**
 * Clocks differ, but not by more than five minutes: who claims to have asked later than that has not asked.
 */
function plausible(askedAt: number, now: number): number {
  return askedAt > now + CLOCK_SKEW ? 0 : Math.min(askedAt, now)
}

const PLACES = ['good', 'revoked', 'list'] as const

/**
 * By date; of two of one moment the one that lasts longer, so that it makes no difference which came first.
 */
function isNewer(a: StatusToKeep, b: StatusToKeep): boolean {
  const difference = a.thisUpdate - b.thisUpdate || a.freshUntil - b.freshUntil
  return (difference || compareBytes(a.bytes, b.bytes)) > 0
}

interface Stored {
  readonly bytes: Uint8Array
  readonly askedAt: number
}

function encode(bytes: Uint8Array, askedAt: number): string {
  const { buffer, byteOffset, length } = bytes
  return `1:${askedAt}:${Buffer.from(buffer, byteOffset, length).toString('base64')}`
}

/** What is not of the form was not written here. */
function decode(text: string, maxOctets: number): Stored | undefined {
  if (text.length > (maxOctets * 4) / 3 + 64) return undefined
  const [, askedAt, base64] = /^1:(\d{1,15}):([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? []
  if (askedAt === undefined || base64 === undefined) return undefined
  return { bytes: new Uint8Array(Buffer.from(base64, 'base64')), askedAt: Number(askedAt) }
}
