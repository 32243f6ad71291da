import type { Certificate } from './certificate/certificate.ts'
import type { Instant } from './core/time.ts'
import type { Crypto } from './crypto/crypto.ts'
import type { Path } from './path/building/build.ts'
import type { Anchor } from './path/building/candidates.ts'
import type { Profile } from './path/profile/profile.ts'
import { brokenByList } from './path-lists.ts'
import { type Check, undetermined } from './requirements/finding.ts'
import { combineStatus } from './revocation/combine.ts'
import { checkCrls } from './revocation/crl/check.ts'
import { type CrlQuestion, type CrlReason, type GivenCrl, readCrl } from './revocation/crl/question.ts'
import { SignerPaths } from './revocation/crl/signer-paths.ts'
import { issuerInPath } from './revocation/issuer.ts'
import type { RevocationPolicy } from './revocation/policy.ts'
import { RememberingCrypto } from './revocation/remembering-crypto.ts'
import type { StatusEvidence, UnusableStatus } from './revocation/status.ts'

/** What revocation lists are asked with. */
export interface ListOptions {
  /**
   * Complete lists and deltas, DER, in any order. Where there are some, the status of every certificate of a
   * path must follow from them, unless `revocation` says otherwise. Absent, or none: nobody asks.
   */
  readonly crls?: readonly Uint8Array[]
  /**
   * What counts as knowing that nothing was revoked: `hard` unless told. With it revocation is asked also
   * where no list is given.
   */
  readonly revocation?: Pick<RevocationPolicy, 'missing' | 'acceptStaleFor'>
}

/** When, with whose arithmetic, by which profile, and among whom signers of lists are looked for. */
export interface ListTerms {
  readonly at: Instant
  readonly crypto: Crypto
  readonly profile?: Profile
  readonly intermediates: readonly Certificate[]
}

/** Says of each certificate of a path, leaf first, what lists say of its revocation. */
export type StatusOf = (
  path: Pick<Path<Anchor>, 'anchor' | 'certificates'>,
) => Promise<readonly (readonly Check[])[]>

/** Lists of one search; who has more of them has not those of one path. */
const MOST = 50

/**
 * Joins revocation lists to the validation of paths. Each list is read once, whatever number of paths it is
 * asked about.
 *
 * @returns Undefined where nobody asks.
 * @standard RFC 5280, section 6.1.3 (a)(3) and section 6.3
 */
export function statusByLists(
  { crls = [], revocation }: ListOptions,
  terms: ListTerms,
): StatusOf | undefined {
  if (crls.length === 0 && revocation === undefined) return undefined
  const policy = revocation ?? { missing: 'hard' }
  const { profile = 'rfc5280', at, intermediates } = terms
  // The paths of one search have most of their certificates, and the same lists, in common.
  const crypto = new RememberingCrypto(terms.crypto)
  const read = Promise.all(
    crls.slice(0, MOST).map(async bytes => heldTo(profile, await readCrl(bytes, crypto))),
  )
  return async path => {
    const given = await read
    const checks: (readonly Check[])[] = []
    const { anchor } = path
    const known = [...path.certificates.slice(1), ...intermediates]
    const asked = { anchor, intermediates: known, at, crypto, profile }
    const signerPaths = new SignerPaths(asked)
    for (const [index, certificate] of path.certificates.entries()) {
      const subject = { certificate, issuer: issuerInPath(path, index) }
      const evidence = await evidenceFor({ ...asked, ...subject, signerPaths }, given)
      checks.push([
        ...combineStatus({ certificate, evidence, at, policy }),
        ...(crls.length > MOST ? [undetermined('revocation.status', 'too-many', { most: MOST })] : []),
      ])
    }
    return checks
  }
}

type ReadCrl = GivenCrl | UnusableStatus<CrlReason>

async function evidenceFor(
  question: Omit<CrlQuestion, 'lists'>,
  given: readonly ReadCrl[],
): Promise<readonly StatusEvidence[]> {
  const lists = given.flatMap(each => ('list' in each ? [each] : []))
  const unreadable = given.flatMap(each => ('list' in each ? [] : [each]))
  return [...(await checkCrls({ ...question, lists })), ...unreadable]
}

/** A list that breaks what the profile demands of lists is no evidence, whatever it says. */
function heldTo(profile: Profile, given: ReadCrl): ReadCrl {
  if (!('list' in given)) return given
  const broken = brokenByList(given.list, profile)
  if (broken.length === 0) return given
  const facts = { profile, broken }
  return { outcome: 'unusable', source: 'crl', sha256: given.sha256, reason: 'malformed', facts }
}
