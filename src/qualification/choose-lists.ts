import type { Certificate } from '../certificate/certificate.ts'
import type { Instant } from '../core/time.ts'
import { type Finding, findingOf } from '../requirements/finding.ts'
import { checkFreshness, type FreshnessQuestion, listState } from '../trust-list/freshness.ts'
import type { TrustList } from '../trust-list/trust-list.ts'
import type { ListFile, TerritoryLists, TrustListSet } from '../trust-list/trust-list-set.ts'
import type { TerritoryEvidence } from './evidence.ts'
import { type Caches, listFindings } from './list-index.ts'
import { territoryOf } from './territory.ts'

/** The two moments, and how old a copy may be. */
export interface Moments extends FreshnessQuestion {
  readonly at: Instant
  /** Where findings about lists are kept. They are the same without. */
  readonly caches?: Pick<Caches, 'findings'>
}

/** The list of the issuer's country and what it is worth; the others, which only explain. */
export interface ChosenLists {
  /** What the qualification is decided by. */
  readonly territory: TerritoryEvidence
  /** The list of the territory, where it is authentic. */
  readonly list: TrustList | undefined
  readonly others: () => readonly TrustList[]
  /** What is to be said of the list of lists, its pivots and the list of the territory. */
  readonly findings: readonly Finding[]
}

/**
 * Takes the lists that concern a certificate out of a set, at a moment.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.4 (PRO-4.4.4-01)
 */
export function chooseLists(set: TrustListSet, certificate: Certificate, moments: Moments): ChosenLists {
  const code = territoryOf(certificate.issuer)
  const entry = set.territories.find(({ territory }) => code.ok && territory === code.value)
  const list = contentOf(entry?.file)
  const listOfLists = listState(set.listOfLists, moments).state
  const state = entry === undefined ? 'not-announced' : listState(entry.file, moments).state
  return {
    territory: { ...(list && { list }), state, listOfLists },
    list,
    others: () => set.territories.flatMap(each => (each === entry ? [] : (contentOf(each.file) ?? []))),
    findings: findingsOf(set, entry, moments),
  }
}

function contentOf(file: ListFile | undefined): TrustList | undefined {
  return file?.outcome === 'authentic' ? file.list.content : undefined
}

/** Whether a list is fresh is the one thing that depends on the moment. */
function findingsOf(
  set: TrustListSet,
  entry: TerritoryLists | undefined,
  moments: Moments,
): readonly Finding[] {
  const known = moments.caches?.findings ?? listFindings
  const findings: Finding[] = []
  for (const pivot of set.pivots) findings.push(...known(pivot))
  for (const file of entry?.file === undefined ? [set.listOfLists] : [set.listOfLists, entry.file])
    findings.push(...known(file), findingOf(checkFreshness(file, moments), file.sha256, 'warning'))
  return findings
}
