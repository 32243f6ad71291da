import type { Certificate, PublicKeyInfo } from '../../certificate/certificate.ts'
import { sameName } from '../../certificate/name/match.ts'
import { equalBytes, toHex } from '../../core/bytes.ts'
import { EXTENSION } from '../../core/object-identifiers.ts'
import { ok, type Result, refused } from '../../core/result.ts'
import type { Path } from '../../path/building/build.ts'
import type { Anchor } from '../../path/building/candidates.ts'
import { asks } from '../../path/profile/profile.ts'
import { isNamedRevoked, isSettled } from '../combine.ts'
import { signatureObjection } from '../signature.ts'
import type { StatusEvidence, StatusSigner } from '../status.ts'
import type { RevocationList } from './crl.ts'
import { sameOctets } from './points.ts'
import type { CrlQuestion, SignerReason } from './question.ts'
import { SignerPaths, type ValidPaths } from './signer-paths.ts'

/** The key that signed a list, and whose it is. */
export interface CrlSigner {
  readonly publicKey: PublicKeyInfo
  readonly signer: StatusSigner
  /**
   * Why nobody can say that the signer was not revoked itself. The list of such a one proves nothing by its
   * silence, and what it says of a revocation is not passed over.
   */
  readonly doubt?: SignerReason
}

/** What questions that lead to further questions share. */
export interface CrlContext {
  /** The certificates whose status waits for the answer. */
  readonly asking: readonly Certificate[]
  /**
   * What was found about signers with a path of their own, for this question: one may have signed many lists.
   */
  readonly standings: Map<Certificate, SignerReason | undefined>
  /** How many further signers may be asked about. */
  readonly budget: { signers: number }
  readonly paths: SignerPaths
  readonly ask: (question: CrlQuestion, context: CrlContext) => Promise<readonly StatusEvidence[]>
}

/**
 * Real lists have one signer. So many are asked about for one question, those of the lists about these
 * signers included. Only such count as have a valid path and have signed a list, because anybody can write
 * certificates of their name.
 */
const MAX_SIGNERS = 16

/** Signers of signers of lists: nobody has more than one such step. */
const MAX_ASKING = 4

/** With which a first question is asked. */
export function beginAsking(question: CrlQuestion, ask: CrlContext['ask']): CrlContext {
  const paths = question.signerPaths ?? new SignerPaths(question)
  return { asking: [], standings: new Map(), budget: { signers: MAX_SIGNERS }, paths, ask }
}

/**
 * (f) and (g): finds who signed a list: the issuer of the certificate, its anchor, or somebody of the name of
 * the list with a valid path to the same anchor, none of whose certificates is revoked.
 *
 * A list may be the only one that speaks of its own signer. Then that one counts unless the list names it:
 * whoever wants to withdraw the key of a signer of lists does so by a list of another key.
 *
 * @standard RFC 5280, section 6.3.3 (f) and (g)
 */
export async function findCrlSigner(
  list: RevocationList,
  question: CrlQuestion,
  context: CrlContext,
): Promise<Result<CrlSigner, SignerReason>> {
  const signatures = new ListSignatures(list, question)
  let reason: SignerReason = 'signer-not-found'
  let open: Candidate | undefined
  for await (const candidate of candidatesFor(list, question, context.paths)) {
    const { publicKey } = candidate
    const objection = await objectionTo(candidate, signatures, { question, context })
    if (objection === undefined) return ok({ publicKey, signer: await asSigner(candidate, question) })
    // Path and signature were found right before that.
    if (objection === 'signer-status-open') open ??= candidate
    reason = weightier(objection, reason)
  }
  reason = weightier((await context.paths.objectionToOthers(list.issuer)) ?? reason, reason)
  if (open === undefined) return refused(reason)
  return ok({ publicKey: open.publicKey, signer: await asSigner(open, question), doubt: reason })
}

/**
 * What says least comes first: that nobody was found, that a key is another one, that a certificate may be
 * anybody's. That somebody was not looked at outweighs whatever is known of others.
 */
