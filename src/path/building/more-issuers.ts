import type { Certificate } from '../../certificate/certificate.ts'
import { sameName } from '../../certificate/name/match.ts'
import { fetchIssuers, type IssuerFetching, issuerUrls } from './issuer-source.ts'

interface Missing {
  readonly certificate: Certificate
  readonly reason: 'issuer-not-found' | 'wrong-signature'
}

type Fetching = Partial<IssuerFetching> & Pick<IssuerFetching, 'allowance'>

/**
 * Asks for the issuers at which a search ended, deepest first, until one brings a certificate of the right
 * name.
 *
 * @param fetching Without a source nobody is asked; after the signal nobody else is.
 * @param fetched The addresses that were asked before; those that are asked now are added. None is asked
 *   twice.
 */
export async function moreIssuers(
  { issuers, signal = new AbortController().signal, allowance }: Fetching,
  deadEnds: readonly Missing[],
  fetched: string[],
): Promise<readonly Certificate[]> {
  if (issuers === undefined) return []
  for (const { certificate } of deadEnds.filter(({ reason }) => reason === 'issuer-not-found')) {
    for (const url of issuerUrls(certificate)) {
      if (fetched.includes(url)) continue
      if (signal.aborted || !allowance.take()) return []
      fetched.push(url)
      const served = await fetchIssuers({ issuers, signal, allowance }, url, certificate)
      const named = served.filter(({ subject }) => sameName(subject, certificate.issuer))
      if (named.length > 0) return named
    }
  }
  return []
}
