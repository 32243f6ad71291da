import type { Certificate } from '../certificate/certificate.ts'
import { parseCertificate } from '../certificate/parse.ts'
import type { Anchor } from '../path/candidates.ts'
import { CA_QC } from '../qualification/addresses.ts'
import type { Provider, Service, TrustList } from '../trust-list/trust-list.ts'

/** A key of a listed service, as an anchor that remembers whose it is. */
export interface ServiceAnchor extends Anchor {
  readonly territory: string
  readonly provider: Provider
  readonly service: Service
}

/**
 * The identities of the services of a list that issue qualified certificates, or once did. A service is a set of
 * certificates; those that cannot be read identify nothing.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.3 (PRO-4.3.4-03)
 */
export function serviceAnchors(list: TrustList): readonly ServiceAnchor[] {
  return list.providers.flatMap(provider =>
    provider.services
      .filter(issuesQualified)
      .flatMap(service =>
        certificatesOf(service).map(certificate =>
          anchorOf(certificate, { territory: list.territory, provider, service }),
        ),
      ),
  )
}

/** The certificates of those services, which may stand between a leaf and a service listed above them. */
export function listedAuthorities(list: TrustList): readonly Certificate[] {
  return list.providers.flatMap(({ services }) => services.filter(issuesQualified).flatMap(certificatesOf))
}

function issuesQualified({ type, history }: Service): boolean {
  return type === CA_QC || history.some(state => state.type === CA_QC)
}

function certificatesOf({ certificates }: Service): readonly Certificate[] {
  return certificates.flatMap(listed => (listed.ok ? [listed.certificate] : []))
}

function anchorOf(
  { subject, publicKey, extensions }: Certificate,
  owner: Pick<ServiceAnchor, 'territory' | 'provider' | 'service'>,
): ServiceAnchor {
  const keyIdentifier = extensions.subjectKeyIdentifier
  return { name: subject, publicKey, ...(keyIdentifier && { keyIdentifier }), ...owner }
}

/** Certificates that were given, and how many of them cannot be read. */
export interface Candidates {
  readonly certificates: readonly Certificate[]
  readonly unreadable: readonly { readonly index: number; readonly reason: string; readonly offset: number }[]
}

export function readCandidates(given: readonly Uint8Array[]): Candidates {
  const parsed = given.map(bytes => parseCertificate(bytes))
  return {
    certificates: parsed.flatMap(result => (result.ok ? [result.value] : [])),
    unreadable: parsed.flatMap((result, index) =>
      result.ok ? [] : [{ index, reason: result.reason, offset: result.offset ?? 0 }],
    ),
  }
}
