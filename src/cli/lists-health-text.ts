import type { ListEvent, ListHealth, ListHealthRow } from '../sources/lists/types.ts'
import { requirementOf } from '../verdict/explain.ts'
import { type Colour, shown, type Terminal } from './terminal.ts'

type Attempted = Pick<NonNullable<ListHealthRow['lastAttempt']>, 'outcome' | 'reason' | 'detail'>

/** One line for one list while a refresh is under way. */
export function progressLine({ territory, attempt }: Extract<ListEvent, { readonly kind: 'list' }>): string {
  return `qwac: ${shown(territory).padEnd(5)}${failureOf(attempt) ?? attempt.outcome}`
}

/**
 * What a person has to look at although every list is as it should be; undefined for what the summary tells,
 * too.
 */
export function changeLine(event: ListEvent): string | undefined {
  switch (event.kind) {
    case 'list-of-lists-moved':
      return `qwac: LOTL: it came from ${shown(event.from)}, and says that it stands at ${shown(event.to)}`
    case 'notice-superseded':
      return `qwac: LOTL: it names a newer notice, to be compared with the Official Journal: ${event.newer.map(shown).join(' ')}`
    case 'place':
      return `qwac: ${shown(event.territory)}: ${shown(event.location)} has none that could be used: ${shown(event.attempt.reason ?? '')}`
    case 'signers-changed':
      return `qwac: ${shown(event.territory)}: others may sign it than before`
    default:
      return undefined
  }
}

/** A line for each list, and a summary that names every one that is not as it should be. */
export function healthLines(health: ListHealth, terminal: Terminal): string {
  const rows = [['LOTL', health.listOfLists] as const, ...Object.entries(health.lists)]
  return [...rows.map(([name, row]) => describe(name, row, terminal)), summary(health)].join('\n')
}

/**
 * What an operator does where there is nothing to work with. What was seen before can refuse a list that
 * nothing is wrong with.
 */
export function remedyFor(
  reason: NonNullable<ListHealth['reason']>,
  { listOfLists }: Pick<ListHealth, 'listOfLists'>,
): string {
  const { reasons } = requirementOf('trust-list.succession')
  const seen = reason === 'list-of-lists-refused' ? reasons[listOfLists.reason ?? ''] : undefined
  return seen ? `${listOfLists.reason}: ${seen.means} ${seen.remedy}` : REMEDIES[reason]
}

const REMEDIES: Readonly<Record<NonNullable<ListHealth['reason']>, string>> = {
  'not-loaded':
    'no list of lists could be had; run `qwac lists refresh`, and look whether this machine reaches its address',
  'list-of-lists-refused':
    'the list of lists is not what it must be, for the reason beside LOTL; look whether --anchor is the current notice of the Official Journal',
  'no-anchors':
    'the list of lists is good, but no national list that could be used has a single service; the reason stands beside each. ' +
    'Where all are absent, let this machine reach their servers; where all are refused, compare the list of lists with that of another day',
  'list-of-lists-expired':
    'the list of lists is past its NextUpdate; look why no newer one could be had, and whether the clock is right',
  'list-of-lists-closed':
    'the list of lists says that nothing will follow it; look for its successor in the Official Journal',
}

const COLOURS: Readonly<Record<ListHealthRow['state'], Colour>> = {
  fresh: 'green',
  aged: 'yellow',
  expired: 'yellow',
  closed: 'dim',
  refused: 'red',
  unreadable: 'red',
  absent: 'red',
}

function describe(name: string, row: ListHealthRow, terminal: Terminal): string {
  const number = row.sequenceNumber === null ? '' : `${row.sequenceNumber}`
  const state = terminal.paint(COLOURS[row.state], row.state.padEnd(11))
  const facts = [
    row.reason,
    row.age === null ? undefined : `${duration(row.age)} old`,
    row.nextUpdate === null ? undefined : `next update ${row.nextUpdate}`,
    row.lastAttempt && failureOf(row.lastAttempt),
  ].filter(fact => fact !== undefined)
  // What the last attempt brought may be why the list is as it is.
  const told = [...new Set(facts)].join(', ')
  return `${shown(name).padEnd(5)}${number.padStart(5)}  ${state}${told}`.trimEnd()
}

/** `29/31 fresh or closed, DE fresh 3 h (HTTP 503), HR refused (not-announced)` */
function summary({ ready, reason, listOfLists, lists, anchors, clock, store, memory }: ListHealth): string {
  const rows = Object.values(lists)
  const wanting = [['LOTL', listOfLists] as const, ...Object.entries(lists)].filter(
    ([, row]) => !isCurrent(row) || row.lastAttempt?.outcome === 'failed',
  )
  return [
    `${rows.filter(isCurrent).length}/${rows.length} fresh or closed`,
    ...wanting.map(([name, row]) => wants(shown(name), row)),
    `${anchors} services`,
    ...(ready ? [] : [`not ready: ${reason}`]),
    ...(clock === 'plausible' ? [] : [`clock: ${clock}`]),
    ...(store === 'written' ? [] : ['the store cannot be written']),
    ...(memory === 'written' ? [] : ['what was seen cannot be written']),
  ].join(', ')
}

function isCurrent({ state }: ListHealthRow): boolean {
  return state === 'fresh' || state === 'closed'
}

function wants(name: string, { state, age, reason, lastAttempt }: ListHealthRow): string {
  const why = (lastAttempt && failureOf(lastAttempt)) ?? reason
  return `${name} ${state}${age === null ? '' : ` ${duration(age)}`}${why === undefined ? '' : ` (${why})`}`
}

function failureOf({ outcome, reason, detail }: Attempted): string | undefined {
  if (outcome !== 'failed') return undefined
  if (reason === 'status' && detail !== undefined) return shown(detail)
  return detail === undefined ? shown(reason ?? '') : `${shown(reason ?? '')}: ${shown(detail)}`
}

/** In the largest unit of which there is at least one: `45 s`, `3 h`, `12 d`. */
function duration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`
}
