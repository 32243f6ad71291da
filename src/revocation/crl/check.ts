import type { Certificate } from '../../certificate/certificate.ts'
import { sameName } from '../../certificate/name/match.ts'
import { equalBytes } from '../../core/bytes.ts'
import { oidText } from '../../core/oid.ts'
import { formatInstant } from '../../core/time.ts'
import type { Facts } from '../../requirements/finding.ts'
import { CLOCK_SKEW } from '../policy.ts'
import { signatureObjection } from '../signature.ts'
import { isFinal, type StatusEvidence } from '../status.ts'
import { answerOf } from './answer.ts'
import type { RevocationList } from './crl.ts'
import { type FoundEntry, statusOf } from './entries.ts'
import { isNamed, type Point, pointsOf } from './points.ts'
import type { CrlObjection, CrlQuestion, CrlReason, GivenCrl } from './question.ts'
import {
  interimReasons,
  isDeltaOfScope,
  isNewer,
  NO_REASONS,
  type ReasonsMask,
  scopeObjection,
  startsFrom,
} from './scope.ts'
import { beginAsking, type CrlContext, type CrlSigner, findCrlSigner } from './signer.ts'
import { coveredBy, isRevoking, isSilent, silentUntil, type UsedList } from './used-lists.ts'

/**
 * Judges what revocation lists say about a certificate: distribution point by distribution point, the newest
 * list first, until it is revoked, or all reasons are covered for the moment and no list is left that names
 * it. A list that cannot be used wholly says nothing. Whether the answer is still fresh is told by
 * `freshUntil`, and left to those who combine the evidence.
 *
 * @returns The answer; others that say the same and count less; and the reason for each list that is no part
 *   of one. Nothing where no list was given.
 * @standard RFC 5280, section 6.3.3
 */
export function checkCrls(question: CrlQuestion): Promise<readonly StatusEvidence<CrlReason>[]> {
  return ask(question, beginAsking(question, ask))
}

async function ask(
  question: CrlQuestion,
  context: CrlContext,
): Promise<readonly StatusEvidence<CrlReason>[]> {
  const search = new CrlSearch(question, context)
  await search.run()
  return answerOf(question, { used: [...search.used.values()], objections: search.objections })
}

/** One question, and what became of each list. */
class CrlSearch {
  /** In the order in which they were used. */
  readonly used = new Map<GivenCrl, UsedList>()
  readonly objections = new Map<GivenCrl, CrlObjection>()
  readonly #question: CrlQuestion
  readonly #context: CrlContext
  readonly #complete: readonly GivenCrl[]
  readonly #deltas: readonly GivenCrl[]
  readonly #signers = new Map<GivenCrl, Awaited<ReturnType<typeof findCrlSigner>>>()
  readonly #found = new Map<RevocationList, FoundEntry | undefined>()

  constructor(question: CrlQuestion, context: CrlContext) {
    this.#question = question
    this.#context = context
    const usable = question.lists.filter(
      given => !this.#refuse(given, generalObjection(given.list, question)),
    )
    this.#complete = usable.filter(({ list }) => !isDelta(list)).toSorted(newestFirst)
    this.#deltas = usable.filter(({ list }) => isDelta(list)).toSorted(newestFirst)
  }

