import type { Certificate } from '../../certificate/certificate.ts'
import { sameName } from '../../certificate/name/match.ts'
import { equalBytes } from '../../core/bytes.ts'
import { ok, type Result, refused } from '../../core/result.ts'
import { buildPaths, type Path } from '../../path/building/build.ts'
import {
  type Anchor,
  distinct,
  incapacityOf,
  indexAnchors,
  indexByName,
} from '../../path/building/candidates.ts'
import { type LinkRules, verifyLink } from '../../path/link.ts'
import { checkPath } from '../../path/validation/check-path.ts'
import { isSignedByItself } from '../../path/validation/own-signature.ts'
import type { CrlQuestion, SignerReason } from './question.ts'

/** Where paths of signers lead to, and among which certificates they are looked for. */
type SignerPathTerms = Pick<CrlQuestion, 'anchor' | 'intermediates' | 'crypto' | 'at' | 'profile'>

/**
 * Looks for the paths of those who may have signed a list. Whoever presents a certificate chooses what comes
 * with it, so a path is looked for only among certificates that the anchor, or an authority below it, has
 * signed: of the others each costs one signature, and no search.
 */
export class SignerPaths {
  readonly #terms: SignerPathTerms
  readonly #paths = new Map<Certificate, Promise<Result<Path<Anchor>, SignerReason>>>()
  #proven: Promise<Proven> | undefined

  constructor(terms: SignerPathTerms) {
    this.#terms = terms
  }

  /** A valid path to the anchor, for one of the intermediates. */
  to(signer: Certificate): Promise<Result<Path<Anchor>, SignerReason>> {
    const path = this.#paths.get(signer) ?? this.#search(signer)
    this.#paths.set(signer, path)
    return path
  }

  async #search(certificate: Certificate): Promise<Result<Path<Anchor>, SignerReason>> {
    const { anchor, intermediates: given, crypto, at, profile = 'eidas' } = this.#terms
    this.#proven ??= provenBelow(anchor, given, { crypto, at, profile })
    const { certificates: intermediates, isComplete } = await this.#proven
    if (!intermediates.includes(certificate))
      return refused(isComplete ? 'signer-without-path' : 'budget-spent')
    const anchorSelfSigned = await isSignedByItself(anchor, { crypto, at, profile })
    const isValid = (path: Path<Anchor>): boolean =>
      checkPath({ ...path, anchorSelfSigned }, { at, profile }).outcome === 'valid'
    const anchors = indexAnchors([anchor])
    const asked = { certificate, intermediates, anchors, crypto, at, profile, until: isValid }
    const { paths, exhausted } = await buildPaths(asked)
    const path = paths.find(isValid)
    if (path !== undefined) return ok(path)
    return refused(isComplete && exhausted === undefined ? 'signer-without-path' : 'budget-spent')
  }
}

interface Proven {
  readonly certificates: readonly Certificate[]
  /**
   * Whether the signature of each certificate was computed with the key of everybody who may have made it.
   */
  readonly isComplete: boolean
}

/**
 * They take a tenth of a second. No input has so many certificates: one of ten is the largest that is read.
 */
const MAX_LINKS = 1000

type Authority = Pick<Anchor, 'name' | 'publicKey'>

/**
 * Those of some certificates that an anchor signed, or an authority that is among them itself. What they say
 * beyond that, the validation of a path judges.
 */
async function provenBelow(anchor: Anchor, given: readonly Certificate[], rules: LinkRules): Promise<Proven> {
  const issuedBy = indexByName(distinct(given), ({ issuer }) => issuer)
  const proven = new Set<Certificate>()
  const authorities: Authority[] = [anchor]
  let links = 0
  // The loop goes on to those that are added in it.
  for (const { name, publicKey } of authorities) {
    for (const certificate of issuedBy.named(name)) {
      if (proven.has(certificate)) continue
      if (++links > MAX_LINKS) return { certificates: [...proven], isComplete: false }
      const { outcome } = await verifyLink(certificate, publicKey, rules)
      if (outcome !== 'verified') continue
      proven.add(certificate)
      if (isNewAuthority(certificate, authorities)) authorities.push(asAuthority(certificate))
    }
  }
  return { certificates: [...proven], isComplete: true }
}

function asAuthority({ subject: name, publicKey }: Certificate): Authority {
  return { name, publicKey }
}

function isNewAuthority(certificate: Certificate, known: readonly Authority[]): boolean {
  const { subject, publicKey } = certificate
  const isKnown = known.some(
    each => equalBytes(each.publicKey.bytes, publicKey.bytes) && sameName(each.name, subject),
  )
  return incapacityOf(certificate) === undefined && !isKnown
}
