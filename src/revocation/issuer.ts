import type { Certificate, PublicKeyInfo } from '../certificate/certificate.ts'
import type { Name } from '../certificate/name/name.ts'
import type { Anchor } from '../path/building/candidates.ts'

/** The name and the key that issued a certificate, as the path to it has proved them. */
export interface Issuer {
  readonly name: Name
  readonly publicKey: PublicKeyInfo
  /** The issuer's own, of the same key. Absent where the issuer is the anchor. */
  readonly certificate?: Certificate
}

/** A verified path, leaf first; the anchor's certificate is none of it. */
export interface ProvenPath {
  readonly anchor: Anchor
  readonly certificates: readonly Certificate[]
}

/** Who issued a certificate of a path: the one above it, or the anchor. */
export function issuerInPath({ anchor, certificates }: ProvenPath, index: number): Issuer {
  const above = certificates[index + 1]
  if (above === undefined) return { name: anchor.name, publicKey: anchor.publicKey }
  return { name: above.subject, publicKey: above.publicKey, certificate: above }
}
