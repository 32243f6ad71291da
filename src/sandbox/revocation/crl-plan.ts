import type { Instant } from '../../core/time.ts'
import { listBeside } from '../certificates/extensions.ts'
import { daysAfter } from '../moments.ts'
import { type BookEntry, type IssuerIdentity, lastEvent, type RevocationBook, standingAt } from './book.ts'
import type { CrlEntry, CrlPlan, CrlScope } from './crl.ts'
import { periodWithNews, regularPeriod } from './freshness.ts'
import type { CrlOptions } from './options.ts'

/** What a list is to be made from. */
export interface CrlMaterial {
  readonly book: RevocationBook
  /** The moment of the world's clock. */
  readonly now: Instant
  readonly issuer: IssuerIdentity
  /**
   * All authorities whose certificates an indirect list speaks of, in the order in which they are to stand.
   */
  readonly issuers: readonly IssuerIdentity[]
  /** URI of the distribution point that certificates of the issuer name. */
  readonly distributionPoint: string
}

/**
 * Plans a list of what its issuer knew when it was made. A certificate whose hold has ended stands in no
 * complete list, and in a delta as `removeFromCRL`. The base of a delta is the list of a day before the last
 * regular one.
 *
 * @standard RFC 5280, sections 5.2.4 and 5.3.1
 */
export function planCrl(material: CrlMaterial, options: CrlOptions): CrlPlan {
  const { freshness = 'fresh', scope = 'full' } = options
  const groups = groupsOf(material, scope)
  const known = groups.flatMap(({ entries }) => entries)
  const period = periodWithNews(freshness, material.now, eventMoments(known))
  const base = daysAfter(regularPeriod(freshness, material.now).thisUpdate, -1)
  const limits = scopeOf(scope, material.distributionPoint)
  const plan = {
    ...period,
    number: options.number === undefined ? numberOf(known, period.thisUpdate) : BigInt(options.number),
    ...(limits && { scope: limits }),
    ...(scope === 'full' && { delta: listBeside(material.distributionPoint, 'delta') }),
  }
  if (scope === 'indirect') return { ...plan, entries: indirectEntries(groups, period.thisUpdate) }
  if (scope !== 'delta') return { ...plan, entries: completeEntries(known, period.thisUpdate) }
  return { ...plan, base: numberOf(known, base), entries: changes(known, base, period.thisUpdate) }
}

type Scope = NonNullable<CrlOptions['scope']>

/** What one issuer issued. */
interface Group {
  readonly issuer: IssuerIdentity
  readonly entries: readonly BookEntry[]
}

/** Of the other partition nothing is known: all certificates here name the one distribution point. */
function groupsOf({ book, issuer, issuers }: CrlMaterial, scope: Scope): readonly Group[] {
  if (scope === 'other-partition') return []
  const all = scope === 'indirect' ? issuers : [issuer]
  return all.map(each => ({ issuer: each, entries: book.entries(each) }))
}

function scopeOf(scope: Scope, distributionPoint: string): CrlScope | undefined {
  switch (scope) {
    case 'full':
    case 'delta':
      return undefined
    case 'partitioned':
      return { distributionPoint, indirect: false }
    case 'other-partition':
      return { distributionPoint: listBeside(distributionPoint, 'other'), indirect: false }
    case 'indirect':
      return { distributionPoint: listBeside(distributionPoint, 'indirect'), indirect: true }
    default:
      return scope satisfies never
  }
}

function completeEntries(known: readonly BookEntry[], made: Instant): readonly CrlEntry[] {
  return known.flatMap(entry => {
    const standing = standingAt(entry, made)
    return standing ? [{ ...standing, serialNumber: entry.serialNumber }] : []
  })
}

function changes(known: readonly BookEntry[], base: Instant, made: Instant): readonly CrlEntry[] {
  return known.flatMap(entry => {
    const last = lastEvent(entry.events, made)
    return last && last.at > base ? [{ ...last, serialNumber: entry.serialNumber }] : []
  })
}

/**
 * An entry has the issuer of the one before it, so the first of every issuer names it (RFC 5280, section
 * 5.3.3).
 */
function indirectEntries(groups: readonly Group[], made: Instant): readonly CrlEntry[] {
  return groups.flatMap(({ issuer, entries }) => {
    const [first, ...others] = completeEntries(entries, made)
    return first ? [{ ...first, certificateIssuer: issuer.name }, ...others] : []
  })
}

function eventMoments(known: readonly BookEntry[]): readonly Instant[] {
  return known.flatMap(({ events }) => events.map(({ at }) => at))
}

/** Grows with time and with what is known: lists that are made later, or tell more, have greater numbers. */
function numberOf(known: readonly BookEntry[], made: Instant): bigint {
  const told = eventMoments(known).filter(at => at <= made).length
  return BigInt(Math.floor(made / 1000)) * 10_000n + BigInt(told)
}
