import { compareBytes, equalBytes } from '../../core/bytes.ts'
import { boundedCache, type Cache, type CacheBounds } from '../../core/cache.ts'
import { CLOCK_SKEW } from '../../revocation/policy.ts'
import type { Remembered, StatusMemory, StatusToKeep, Unavailable } from '../../revocation/ports.ts'
import type { KeyValueStore } from '../stores/store.ts'
import { type GuardedStore, type GuardOptions, guardedStore } from '../stores/store-guard.ts'

export interface RevocationMemoryOptions {
  /** A store that several processes share. It is raced with a deadline and left alone when it fails, so it can only help. */
  readonly store?: KeyValueStore
  /** As `guardedStore` has it, but 50 ms for one call: behind the store stands a responder, which takes about as long. */
  readonly guard?: GuardOptions
  /** Milliseconds after which a source is asked anew although what is kept is fresh; an hour unless told. */
  readonly askAfter?: number
  /** Milliseconds for which a source that failed is not asked again about the same certificate; ten seconds unless told. */
  readonly restAfterFailure?: number
  /** What is kept within this process: 10,000 objects and 128 MiB unless told. */
  readonly bounds?: Partial<CacheBounds>
  /** Octets of the largest object that goes to the store; 1 MiB unless told. Larger lists stay within this process. */
  readonly maxStored?: number
  /** Milliseconds since 1970; the clock of the machine unless told. */
  readonly clock?: () => number
}

type Settings = Required<
  Pick<RevocationMemoryOptions, 'askAfter' | 'restAfterFailure' | 'maxStored' | 'clock'>
>

const DEFAULTS: Settings = {
  askAfter: 3_600_000,
  restAfterFailure: 10_000,
  maxStored: 1_048_576,
  clock: (): number => Date.now(),
}

/**
 * Keeps verified responses and lists, within this process and where a store is given in that one too. What comes out of the
 * store is offered as something that came from anywhere, so whoever can write into it can replay what an authority once
 * signed, until that ends, and no more.
 *
 * Good answers, revocations and lists have places of their own: no good answer takes the place of a revocation.
 *
 * @throws RangeError when a bound is not a whole number above zero, or as `guardedStore` says.
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
  /** When the source of something from the store was asked, as the store says. */
  readonly #offered = new WeakMap<Uint8Array, number>()
  /** The last write to each place: writes to one place follow each other. */
  readonly #writes = new Map<string, Promise<unknown>>()

  constructor(options: RevocationMemoryOptions) {
    this.#settings = { ...DEFAULTS, ...options }
    this.#store = options.store && guardedStore(options.store, { deadline: 50, ...options.guard })
    this.#kept = boundedCache({ maxEntries: 10_000, maxOctets: 134_217_728, ...options.bounds })
    this.#failures = boundedCache({ maxEntries: 10_000, maxOctets: 10_000_000 })
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
    const askedAt = Math.min(this.#offered.get(status.bytes) ?? now, now)
    const known = this.#kept.get(place)
    const newer = known === undefined || isNewer(status, known) ? status : known
    const latest = Math.max(askedAt, known?.askedAt ?? 0)
    const kept: Kept = { ...newer, askedAt: latest }
    this.#kept.set(place, kept, kept.bytes.length)
    await this.#write(place, kept)
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
    const known = fresh && { bytes: fresh.bytes, isDue: this.#isDue(says, fresh.askedAt) }
    if (known !== undefined && !known.isDue) return [known]
    const stored = await this.#read(place)
    if (stored === undefined) return known === undefined ? [] : [known]
    const askedAt = plausible(stored.askedAt, now)
    const isDue = this.#isDue(says, askedAt)
    if (known !== undefined && equalBytes(known.bytes, stored.bytes)) return [{ bytes: known.bytes, isDue }]
    this.#offered.set(stored.bytes, askedAt)
    const offered = { bytes: stored.bytes, isDue }
    return known === undefined ? [offered] : [known, offered]
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

  async #read(place: string): Promise<Stored | undefined> {
    const value = await this.#store?.get(place)
    return value?.ok && value.value !== undefined ? decode(value.value, this.#settings.maxStored) : undefined
  }

  #write(place: string, { bytes, askedAt, freshUntil }: Kept): Promise<unknown> {
    const store = this.#store
    if (store === undefined || bytes.length > this.#settings.maxStored) return Promise.resolve()
    const before = this.#writes.get(place) ?? Promise.resolve()
    const write = before.then(() => {
      const left = Math.ceil(freshUntil - this.#settings.clock())
      // Many stores take no time at all for time without end.
      return left > 0 ? store.set(place, encode(bytes, askedAt), left) : undefined
    })
    this.#writes.set(place, write)
    return write.finally(() => {
      if (this.#writes.get(place) === write) this.#writes.delete(place)
    })
  }
}

/** Clocks differ, but not by more than five minutes: who claims to have asked later than that has not asked. */
function plausible(askedAt: number, now: number): number {
  return askedAt > now + CLOCK_SKEW ? 0 : Math.min(askedAt, now)
}

const PLACES = ['good', 'revoked', 'list'] as const

/** By date; of two of one moment the one that lasts longer, so that it makes no difference which came first. */
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
