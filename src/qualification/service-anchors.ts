import type { Certificate } from '../certificate/certificate.ts'
import { equalBytes, includesBytes } from '../core/bytes.ts'
import type { Anchor } from '../path/building/candidates.ts'
import { issuesQualified } from '../trust-list/service-kinds.ts'
import type { Provider, Service, TrustList } from '../trust-list/trust-list.ts'

/** A key of a listed service, as an anchor that remembers whose it is. */
export interface ServiceAnchor extends Anchor {
  readonly kind: 'trust-list'
  readonly territory: string
  readonly provider: Provider
  readonly service: Service
}

/**
 * The identities of the services of a list that issue qualified certificates, or once did. A service is a set
 * of certificates; those that cannot be read identify nothing.
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

function certificatesOf({ certificates }: Service): readonly Certificate[] {
  return certificates.flatMap(listed => (listed.ok ? [listed.certificate] : []))
}

function anchorOf(
  { subject, publicKey, extensions }: Certificate,
  owner: Pick<ServiceAnchor, 'territory' | 'provider' | 'service'>,
): ServiceAnchor {
  const keyIdentifier = extensions.subjectKeyIdentifier
  return { kind: 'trust-list', name: subject, publicKey, ...(keyIdentifier && { keyIdentifier }), ...owner }
}

/** An identity of a service that cannot be read, so that nobody can say whom it identifies. */
export interface UnreadableIdentity {
  readonly provider: Provider
  readonly service: Service
  readonly bytes: Uint8Array
  readonly reason: string
  readonly offset?: number
}

/** The identities that {@link serviceAnchors} has to leave out. */
export function unreadableIdentities(list: TrustList): readonly UnreadableIdentity[] {
  return list.providers.flatMap(provider =>
    provider.services
      .filter(issuesQualified)
      .flatMap(service =>
        service.certificates.flatMap(listed =>
          listed.ok
            ? []
            : [{ provider, service, bytes: listed.bytes, reason: listed.reason, ...offsetOf(listed) }],
        ),
      ),
  )
}

function offsetOf({ offset }: { readonly offset?: number }): { readonly offset?: number } {
  return offset === undefined ? {} : { offset }
}

/**
 * Whether an identity that cannot be read may be the one that issued a certificate: its octets hold the
 * issuer's name, or the list gives it the key identifier that the certificate names.
 */
export function mayHaveIssued({ bytes, service }: UnreadableIdentity, certificate: Certificate): boolean {
  const wanted = certificate.extensions.authorityKeyIdentifier?.keyIdentifier
  const isNamed =
    wanted !== undefined && service.keyIdentifiers.some(identifier => equalBytes(identifier, wanted))
  return isNamed || includesBytes(bytes, certificate.issuer.bytes)
}
