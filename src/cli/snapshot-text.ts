import type { Change } from '../sources/snapshots/diff.ts'
import type { FileReport, SnapshotReport } from '../verdict/snapshot-report.ts'
import { shown } from './terminal.ts'

/** What a snapshot holds, a line for each list. */
export function describeSnapshot({ snapshot, octets, part, lotl, lists }: SnapshotReport): string {
  const what = part === 'website' ? 'the part for websites' : 'all services that issue qualified certificates'
  const row = (name: string, file: FileReport, services: string): string =>
    `${shown(name).padEnd(5)}${String(file.sequenceNumber ?? '').padStart(5)}  ${file.state.padEnd(11)}${
      file.reason === null ? [dates(file), services].filter(Boolean).join(', ') : shown(file.reason)
    }`
  return [
    `snapshot ${snapshot}`,
    `${octets} octets: ${what}`,
    row('LOTL', lotl, ''),
    ...lists.map(list =>
      row(list.territory, list, `${list.services} services, ${list.grantedForWebsites} granted for websites`),
    ),
  ].join('\n')
}

function dates({ issued, nextUpdate }: FileReport): string {
  return issued === null ? '' : `issued ${issued}, next update ${nextUpdate ?? 'never'}`
}

/** Changes, a line each. */
export function describeChanges(changes: readonly Change[]): string {
  if (changes.length === 0) return 'nothing changed'
  return changes.map(describeChange).join('\n')
}

function describeChange({ kind, territory, provider, service, before, after }: Change): string {
  const where = [territory, provider, service]
    .flatMap(text => (text === undefined ? [] : [shown(text)]))
    .join(' · ')
  return `${kind.padEnd(13)} ${where}: ${valueText(before)} → ${valueText(after)}`
}

function valueText(value: string | number | null): string {
  return value === null ? 'none' : shown(String(value))
}
