import { formatName } from '../../certificate/name/name.ts'
import { toHex } from '../../core/bytes.ts'
import { formatInstant } from '../../core/time.ts'
import { informationWord, statusWord } from '../../qualification/addresses.ts'
import type { ListedCertificate, Service, ServiceState } from '../../trust-list/trust-list.ts'
import type { Change, ChangeKind } from './diff.ts'
import { type ListedService, matchServices } from './diff-match.ts'

/** What changed of services: those that went, those that came, and those that are other than they were. */
export function serviceChanges(
  old: readonly ListedService[],
  young: readonly ListedService[],
): readonly Change[] {
  const { pairs, removed, added } = matchServices(old, young)
  return [
    ...removed.map(each => change('removed', each, stateText(each.service), null)),
    ...added.map(each => change('added', each, null, stateText(each.service))),
    ...pairs.flatMap(([before, after]) => changesOf(before, after)),
  ]
}

function changesOf(old: ListedService, young: ListedService): readonly Change[] {
  const compared: readonly (readonly [ChangeKind, string, string])[] = [
    ['moved', placeText(old), placeText(young)],
    [statusKind(young.service), stateText(old.service), stateText(young.service)],
    ['qualifiers', qualifiersText(old.service), qualifiersText(young.service)],
  ]
  return [
    ...compared
      .filter(([, before, after]) => before !== after)
      .map(([kind, before, after]) => change(kind, young, before, after)),
    ...identityChange(old, young),
    ...historyChange(old, young),
  ]
}

function change(
  kind: ChangeKind,
  { territory, provider, name }: ListedService,
  before: string | null,
  after: string | null,
): Change {
  return { kind, territory, provider, service: name, before, after }
}

function statusKind({ status }: ServiceState): ChangeKind {
  const word = statusWord(status)
  return word === 'granted' || word === 'withdrawn' ? word : 'status'
}

function placeText({ territory, provider }: ListedService): string {
  return `${territory} ${provider}`
}

function stateText({ status, since }: ServiceState): string {
  return `${statusWord(status)} since ${formatInstant(since)}`
}

/** What it is listed for, and the qualifiers with the number of criteria that pick for them. */
function qualifiersText({ additionalInformation, qualifications }: ServiceState): string {
  const purposes = additionalInformation.map(address => informationWord(address) ?? address)
  const elements = qualifications.map(
    ({ qualifiers, criteria }) =>
      `${qualifiers.map(address => informationWord(address) ?? address).join('+')} where ${JSON.stringify(criteria)}`,
  )
  return [...purposes, ...elements].toSorted().join(', ')
}

function identityChange(old: ListedService, young: ListedService): readonly Change[] {
  const [before, after] = [old, young].map(({ service }) => certificatesOf(service))
  const gone = [...(before ?? [])].filter(([octets]) => !after?.has(octets)).map(([, text]) => text)
  const come = [...(after ?? [])].filter(([octets]) => !before?.has(octets)).map(([, text]) => text)
  if (gone.length + come.length === 0) return []
  return [change('identity', young, gone.join('; ') || null, come.join('; ') || null)]
}

function certificatesOf({ certificates }: Service): ReadonlyMap<string, string> {
  return new Map(certificates.map(listed => [toHex(listed.bytes), certificateText(listed)]))
}

function certificateText(listed: ListedCertificate): string {
  if (!listed.ok) return `unreadable (${listed.reason})`
  const { subject, serialNumber, validity } = listed.certificate
  return `${formatName(subject)}, serial number ${toHex(serialNumber)}, until ${formatInstant(validity.notAfter)}`
}

/** A state that was told must still be told: the present one of then among the past ones of now. */
function historyChange(old: ListedService, young: ListedService): readonly Change[] {
  const told = new Set([young.service, ...young.service.history].map(stateText))
  const lost = [old.service, ...old.service.history].map(stateText).filter(state => !told.has(state))
  return lost.length === 0 ? [] : [change('history', young, lost.join('; '), null)]
}
