import type { Authority } from '../certificates/authorities.ts'
import type { DelegateKind } from '../certificates/delegates.ts'
import type { CrlOptions } from './options.ts'
import type { Contents } from './responders.ts'
import type { Revocations } from './revocations.ts'

/**
 * What responders say of revocation. Behind the address of lists stand `ID.crl`, `ID-delta.crl`,
 * `ID-other.crl` (for another distribution point) and `ID-indirect.crl`, behind that of issuers `ID.cer`,
 * `ID-crl-signer.cer` and `ID-indirect-crl-signer.cer`, where `ID` is that of an authority (`LU-listed`).
 */
export function revocationContents(
  revocations: Revocations,
  authorities: readonly Authority[],
): Pick<Contents, 'ocsp' | 'crl' | 'issuer'> {
  const byId = new Map(authorities.map(authority => [authority.id, authority.certificate] as const))
  const named = (path: string, suffix: string) => [...byId].find(([id]) => path === `${id}${suffix}`)?.[1]
  return {
    ocsp: request => revocations.respond(request),
    async crl(path) {
      for (const [suffix, scope] of LISTS) {
        const issuer = named(path, suffix)
        if (issuer) return revocations.crl({ issuer, scope })
      }
      return undefined
    },
    async issuer(path) {
      for (const [suffix, kind] of SIGNERS) {
        const issuer = named(path, suffix)
        if (issuer) return revocations.delegate(issuer, kind)
      }
      return named(path, '.cer')
    },
  }
}

const LISTS: readonly (readonly [string, NonNullable<CrlOptions['scope']>])[] = [
  ['.crl', 'full'],
  ['-delta.crl', 'delta'],
  ['-other.crl', 'other-partition'],
  ['-indirect.crl', 'indirect'],
]

const SIGNERS: readonly (readonly [string, DelegateKind])[] = [
  ['-crl-signer.cer', 'crl-signer'],
  ['-indirect-crl-signer.cer', 'indirect-crl-signer'],
]
