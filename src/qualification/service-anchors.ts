import type { Certificate } from '../certificate/certificate.ts'
import { nameKey } from '../certificate/name/match.ts'
import { equalBytes, includesBytes } from '../core/bytes.ts'
import { type Anchor, type ByName, indexByKey } from '../path/building/candidates.ts'
import { issuesQualified } from '../trust-list/service-kinds.ts'
import type { ListedCertificate, Provider, Service, TrustList } from '../trust-list/trust-list.ts'

/** A key of a listed service, as an anchor that remembers whose it is. */
export interface ServiceAnchor extends Anchor {
  readonly kind: 'trust-list'
  readonly territory: string
  readonly provider: Provider
  readonly service: Service
}

/** An identity of a listed service. Its certificate is among those of the service. */
export interface ServiceIdentity {
  readonly provider: Provider
  readonly service: Service
  readonly position: number
  /** Of its name. */
  readonly key: string
}

/** What the identities of a service are called, and those that cannot be read, so that nobody can say. */
export interface ServiceNames {
  /** By position, the key of the subject; undefined where it cannot be read. */
  readonly keys: readonly (string | undefined)[]
  readonly unreadable: readonly UnreadableCertificate[]
}

type UnreadableCertificate = Extract<ListedCertificate, { readonly ok: false }>

/**
 * Reads the names of a service. Nothing else of its certificates is kept: a list has hundreds of them, and
 * verdicts ask for a few.
 */
export function readServiceNames(service: Service): ServiceNames {
  const listed = service.readCertificatesAnew?.() ?? service.certificates
  return {
    keys: listed.map(each => (each.ok ? nameKey(each.certificate.subject) : undefined)),
    unreadable: listed.filter(each => !each.ok),
  }
}

/** An identity of a service that cannot be read, so that nobody can say whom it identifies. */
export interface UnreadableIdentity {
  readonly provider: Provider
  readonly service: Service
  readonly bytes: Uint8Array
  readonly reason: string
  readonly offset?: number
}

export interface ListedIdentities {
  /** Those that can be read, in the order of the list. */
  readonly all: readonly ServiceIdentity[]
  readonly named: ByName<ServiceIdentity>
  readonly unreadable: readonly UnreadableIdentity[]
}

/**
 * The identities of the services of a list that issue qualified certificates, or once did. A service is a set
 * of certificates; those that cannot be read identify nothing.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.3 (PRO-4.3.4-03)
 */
export function listedIdentities(
  { providers }: TrustList,
  namesOf: (service: Service) => ServiceNames,
): ListedIdentities {
  const owners = providers.flatMap(provider =>
    provider.services.filter(issuesQualified).map(service => ({ provider, service, ...namesOf(service) })),
  )
  const all = owners.flatMap(({ provider, service, keys }) =>
    keys.flatMap((key, position) => (key === undefined ? [] : [{ provider, service, position, key }])),
  )
  const unreadable = owners.flatMap(({ provider, service, unreadable }) =>
    unreadable.map(({ ok: _, ...each }) => ({ provider, service, ...each })),
  )
  return { all, named: indexByKey(all, ({ key }) => key), unreadable }
}

/** The certificate of an identity that was read before. */
export function certificateOf({ service, position }: ServiceIdentity): readonly Certificate[] {
  const listed = service.certificates[position]
  return listed?.ok ? [listed.certificate] : []
}

export function anchorsOf(identity: ServiceIdentity, territory: string): readonly ServiceAnchor[] {
  const { provider, service } = identity
  return certificateOf(identity).map(({ subject, publicKey, extensions }) => {
    const keyIdentifier = extensions.subjectKeyIdentifier
    const key = {
      kind: 'trust-list',
      name: subject,
      publicKey,
      ...(keyIdentifier && { keyIdentifier }),
    } as const
    return { ...key, territory, provider, service }
  })
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
