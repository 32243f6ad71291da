import type { Allowance } from './core/allowance.ts'
import { isOctets } from './core/octets.ts'
import { isRecord } from './core/record.ts'
import { ok, type Result, refused } from './core/result.ts'
import type { AskedIssuer, Evidence } from './evidence/evidence.ts'
import { settled } from './evidence/settled.ts'
import { type Equipped, type Located, locate, type Place, trustedPath } from './locate.ts'
import { buildPaths } from './path/building/build.ts'
import { type Anchor, type Authority, type ByName, indexAnchors } from './path/building/candidates.ts'
import { type IssuerFetching, type IssuerSource, MAX_SERVED } from './path/building/issuer-source.ts'
import { agreementsOf, type Policy, QWAC_POLICY } from './verdict/policy.ts'

export interface IssuerSearch {
  readonly given: Evidence
  readonly located: Located
  readonly assessment: Equipped
  readonly issuers: IssuerSource | undefined
  /** Ends the asking; what was served by then is what there is. */
  readonly signal: AbortSignal
  /** Of the validation. */
  readonly allowance: Allowance
}

/**
 * Fetches issuers that nobody has sent from the addresses in the certificates, where the policy allows it and
 * there is no path without them. What is served becomes evidence, so that an assessment of it needs no
 * network.
 *
 * @standard RFC 5280, section 4.2.2.1
 */
export async function withIssuers(search: IssuerSearch) {
  const { given, located, assessment, issuers, signal, allowance } = search
  const { policy = QWAC_POLICY } = assessment
  const mayAsk = issuers !== undefined && policy.fetchIssuers === true
  if (!mayAsk || !located.ok || !isMissing(located, policy)) return { given, located }
  const { asked, served } = await askIssuers(located, assessment, { issuers, signal, allowance })
  const intermediates = [...given.intermediates, ...served]
  const evidence: Evidence = { ...given, intermediates, askedIssuers: asked }
  return { given: evidence, located: served.length === 0 ? located : await locate(evidence, assessment) }
}

/**
 * A path that is broken, or not proven, is one all the same, and without an anchor there is nothing to lead
 * to.
 */
function isMissing(located: Place, policy: Policy): boolean {
  if (trustedPath(located) !== undefined || located.agreed !== undefined) return false
  const { reason } = located.found.anchor
  return (
    reason === 'issuer-not-found' ||
    (reason === 'no-anchors' && (agreementsOf(policy)?.anchors.length ?? 0) > 0)
  )
}

/**
 * The search knows when nothing else is left to try, and how often it may ask; what it was served is kept on
 * the way.
 */
async function askIssuers(
  located: Place,
  { at, crypto, caches, policy = QWAC_POLICY }: IssuerSearch['assessment'],
  { issuers: source, signal, allowance }: IssuerFetching,
) {
  const asked: AskedIssuer[] = []
  const served: Uint8Array[] = []
  const issuers: IssuerSource = {
    issuers: async (url, certificate) => {
      const ask = async () => servedBy(await source.issuers(url, certificate, signal, allowance.take))
      const answer = await settled(ask, signal, NOTHING)
      asked.push(answer.ok ? { url, certificates: answer.value.length } : { url, certificates: null })
      if (answer.ok) served.push(...answer.value.slice(0, MAX_SERVED))
      return answer
    },
  }
  const { certificate, candidates, chosen } = located
  const index = chosen.list && caches.index(chosen.list)
  const asking = { issuers, signal, allowance }
  const request = { certificate, intermediates: candidates.certificates, crypto, at, ...asking }
  await buildPaths({ ...request, ...trusted(index, agreementsOf(policy)?.anchors) })
  return { asked, served }
}

/** What a source of somebody else answers. */
function servedBy(answer: unknown): Result<readonly Uint8Array[], 'unavailable'> {
  if (!isRecord(answer) || answer['ok'] !== true || !Array.isArray(answer['value']))
    return refused('unavailable')
  const served: readonly unknown[] = answer['value']
  return ok(served.filter(isOctets))
}

const NOTHING = { late: 'unavailable', rejected: 'unavailable' } as const

interface Trusted {
  readonly anchors: ByName<Anchor>
  readonly authorities: ByName<Authority>
}

/** Listed services and those that were agreed on: a path to either will do. */
function trusted(listed: Trusted | undefined, agreed: readonly Anchor[] = []): Trusted {
  const own = indexAnchors(agreed)
  const anchors: ByName<Anchor> = {
    named: name => [...own.named(name), ...(listed?.anchors.named(name) ?? [])],
    keyed: key => [...own.keyed(key), ...(listed?.anchors.keyed(key) ?? [])],
  }
  const none: ByName<Authority> = { named: () => [], keyed: () => [] }
  return { anchors, authorities: listed?.authorities ?? none }
}
