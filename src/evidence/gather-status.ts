import type { Allowance } from '../core/allowance.ts'
import type { Fetched } from '../revocation/fetched.ts'
import { type CertificateEvidence, judgeCertificate } from '../revocation/judge-certificate.ts'
import { readMaterial, type StatusMaterial, type StatusObjects } from '../revocation/material.ts'
import type { OtherAddress } from '../revocation/plan.ts'
import type { StatusSources, Unavailable } from '../revocation/ports.ts'
import { type StatusContext, type StatusTerms, statusContext } from '../revocation/status-context.ts'
import { fetchStatus, type RememberedStatus, rememberedStatus } from './fetch-status.ts'
import { type Inquiry, inquire, type StatusRequest } from './inquiry.ts'
import { keepStatus } from './keep-status.ts'

/** About which path something is to be learnt, and what is known before anybody is asked. */
export interface GatherRequest extends StatusTerms, StatusObjects {
  /** Where the service that the path leads to says that the status of what it issued can be had. */
  readonly others: readonly OtherAddress[]
  /** Of the validation: what was asked for before has been taken from it. */
  readonly allowance: Allowance
  /** Ends the asking; what is known then is what there is. */
  readonly signal: AbortSignal
}

/**
 * Asks about every certificate of a path, all of them at the same time, address by address, until each is
 * settled, the number of requests is spent, or time is up. What comes is judged before anybody else is asked,
 * and nothing is handed to a memory that was not verified.
 *
 * @param request Its path must be verified: before that, its addresses are those of a stranger.
 * @returns What was remembered, what was fetched and what could not be, in the order of asking.
 */
export function gatherStatus(
  request: GatherRequest,
  sources: Omit<StatusSources, 'deadline'>,
): Promise<readonly Fetched[]> {
  return new Gathering(request, sources).run()
}

/** A request, and whose it is. */
interface Turn {
  readonly inquiry: Inquiry
  readonly request: StatusRequest
}

/** What was remembered or has come, and by what a memory finds it. */
interface Came {
  readonly key: string
  readonly fetched: Fetched
}

class Gathering {
  readonly #request: GatherRequest
  readonly #context: StatusContext
  readonly #sources: Omit<StatusSources, 'deadline'>
  readonly #signal: AbortSignal
  readonly #fetched: Fetched[] = []
  /** What is remembered and is to be asked for anew: it counts in the end, but settles nothing. */
  readonly #due = new Set<Fetched>()

  constructor(request: GatherRequest, sources: Omit<StatusSources, 'deadline'>) {
    this.#request = request
    this.#context = statusContext(request)
    this.#sources = sources
    this.#signal = request.signal
  }

  async run(): Promise<readonly Fetched[]> {
    const { path, others, at, crypto } = this.#request
    const sources = (['ocsp', 'crl'] as const).filter(source => this.#sources[source] !== undefined)
    const inquiries: Inquiry[] = []
    for (const index of path.certificates.keys()) {
      const own = index === path.certificates.length - 1 ? others : []
      const inquiry = await inquire({ path, index, others: own, sources, at, crypto })
      if (inquiry !== undefined) inquiries.push(inquiry)
    }
    if (this.#isGiven()) for (const inquiry of inquiries) await this.#learn(inquiry)
    await this.#recall(inquiries)
    for (let turns = await this.#turns(inquiries); turns.length > 0; turns = await this.#turns(inquiries)) {
      await this.#ask(turns)
    }
    return this.#fetched
  }

  /** Whether there is something to judge before anybody is asked. */
  #isGiven(): boolean {
    const { ocspResponses, crls } = this.#request
    return ocspResponses.length + crls.length > 0
  }

  /**
   * What is remembered of what would be asked for; also where a good answer was given, because whoever
   * presents a certificate chooses what comes with it, and an older answer that is still fresh must not hide
   * a revocation that is known here. So it is with the changes to a list that is remembered: whoever keeps
   * all answers away must not find the list without them.
   */
  async #recall(inquiries: readonly Inquiry[]): Promise<void> {
    if (this.#sources.memory === undefined) return
    for (const inquiry of inquiries) {
      if (inquiry.isRevoked) continue
      const planned = await this.#remembered(inquiry, await inquiry.planned())
      const changes = await this.#remembered(inquiry, await inquiry.changes())
      await this.#setAside(inquiry, [...planned, ...changes])
    }
  }

  /** Of changes to a list that has come, which are judged before they spare anybody a question. */
  async #recallChanges(inquiry: Inquiry): Promise<void> {
    if (this.#sources.memory === undefined || inquiry.isRevoked) return
    await this.#setAside(inquiry, await this.#remembered(inquiry, await inquiry.changes()))
  }

  async #setAside(inquiry: Inquiry, recalled: readonly RememberedStatus[]): Promise<void> {
    const due = recalled.filter(({ isDue }) => isDue)
    for (const { fetched } of due) this.#due.add(fetched)
    if (due.length > 0) await this.#learn(inquiry)
  }

