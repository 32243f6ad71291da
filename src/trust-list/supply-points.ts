import type { Service } from './trust-list.ts'

/** Where a service says that the status of what it issued is had. */
export interface StatusAddress {
  readonly source: 'ocsp' | 'crl'
  /** Of `http:` or `https:`. */
  readonly url: string
}

/**
 * The addresses at which a listed service says that the status of what it issued can be had, beside those in
 * certificates, in the order of the list and each once. Whatever comes from there is verified as anything
 * else, so an address can at most be of no use.
 *
 * @standard ETSI TS 119 612, clause 5.5.7
 */
export function supplyPointsOf({ supplyPoints }: Pick<Service, 'supplyPoints'>): readonly StatusAddress[] {
  const addresses = supplyPoints.flatMap((point): readonly (readonly [string, StatusAddress])[] => {
    const source = sourceAt(point)
    const { uri: url } = point
    if (source === undefined || !/^https?:/i.test(url) || !URL.canParse(url)) return []
    return [[`${source} ${url}`, { source, url }]]
  })
  return [...new Map(addresses).values()]
}

/**
 * The attribute says which service stands at an address; it came late and few lists have it. Without it only
 * the words in the address are left, and where they say nothing, or two things, the address is not used.
 */
function sourceAt({ type, uri }: Service['supplyPoints'][number]): StatusAddress['source'] | undefined {
  const words = (type ?? uri).toLowerCase()
  const isOcsp = words.includes('ocsp')
  const isCrl = words.includes('crl') || words.includes('certificaterevocationlist')
  if (isOcsp === isCrl) return undefined
  return isOcsp ? 'ocsp' : 'crl'
}
