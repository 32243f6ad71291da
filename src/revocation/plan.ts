import type { Certificate } from '../certificate/certificate.ts'
import type { DistributionPoint } from '../certificate/extensions.ts'
import { METHOD } from '../core/object-identifiers.ts'
import { notRevocable } from './no-revocation.ts'
import type { StatusSource } from './status.ts'

/**
 * Addresses of one thing, the first one first. The next one is asked when the one before it gave nothing of
 * use.
 */
export interface Step {
  readonly source: StatusSource
  /** `status`: a response, or a complete list; `changes`: the delta to a complete list. */
  readonly gives: 'status' | 'changes'
  readonly urls: readonly string[]
}

/** Where else a service says that its status can be had. */
export interface OtherAddress {
  readonly source: StatusSource
  readonly url: string
}

/**
 * The steps towards the status of a certificate, in order: the responders that it names, then those of its
 * service; then its distribution points, each of them a step because they may divide the reasons, then the
 * lists of its service; then the changes to a list. None where the issuer says that there is nothing to be
 * had.
 *
 * @standard RFC 5280, sections 4.2.1.13, 4.2.1.15 and 4.2.2.1
 */
export function planSteps(certificate: Certificate, others: readonly OtherAddress[] = []): readonly Step[] {
  if (notRevocable(certificate) !== undefined) return []
  const { authorityInfoAccess = [], crlDistributionPoints = [], freshestCrl = [] } = certificate.extensions
  const responders = authorityInfoAccess.flatMap(({ method, location }) =>
    method === METHOD.ocsp && location.form === 'uniformResourceIdentifier' ? [location.text] : [],
  )
  const elsewhere = (source: StatusSource): readonly string[] =>
    others.flatMap(other => (other.source === source ? [other.url] : []))
  return distinctSteps([
    { source: 'ocsp', gives: 'status', urls: [...responders, ...elsewhere('ocsp')] },
    ...crlDistributionPoints.map(point => listStep('status', [point])),
    { source: 'crl', gives: 'status', urls: elsewhere('crl') },
    listStep('changes', freshestCrl),
  ])
}

/**
 * The step to the changes of a complete list, where it says where they are. @standard RFC 5280, section 5.2.6
 */
export function listStep(gives: Step['gives'], points: readonly DistributionPoint[]): Step {
  const names = points.flatMap(({ fullName = [] }) => fullName)
  const urls = names.flatMap(name => (name.form === 'uniformResourceIdentifier' ? [name.text] : []))
  return { source: 'crl', gives, urls: addresses(urls) }
}

/** Each address in the first of its steps only. */
function distinctSteps(steps: readonly Step[]): readonly Step[] {
  const known = new Set<string>()
  return steps.flatMap(step => {
    const urls = addresses(step.urls).filter(url => !known.has(`${step.source} ${url}`))
    for (const url of urls) known.add(`${step.source} ${url}`)
    return urls.length > 0 ? [{ ...step, urls }] : []
  })
}

/** Of http and https alone: nobody has to ask a directory or a disk because a certificate names it. */
function addresses(urls: readonly string[]): readonly string[] {
  return [...new Set(urls)].filter(url => url.length <= MAX_URL && /^https?:\/\/[^/]/i.test(url))
}

/** Longer ones are refused by servers too. */
const MAX_URL = 2048
