import type { Certificate } from '../certificate/certificate.ts'
import type { Instant } from '../core/time.ts'
import { type Check, type Finding, findingOf } from '../requirements/finding.ts'
import { checkFreshness, type FreshnessQuestion, listState } from '../trust-list/freshness.ts'
import type { TrustList } from '../trust-list/trust-list.ts'
import type { ListFile, TerritoryLists, TrustListSet } from '../trust-list/trust-list-set.ts'
import type { TerritoryEvidence } from './evidence.ts'
import { territoryOf } from './territory.ts'

/** The two moments, and how old a copy may be. */
export interface Moments extends FreshnessQuestion {
  readonly at: Instant
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

/**
 * What is wrong with a list makes it no evidence, and that decides: as an open question of the qualification. Said of the
 * list itself it decides nothing about the certificate, so every finding here is a warning.
 */
function findingsOf(
  set: TrustListSet,
  entry: TerritoryLists | undefined,
  moments: Moments,
): readonly Finding[] {
  const files = [set.listOfLists, ...(entry?.file === undefined ? [] : [entry.file])]
  return [
    ...set.pivots.flatMap(({ sha256, checks }) => warnings(sha256, checks)),
    ...files.flatMap(file => warnings(file.sha256, [...file.checks, checkFreshness(file, moments)])),
  ]
}

/** In one copy, because every assessment needs them. */
function warnings(sha256: string, checks: readonly Check[]): readonly Finding[] {
  return checks.map(each => findingOf(each, sha256, 'warning'))
}