const WEAK: readonly SignerReason[] = ['signer-not-found', 'signature-wrong', 'signer-without-path']

function weightier(a: SignerReason, b: SignerReason): SignerReason {
  return weight(a) >= weight(b) ? a : b
}

function weight(reason: SignerReason): number {
  if (reason === 'budget-spent') return WEAK.length + 1
  const place = WEAK.indexOf(reason)
  return place < 0 ? WEAK.length : place
}

/** The signature of a list, computed once for each key: a list can have forty million octets. */
class ListSignatures {
  readonly #list: RevocationList
  readonly #question: CrlQuestion
  readonly #known: { readonly key: Uint8Array; readonly objection: SignerReason | undefined }[] = []

  constructor(list: RevocationList, question: CrlQuestion) {
    this.#list = list
    this.#question = question
  }

  async objection(publicKey: PublicKeyInfo): Promise<SignerReason | undefined> {
    const known = this.#known.find(({ key }) => equalBytes(key, publicKey.bytes))
    if (known !== undefined) return known.objection
    const objection = await signatureObjection(this.#list, publicKey, this.#question)
    this.#known.push({ key: publicKey.bytes, objection })
    return objection
  }
}

interface Candidate {
  readonly publicKey: PublicKeyInfo
  /** Absent: the anchor, or an issuer without a certificate of its own. */
  readonly certificate?: Certificate
  /** `proved`: it stands in the path of the certificate, or is its anchor. */
  readonly standing: 'proved' | 'open'
  readonly isIssuer: boolean
}

/**
 * All who have the name of the list and whom somebody vouches for: those of the path, who are nearly always
 * enough, and of the others those first whose key it names.
 */
async function* candidatesFor(
  list: RevocationList,
  question: CrlQuestion,
  paths: SignerPaths,
): AsyncGenerator<Candidate> {
  const { issuer, anchor } = question
  if (sameName(issuer.name, list.issuer)) yield issuerOf(question)
  if (sameName(anchor.name, list.issuer)) yield anchorOf(question)
  const named = list.extensions.authorityKeyIdentifier?.keyIdentifier
  const isHint = ({ extensions }: Certificate): boolean =>
    named !== undefined && sameOctets(extensions.subjectKeyIdentifier, named)
  const others = await paths.named(list.issuer)
  for (const certificate of others.toSorted((a, b) => Number(isHint(b)) - Number(isHint(a)))) {
    if (sameOctets(certificate.bytes, issuer.certificate?.bytes)) continue
    yield { publicKey: certificate.publicKey, certificate, standing: 'open', isIssuer: false }
  }
}

function issuerOf({ issuer: { publicKey, certificate } }: CrlQuestion): Candidate {
  return { publicKey, standing: 'proved', isIssuer: true, ...(certificate && { certificate }) }
}

function anchorOf({ issuer, anchor: { name, publicKey } }: CrlQuestion): Candidate {
  const isIssuer = sameName(name, issuer.name) && equalBytes(publicKey.bytes, issuer.publicKey.bytes)
  return { publicKey, standing: 'proved', isIssuer }
}

interface Asked {
  readonly question: CrlQuestion
  readonly context: CrlContext
}

/** What stands against somebody, and is cheap to find, first: forged certificates must not cost much. */
async function objectionTo(
  { certificate, publicKey, standing }: Candidate,
  signatures: ListSignatures,
  { question, context }: Asked,
): Promise<SignerReason | undefined> {
  const own = certificate ?? certificateOfAnchor(publicKey, question)
  if (own !== undefined && !maySign(own, standing)) return 'signer-key-usage'
  if (certificate === undefined || standing === 'proved') return signatures.objection(publicKey)
  const found = await context.paths.to(certificate)
  if (found.paths.length === 0) return found.isComplete ? 'signer-without-path' : 'budget-spent'
  return (
    (await signatures.objection(publicKey)) ?? standingObjection(certificate, found, { question, context })
  )
}

/** What the certificate of an anchor says of its key counts where the profile holds anchors to theirs. */
function certificateOfAnchor(
  { bytes }: PublicKeyInfo,
  { anchor, profile = 'eidas' }: CrlQuestion,
): Certificate | undefined {
  const isAnchor = equalBytes(bytes, anchor.publicKey.bytes)
  return isAnchor && asks(profile, 'anchor-certificate', 'anchor') ? anchor.certificate : undefined
}

/**
 * The authority of the path may sign lists unless its key usage says otherwise (6.3.3 (f)). Of anybody else
 * who bears its name it must say so, as it must in every certificate of a key for lists (4.2.1.3).
 */
function maySign(
  { extensions: { keyUsage, malformed } }: Certificate,
  standing: Candidate['standing'],
): boolean {
  if (keyUsage !== undefined) return keyUsage.cRLSign
  return standing === 'proved' && !malformed.some(({ id }) => id === EXTENSION.keyUsage)
}

/** Asks once about each signer. */
async function standingObjection(
  signer: Certificate,
  found: ValidPaths,
  asked: Asked,
): Promise<SignerReason | undefined> {
  const { standings } = asked.context
  if (standings.has(signer)) return standings.get(signer)
  const objection = await objectionToAll(found, asked)
  standings.set(signer, objection)
  return objection
}

/**
 * One path on which nobody is revoked is enough: who presents a certificate can add others, over an authority
 * that was withdrawn. Each path that is asked about counts.
 */
async function objectionToAll(
  { paths, isComplete }: ValidPaths,
  { question, context }: Asked,
): Promise<SignerReason | undefined> {
  let reason: SignerReason = isComplete ? 'signer-revoked' : 'budget-spent'
  for (const path of paths) {
    if (--context.budget.signers < 0) return 'budget-spent'
    const objection = await statusObjection(path, question, context)
    if (objection === undefined) return undefined
    if (objection === 'signer-status-open') reason = objection
  }
  return reason
}

/**
 * Whether a certificate of the path of a signer is revoked. Those of the certificate's own path are asked for
 * elsewhere.
 */
async function statusObjection(
  { certificates, anchor }: Path<Anchor>,
  question: CrlQuestion,
  context: CrlContext,
): Promise<SignerReason | undefined> {
  for (const [index, certificate] of certificates.entries()) {
    if (isAmong(certificate, [question.certificate, question.issuer.certificate, ...context.asking])) continue
    if (context.asking.length >= MAX_ASKING) return 'signer-status-open'
    const above = certificates[index + 1]
    const { publicKey } = above ?? anchor
    const issuer = { name: above?.subject ?? anchor.name, publicKey, ...(above && { certificate: above }) }
    const asking = [...context.asking, question.certificate]
    const further: CrlContext = { ...context, asking, standings: new Map() }
    const listed = await context.ask({ ...question, certificate, issuer, isSigner: true }, further)
    const answered = (await question.responsesAbout?.(certificate, issuer)) ?? []
    const objection = objectionOf([...listed, ...answered], question)
    if (objection !== undefined) return objection
  }
  return undefined
}

function isAmong({ bytes }: Certificate, all: readonly (Certificate | undefined)[]): boolean {
  return all.some(each => each !== undefined && equalBytes(each.bytes, bytes))
}

function objectionOf(evidence: readonly StatusEvidence[], { at }: CrlQuestion): SignerReason | undefined {
  if (isNamedRevoked(evidence)) return 'signer-revoked'
  return isSettled(evidence, at) ? undefined : 'signer-status-open'
}

async function asSigner({ certificate, isIssuer }: Candidate, question: CrlQuestion): Promise<StatusSigner> {
  const { issuer, anchor, crypto } = question
  if (isIssuer) return { role: 'issuer', name: issuer.name }
  if (certificate === undefined) return { role: 'delegate', name: anchor.name }
  const sha256 = toHex(await crypto.digest('SHA-256', certificate.bytes))
  return { role: 'delegate', name: certificate.subject, certificate: sha256 }
}
