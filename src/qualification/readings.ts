import type { Certificate } from '../certificate/certificate.ts'
import type { ServiceState } from '../trust-list/trust-list.ts'
import { informationWord, statusWord } from './addresses.ts'
import { matchCriteria } from './criteria.ts'
import type { Candidate } from './service-match.ts'
import { LISTED_AS, PURPOSES, type Purpose, QUALIFIERS, type Qualifier } from './words.ts'

/**
 * What the matching services say together, once everything open is settled in one way. Where a path or a criterion
 * could not be checked there are several readings, and only what holds in all of them is certain.
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

/** Qualifiers of a state: those that apply for certain, and those of each element that could not be evaluated. */
export interface Capture {
  readonly applied: readonly Qualifier[]
  readonly open: readonly (readonly Qualifier[])[]
}

/** More open points than this leave the answer open: each may double the readings. */
const MAX_READINGS = 256

const NOTHING: Reading = {
  statuses: new Set<string>(),
  qualifiers: new Set<Qualifier>(),
  purposes: new Set<Purpose>(),
  unknownCritical: false,
}

/** Which purposes a state stands for. RootCA-QC is none. @standard ETSI TS 119 612, clause 5.5 */
export function purposesOf({ additionalInformation }: ServiceState): readonly Purpose[] {
  const words = new Set(additionalInformation.map(informationWord))
  return PURPOSES.filter(purpose => words.has(LISTED_AS[purpose].information))
}

/**
 * The qualifiers of clause 4.4 that a state holds for a certificate.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.4 (PRO-4.4.4-11, -19, -27); ETSI TS 119 612, clause 5.5.9.2
 */
export function capture({ qualifications }: ServiceState, certificate: Certificate): Capture {
  const elements = qualifications
    .map(({ qualifiers, criteria }) => ({ qualifiers: known(qualifiers), criteria }))
    .filter(({ qualifiers }) => qualifiers.length > 0)
    .map(({ qualifiers, criteria }) => ({ qualifiers, match: matchCriteria(criteria, certificate) }))
  return {
    applied: elements.flatMap(({ qualifiers, match }) => (match === 'matched' ? qualifiers : [])),
    open: elements.flatMap(({ qualifiers, match }) => (match === 'indeterminate' ? [qualifiers] : [])),
  }
}

function known(addresses: readonly string[]): readonly Qualifier[] {
  const words = new Set(addresses.map(informationWord))
  return QUALIFIERS.filter(qualifier => words.has(qualifier))
}

/** The reading that takes verified paths and matched criteria only, as the text does. */
export function plainReading(candidates: readonly Candidate[], certificate: Certificate): Reading {
  return candidates
    .map(({ state }) => readState(state, capture(state, certificate).applied))
    .reduce(join, NOTHING)
}

/**
 * Every reading that the open points allow.
 *
 * @returns Undefined where there are too many to tell.
 */
export function readings(
  candidates: readonly Candidate[],
  certificate: Certificate,
): readonly Reading[] | undefined {
  let found: readonly Reading[] = [NOTHING]
  for (const { state, path } of candidates) {
    const captured = capture(state, certificate)
    const base = readState(state, captured.applied)
    let taken = found.map(reading => join(reading, base))
    for (const qualifiers of captured.open) {
      const open: Reading = { ...NOTHING, qualifiers: new Set(qualifiers) }
      taken = distinct([...taken, ...taken.map(reading => join(reading, open))])
      if (taken.length > MAX_READINGS) return undefined
    }
    found = path === 'verified' ? distinct(taken) : distinct([...found, ...taken])
    if (found.length > MAX_READINGS) return undefined
  }
  return found
}

function readState(state: ServiceState, qualifiers: readonly Qualifier[]): Reading {
  return {
    statuses: new Set([statusWord(state.status)]),
    qualifiers: new Set(qualifiers),
    purposes: new Set(purposesOf(state)),
    unknownCritical: state.unknownCriticalExtensions.length > 0,
  }
}

function join(a: Reading, b: Reading): Reading {
  return {
    statuses: new Set([...a.statuses, ...b.statuses]),
    qualifiers: new Set([...a.qualifiers, ...b.qualifiers]),
    purposes: new Set([...a.purposes, ...b.purposes]),
    unknownCritical: a.unknownCritical || b.unknownCritical,
  }
}

function distinct(all: readonly Reading[]): Reading[] {
  return [...new Map(all.map(reading => [keyOf(reading), reading])).values()]
}

function keyOf({ statuses, qualifiers, purposes, unknownCritical }: Reading): string {
  return JSON.stringify([[...statuses].sort(), [...qualifiers].sort(), [...purposes].sort(), unknownCritical])
}
