import type { Certificate } from '../../certificate/certificate.ts'
import { sameName } from '../../certificate/name/match.ts'
import type { Name } from '../../certificate/name/name.ts'
import { equalBytes } from '../../core/bytes.ts'
import { buildPaths, type Path } from '../../path/building/build.ts'
import {
  type Anchor,
  type ByName,
  distinct,
  incapacityOf,
  indexAnchors,
  indexByName,
} from '../../path/building/candidates.ts'
import { type LinkRules, verifyLink } from '../../path/link.ts'
import type { PathValidation } from '../../path/validation/check-path.ts'
import { PathChecks } from '../../path/validation/check-paths.ts'
import { isSignedByItself } from '../../path/validation/own-signature.ts'
import type { CrlQuestion, SignerReason } from './question.ts'

/** Where paths of signers lead to, and among which certificates they are looked for. */
type SignerPathTerms = Pick<CrlQuestion, 'anchor' | 'intermediates' | 'crypto' | 'at' | 'profile'>

/** The valid paths of somebody to the anchor. */
export interface ValidPaths {
  /** In the order in which they were found: the likeliest first. */
  readonly paths: readonly Path<Anchor>[]
  /** Whether there are no others. */
  readonly isComplete: boolean
}

/** Real ones have one or two: an authority that changes its key is certified by the former one too. */
const MAX_PATHS = 8

/**
 * Looks for those who may have signed a list, and for their paths. Whoever presents a certificate chooses
 * what comes with it, so they are looked for only among certificates that the anchor, or an authority below
 * it, has signed: of the others each costs one signature, and no search.
 *
 * The certificates are the same for all questions of one validation, and so is what is found here: the
 * signatures are computed once for all of them, and what could not be looked at is open for each.
 */
export class SignerPaths {
  readonly #terms: SignerPathTerms
  readonly #paths = new Map<Certificate, Promise<ValidPaths>>()
  #given: ByName<Certificate> | undefined
  #found: Promise<Found> | undefined

  constructor(terms: SignerPathTerms) {
    this.#terms = terms
  }

  /** The certificates of a name that somebody below the anchor has signed. */
  async named(name: Name): Promise<readonly Certificate[]> {
    return this.#givenOf(name).length === 0 ? [] : (await this.#look()).proven.named(name)
  }

  /** What stands against all others of the name. Undefined where there are none. */
  async objectionToOthers(name: Name): Promise<SignerReason | undefined> {
    const proven = await this.named(name)
    if (proven.length === this.#givenOf(name).length) return undefined
    const { isComplete } = await this.#look()
    return isComplete ? 'signer-without-path' : 'budget-spent'
  }

  /** The valid paths to the anchor, for one of those that were signed. */
  to(signer: Certificate): Promise<ValidPaths> {
    const paths = this.#paths.get(signer) ?? this.#search(signer)
    this.#paths.set(signer, paths)
    return paths
  }

  #givenOf(name: Name): readonly Certificate[] {
    this.#given ??= bySubject(distinct(this.#terms.intermediates))
    return this.#given.named(name)
  }

  #look(): Promise<Found> {
    this.#found ??= lookAmong(this.#terms)
    return this.#found
  }

  async #search(certificate: Certificate): Promise<ValidPaths> {
    const { anchor, crypto, at, profile = 'eidas' } = this.#terms
    const { certificates: intermediates, isComplete } = await this.#look()
    const anchorSelfSigned = await isSignedByItself(anchor, { crypto, at, profile })
    const checks = new PathChecks({ at, profile })
    const paths: Path<Anchor>[] = []
    let isJudged = true
    const until = (path: Path<Anchor>): boolean => {
      const validation = checks.check({ ...path, anchorSelfSigned })
      if (validation.outcome === 'valid') paths.push(path)
      if (isCutShort(validation)) isJudged = false
      return paths.length > MAX_PATHS
    }
    const anchors = indexAnchors([anchor])
    const asked = { certificate, intermediates, anchors, crypto, at, profile, until }
    const { exhausted } = await buildPaths(asked)
    const isSearched = isComplete && exhausted === undefined && isJudged && paths.length <= MAX_PATHS
    return { paths: paths.slice(0, MAX_PATHS), isComplete: isSearched }
  }
}

/** Whether nothing is against a path but that there was not enough left to judge it. */
function isCutShort({ outcome, certificates }: PathValidation): boolean {
  if (outcome !== 'undetermined') return false
  return certificates.some(({ checks }) => checks.some(({ reason }) => reason === 'budget-spent'))
}

interface Found extends Proven {
  readonly proven: ByName<Certificate>
}

async function lookAmong({ anchor, intermediates, ...terms }: SignerPathTerms): Promise<Found> {
  const { crypto, at, profile = 'eidas' } = terms
  const found = await provenBelow(anchor, distinct(intermediates), { crypto, at, profile })
  return { ...found, proven: bySubject(found.certificates) }
}

function bySubject(certificates: readonly Certificate[]): ByName<Certificate> {
  return indexByName(certificates, ({ subject }) => subject)
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
  const issuedBy = indexByName(given, ({ issuer }) => issuer)
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
