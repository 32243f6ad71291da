import type { Certificate } from '../../certificate/certificate.ts'
import { sameName } from '../../certificate/name/match.ts'
import type { Name } from '../../certificate/name/name.ts'
import { equalBytes } from '../../core/bytes.ts'
import { after, allOf, type Later } from '../../core/later.ts'
import type { Instant } from '../../core/time.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { CLOCK_SKEW } from '../policy.ts'
import { isFinal } from '../status.ts'
import { type IssuedCertificate, namesCertificate } from './cert-id.ts'
import type { OcspResponse, SingleResponse } from './ocsp.ts'
import type { OcspQuestion } from './question.ts'

/**
 * What a response says about the certificate that is asked about, the weightiest first. An issuer under
 * another name than the certificate's is none, whatever its key.
 */
export function answersAbout(
  { responses }: OcspResponse,
  { certificate, issuer, at }: OcspQuestion,
  crypto: Pick<Crypto, 'digest'>,
): Later<readonly SingleResponse[]> {
  if (!sameName(certificate.issuer, issuer.name)) return []
  const issued = { certificate: namedBy(issuer.name, certificate), issuerKey: issuer.publicKey }
  const named = responses.map(({ certId }) => namesCertificate(certId, issued, crypto))
  return after(allOf(named), isAbout => {
    const about = responses.filter((_, index) => isAbout[index])
    return about.length < 2 ? about : byWeight(about, at)
  })
}

/** The issuer's own array in place of an equal one, because a memo may know its hash. */
function namedBy(name: Name, { issuer, serialNumber }: Certificate): IssuedCertificate['certificate'] {
  return { issuer: equalBytes(issuer.bytes, name.bytes) ? name : issuer, serialNumber }
}

/**
 * A revocation for good counts before all, then the freshest, and among equals the worst. One of the future
 * says nothing, and hides no other one; but beside a revocation that it foresees nobody is good.
 */
function byWeight(answers: readonly SingleResponse[], at: Instant): readonly SingleResponse[] {
  const sorted = answers.toSorted(heavierFirst)
  const future = sorted.filter(({ thisUpdate }) => thisUpdate > at + CLOCK_SKEW)
  const present = sorted.filter(({ thisUpdate }) => thisUpdate <= at + CLOCK_SKEW)
  const isForeseen = future.some(({ status }) => isFinal(status))
  return isForeseen && present[0]?.status.status === 'good'
    ? [...future, ...present]
    : [...present, ...future]
}

function heavierFirst(a: SingleResponse, b: SingleResponse): number {
  const [one, other] = [isFinal(a.status), isFinal(b.status)]
  if (one !== other) return one ? -1 : 1
  return b.thisUpdate - a.thisUpdate || BADNESS[b.status.status] - BADNESS[a.status.status]
}

const BADNESS = { good: 0, unknown: 1, revoked: 2 } as const
