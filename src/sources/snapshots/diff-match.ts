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
  const queues = queuesOf(added, round)
  const used = new Set<ListedService>()
  const taken = new Map<ListedService, ListedService>()
  for (const service of removed) {
    const found = firstWaiting(round(service), queues, used)
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

/** Services that wait under one word. What stands before `next` is used, and never looked at again. */
interface Queue {
  readonly services: ListedService[]
  next: number
}

function queuesOf(added: readonly ListedService[], round: Round): ReadonlyMap<string, Queue> {
  const queues = new Map<string, Queue>()
  for (const service of added) {
    for (const word of round(service)) {
      const queue = queues.get(word)
      if (queue) queue.services.push(service)
      else queues.set(word, { services: [service], next: 0 })
    }
  }
  return queues
}

/**
 * Each queue is walked once in a round, so that lists in which one key stands a thousand times are compared
 * as fast as others.
 */
function firstWaiting(
  words: readonly string[],
  queues: ReadonlyMap<string, Queue>,
  used: ReadonlySet<ListedService>,
): ListedService | undefined {
  for (const word of words) {
    const queue = queues.get(word)
    if (!queue) continue
    let service = queue.services[queue.next]
    while (service && used.has(service)) {
      queue.next += 1
      service = queue.services[queue.next]
    }
    if (service) return service
  }
  return undefined
}
