import type { Certificate } from '../certificate/certificate.ts'
import { concatBytes, toHex } from '../core/bytes.ts'
import type { Instant } from '../core/time.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { isRevoked, isSettled } from '../revocation/combine.ts'
import { type Issuer, issuerInPath, type ProvenPath } from '../revocation/issuer.ts'
import type { CertificateEvidence } from '../revocation/judge-certificate.ts'
import type { StatusMaterial } from '../revocation/material.ts'
import { listStep, type OtherAddress, planSteps, type Step } from '../revocation/plan.ts'
import type { StatusEvidence, StatusSource } from '../revocation/status.ts'

/** One question to one address. */
export interface StatusRequest {
  readonly source: StatusSource
  readonly url: string
  /** SHA-256 of the certificate that is asked about, lower-case hexadecimal. */
  readonly sha256: string
  /**
   * What a memory finds the answer by: never an address alone, which anybody can write into a certificate.
   */
  readonly key: string
  readonly certificate: Certificate
  readonly issuer: Issuer
}

export interface InquirySubject {
  readonly path: ProvenPath
  readonly index: number
  readonly others: readonly OtherAddress[]
  /** Whom there is a way to ask. */
  readonly sources: readonly StatusSource[]
  readonly at: Instant
  readonly crypto: Crypto
}

/** Begins to ask about one certificate of a path. */
export async function inquire(subject: InquirySubject): Promise<Inquiry | undefined> {
  const { path, index, others, sources, at, crypto } = subject
  const certificate = path.certificates[index]
  if (certificate === undefined) return undefined
  const issuer = issuerInPath(path, index)
  const keyOf = async (...parts: readonly Uint8Array[]): Promise<string> =>
    toHex(await crypto.digest('SHA-256', concatBytes(...parts)))
  const steps = planSteps(certificate, others).filter(({ source }) => sources.includes(source))
  const issuerHash = await crypto.digest('SHA-256', issuer.publicKey.bytes)
  const hash = await crypto.digest('SHA-256', certificate.bytes)
  const sha256 = toHex(hash)
  const own = `ocsp:${await keyOf(issuerHash, hash, certificate.serialNumber)}`
  const requestFor = async (source: StatusSource, url: string): Promise<StatusRequest> => {
    const key = source === 'ocsp' ? own : `crl:${await keyOf(issuerHash, new TextEncoder().encode(url))}`
    return { source, url, sha256, key, certificate, issuer }
  }
  return new Inquiry({ index, at, steps, requestFor })
}

interface Setting {
  readonly index: number
  readonly at: Instant
  readonly steps: readonly Step[]
  readonly requestFor: (source: StatusSource, url: string) => Promise<StatusRequest>
}

/** What is still to be asked about one certificate. Nothing is asked twice. */
export class Inquiry {
  readonly index: number
  readonly #setting: Setting
  readonly #asked = new Set<string>()
  /** The lists that were handed out to whoever remembers answers. */
  readonly #recalled = new Set<string>()
  #known: CertificateEvidence | undefined
  #material: StatusMaterial | undefined
  #isClosed = false

  constructor(setting: Setting) {
    this.index = setting.index
    this.#setting = setting
  }

  /** @param known What there is by now, without what is so old that it is to be asked for anew. */
  learn(known: CertificateEvidence, material: StatusMaterial): void {
    this.#known = known
    this.#material = material
  }

  get isRevoked(): boolean {
    const { ocsp = [], crl = [] } = this.#known ?? {}
    return isRevoked([...ocsp, ...crl])
  }

  /** Nobody can be asked any more. */
  close(): void {
    this.#isClosed = true
  }

