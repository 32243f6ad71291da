import type { Certificate } from '../../certificate/certificate.ts'
import { parseCertificate } from '../../certificate/parse.ts'
import type { Allowance, MayAskAgain } from '../../core/allowance.ts'
import { METHOD } from '../../core/object-identifiers.ts'
import type { Result } from '../../core/result.ts'

/**
 * Where certificates of issuers come from that nobody has sent: what a certificate names under caIssuers.
 *
 * To ask means to go to an address that a stranger has chosen, before anything that the stranger says is
 * trusted. So it is off unless a source is given. An implementation must keep to http and https on their own
 * ports, to public addresses, to an allow-list where there is one, and to a deadline.
 *
 * @standard RFC 5280, section 4.2.2.1
 */
export interface IssuerSource {
  /**
   * @param certificate The one whose issuer is wanted.
   * @param signal Ends the attempt.
   * @param mayAskAgain To be asked before each exchange with a server but the first, which was counted.
   * @returns What is served there: one certificate or several, DER, unverified. Implementations do not
   *   reject.
   */
  issuers(
    url: string,
    certificate: Certificate,
    signal: AbortSignal,
    mayAskAgain?: MayAskAgain,
  ): Promise<Result<readonly Uint8Array[], 'unavailable'>>
}

/**
 * The addresses of http and https that a certificate names for its issuer's certificate, in its order, each
 * once.
 */
export function issuerUrls({ extensions }: Certificate): readonly string[] {
  const locations = (extensions.authorityInfoAccess ?? []).flatMap(({ method, location }) =>
    method === METHOD.caIssuers && location.form === 'uniformResourceIdentifier' ? [location.text] : [],
  )
  return [...new Set(locations)].filter(url => /^https?:\/\//i.test(url))
}

/** Whom to ask for issuers, and until when. */
export interface IssuerFetching {
  readonly issuers: IssuerSource
  readonly signal: AbortSignal
  readonly allowance: Allowance
}

/** What came from an address and can be read as a certificate. */
export async function fetchIssuers(
  { issuers, signal, allowance }: IssuerFetching,
  url: string,
  certificate: Certificate,
): Promise<readonly Certificate[]> {
  const served = await issuers.issuers(url, certificate, signal, allowance.take)
  if (!served.ok) return []
  return served.value.slice(0, MAX_SERVED).flatMap(bytes => {
    const parsed = parseCertificate(bytes)
    return parsed.ok ? [parsed.value] : []
  })
}

/**
 * Certificates that are taken of one answer: more than any path has intermediates is not what was asked for.
 */
export const MAX_SERVED = 20
