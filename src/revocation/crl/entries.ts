import type { GeneralName } from '../../certificate/general-name.ts'
import type { Instant } from '../../core/time.ts'
import type { CertificateStatus, RevocationReason } from '../status.ts'
import { EntryIndex, serialNumberEquals } from './entry-index.ts'
import { readEntry } from './read-entry.ts'
import type { ScannedEntries } from './scan.ts'
import { endOf } from './walk.ts'

/** One entry of a list. @standard RFC 5280, section 5.1.2.6 */
export interface RevokedEntry {
  /** Contents of the INTEGER. */
  readonly serialNumber: Uint8Array
  readonly revocationDate: Instant
  readonly reason?: RevocationReason
  readonly invalidityDate?: Instant
  /** As the entry itself names it; without it, that of the entry before. @standard RFC 5280, section 5.3.3 */
  readonly certificateIssuer?: readonly GeneralName[]
}

/** What a list says of one certificate. */
export interface FoundEntry {
  /** Of several entries one that revokes for good before a hold, and of two alike the earlier one. */
  readonly entry: RevokedEntry
  /** How many entries there are for it; more than one is a mistake of the issuer. */
  readonly count: number
}

/** What it means for a certificate that this was found of it, or nothing. */
export function statusOf(found: FoundEntry | undefined): CertificateStatus {
  if (found === undefined) return { status: 'good' }
  const { revocationDate: at, reason, invalidityDate } = found.entry
  return {
    status: 'revoked',
    at,
    ...(reason !== undefined && { reason }),
    ...(invalidityDate !== undefined && { invalidityDate }),
  }
}

/**
 * The entries of a list, where they stand. The first question is answered by going through them once; whoever
 * asks again gets an index of at most 8 MiB, which stays as long as this object.
 */
export class RevokedEntries {
  readonly count: number
  /** Where they begin and end, in octets from the start of the list. */
  readonly extent: { readonly start: number; readonly end: number }
  /**
   * The first critical entry extension whose meaning this library does not know: then no entry can be relied
   * on.
   */
  readonly unrecognised: ScannedEntries['unrecognised']
  readonly #bytes: Uint8Array
  readonly #scanned: ScannedEntries
  #isAsked = false
  #index: EntryIndex | undefined

  constructor(bytes: Uint8Array, scanned: ScannedEntries) {
    this.#bytes = bytes
    this.#scanned = scanned
    this.count = scanned.count
    this.extent = { start: scanned.start, end: scanned.end }
    this.unrecognised = scanned.unrecognised
  }

  /**
   * Looks a certificate up.
   *
   * @param serialNumber Contents of the INTEGER.
   * @param isIssuedBy Whether the issuer that an entry belongs to is the certificate's: the names that the
   *   nearest entry before it gives, or undefined where that is the issuer of the list.
   */
  find(
    serialNumber: Uint8Array,
    isIssuedBy: (names: readonly GeneralName[] | undefined) => boolean,
  ): FoundEntry | undefined {
    let found: FoundEntry | undefined
    for (const offset of this.#offsets(serialNumber)) {
      if (!isIssuedBy(this.#issuerAt(offset))) continue
      const entry = readEntry(this.#bytes, offset)
      found = {
        entry: found === undefined ? entry : graver(found.entry, entry),
        count: (found?.count ?? 0) + 1,
      }
    }
    return found
  }

  /** All entries, one after the other, each made when it is asked for. */
  *[Symbol.iterator](): Generator<RevokedEntry> {
    const { start, end } = this.#scanned
    for (let at = start; at < end; at = endOf(this.#bytes, at)) yield readEntry(this.#bytes, at)
  }

  /** Where the entries of a serial number stand, in ascending order. */
  #offsets(serialNumber: Uint8Array): Iterable<number> {
    const { start, end, count } = this.#scanned
    if (this.#isAsked) this.#index ??= new EntryIndex(this.#bytes, { start, end, count })
    this.#isAsked = true
    return this.#index?.offsets(serialNumber) ?? this.#search(serialNumber)
  }

  *#search(serialNumber: Uint8Array): Generator<number> {
    const { start, end } = this.#scanned
    for (let at = start; at < end; at = endOf(this.#bytes, at)) {
      if (serialNumberEquals(this.#bytes, at, serialNumber)) yield at
    }
  }

  /** The names given by the last entry up to an offset that names an issuer. */
  #issuerAt(offset: number): readonly GeneralName[] | undefined {
    const { namingIssuer } = this.#scanned
    let low = 0
    let high = namingIssuer.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((namingIssuer[middle] ?? 0) <= offset) low = middle + 1
      else high = middle
    }
    const naming = low === 0 ? undefined : namingIssuer[low - 1]
    return naming === undefined ? undefined : readEntry(this.#bytes, naming).certificateIssuer
  }
}

/** One list can hold contradictory entries; nothing takes a revocation for good back (5.3.1). */
function graver(a: RevokedEntry, b: RevokedEntry): RevokedEntry {
  const [one, other] = [gravity(a), gravity(b)]
  if (one !== other) return one > other ? a : b
  return b.revocationDate < a.revocationDate ? b : a
}

function gravity({ reason }: RevokedEntry): number {
  if (reason === 'removeFromCRL') return 0
  return reason === 'certificateHold' ? 1 : 2
}
