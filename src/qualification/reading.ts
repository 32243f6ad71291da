import { PURPOSES, type Purpose, QUALIFIERS, type Qualifier } from './words.ts'

/**
 * What the matching services say together, once everything open is settled in one way. Where a path or a
 * criterion could not be checked there are several readings, and only what holds in all of them is certain.
 */
export interface Reading {
  /** Words of the statuses that occur; empty where no service matches. */
  readonly statuses: ReadonlySet<string>
  /** Union of what the criteria picked the certificate for. */
  readonly qualifiers: ReadonlySet<Qualifier>
  /** The purposes that some service stands for. */
  readonly purposes: ReadonlySet<Purpose>
  /** Some service carries a critical extension that nobody here understands. */
  readonly unknownCritical: boolean
}

export const NOTHING: Reading = {
  statuses: new Set<string>(),
  qualifiers: new Set<Qualifier>(),
  purposes: new Set<Purpose>(),
  unknownCritical: false,
}

/** Two readings together; with nothing a reading stays what it is. */
export function join(a: Reading, b: Reading): Reading {
  if (a === NOTHING) return b
  return {
    statuses: union(a.statuses, b.statuses),
    qualifiers: union(a.qualifiers, b.qualifiers),
    purposes: union(a.purposes, b.purposes),
    unknownCritical: a.unknownCritical || b.unknownCritical,
  }
}

/** Mostly the second says nothing new: services of one provider stand in one status. */
function union<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> {
  for (const each of b) if (!a.has(each)) return new Set([...a, ...b])
  return a
}

/** A reading of a state with the qualifiers that it holds for a certificate. */
export function withQualifiers(reading: Reading, qualifiers: readonly Qualifier[]): Reading {
  if (qualifiers.length === 0) return reading
  const { statuses, purposes, unknownCritical } = reading
  return { statuses, qualifiers: new Set([...reading.qualifiers, ...qualifiers]), purposes, unknownCritical }
}

/** Each reading once. */
export function distinct(all: readonly Reading[]): Reading[] {
  return [...new Map(all.map(reading => [keyOf(reading), reading])).values()]
}

/** Equal for readings that say the same. */
export function keyOf({ statuses, qualifiers, purposes, unknownCritical }: Reading): string {
  let bits = unknownCritical ? 1 : 0
  for (const qualifier of QUALIFIERS) bits = 2 * bits + (qualifiers.has(qualifier) ? 1 : 0)
  for (const purpose of PURPOSES) bits = 2 * bits + (purposes.has(purpose) ? 1 : 0)
  return `${bits} ${JSON.stringify([...statuses].sort())}`
}
