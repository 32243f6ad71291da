import { formatName } from '../certificate/name/name.ts'
import { formatInstant } from '../core/time.ts'
import type { RevokedEntry } from '../revocation/crl/entries.ts'
import type { GivenCrl } from '../revocation/crl/question.ts'
import { listStep } from '../revocation/plan.ts'

/** What a list is, without its entries. */
export interface CrlSummary {
  readonly sha256: string
  readonly octets: number
  readonly issuer: string
  readonly thisUpdate: string
  readonly nextUpdate: string | null
  /** Decimal; null where it has none. */
  readonly crlNumber: string | null
  /** Of the complete list that a delta begins with; null for a complete list. */
  readonly deltaOf: string | null
  readonly scope: {
    readonly userCertificatesOnly: boolean
    readonly authoritiesOnly: boolean
    readonly attributeCertificatesOnly: boolean
    readonly someReasonsOnly: boolean
    readonly indirect: boolean
  } | null
  /** Where the changes to it are. */
  readonly freshest: readonly string[]
  readonly entries: number
  /** How many entries have each reason; `none` where they give none. */
  readonly reasons: Readonly<Record<string, number>>
  readonly firstRevocation: string | null
  readonly lastRevocation: string | null
}

/** Goes through the entries once; none of them is kept. */
export function summaryOf({ list, sha256 }: GivenCrl): CrlSummary {
  const { extensions, nextUpdate } = list
  const freshest = listStep('changes', extensions.freshestCrl ?? [])
  return {
    sha256,
    octets: list.bytes.length,
    issuer: formatName(list.issuer),
    thisUpdate: formatInstant(list.thisUpdate),
    nextUpdate: nextUpdate === undefined ? null : formatInstant(nextUpdate),
    crlNumber: extensions.crlNumber?.toString() ?? null,
    deltaOf: extensions.deltaCrlIndicator?.toString() ?? null,
    scope: scopeOf(list.extensions.issuingDistributionPoint),
    freshest: freshest.urls,
    entries: list.entries.count,
    ...counted(list.entries),
  }
}

function scopeOf(idp: GivenCrl['list']['extensions']['issuingDistributionPoint']): CrlSummary['scope'] {
  if (idp === undefined) return null
  return {
    userCertificatesOnly: idp.onlyContainsUserCerts,
    authoritiesOnly: idp.onlyContainsCaCerts,
    attributeCertificatesOnly: idp.onlyContainsAttributeCerts,
    someReasonsOnly: idp.onlySomeReasons !== undefined,
    indirect: idp.indirectCrl,
  }
}

function counted(entries: Iterable<RevokedEntry>) {
  const reasons = new Map<string, number>()
  let [first, last]: readonly (RevokedEntry['revocationDate'] | undefined)[] = []
  for (const { reason = 'none', revocationDate } of entries) {
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    if (first === undefined || revocationDate < first) first = revocationDate
    if (last === undefined || revocationDate > last) last = revocationDate
  }
  return {
    reasons: Object.fromEntries([...reasons].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    firstRevocation: first === undefined ? null : formatInstant(first),
    lastRevocation: last === undefined ? null : formatInstant(last),
  }
}
