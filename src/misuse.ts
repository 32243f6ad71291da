import type { Assessment } from './assess.ts'
import { isOctets } from './core/octets.ts'
import { instantFromMilliseconds } from './core/time.ts'
import type { Evidence } from './evidence/evidence.ts'
import { checkPolicy } from './verdict/check-policy.ts'

/**
 * Refuses what only a program without types can pass, before anything is judged by it: a moment that is none
 * compares with nothing, so it would be neither before nor after whatever it is held against.
 *
 * @throws TypeError for octets that are none; RangeError for moments and periods that cannot be meant; either
 *   for policies.
 */
export function refuseMisuse(
  given: Pick<Evidence, 'certificate' | 'intermediates' | 'ocspResponses' | 'crls' | 'fetched'>,
  {
    at,
    listsAt = at,
    refreshPeriod,
    policy,
  }: Pick<Assessment, 'at' | 'listsAt' | 'refreshPeriod' | 'policy'>,
): void {
  const { certificate, intermediates, ocspResponses = [], crls = [], fetched = [] } = given
  const came = fetched.flatMap(each => ('bytes' in each ? [each.bytes, each.nonce ?? each.bytes] : []))
  const certificates = [certificate, ...intermediates]
  const areOctets =
    certificates.every(ArrayBuffer.isView) && [...ocspResponses, ...crls, ...came].every(isOctets)
  if (!areOctets) throw new TypeError('certificates, responses and lists are arrays of octets')
  instantFromMilliseconds(at)
  instantFromMilliseconds(listsAt)
  if (refreshPeriod !== undefined && !(typeof refreshPeriod === 'number' && refreshPeriod > 0))
    throw new RangeError(`refreshPeriod must be above zero: ${refreshPeriod}`)
  if (policy !== undefined) checkPolicy(policy)
}
