import { type Instant, instant } from '../core/time.ts'
import type { Claims } from './claims.ts'
import { type Judgement, no, unknown, yes } from './judgement.ts'
import type { Reading } from './reading.ts'
import type { Qualifier, Reason } from './words.ts'

/** From this moment on, included, Regulation (EU) No 910/2014 applies: 1 July 2016 in Brussels. */
export const REGULATION_APPLIES = instant('2016-06-30T22:00:00Z')

/**
 * Whether the time of the Directive decides: the moment asked for, or the issuance of the certificate, lies
 * before the Regulation. Nothing can be a QWAC then.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.4 (PRO-4.4.4-07)
 */
export function isBeforeRegulation(at: Instant, issuance: Instant): boolean {
  return at < REGULATION_APPLIES || issuance < REGULATION_APPLIES
}

/**
 * Whether a certificate is a qualified one of the Directive, which knew signatures only.
 *
 * @param reading Of all matching services.
 * @standard ETSI TS 119 615 V1.4.1, clause 4.4 (PRO-4.4.4-33 (d) to (k)), Table 5
 */
export function judgeByDirective(reading: Reading, claims: Claims, at: Instant): Judgement {
  const { statuses, qualifiers } = reading
  if (statuses.size === 0) return no('no-signature-service')
  if (statuses.size > 1) return unknown('contradictory-status')
  const ended = at < REGULATION_APPLIES ? endedByThen(reading) : endedSince(reading)
  if (ended) return no(ended)
  if (reading.unknownCritical) return unknown('unknown-critical-extension')
  return contradict(qualifiers) ? unknown('contradictory-qualifiers') : judgeByTable5(qualifiers, claims)
}

/** At a moment of the Directive: supervision or accreditation had come to its end. */
function endedByThen({ statuses }: Reading): Reason | undefined {
  return [...statuses].some(status => ENDED.has(status)) ? 'withdrawn' : undefined
}

/** At a moment of the Regulation: the service must stand for signatures, and not be withdrawn. */
function endedSince({ statuses, purposes }: Reading): Reason | undefined {
  if (!purposes.has('signature')) return 'no-signature-service'
  return statuses.has('withdrawn') ? 'withdrawn' : undefined
}

function contradict(qualifiers: ReadonlySet<Qualifier>): boolean {
  if (qualifiers.has('QCForESeal') || qualifiers.has('QCForWSA')) return true
  return qualifiers.has('NotQualified') && qualifiers.has('QCStatement')
}

function judgeByTable5(qualifiers: ReadonlySet<Qualifier>, claims: Claims): Judgement {
  if (qualifiers.has('NotQualified')) return no('not-qualified')
  if (qualifiers.has('QCStatement')) return yes()
  if (!claims.readable) return unknown('qc-statements-malformed')
  if (claims.compliance || claims.directivePolicy) return yes()
  return claims.directivePolicy === undefined ? unknown('policies-malformed') : no('no-compliance')
}

const ENDED: ReadonlySet<string> = new Set([
  'supervisionceased',
  'supervisionrevoked',
  'accreditationceased',
  'accreditationrevoked',
])
