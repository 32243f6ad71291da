import { toHex } from '../../core/bytes.ts'
import { nameOf } from '../../qualification/listed-name.ts'
import { issuesQualified } from '../../trust-list/service-kinds.ts'
import type { ListedCertificate, Service } from '../../trust-list/trust-list.ts'
import type { TrustListSet } from '../../trust-list/trust-list-set.ts'

/** A service with where it stands, and by what it is known again. */
export interface ListedService {
  readonly territory: string
  readonly provider: string
  readonly name: string
  readonly service: Service
  /** Its keys, hexadecimal; of a certificate that cannot be read, its octets. */
  readonly keys: ReadonlySet<string>
  readonly purposes: string
}

/** All services of a set that issue qualified certificates, or once did, in the order of the lists. */
export function listedServices({ territories }: TrustListSet): readonly ListedService[] {
  return territories.flatMap(({ territory, file }) =>
    (file?.outcome === 'authentic' ? file.list.content.providers : []).flatMap(({ names, services }) =>
      services.filter(issuesQualified).map(service => ({
        territory,
        provider: nameOf(names),
        name: nameOf(service.names),
        service,
        keys: new Set(service.certificates.map(keyOf)),
        purposes: service.additionalInformation.toSorted().join(' '),
      })),
    ),
  )
}

function keyOf(listed: ListedCertificate): string {
  return toHex(listed.ok ? listed.certificate.publicKey.bytes : listed.bytes)
}

export interface Matched {
  readonly pairs: readonly (readonly [ListedService, ListedService])[]
  readonly removed: readonly ListedService[]
  readonly added: readonly ListedService[]
}

/** Pairs the services of two sets, the surest matches first, each at most once. */
export function matchServices(old: readonly ListedService[], young: readonly ListedService[]): Matched {
  let rest: Matched = { pairs: [], removed: old, added: young }
  for (const round of ROUNDS) rest = matchRound(rest, round)
  return rest
}

/** Services that agree in all of these are the same. */
type Round = (service: ListedService) => readonly string[]

const place = ({ territory, provider }: ListedService): string => JSON.stringify([territory, provider])

/** Two services often share a key, one for websites and one for seals, so a key alone comes last. */
const ROUNDS: readonly Round[] = [
  each => [...each.keys].map(key => JSON.stringify([place(each), each.name, each.purposes, key])),
  each => [...each.keys].map(key => JSON.stringify([place(each), each.purposes, key])),
  each => [...each.keys].map(key => JSON.stringify([place(each), each.name, key])),
  each => [...each.keys].map(key => JSON.stringify([place(each), key])),
  each => [...each.keys].map(key => JSON.stringify([each.purposes, key])),
  each => [...each.keys],
  each => [JSON.stringify([place(each), each.name, each.purposes])],
  each => [JSON.stringify([place(each), each.name])],
]

function matchRound({ pairs, removed, added }: Matched, round: Round): Matched {
  const waiting = new Map<string, ListedService[]>()
  for (const service of added)
    for (const word of round(service)) waiting.set(word, [...(waiting.get(word) ?? []), service])
  const taken = new Map<ListedService, ListedService>()
  const used = new Set<ListedService>()
  for (const service of removed) {
    const found = round(service)
      .flatMap(word => waiting.get(word) ?? [])
      .find(candidate => !used.has(candidate))
    if (found === undefined) continue
    taken.set(service, found)
    used.add(found)
  }
  return {
    pairs: [...pairs, ...taken],
    removed: removed.filter(service => !taken.has(service)),
    added: added.filter(service => !used.has(service)),
  }
}
