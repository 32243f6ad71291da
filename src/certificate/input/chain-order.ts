import { equalBytes, toHex } from '../../core/bytes.ts'
import { type Check, satisfied, undetermined, violated } from '../../requirements/finding.ts'
import type { Certificate } from '../certificate.ts'
import { sameName } from '../name/match.ts'
import { formatName } from '../name/name.ts'

/** Certificates that were given together, in the order in which a peer would present them. */
export interface ChainOrder {
  /** The one that is meant: it issued none of the others. */
  readonly leaf: Certificate
  /**
   * What leads on from it: each certificate is followed by its issuer, others of the same name and key stand
   * behind.
   */
  readonly issuers: readonly Certificate[]
  /** What leads nowhere from it, in the order of the input. */
  readonly unused: readonly Certificate[]
  /** How many were octet by octet the same as one before. */
  readonly repeated: number
  /** All that may be meant, the one that was taken first; more than one leaves the question open. */
  readonly leaves: readonly Certificate[]
  /** Whether the input stood in another order. */
  readonly reordered: boolean
}

/**
 * Sorts certificates by names and key identifiers; no signature is verified, so this says what is meant and
 * proves nothing. The leaf is the certificate that issued none of the others. Where several did not, those
 * that are no authorities come before those that are, and then the first of the input is taken. Where all
 * issued one another, the first of the input is taken.
 *
 * This is for files. What a peer presented in TLS begins with its own certificate by definition, and is not
 * sorted.
 *
 * @returns Undefined for no certificate.
 */
export function orderChain(given: readonly Certificate[]): ChainOrder | undefined {
  const distinct = given.filter(
    (each, i) => given.findIndex(other => equalBytes(other.bytes, each.bytes)) === i,
  )
  const leaves = possibleLeaves(distinct)
  const [leaf] = leaves
  if (leaf === undefined) return undefined
  const chain = followIssuers(leaf, distinct)
  return {
    leaf,
    issuers: chain.slice(1),
    unused: distinct.filter(each => !chain.includes(each)),
    repeated: given.length - distinct.length,
    leaves,
    reordered: chain.some(
      (each, i) => i > 0 && distinct.indexOf(each) < distinct.indexOf(chain[i - 1] ?? each),
    ),
  }
}

function possibleLeaves(distinct: readonly Certificate[]): readonly Certificate[] {
  const ends = distinct.filter(each => !distinct.some(other => other !== each && mayHaveIssued(each, other)))
  if (ends.length === 0) return distinct.slice(0, 1)
  const entities = ends.filter(({ extensions }) => extensions.basicConstraints?.ca !== true)
  return entities.length > 0 ? entities : ends
}

/**
 * The leaf, its likeliest issuer, the issuer of that one, and at the end what else may have issued one of
 * them.
 */
function followIssuers(leaf: Certificate, distinct: readonly Certificate[]): readonly Certificate[] {
  const chain: Certificate[] = []
  const waiting = [leaf]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const certificate = next
    if (chain.includes(certificate)) continue
    chain.push(certificate)
    const issuers = distinct.filter(each => each !== certificate && mayHaveIssued(each, certificate))
    // The last is taken first: those whose identifier is the one that is named, in the order of the input.
    waiting.push(
      ...issuers
        .toReversed()
        .toSorted((a, b) => Number(isNamed(a, certificate)) - Number(isNamed(b, certificate))),
    )
  }
  return chain
}

/** By the names, and by the key identifiers where both are there. */
function mayHaveIssued(issuer: Certificate, certificate: Certificate): boolean {
  if (!sameName(issuer.subject, certificate.issuer)) return false
  const { wanted, own } = identifiers(issuer, certificate)
  return wanted === undefined || own === undefined || equalBytes(wanted, own)
}

function isNamed(issuer: Certificate, certificate: Certificate): boolean {
  const { wanted, own } = identifiers(issuer, certificate)
  return wanted !== undefined && own !== undefined && equalBytes(wanted, own)
}

function identifiers(issuer: Certificate, certificate: Certificate) {
  return {
    wanted: certificate.extensions.authorityKeyIdentifier?.keyIdentifier,
    own: issuer.extensions.subjectKeyIdentifier,
  }
}

/**
 * Says of certificates that were given together whether it is clear which is meant, and whether all of them
 * are needed.
 */
export function checkChainOrder(order: ChainOrder): readonly Check[] {
  return [checkLeaf(order), checkMembers(order)]
}

function checkLeaf({ leaves, leaf }: ChainOrder): Check {
  if (leaves.length > 1) return undetermined('input.leaf', 'two-leaves', { leaves: leaves.map(identityOf) })
  return satisfied('input.leaf', { leaf: identityOf(leaf) })
}

function checkMembers({ issuers, unused, repeated, reordered }: ChainOrder): Check {
  const facts = { chain: issuers.length + 1, unused: unused.map(identityOf), repeated }
  if (unused.length > 0 || repeated > 0) return violated('input.chain', 'unused-members', facts)
  return reordered ? violated('input.chain', 'out-of-order', facts) : satisfied('input.chain', facts)
}

function identityOf({ subject, serialNumber }: Certificate) {
  return { subject: formatName(subject), serialNumber: toHex(serialNumber) }
}
