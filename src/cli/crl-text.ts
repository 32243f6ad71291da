import type { CrlReport, EntryReport } from './crl.ts'
import type { CrlSummary } from './crl-summary.ts'
import { explanation, lines } from './ocsp-text.ts'
import { type Colour, shown, shownName, type Terminal } from './terminal.ts'

/** A revocation list, for people. */
export function describeCrl(report: CrlReport, terminal: Terminal): string {
  const { at, list, signature, isFresh, entry, finding } = report
  const [colour, words] = headingOf(report)
  return [
    terminal.paint(colour, words),
    ...lines([
      ['at', at],
      ['issuer', shownName(list.issuer)],
      ['issued', list.thisUpdate],
      ['next update', `${list.nextUpdate ?? 'not told'}${isFresh === false ? ', which is over' : ''}`],
      ['number', numberOf(list)],
      ...(list.scope === null ? [] : [['limited to', scopeOf(list.scope)] as const]),
      ...list.freshest.map(url => ['changes at', shown(url)] as const),
      ['entries', entriesOf(list)],
      ['octets', `${list.octets}, SHA-256 ${list.sha256}`],
      ['signature', signature === 'not-checked' ? 'not checked: --issuer names the certificate' : signature],
      ...(entry === null ? [] : [['looked up', describeEntry(entry)] as const]),
    ]),
    ...explanation(finding),
  ].join('\n')
}

function headingOf({ entry, finding, signature }: CrlReport): readonly [Colour, string] {
  if (finding?.reason !== undefined)
    return [finding.outcome === 'violated' ? 'red' : 'yellow', finding.reason]
  if (signature !== 'right' && signature !== 'not-checked') return ['red', signature]
  if (entry === null) return ['bold', 'revocation list']
  return entry.isListed ? ['red', 'listed'] : ['green', 'not listed']
}

function numberOf({ crlNumber, deltaOf }: CrlSummary): string {
  const number = crlNumber ?? 'none'
  return deltaOf === null ? number : `${number}, changes since ${deltaOf}`
}

function scopeOf(scope: NonNullable<CrlSummary['scope']>): string {
  const words = [
    scope.userCertificatesOnly && 'certificates of holders',
    scope.authoritiesOnly && 'certificates of authorities',
    scope.attributeCertificatesOnly && 'attribute certificates',
    scope.someReasonsOnly && 'some reasons',
    scope.indirect && 'several issuers',
  ].filter(each => each !== false)
  return words.length === 0 ? 'a distribution point' : words.join(', ')
}

function entriesOf({ entries, reasons, firstRevocation, lastRevocation }: CrlSummary): string {
  if (entries === 0) return 'none'
  const each = Object.entries(reasons).map(([reason, count]) => `${count} ${reason}`)
  return `${entries} (${each.join(', ')}), from ${firstRevocation} to ${lastRevocation}`
}

function describeEntry(entry: EntryReport): string {
  if (!entry.isListed) return `${entry.serialNumber}: not listed`
  const { serialNumber, revokedAt, reason, invalidityDate } = entry
  const since = invalidityDate === null ? '' : `, suspect since ${invalidityDate}`
  return `${serialNumber}: revoked at ${revokedAt}, ${reason ?? 'no reason given'}${since}`
}
