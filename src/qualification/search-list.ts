import type { Certificate } from '../certificate/certificate.ts'
import { checkValidityPeriod } from '../certificate/validity-period.ts'
import type { Instant } from '../core/time.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { buildPaths, type Path, type PathSearch } from '../path/building/build.ts'
import { alongside } from '../path/building/intermediate-store.ts'
import { standing } from '../path/judge.ts'
import type { TrustList } from '../trust-list/trust-list.ts'
import type { Caches } from './list-index.ts'
import type { ServiceAnchor } from './service-anchors.ts'

export interface ListQuestion {
  readonly certificate: Certificate
  /** Intermediates that were given. */
  readonly given: readonly Certificate[]
  readonly caches: Caches
  readonly crypto: Crypto
  readonly at: Instant
}

export interface ListSearch extends PathSearch<ServiceAnchor> {
  /** Whether intermediates of earlier paths made it possible. */
  readonly remembered: boolean
}

/**
 * Finds the paths to the services of a list. The certificates of the list's own authorities may stand in
 * them, whether or not the peer sent them; those that earlier paths have shown only where no path stands
 * without. So they never change an answer that was found, and one that was not found stays as it was unless a
 * path stands with them.
 */
export async function searchList(list: TrustList, question: ListQuestion): Promise<ListSearch> {
  const { certificate, given: intermediates, caches, crypto, at } = question
  const { anchors, authorities } = caches.index(list)
  const known = { certificate, intermediates, authorities, anchors, keyOf: caches.keyOf, crypto, at }
  const search = await buildPaths(known)
  const store = caches.intermediates
  if (store === undefined) return { ...search, remembered: false }
  const isFound = soundPaths(search, at).length > 0 || search.exhausted !== undefined || store.size === 0
  const again = isFound ? search : await buildPaths({ ...known, authorities: alongside(authorities, store) })
  const paths = soundPaths(again, at)
  for (const path of paths) store.remember(path.certificates.slice(1))
  return isFound || paths.length === 0 ? { ...search, remembered: false } : { ...again, remembered: true }
}

/** Those with which a certificate may pass: they stand, and each authority is valid at the moment. */
function soundPaths({ paths }: PathSearch<ServiceAnchor>, at: Instant): readonly Path<ServiceAnchor>[] {
  const isValid = ({ validity }: Certificate): boolean =>
    checkValidityPeriod(validity, at).outcome === 'satisfied'
  return paths.filter(
    path =>
      path.outcome === 'verified' &&
      path.certificates.length > 0 &&
      path.certificates.slice(1).every(isValid) &&
      standing(path, at) === 'verified',
  )
}
