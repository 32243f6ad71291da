import type { Certificate } from '../../certificate/certificate.ts'
import { nameKey } from '../../certificate/name/match.ts'
import { toHex } from '../../core/bytes.ts'
import { issuesQualified, servesWebsites } from '../service-kinds.ts'
import type { Provider, Service } from '../trust-list.ts'
import type { ListFile } from '../trust-list-set.ts'

/**
 * What a snapshot keeps. `all`: the services that issue qualified certificates, or once did. `website`: of
 * these the ones that do it for websites, or once did, and those that may stand on the same path: what is
 * listed above, below or beside a service can contradict it, and its certificates complete paths.
 */
export type Part = 'all' | 'website'

/** Providers with the services of a part; those that have none are left out. The order stays. */
export function keptProviders(providers: readonly Provider[], part: Part): readonly Provider[] {
  const qualified = withServices(providers, issuesQualified)
  if (part === 'all') return qualified
  const kept = aroundWebsites(qualified.flatMap(({ services }) => services))
  return withServices(qualified, service => kept.has(service))
}

/** Whether providers are what a part keeps of them. */
export function areKept(providers: readonly Provider[], part: Part): boolean {
  const count = (all: readonly Provider[]) => all.reduce((sum, { services }) => sum + services.length, 0)
  return count(keptProviders(providers, part)) === count(providers)
}

/**
 * The services for websites; those that names or a key join to them, directly or through others that are
 * listed; and those whose identity cannot be read, since it may be any.
 */
function aroundWebsites(services: readonly Service[]): ReadonlySet<Service> {
  const kept = new Set(
    services.filter(each => servesWebsites(each) || each.certificates.some(({ ok }) => !ok)),
  )
  const [known, issued] = [groupedBy(services, ownMarks), groupedBy(services, issuerMarks)]
  // Whatever is added while the set is walked through is walked through as well.
  for (const service of kept) {
    for (const mark of ownMarks(service)) {
      for (const each of taken(known, mark)) kept.add(each)
      for (const each of taken(issued, mark)) kept.add(each)
    }
    for (const mark of issuerMarks(service)) for (const each of taken(known, mark)) kept.add(each)
  }
  return kept
}

/** What an issuer is found by: names and keys. */
function ownMarks(service: Service): readonly string[] {
  return certificatesOf(service).flatMap(({ subject, publicKey }) => [
    nameKey(subject),
    `key ${toHex(publicKey.bytes)}`,
  ])
}

function issuerMarks(service: Service): readonly string[] {
  return certificatesOf(service).map(({ issuer }) => nameKey(issuer))
}

function certificatesOf({ certificates }: Service): readonly Certificate[] {
  return certificates.flatMap(listed => (listed.ok ? [listed.certificate] : []))
}

type Groups = Map<string, Service[]>

function groupedBy(services: readonly Service[], marks: (service: Service) => readonly string[]): Groups {
  const groups: Groups = new Map()
  for (const service of services) {
    for (const mark of marks(service)) {
      const group = groups.get(mark)
      if (group === undefined) groups.set(mark, [service])
      else group.push(service)
    }
  }
  return groups
}

/** Each group is looked through once, however many services it joins. */
function taken(groups: Groups, mark: string): readonly Service[] {
  const group = groups.get(mark) ?? []
  groups.delete(mark)
  return group
}

/** A file as a snapshot of all parts would give it back. */
export function keptFile(file: ListFile): ListFile {
  if (file.outcome !== 'authentic') return file
  const { content } = file.list
  const kept = { ...content, pointers: [], providers: keptProviders(content.providers, 'all') }
  return { ...file, list: { ...file.list, content: kept } }
}

function withServices(
  providers: readonly Provider[],
  isKept: (service: Service) => boolean,
): readonly Provider[] {
  return providers
    .map(provider => ({ ...provider, services: provider.services.filter(isKept) }))
    .filter(({ services }) => services.length > 0)
}
