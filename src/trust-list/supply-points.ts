import type { Certificate } from '../certificate/certificate.ts'
import { sameName } from '../certificate/name/match.ts'
import { equalBytes } from '../core/bytes.ts'
import { CA_QC } from './names.ts'
import type { Service, TrustList } from './trust-list.ts'

/** Where a service says that its revocation information is had, beside the addresses in certificates. `http:` or `https:`. */
export interface SupplyPoints {
  readonly ocsp: readonly string[]
  readonly crl: readonly string[]
}

/**
 * The supply points of the services that an issuer stands for: alternative addresses of revocation information about what
 * it issued. Whatever comes from there is verified as anything else, so an address can at most be of no use.
 *
 * @param issuer The certificate above the one in question, on a path that was verified: known by its name and key, since a
 *   service is often renewed under both.
 * @standard ETSI TS 119 612, clause 5.5
 */
export function supplyPointsOf(
  lists: readonly TrustList[],
  issuer: Pick<Certificate, 'subject' | 'publicKey'>,
): SupplyPoints {
  const points = lists
    .flatMap(({ providers }) => providers.flatMap(({ services }) => services))
    .filter(service => service.supplyPoints.length > 0 && service.type === CA_QC && isOf(service, issuer))
    .flatMap(({ supplyPoints }) => supplyPoints)
    .filter(({ uri }) => /^https?:/i.test(uri) && URL.canParse(uri))
  const ofKind = (kind: Kind) => [
    ...new Set(points.filter(each => kindOf(each) === kind).map(({ uri }) => uri)),
  ]
  return { ocsp: ofKind('ocsp'), crl: ofKind('crl') }
}

function isOf(
  { certificates }: Service,
  { subject, publicKey }: Pick<Certificate, 'subject' | 'publicKey'>,
): boolean {
  return certificates.some(
    listed =>
      listed.ok &&
      equalBytes(listed.certificate.publicKey.bytes, publicKey.bytes) &&
      sameName(listed.certificate.subject, subject),
  )
}

type Kind = 'ocsp' | 'crl'

/**
 * The attribute says which service stands at an address; it came late and few lists have it. Without it only the words in
 * the address are left, and where they say nothing, or two things, the address is not used.
 */
function kindOf({ type, uri }: Service['supplyPoints'][number]): Kind | undefined {
  const words = (type ?? uri).toLowerCase()
  const isOcsp = words.includes('ocsp')
  const isCrl = words.includes('crl') || words.includes('certificaterevocationlist')
  if (isOcsp === isCrl) return undefined
  return isOcsp ? 'ocsp' : 'crl'
}
