import { formatInstant, type Instant } from '../core/time.ts'
import { listState } from '../trust-list/freshness.ts'
import { isForWebsites } from '../trust-list/service-kinds.ts'
import type { Snapshot } from '../trust-list/snapshot/snapshot.ts'
import type { ListFile } from '../trust-list/trust-list-set.ts'

/** The JSON of `qwac snapshot show --json`: what a snapshot holds, and where each list came from. */
export interface SnapshotReport {
  readonly schemaVersion: 1
  /** SHA-256 of its octets. */
  readonly snapshot: string
  readonly octets: number
  readonly part: Snapshot['part']
  readonly lotl: FileReport
  readonly pivots: readonly FileReport[]
  readonly lists: readonly TerritoryReport[]
  /** Files that belong to no territory. */
  readonly others: readonly FileReport[]
}

/** Where a list came from, and how it was verified. Times are RFC 3339, digests lower-case hexadecimal. */
export interface FileReport {
  /** Of the file; null where none was given. */
  readonly sha256: string | null
  readonly state: string
  readonly reason: string | null
  readonly sequenceNumber: number | null
  readonly issued: string | null
  readonly nextUpdate: string | null
  readonly obtainedAt: string | null
  /** SHA-256 of the signer's certificate. */
  readonly signer: string | null
  /** The digest that was signed. */
  readonly signedDigest: string | null
  /** What was checked, in order. */
  readonly checks: readonly {
    readonly code: string
    readonly outcome: string
    readonly reason: string | null
  }[]
}

export interface TerritoryReport extends FileReport {
  readonly territory: string
  /** Services that issue qualified certificates, or once did. */
  readonly services: number
  /** Of these, those that are granted and for websites now. */
  readonly grantedForWebsites: number
  /** Files for the territory that are not used. */
  readonly others: readonly FileReport[]
}

/** @param listsAt The moment at which lists are fresh or expired. */
export function reportSnapshot({ sha256, octets, part, lists }: Snapshot, listsAt: Instant): SnapshotReport {
  const report = (file: ListFile | undefined): FileReport => fileReport(file, listsAt)
  return {
    schemaVersion: 1,
    snapshot: sha256,
    octets: octets.length,
    part,
    lotl: report(lists.listOfLists),
    pivots: lists.pivots.map(report),
    lists: lists.territories.map(({ territory, file, others }) => ({
      territory,
      ...report(file),
      ...counts(file),
      others: others.map(report),
    })),
    others: lists.others.map(report),
  }
}

function fileReport(file: ListFile | undefined, listsAt: Instant): FileReport {
  const { state, reason } = listState(file, { listsAt })
  const list = file?.outcome === 'authentic' ? file.list : undefined
  return {
    sha256: file?.sha256 ?? null,
    state,
    reason: reason ?? null,
    sequenceNumber: file?.claims?.sequenceNumber ?? null,
    issued: written(file?.claims?.issued),
    nextUpdate: written(file?.claims?.nextUpdate),
    obtainedAt: written(file?.obtainedAt),
    signer: list?.signer ?? null,
    signedDigest: list?.digest ?? null,
    checks: (file?.checks ?? []).map(check => ({
      code: check.code,
      outcome: check.outcome,
      reason: check.reason ?? null,
    })),
  }
}

function counts(file: ListFile | undefined): Pick<TerritoryReport, 'services' | 'grantedForWebsites'> {
  const providers = file?.outcome === 'authentic' ? file.list.content.providers : []
  const services = providers.flatMap(provider => provider.services)
  const granted = services.filter(service => isForWebsites(service) && service.status.endsWith('/granted'))
  return { services: services.length, grantedForWebsites: granted.length }
}

function written(moment: Instant | null | undefined): string | null {
  return moment === null || moment === undefined ? null : formatInstant(moment)
}
