import { createHash } from 'node:crypto'
import type { Certificate } from '../../certificate/certificate.ts'
import { parseCertificate } from '../../certificate/parse.ts'
import { concatBytes, toHex } from '../../core/bytes.ts'
import type { Instant } from '../../core/time.ts'
import type { Revocation, RevocationReason } from './options.ts'

/** An authority as certificates, lists and responses know it: several certificates may name the same. */
export interface IssuerIdentity {
  /** Name, DER. */
  readonly name: Uint8Array
  /** Contents of the BIT STRING of the public key. */
  readonly key: Uint8Array
}

/** What happened to a certificate, oldest first. */
export interface BookEntry {
  /** DER; the one that was added last, where several have the same content. */
  readonly certificate: Uint8Array
  /** Contents of the INTEGER. */
  readonly serialNumber: Uint8Array
  readonly events: readonly RevocationEvent[]
}

export interface RevocationEvent {
  readonly at: Instant
  readonly reason: RevocationReason
  readonly invalidityDate?: Instant
}

/** Which certificates were issued, and which of them were revoked when. */
export interface RevocationBook {
  /** Enters a certificate as issued by an authority. Both DER. */
  add(certificate: Uint8Array, issuer: Uint8Array): void
  /** @throws RangeError as `Revocations.revoke` says. */
  revoke(certificate: Uint8Array, revocation: Revocation): void
  /** @throws RangeError when the certificate was never added. */
  lookup(certificate: Uint8Array): BookEntry & { readonly issuer: IssuerIdentity }
  /** Undefined for a number that the authority never gave. */
  find(issuer: IssuerIdentity, serialNumber: Uint8Array): BookEntry | undefined
  /** How often something was entered, so that what was made from the book is known to be old. */
  edition(): number
  /** In the order of serial numbers, whatever the order in which they came. */
  entries(issuer: IssuerIdentity): readonly BookEntry[]
}

interface Entry extends BookEntry {
  certificate: Uint8Array
  readonly issuer: IssuerIdentity
  readonly events: RevocationEvent[]
}

/** @param clock Dates revocations that have no date of their own. */
export function createRevocationBook(clock: () => Instant): RevocationBook {
  const issued = new Map<string, Map<string, Entry>>()
  const byContent = new Map<string, Entry>()
  let edition = 0
  const of = (issuer: IssuerIdentity) => issued.get(idOf(issuer)) ?? new Map<string, Entry>()
  const lookup = (certificate: Uint8Array): Entry => {
    const entry = byContent.get(sha256(read(certificate).tbs))
    if (!entry) throw new RangeError('not a certificate of this world')
    return entry
  }
  return {
    add(certificate, issuer) {
      edition++
      const { tbs, serialNumber } = read(certificate)
      const identity = identityOf(issuer)
      const entries = of(identity)
      const fresh: Entry = { certificate, serialNumber, issuer: identity, events: [] }
      const entry = byContent.get(sha256(tbs)) ?? fresh
      entry.certificate = certificate
      byContent.set(sha256(tbs), entry)
      issued.set(idOf(identity), entries.set(toHex(serialNumber), entry))
    },
    revoke(certificate, revocation) {
      const { events } = lookup(certificate)
      edition++
      events.push(nextEvent(events.at(-1), { at: clock(), reason: 'unspecified', ...revocation }))
    },
    lookup,
    edition: () => edition,
    find: (issuer, serialNumber) => of(issuer).get(toHex(serialNumber)),
    entries: issuer => [...of(issuer)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry),
  }
}

/** Who a certificate of an authority speaks of. */
export function identityOf(certificate: Uint8Array): IssuerIdentity {
  const { subject, publicKey } = read(certificate)
  return { name: subject.bytes, key: publicKey.key }
}

/**
 * What holds of a certificate at a moment: the last thing that happened to it up to then, and was not taken
 * back.
 */
export function standingAt({ events }: BookEntry, moment: Instant): RevocationEvent | undefined {
  const last = lastEvent(events, moment)
  return last?.reason === 'removeFromCRL' ? undefined : last
}

/** The last thing that happened up to a moment, the end of a hold included. */
export function lastEvent(events: readonly RevocationEvent[], moment: Instant): RevocationEvent | undefined {
  return events.findLast(({ at }) => at <= moment)
}

/** A revocation is final, but for a hold (RFC 5280, section 5.3.1). */
function nextEvent(last: RevocationEvent | undefined, event: RevocationEvent): RevocationEvent {
  const isHeld = last?.reason === 'certificateHold'
  const isFree = last === undefined || last.reason === 'removeFromCRL'
  if (last && event.at < last.at) throw new RangeError('something happened to it after that')
  if (event.reason === 'removeFromCRL' && !isHeld) throw new RangeError('it is not on hold')
  if (!isFree && !isHeld) throw new RangeError('revoked already, and not on hold')
  return event
}

function idOf({ name, key }: IssuerIdentity): string {
  return sha256(concatBytes(name, key))
}

function read(certificate: Uint8Array): Certificate {
  const parsed = parseCertificate(certificate)
  if (!parsed.ok) throw new TypeError(`not a certificate: ${parsed.reason}`)
  return parsed.value
}

function sha256(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex')
}