  async #remembered(
    inquiry: Inquiry,
    requests: readonly StatusRequest[],
  ): Promise<readonly RememberedStatus[]> {
    const { memory } = this.#sources
    const kept = await Promise.all(requests.map(each => rememberedStatus(each, memory, this.#signal)))
    const all = kept.flat()
    this.#fetched.push(...all.map(({ fetched }) => fetched))
    await this.#digest(inquiry, all)
    return all
  }

  /** What all of it comes to for a certificate by now. */
  async #learn(
    inquiry: Inquiry,
  ): Promise<{ evidence: CertificateEvidence; material: StatusMaterial } | undefined> {
    const { memo, crypto } = this.#request
    const fetched = this.#fetched.filter(each => !this.#due.has(each))
    const material = await readMaterial({ ...this.#request, fetched }, memo, crypto)
    const evidence = await judgeCertificate(inquiry.index, material, this.#context)
    if (evidence === undefined) return undefined
    inquiry.learn(evidence, material)
    return { evidence, material }
  }

  /**
   * The next request of each certificate that is open. What can be asked of nobody any more is told as a
   * failure.
   */
  async #turns(inquiries: readonly Inquiry[]): Promise<readonly Turn[]> {
    const turns: Turn[] = []
    for (const inquiry of inquiries) {
      await this.#recallChanges(inquiry)
      const request = await inquiry.next()
      if (request === undefined) continue
      const obstacle = this.#obstacle()
      if (obstacle === undefined) turns.push({ inquiry, request })
      else this.#giveUp({ inquiry, request }, obstacle)
    }
    return turns
  }

  #obstacle(): Unavailable | undefined {
    if (this.#signal.aborted) return 'timed-out'
    return this.#request.allowance.take() ? undefined : 'not-allowed'
  }

  #giveUp({ inquiry, request }: Turn, unavailable: Unavailable): void {
    const { source, url, sha256: certificate } = request
    this.#fetched.push({ source, url, certificate, unavailable })
    inquiry.close()
  }

  async #ask(turns: readonly Turn[]): Promise<void> {
    const { crypto, allowance } = this.#request
    const fetching = { sources: this.#sources, signal: this.#signal, crypto, allowance }
    const asked = turns.map(async ({ inquiry, request }) => {
      return { inquiry, came: { key: request.key, fetched: await fetchStatus(request, fetching) } }
    })
    const all = await Promise.all(asked)
    this.#fetched.push(...all.map(({ came }) => came.fetched))
    for (const { inquiry, came } of all) await this.#digest(inquiry, [came])
  }

  /** Judges what is new; what was verified is handed to the memory, be it one that it offered itself. */
  async #digest(inquiry: Inquiry, came: readonly Came[]): Promise<void> {
    const learnt = came.length > 0 ? await this.#learn(inquiry) : undefined
    const { memory } = this.#sources
    if (learnt === undefined || memory === undefined) return
    for (const { key, fetched } of came)
      if ('bytes' in fetched)
        await keepStatus({ key, came: fetched, ...learnt }, memory, this.#request.crypto)
  }
}
