import type { Certificate } from '../../certificate/certificate.ts'
import { sameName } from '../../certificate/name/match.ts'
import { oidText } from '../../core/oid.ts'
import { formatInstant } from '../../core/time.ts'
import type { Facts } from '../../requirements/finding.ts'
import { CLOCK_SKEW } from '../policy.ts'
import { signatureObjection } from '../signature.ts'
import type { StatusEvidence } from '../status.ts'
import { answerOf, type UsedList } from './answer.ts'
import type { RevocationList } from './crl.ts'
import type { FoundEntry } from './entries.ts'
import { isNamed, type Point, pointsOf } from './points.ts'
import type { CrlObjection, CrlQuestion, CrlReason, GivenCrl } from './question.ts'
import {
  ALL_REASONS,
  interimReasons,
  isDeltaOfScope,
  isNewer,
  NO_REASONS,
  type ReasonsMask,
  scopeObjection,
  startsFrom,
} from './scope.ts'
import { type CrlContext, type CrlSigner, findCrlSigner, MAX_SIGNERS } from './signer.ts'

/**
 * Judges what revocation lists say about a certificate: distribution point by distribution point, the newest list first,
 * until all reasons are covered or the certificate is revoked. A list that cannot be used wholly says nothing. Whether the
 * answer is still fresh is told by `freshUntil`, and left to those who combine the evidence.
 *
 * @returns At most one answer, and the reason for each list that is no part of one. Nothing where no list was given.
 * @standard RFC 5280, section 6.3.3
 */
export function checkCrls(question: CrlQuestion): Promise<readonly StatusEvidence<CrlReason>[]> {
  return ask(question, { asking: [], budget: { signers: MAX_SIGNERS }, ask })
}

async function ask(
  question: CrlQuestion,
  context: CrlContext,
): Promise<readonly StatusEvidence<CrlReason>[]> {
  const search = new CrlSearch(question, context)
  await search.run()
  return answerOf(question, search)
}

/** One question, and what became of each list. */
class CrlSearch {
  /** In the order in which they were used. */
  readonly used: UsedList[] = []
  readonly objections = new Map<GivenCrl, CrlObjection>()
  reasons: ReasonsMask = NO_REASONS
  readonly #question: CrlQuestion
  readonly #context: CrlContext
  readonly #complete: readonly GivenCrl[]
  readonly #deltas: readonly GivenCrl[]
  readonly #signers = new Map<GivenCrl, Awaited<ReturnType<typeof findCrlSigner>>>()

  constructor(question: CrlQuestion, context: CrlContext) {
    this.#question = question
    this.#context = context
    const usable = question.lists.filter(
      given => !this.#refuse(given, generalObjection(given.list, question)),
    )
    this.#complete = usable.filter(({ list }) => !isDelta(list)).toSorted(newestFirst)
    this.#deltas = usable.filter(({ list }) => isDelta(list)).toSorted(newestFirst)
  }

  get isDecided(): boolean {
    return this.reasons === ALL_REASONS || this.used.some(({ found }) => found !== undefined)
  }

  async run(): Promise<void> {
    for (const delta of this.#deltas) this.#refuse(delta, { reason: 'delta-without-base', facts: {} })
    for (const point of pointsOf(this.#question.certificate)) {
      for (const given of this.#complete) {
        if (this.isDecided) return
        await this.#use(given, point)
      }
    }
  }

  /** (b) to (l) for one complete list and one distribution point. */
  async #use(given: GivenCrl, point: Point): Promise<void> {
    const { certificate } = this.#question
    const outside = scopeObjection(given.list, point, certificate)
    if (outside !== undefined) return this.#object(given, { reason: outside, facts: scopeFacts(given.list) })
    // (d) and (e): a list that covers no further reason is not needed.
    const interim = interimReasons(given.list, point)
    if ((interim & ~this.reasons) === 0) return
    const signer = await this.#signerOf(given)
    if (!signer.ok) return this.#object(given, { reason: signer.reason, facts: scopeFacts(given.list) })
    const delta = await this.#deltaOf(given, signer.value)
    const found = lookUp(given.list, delta?.list, certificate)
    this.used.push({ given, signer: signer.value.signer, ...(delta && { delta }), ...(found && { found }) })
    this.reasons |= interim
  }

  /** (f) and (g), once for each list. */
  async #signerOf(given: GivenCrl) {
    const known = this.#signers.get(given)
    if (known !== undefined) return known
    const signer = await findCrlSigner(given.list, this.#question, this.#context)
    this.#signers.set(given, signer)
    return signer
  }

  /** (c) and (h): the newest delta that continues the list and was signed with the same key. */
  async #deltaOf({ list }: GivenCrl, { publicKey }: CrlSigner): Promise<GivenCrl | undefined> {
    for (const delta of this.#deltas) {
      if (!isDeltaOfScope(delta.list, list) || !startsFrom(delta.list, list)) continue
      if (!isNewer(delta.list, list)) {
        this.#refuse(delta, { reason: 'delta-not-newer', facts: {} })
        continue
      }
      const objection = await signatureObjection(delta.list, publicKey, this.#question)
      if (objection === undefined) return delta
      this.#refuse(delta, { reason: objection, facts: {} })
    }
    return undefined
  }

  #refuse(given: GivenCrl, objection: CrlObjection | undefined): boolean {
    if (objection !== undefined) this.objections.set(given, objection)
    return objection !== undefined
  }

