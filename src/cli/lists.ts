import type { Instant } from '../core/time.ts'
import type { Finding } from '../requirements/finding.ts'
import { checkAnchors } from '../trust-list/anchors.ts'
import type { ListFile, TrustListSet } from '../trust-list/trust-list-set.ts'
import { explanationOf } from '../verdict/explain.ts'
import { type ListOfListsRow, type ListsReport, reportLists, summaryOf } from '../verdict/lists-report.ts'
import { EXIT } from './exit.ts'
import { isStop } from './read-input.ts'
import { type ListChoice, readCountedLists } from './read-lists.ts'
import { type Colour, jsonText, shown, type Terminal } from './terminal.ts'

export interface ListOptions extends ListChoice {
  readonly at: Instant
  readonly json?: boolean
}

const EXIT_OF = { good: EXIT.passed, broken: EXIT.failed, wanting: EXIT.indeterminate } as const

/** `qwac lists verify`: authenticates the lists, and says how fresh each one is. */
export async function verifyLists(options: ListOptions, terminal: Terminal): Promise<number> {
  const read = await readCountedLists(options, options.at)
  if (isStop(read)) {
    terminal.note(`qwac: ${read.message}`)
    return read.code
  }
  const { lists: set, services } = read
  const question = { listsAt: options.at }
  const report = reportLists(set, question, services)
  terminal.result(options.json ? jsonText(report, 2) : describe(report, terminal))
  for (const note of notes(set)) terminal.note(note)
  return EXIT_OF[summaryOf(set, question)]
}

/** Why files were not used: those of a territory, and those of none. */
function notes(set: TrustListSet): readonly string[] {
  const files = [
    set.listOfLists,
    ...set.pivots,
    ...set.territories.flatMap(({ file, others }) => (file === undefined ? others : [file, ...others])),
    ...set.others,
  ]
  return [
    ...withoutAnchors(set),
    ...files.flatMap(explainRefusal),
    ...set.territories.flatMap(({ territory, others }) => others.map(other => superseded(territory, other))),
  ]
}

/** No service at all is another thing than a service that is not listed. */
function withoutAnchors(set: TrustListSet): readonly string[] {
  const check = checkAnchors(set)
  if (check.outcome === 'satisfied') return []
  const means = explanationOf({ ...check, about: set.listOfLists.sha256 })?.means ?? check.code
  return [`qwac: no services: ${means}`]
}

function explainRefusal(file: ListFile): readonly string[] {
  if (file.outcome === 'authentic') return []
  const failed = file.checks.find(({ reason }) => reason === file.reason)
  const finding: Finding | undefined = failed && { ...failed, about: file.sha256 }
  const means = (finding && explanationOf(finding)?.means) ?? shown(file.reason)
  const pivot = failed?.facts['pivot']
  const which = typeof pivot === 'string' ? ` (${shown(pivot)})` : ''
  return [`qwac: ${nameOf(file)}: ${file.outcome}, ${shown(file.reason)}: ${means}${which}`]
}

function superseded(territory: string, file: ListFile): string {
  return `qwac: ${nameOf(file)}: a further file for ${shown(territory)}, not used`
}

function nameOf({ claims, sha256 }: ListFile): string {
  if (claims === undefined) return `file with SHA-256 ${sha256}`
  const { territory, sequenceNumber } = claims
  return `${shown(territory ?? 'unknown territory')} ${sequenceNumber ?? 'without a number'} (SHA-256 ${sha256.slice(0, 16)}…)`
}

const STATE_COLOUR: Readonly<Record<ListOfListsRow['state'], Colour>> = {
  fresh: 'green',
  aged: 'yellow',
  expired: 'yellow',
  closed: 'dim',
  refused: 'red',
  unreadable: 'red',
  absent: 'dim',
}

function describe({ lotl, lists }: ListsReport, terminal: Terminal): string {
  const line = (name: string, row: ListOfListsRow, services: number | null): string => {
    const state = terminal.paint(STATE_COLOUR[row.state], row.state.padEnd(11))
    const dates = row.issued === null ? '' : `issued ${row.issued}, next update ${row.nextUpdate ?? 'never'}`
    const count = services === null ? '' : `, ${services} services`
    const number = row.sequenceNumber === null ? '' : String(row.sequenceNumber)
    const rest = row.reason === undefined ? `${dates}${count}` : shown(row.reason)
    return `${shown(name).padEnd(5)}${number.padStart(5)}  ${state}${rest}`.trimEnd()
  }
  return [line('LOTL', lotl, null), ...lists.map(row => line(row.territory, row, row.services))].join('\n')
}
