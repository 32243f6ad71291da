import type { Certificate, PublicKeyInfo } from '../../certificate/certificate.ts'
import type { NameConstraints } from '../../certificate/extensions.ts'
import { nameKey } from '../../certificate/name/match.ts'
import type { Name } from '../../certificate/name/name.ts'
import { isWithinPeriod } from '../../certificate/validity-period.ts'
import { equalBytes } from '../../core/bytes.ts'
import type { Instant } from '../../core/time.ts'

/**
 * A key that is trusted under a name. Nothing else of the certificate that it came from counts: not its
 * dates, not its own signature, not its extensions.
 *
 * @standard RFC 5280, section 6.1.1 (d)
 */
export interface Anchor {
  readonly name: Name
  readonly publicKey: PublicKeyInfo
  /** subjectKeyIdentifier, where known: only an order of trial. */
  readonly keyIdentifier?: Uint8Array
  /** What it may vouch for, where that is limited. @standard RFC 5937, section 3 */
  readonly nameConstraints?: NameConstraints
  /** Authorities that may stand below it, where that is limited; self-issued ones do not count. */
  readonly pathLength?: number
  /** The certificate that it was given as. Profiles may hold it to what it says of itself. */
  readonly certificate?: Certificate
}

/** Things found by the name that they stand for. Made once for a list, it serves every search in it. */
export interface ByName<T> {
  named(name: Name): readonly T[]
  /** The same by `nameKey`, for those who have it. */
  keyed(key: string): readonly T[]
}

export function indexByName<T>(items: readonly T[], nameOf: (item: T) => Name): ByName<T> {
  return indexByKey(items, item => nameKey(nameOf(item)))
}

/** The same for things whose names were read before. */
export function indexByKey<T>(items: readonly T[], keyOf: (item: T) => string): ByName<T> {
  const index = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const found = index.get(key)
    if (found === undefined) index.set(key, [item])
    if (found !== undefined) found.push(item)
  }
  const keyed = (key: string): readonly T[] => index.get(key) ?? NONE
  return { keyed, named: name => keyed(nameKey(name)) }
}

const NONE: readonly never[] = []

/** The anchors of a search, by their names. */
export function indexAnchors<A extends Anchor>(anchors: readonly A[]): ByName<A> {
  return indexByName(anchors, ({ name }) => name)
}

/** A certificate as the possible issuer of another. */
export interface Authority {
  readonly certificate: Certificate
  readonly publicKey: PublicKeyInfo
  readonly keyIdentifier?: Uint8Array
}

/**
 * Certificates that may issue others, by their subjects. Copies would only cost signatures and repeat paths.
 */
export function indexAuthorities(certificates: readonly Certificate[]): ByName<Authority> {
  return indexByName(distinct(certificates).map(asAuthority), ({ certificate }) => certificate.subject)
}

/**
 * Each certificate once, in the order in which they stand. Copies end alike, so few are compared as a whole.
 */
export function distinct(certificates: readonly Certificate[]): readonly Certificate[] {
  if (certificates.length < 2) return certificates
  const ends = certificates.map(({ bytes }) => OCTETS.decode(bytes.subarray(-END)))
  const seen = new Set<string>()
  const shared = new Set(ends.filter(end => !isAdded(seen, end)))
  const known = new Set<string>()
  return certificates.filter(
    ({ bytes }, index) => !shared.has(ends[index] ?? '') || isAdded(known, OCTETS.decode(bytes)),
  )
}

/** Whether a value was not there before; it is now. */
function isAdded(values: Set<string>, value: string): boolean {
  return values.size < values.add(value).size
}

/** Octets at the end of a certificate, which are those of its signature. */
const END = 32

/** One character for each octet, so that texts are equal when octets are. */
const OCTETS = new TextDecoder('latin1')

export function asAuthority(certificate: Certificate): Authority {
  const keyIdentifier = certificate.extensions.subjectKeyIdentifier
  const { publicKey } = certificate
  return keyIdentifier === undefined ? { certificate, publicKey } : { certificate, publicKey, keyIdentifier }
}

/**
 * Ranks a possible issuer by its key identifier: the one that the certificate names first, then none, then
 * another. The order saves signatures; it excludes nobody, because identifiers are hints (RFC 4158, section
 * 3.5.12).
 */
export function identifierRank(
  { extensions }: Certificate,
  { keyIdentifier }: { readonly keyIdentifier?: Uint8Array },
): 0 | 1 | 2 {
  const wanted = extensions.authorityKeyIdentifier?.keyIdentifier
  if (wanted === undefined || keyIdentifier === undefined) return 1
  return equalBytes(keyIdentifier, wanted) ? 0 : 2
}

/** Why a certificate cannot issue others, as it says itself; whoever made its signature. */
export type Incapacity = 'not-an-authority' | 'not-for-certificates'

/**
 * @returns Undefined where it may issue certificates.
 * @standard RFC 5280, sections 6.1.4 (k) and (n)
 */
export function incapacityOf({ version, extensions }: Certificate): Incapacity | undefined {
  if (version !== 3 || extensions.basicConstraints?.ca !== true) return 'not-an-authority'
  return extensions.keyUsage?.keyCertSign === false ? 'not-for-certificates' : undefined
}

/**
 * Whether a certificate is within its dates: an order of trial only, because some ask about other moments
 * too.
 */
export function isCurrent({ validity }: Certificate, at: Instant): boolean {
  return isWithinPeriod(validity, at)
}