  /**
   * Every request that the plan knows of beforehand, for whoever remembers answers; one for all responders.
   */
  async planned(): Promise<readonly StatusRequest[]> {
    const { steps, requestFor } = this.#setting
    const responder = steps.flatMap(({ source, urls }) => (source === 'ocsp' ? urls.slice(0, 1) : []))
    return [
      ...(await Promise.all(responder.map(url => requestFor('ocsp', url)))),
      ...(await this.#toRecall(steps)),
    ]
  }

  /** For whoever remembers answers: the changes to lists that have come, where a list alone names them. */
  changes(): Promise<readonly StatusRequest[]> {
    return this.#toRecall(this.#changes())
  }

  #toRecall(steps: readonly Step[]): Promise<readonly StatusRequest[]> {
    const lists = steps.flatMap(({ source, urls }) => (source === 'crl' ? urls : []))
    const others = [...new Set(lists)].filter(url => !this.#recalled.has(url))
    for (const url of others) this.#recalled.add(url)
    return Promise.all(others.map(url => this.#setting.requestFor('crl', url)))
  }

  /** The next request; undefined where nothing further can be learnt, or nothing needs to be. */
  async next(): Promise<StatusRequest | undefined> {
    for (const { source, urls } of this.#isClosed ? [] : this.#openSteps()) {
      const url = urls.find(each => !this.#asked.has(`${source} ${each}`))
      if (url === undefined) continue
      this.#asked.add(`${source} ${url}`)
      return this.#setting.requestFor(source, url)
    }
    return undefined
  }

  #openSteps(): readonly Step[] {
    const { steps, at } = this.#setting
    const { ocsp = [], crl = [] } = this.#known ?? {}
    if (isRevoked([...ocsp, ...crl]) || isSettled(ocsp, at)) return []
    const open = isSettled(crl, at) ? [] : steps.filter(({ gives }) => gives === 'status')
    return [...open, ...this.#changes()].filter(step => !this.#isDone(step))
  }

  /**
   * Changes are of use beside the complete list that they begin with, and that was fetched. @standard RFC
   * 5280, section 5.2.4
   */
  #changes(): readonly Step[] {
    const { steps } = this.#setting
    const { crl = [] } = this.#known ?? {}
    const used = crl.filter(({ outcome, origin }) => outcome === 'verified' && origin !== undefined)
    if (used.length === 0) return []
    const lists = (this.#material?.lists ?? []).filter(given =>
      used.some(({ sha256 }) => sha256 === given.sha256),
    )
    const pointers = lists.flatMap(({ list }) => list.extensions.freshestCrl ?? [])
    return [...steps.filter(({ gives }) => gives === 'changes'), listStep('changes', pointers)]
  }

  /**
   * One of its addresses gave something of use, so the others, which stand for the same thing, are not
   * needed.
   */
  #isDone({ source, urls }: Step): boolean {
    const { ocsp = [], crl = [], unavailable = [] } = this.#known ?? {}
    const came = new Set<string | undefined>(
      source === 'ocsp'
        ? ocsp.map(({ origin }) => origin?.url)
        : [...(this.#material?.origins.values() ?? [])].map(({ url }) => url),
    )
    const judged: readonly StatusEvidence[] = source === 'ocsp' ? ocsp : crl
    const useless = new Set<string | undefined>([
      ...unavailable.map(({ url }) => url),
      ...judged.filter(each => !this.#isOfUse(each)).map(({ origin }) => origin?.url),
      ...this.#endedLists(),
    ])
    return urls.some(url => came.has(url) && !useless.has(url))
  }

  /**
   * Of lists that have ended, be it as changes to one that has not: whoever replays them must not keep newer
   * ones from being asked for.
   */
  #endedLists(): readonly (string | undefined)[] {
    const { lists = [], origins } = this.#material ?? {}
    const ended = lists.filter(
      ({ list: { nextUpdate } }) => nextUpdate !== undefined && nextUpdate < this.#setting.at,
    )
    return ended.map(({ sha256 }) => origins?.get(sha256)?.url)
  }

  #isOfUse(evidence: StatusEvidence): boolean {
    if (evidence.outcome === 'unusable') return evidence.reason === 'reasons-not-covered'
    return evidence.status.status !== 'unknown' && this.#setting.at <= evidence.freshUntil
  }
}
