import { isRecord } from '../../core/record.ts'
import { type Instant, instantFromMilliseconds } from '../../core/time.ts'
import type { WholeOfParts } from './archive-parts.ts'
import type { Validators } from './fetch.ts'

/** The largest list that is read. */
export const LARGEST = 20_000_000

/** What is kept of a list beside its octets. */
export interface ArchivedHead {
  /** Of the octets, lower-case hexadecimal. */
  readonly sha256: string
  /** How many octets there are. */
  readonly octets: number
  /** Where they stand, packed. */
  readonly packed: WholeOfParts
  /** Where it came from. */
  readonly location: string
  /** When it was fetched, or when its server last said that it has not changed. */
  readonly obtainedAt: Instant
  /** When its server last gave it out as a whole. */
  readonly givenAt: Instant
  readonly validators: Validators
}

export const headKey = (name: string): string => `qwac:list:${name}`

export function writeHead({
  sha256,
  octets,
  packed,
  location,
  obtainedAt,
  givenAt,
  validators,
}: ArchivedHead): string {
  const { id, sha256: digest } = packed
  return JSON.stringify({
    sha256,
    octets,
    packed: { id, sha256: digest, octets: packed.octets },
    location,
    obtainedAt,
    givenAt,
    ...validators,
  })
}

/** Reads what {@link writeHead} wrote; undefined where it is something else. */
export function parseHead(value: unknown): ArchivedHead | undefined {
  if (typeof value !== 'string' || value.length > 10_000) return undefined
  try {
    return headOf(JSON.parse(value))
  } catch {
    return undefined
  }
}

function headOf(value: unknown): ArchivedHead | undefined {
  if (!isRecord(value)) return undefined
  const { location, obtainedAt, givenAt, packed: place, etag, lastModified } = value
  const whole = digestedOf(value)
  const packed = wholeOf(place)
  if (!whole || !packed || typeof location !== 'string') return undefined
  if (typeof obtainedAt !== 'number' || typeof givenAt !== 'number') return undefined
  const validators = {
    ...(typeof etag === 'string' && { etag }),
    ...(typeof lastModified === 'string' && { lastModified }),
  }
  const moments = {
    obtainedAt: instantFromMilliseconds(obtainedAt),
    givenAt: instantFromMilliseconds(givenAt),
  }
  return { ...whole, ...moments, packed, location, validators }
}

function wholeOf(value: unknown): WholeOfParts | undefined {
  const digested = digestedOf(value)
  if (!digested || !isRecord(value)) return undefined
  const { id } = value
  return isWriteId(id) ? { ...digested, id } : undefined
}

function digestedOf(value: unknown): { readonly sha256: string; readonly octets: number } | undefined {
  if (!isRecord(value)) return undefined
  const { sha256, octets } = value
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return undefined
  return isSize(octets) ? { sha256, octets } : undefined
}

/** Whether so many octets can be those of a list. */
export function isSize(octets: unknown): octets is number {
  return typeof octets === 'number' && Number.isInteger(octets) && octets >= 0 && octets <= LARGEST
}

/** Whether a text names an act of writing: a UUID. */
export function isWriteId(id: unknown): id is string {
  return typeof id === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
}
