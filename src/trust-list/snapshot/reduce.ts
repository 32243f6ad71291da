import { equalBytes } from '../../core/bytes.ts'
import { issuesQualified, servesWebsites } from '../service-kinds.ts'
import type { Provider, Service } from '../trust-list.ts'
import type { ListFile } from '../trust-list-set.ts'

/**
 * What a snapshot keeps. `all`: the services that issue qualified certificates, or once did. `website`: of
 * these the ones that do it for websites, or once did, and those with a key of theirs, because what is listed
 * beside them can contradict them.
 */
export type Part = 'all' | 'website'

/** Providers with the services of a part; those that have none are left out. The order stays. */
export function keptProviders(providers: readonly Provider[], part: Part): readonly Provider[] {
  const qualified = withServices(providers, issuesQualified)
  if (part === 'all') return qualified
  const keys = keysOf(qualified.flatMap(({ services }) => services.filter(servesWebsites)))
  return withServices(
    qualified,
    service =>
      servesWebsites(service) || keysOf([service]).some(key => keys.some(known => equalBytes(known, key))),
  )
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

function keysOf(services: readonly Service[]): readonly Uint8Array[] {
  return services
    .flatMap(({ certificates }) => certificates)
    .flatMap(listed => (listed.ok ? [listed.certificate.publicKey.bytes] : []))
}