  /** Of what is said at several points the objection counts that was made latest in the procedure. */
  #object(given: GivenCrl, objection: CrlObjection): void {
    const known = this.objections.get(given)
    if (known === undefined || stageOf(objection) >= stageOf(known)) this.objections.set(given, objection)
  }
}

const STAGES: readonly CrlReason[] = ['other-issuer', 'other-distribution-point', 'other-kind-of-certificate']

function stageOf({ reason }: CrlObjection): number {
  const stage = STAGES.indexOf(reason)
  return stage < 0 ? STAGES.length : stage
}

function isDelta({ extensions }: RevocationList): boolean {
  return extensions.deltaCrlIndicator !== undefined
}

/** By date, and among lists of one second by number. */
function newestFirst({ list: a }: GivenCrl, { list: b }: GivenCrl): number {
  const [one, other] = [a.extensions.crlNumber ?? 0n, b.extensions.crlNumber ?? 0n]
  return b.thisUpdate - a.thisUpdate || (one === other ? 0 : one < other ? 1 : -1)
}

/** What makes a list unusable for whatever certificate. */
function generalObjection(list: RevocationList, { at }: CrlQuestion): CrlObjection | undefined {
  const { entries, extensions, thisUpdate, nextUpdate } = list
  const unknown = [...extensions.unrecognised, ...(entries.unrecognised ? [entries.unrecognised.id] : [])]
  if (unknown.length > 0)
    return { reason: 'unknown-critical-extension', facts: { unknown: unknown.map(oidText) } }
  const facts = { thisUpdate: formatInstant(thisUpdate), at: formatInstant(at) }
  if (thisUpdate > at + CLOCK_SKEW) return { reason: 'not-yet-valid', facts }
  if (nextUpdate === undefined || nextUpdate >= thisUpdate) return undefined
  return { reason: 'inconsistent-times', facts: { ...facts, nextUpdate: formatInstant(nextUpdate) } }
}

function scopeFacts({ extensions: { issuingDistributionPoint: idp } }: RevocationList): Facts {
  if (idp === undefined) return {}
  const { onlyContainsUserCerts, onlyContainsCaCerts, onlyContainsAttributeCerts, indirectCrl } = idp
  return { onlyContainsUserCerts, onlyContainsCaCerts, onlyContainsAttributeCerts, indirectCrl }
}

/** (i) to (k): the delta knows better than the complete list; what it removes is not revoked. */
function lookUp(
  complete: RevocationList,
  delta: RevocationList | undefined,
  certificate: Certificate,
): FoundEntry | undefined {
  const changed = delta && findIn(delta, certificate)
  if (changed === undefined) return findIn(complete, certificate)
  return changed.entry.reason === 'removeFromCRL' ? undefined : changed
}

/** An entry of an indirect list belongs to the issuer that was named last, or else to that of the list. @standard RFC 5280, section 5.3.3 */
function findIn({ entries, issuer }: RevocationList, certificate: Certificate): FoundEntry | undefined {
  return entries.find(certificate.serialNumber, names =>
    names === undefined ? sameName(issuer, certificate.issuer) : isNamed(certificate.issuer, names),
  )
}
