import { type Check, satisfied, undetermined } from '../requirements/finding.ts'
import { issuesQualified } from './service-kinds.ts'
import type { ListFile, TrustListSet } from './trust-list-set.ts'

/**
 * How many services the authentic national lists name that issue qualified certificates, or once did: ends of
 * paths.
 */
export function countAnchors({ territories }: Pick<TrustListSet, 'territories'>): number {
  return territories
    .flatMap(({ file }) => (file?.outcome === 'authentic' ? file.list.content.providers : []))
    .flatMap(({ services }) => services.filter(issuesQualified)).length
}

/**
 * Nothing loaded is another thing than not listed: without a single service nothing can be said of any
 * certificate.
 */
export function checkAnchors(set: Pick<TrustListSet, 'territories'>): Check {
  const anchors = countAnchors(set)
  if (anchors === 0) return undetermined('trust-list.anchors', 'none', { anchors })
  return satisfied('trust-list.anchors', { anchors })
}

/** How many services of whatever kind a file has; none where it is not authentic. */
export function countServices(file: ListFile): number {
  const providers = file.outcome === 'authentic' ? file.list.content.providers : []
  return providers.reduce((sum, { services }) => sum + services.length, 0)
}
