import type { Certificate, PublicKeyInfo } from '../certificate/certificate.ts'
import type { Name } from '../certificate/name.ts'
import { nameKey } from '../certificate/name-match.ts'
import { equalBytes, toHex } from '../core/bytes.ts'

/**
 * A key that is trusted under a name. Nothing else of the certificate that it came from counts: not its dates, not its
 * own signature, not its extensions.
 *
 * @standard RFC 5280, section 6.1.1 (d)
 */
export interface Anchor {
  readonly name: Name
  readonly publicKey: PublicKeyInfo
  /** subjectKeyIdentifier, where known: only an order of trial. */
  readonly keyIdentifier?: Uint8Array
}

/** Things found by the name that they stand for. Made once for a list, it serves every search in it. */
export interface ByName<T> {
  named(name: Name): readonly T[]
}

export function indexByName<T>(items: readonly T[], nameOf: (item: T) => Name): ByName<T> {
  const index = new Map<string, T[]>()
  for (const item of items) {
    const key = nameKey(nameOf(item))
    const found = index.get(key)
    if (found === undefined) index.set(key, [item])
    if (found !== undefined) found.push(item)
  }
  return { named: name => index.get(nameKey(name)) ?? [] }
}

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

/** Certificates that may issue others, by their subjects. Copies would only cost signatures and repeat paths. */
export function indexAuthorities(certificates: readonly Certificate[]): ByName<Authority> {
  const distinct = new Map(certificates.map(certificate => [toHex(certificate.bytes), certificate]))
  return indexByName([...distinct.values()].map(asAuthority), ({ certificate }) => certificate.subject)
}

function asAuthority(certificate: Certificate): Authority {
  const keyIdentifier = certificate.extensions.subjectKeyIdentifier
  const { publicKey } = certificate
  return keyIdentifier === undefined ? { certificate, publicKey } : { certificate, publicKey, keyIdentifier }
}

/**
 * The likeliest issuer first: one whose key identifier is the one that the certificate names, then one without, then one
 * with another. The order saves signatures; it excludes nobody, because identifiers are hints (RFC 4158, section 3.5.12).
 */
export function likeliestFirst<T extends { readonly keyIdentifier?: Uint8Array }>(
  certificate: Certificate,
  candidates: readonly T[],
): readonly T[] {
  const wanted = certificate.extensions.authorityKeyIdentifier?.keyIdentifier
  if (wanted === undefined || candidates.length < 2) return candidates
  const rank = ({ keyIdentifier }: T): number => {
    if (keyIdentifier === undefined) return 1
    return equalBytes(keyIdentifier, wanted) ? 0 : 2
  }
  return candidates.toSorted((a, b) => rank(a) - rank(b))
}