  async run(): Promise<void> {
    for (const delta of this.#deltas) this.#refuse(delta, { reason: 'delta-without-base', facts: {} })
    await this.#useAll()
    await this.#useChanges()
    // What was passed over may have ended a hold.
    if (this.#parts().some(part => !isSilent(part))) await this.#useAll()
  }

  async #useAll(): Promise<void> {
    for (const point of pointsOf(this.#question.certificate)) {
      for (const given of this.#complete) {
        if (this.#parts().some(isRevoking)) return
        await this.#use(given, point)
      }
    }
  }

  /**
   * That a certificate was revoked, or put on hold, changes say also without the list that they continue:
   * whoever hides that one must not hide a revocation with it. Of what they do not name they say nothing.
   */
  async #useChanges(): Promise<void> {
    const laidOver = this.#parts().flatMap(({ deltas }) => deltas)
    const naming = this.#deltas.filter(given => isNaming(this.#find(given.list)) && !laidOver.includes(given))
    for (const point of pointsOf(this.#question.certificate)) {
      for (const given of naming) {
        if (this.#parts().some(isRevoking)) return
        await this.#use(given, point)
      }
    }
  }

  #parts(): readonly UsedList[] {
    return [...this.used.values()]
  }

  /** (b) to (l) for one list and one distribution point. */
  async #use(given: GivenCrl, point: Point): Promise<void> {
    const { certificate, isSigner = false } = this.#question
    const outside = scopeObjection(given.list, point, certificate)
    if (outside !== undefined) return this.#object(given, { reason: outside, facts: scopeFacts(given.list) })
    const interim = interimReasons(given.list, point)
    if (interim === NO_REASONS || this.#isNeedless(given, interim)) return
    const signer = await this.#signerOf(given)
    if (!signer.ok) return this.#object(given, { reason: signer.reason, facts: scopeFacts(given.list) })
    const deltas = isDelta(given.list) ? [] : await this.#deltasOf(given, signer.value)
    const found = this.#lookUp(given.list, deltas[0]?.list)
    const endsHold = found === undefined && this.#find(given.list) !== undefined
    const { doubt } = signer.value
    if (doubt !== undefined && (found === undefined || isSigner))
      return this.#object(given, { reason: doubt, facts: scopeFacts(given.list) })
    this.used.set(given, {
      given,
      signer: signer.value.signer,
      covers: isDelta(given.list) ? NO_REASONS : interim | (this.used.get(given)?.covers ?? NO_REASONS),
      isOwn: equalBytes(signer.value.publicKey.key, certificate.publicKey.key),
      deltas: deltas.filter((each, index) => index === 0 || !isNaming(this.#find(each.list))),
      ...(found && { found }),
      ...(endsHold && { endedHold: given.list.thisUpdate }),
    })
  }

  /**
   * (d) and (e): lists that are fresh, or last as long, cover all reasons that this one does. One that names
   * the certificate is needed however old it is, for whoever was revoked for good stays so; and with a hold
   * every list is needed.
   */
  #isNeedless(given: GivenCrl, interim: ReasonsMask): boolean {
    const { certificate, at } = this.#question
    const parts = this.#parts()
    const needed = Math.min(silentUntil({ given, deltas: [] }, certificate), at)
    const lasting = parts.filter(part => silentUntil(part, certificate) >= needed)
    return (interim & ~coveredBy(lasting)) === 0 && parts.every(isSilent) && !this.#isNamed(given.list)
  }

  #isNamed(list: RevocationList): boolean {
    const changes = this.#deltas.filter(delta => startsFrom(delta.list, list))
    return [list, ...changes.map(delta => delta.list)].some(each => this.#find(each) !== undefined)
  }

  /**
   * (i) to (k): the delta knows better than the complete list, but takes back no revocation for good. That it
   * removes an entry says that a hold has ended or that the certificate has expired (5.3.1); by the letter of
   * (k) it would end a revocation too.
   */
  #lookUp(complete: RevocationList, delta: RevocationList | undefined): FoundEntry | undefined {
    const listed = this.#find(complete)
    if (delta === undefined) return listed
    const changed = this.#find(delta)
    if (changed === undefined || (isForGood(listed) && !isForGood(changed))) return listed
    return isRemoval(changed) ? undefined : changed
  }

  /** Once for each list: to go through it costs more than all else but its signature. */
  #find(list: RevocationList): FoundEntry | undefined {
    if (!this.#found.has(list)) this.#found.set(list, findIn(list, this.#question.certificate))
    return this.#found.get(list)
  }

  /** (f) and (g), once for each list. */
  async #signerOf(given: GivenCrl) {
    const known = this.#signers.get(given)
    if (known !== undefined) return known
    const signer = await findCrlSigner(given.list, this.#question, this.#context)
    this.#signers.set(given, signer)
    return signer
  }

  /** (c) and (h): the deltas that continue a list and were signed with the same key, the newest first. */
  async #deltasOf({ list }: GivenCrl, { publicKey }: CrlSigner): Promise<readonly GivenCrl[]> {
    const verified: GivenCrl[] = []
    for (const delta of this.#deltas) {
      if (!isDeltaOfScope(delta.list, list) || !startsFrom(delta.list, list)) continue
      const objection = isNewer(delta.list, list)
        ? await signatureObjection(delta.list, publicKey, this.#question)
        : 'delta-not-newer'
      if (objection === undefined) verified.push(delta)
      else this.#refuse(delta, { reason: objection, facts: {} })
    }
    return verified
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

/** Whether an entry revokes for good: it neither holds nor ends a hold. */
function isForGood(found: FoundEntry | undefined): boolean {
  return isFinal(statusOf(found)) && !isRemoval(found)
}

function isRemoval(found: FoundEntry | undefined): boolean {
  return found?.entry.reason === 'removeFromCRL'
}

function isNaming(found: FoundEntry | undefined): boolean {
  return found !== undefined && !isRemoval(found)
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

/**
 * An entry of an indirect list belongs to the issuer that was named last, or else to that of the list.
 *
 * @standard RFC 5280, section 5.3.3
 */
function findIn({ entries, issuer }: RevocationList, certificate: Certificate): FoundEntry | undefined {
  return entries.find(certificate.serialNumber, names =>
    names === undefined ? sameName(issuer, certificate.issuer) : isNamed(certificate.issuer, names),
  )
}
