import type { Certificate } from '../certificate/certificate.ts'
import { equalBytes } from '../core/bytes.ts'
import type { Instant } from '../core/time.ts'
import { buildPaths, type Path, type PathSearch } from '../path/building/build.ts'
import { indexAnchors } from '../path/building/candidates.ts'
import { type JudgedPath, judgeSearch, type PathJudgement, standingOf } from '../path/judge.ts'
import { type CertificateChecks, checkLast } from '../path/validation/check-path.ts'
import { type Check, notApplicable, satisfied, undetermined, violated } from '../requirements/finding.ts'
import type { Service, TrustList } from '../trust-list/trust-list.ts'
import type { ServiceLink } from './evidence.ts'
import { nameOf } from './listed-name.ts'
import { type ListQuestion, type ListSearch, searchList } from './search-list.ts'
import { mayHaveIssued, type ServiceAnchor } from './service-anchors.ts'

export interface LinkRequest extends ListQuestion {
  /** The list of the issuer's country, where there is one to rely on. */
  readonly list: TrustList | undefined
  /** All other lists: asked only to explain, and only when the right one knows nothing. */
  readonly others: () => readonly TrustList[]
}

/** What joins a certificate to listed services. */
export interface Links {
  readonly links: readonly ServiceLink[]
  /**
   * Territories whose lists hold the key that issued the certificate, when that of the issuer's country does
   * not.
   */
  readonly elsewhere: readonly string[]
  /** Whether there is a path, about the certificate. */
  readonly anchor: Check
  /** Whether every service of the list says by a readable certificate who it is, about the certificate. */
  readonly identities: Check
  /** What was checked on the path that got furthest, leaf first. */
  readonly certificates: readonly CertificateChecks[]
  /** That path itself, where every signature of it is proven. */
  readonly verified?: Path<ServiceAnchor>
}

/** Finds the services of a list to which a path leads, and judges the best path. */
export async function findLinks(request: LinkRequest): Promise<Links> {
  const { list, at } = request
  const search = list === undefined ? undefined : await searchList(list, request)
  const judgement: PathJudgement<ServiceAnchor> =
    search === undefined ? WITHOUT_LIST : judgementOf(search, at)
  const links =
    search === undefined || list === undefined ? [] : linksOf({ search, judgement }, list, request)
  const elsewhere = links.length > 0 ? [] : await territoriesElsewhere(request)
  const identities = checkIdentities(list, request)
  const best = judgement.best?.path
  return {
    ...(best?.outcome === 'verified' && { verified: best }),
    links,
    elsewhere,
    identities,
    anchor: judgement.anchor,
    certificates: checkedOn(judgement, request.certificate),
  }
}

const WITHOUT_LIST = { anchor: undetermined('path.anchor', 'no-anchors'), paths: [] } as const

/**
 * That the peer did not send all of the path is told, because whoever has not seen it before comes to another
 * answer.
 */
function judgementOf(search: ListSearch, at: Instant): PathJudgement<ServiceAnchor> {
  const { anchor, ...rest } = judgeSearch(search, at)
  if (!search.remembered) return { anchor, ...rest }
  return { anchor: { ...anchor, facts: { ...anchor.facts, remembered: true } }, ...rest }
}

interface Judged {
  readonly search: PathSearch<ServiceAnchor>
  readonly judgement: PathJudgement<ServiceAnchor>
}

/**
 * Every service that was reached, and as ones that may be reached those with an identity that cannot be read
 * but may be the issuer's; where the search was stopped, every other one too.
 */
function linksOf(
  { search, judgement }: Judged,
  list: TrustList,
  { certificate, caches }: LinkRequest,
): readonly ServiceLink[] {
  const links = judgement.paths.flatMap(judged => linkOf(judged, certificate))
  const issuers = caches.index(list).unreadable.filter(identity => mayHaveIssued(identity, certificate))
  if (search.exhausted === undefined) return [...links, ...issuers.map(openLink)]
  const reached = new Set(links.map(({ service }) => service))
  const rest = caches.index(list).identities.filter(({ service }) => !reached.has(service))
  return [...links, ...[...issuers, ...rest].map(openLink)]
}

function openLink({ provider, service }: Pick<ServiceLink, 'provider' | 'service'>): ServiceLink {
  return { provider, service, intermediates: [], outcome: 'undetermined' }
}

/**
 * An identity that cannot be read identifies nothing, and that is told, because a service may be missed by
 * it.
 */
function checkIdentities(list: TrustList | undefined, { caches }: LinkRequest): Check {
  if (list === undefined) return notApplicable('path.listed-identities')
  const { unreadable } = caches.index(list)
  if (unreadable.length === 0) return satisfied('path.listed-identities', { territory: list.territory })
  const facts = unreadable.map(({ provider, service, reason, offset }) => ({
    provider: nameOf(provider.names),
    service: nameOf(service.names),
    reason,
    ...(offset !== undefined && { offset }),
  }))
  return violated('path.listed-identities', 'unreadable', { territory: list.territory, identities: facts })
}

function linkOf(judged: JudgedPath<ServiceAnchor>, certificate: Certificate): readonly ServiceLink[] {
  const { path } = judged
  const { provider, service } = path.anchor
  const outcome = path.certificates.length === 0 ? ownLink(certificate, service) : standingOf(judged)
  if (outcome === 'broken') return []
  return [{ provider, service, intermediates: path.certificates.slice(1), outcome }]
}

/**
 * A certificate with the key and the name of a listed identity is a match by the text. Here it must be the
 * listed certificate itself, octet by octet: anybody can put a known key and name into a certificate that
 * nobody signed.
 */
function ownLink(certificate: Certificate, { certificates }: Service): ServiceLink['outcome'] {
  return certificates.some(({ bytes }) => equalBytes(bytes, certificate.bytes)) ? 'verified' : 'undetermined'
}

/**
 * The direct issuer only, under the name as the certificate writes it: this explains a negative answer and
 * must not cost more than the answer did.
 */
async function territoriesElsewhere(request: LinkRequest): Promise<readonly string[]> {
  const { others, certificate, caches, crypto, at } = request
  const isNamed = ({ name }: ServiceAnchor): boolean => equalBytes(name.bytes, certificate.issuer.bytes)
  const key = caches.keyOf(certificate.issuer)
  const anchors = indexAnchors(
    others().flatMap(list => caches.index(list).anchors.keyed(key).filter(isNamed)),
  )
  const { paths } = await buildPaths({ certificate, intermediates: [], anchors, crypto, at })
  return paths.filter(({ outcome }) => outcome === 'verified').map(({ anchor }) => anchor.territory)
}

/** Without a path there is still the certificate, and what it demands to be understood. */
function checkedOn({ best }: PathJudgement<ServiceAnchor>, leaf: Certificate): readonly CertificateChecks[] {
  if (best !== undefined && best.certificates.length > 0) return best.certificates
  return [{ certificate: leaf, checks: checkLast(leaf) }]
}
