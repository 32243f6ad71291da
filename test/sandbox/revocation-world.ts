import { type Instant, instant } from '../../src/core/time.ts'
import {
  createAuthorities,
  createMint,
  type Mint,
  providersOf,
} from '../../src/sandbox/certificates/authorities.ts'
import { mintLeaf } from '../../src/sandbox/certificates/leaf-certificate.ts'
import type { KeyKind, MintOptions } from '../../src/sandbox/mint-options.ts'
import { createRevocations } from '../../src/sandbox/revocation/revocations.ts'

/**
 * The part of a world that revocation is about: its authorities, their certificates, and what is known of
 * them.
 */

export const NOW = instant('2026-06-01T12:00:00Z')

export interface Setting {
  readonly seed?: string
  readonly country?: string
  readonly key?: KeyKind
  readonly now?: Instant
  readonly clock?: () => Instant
  readonly addresses?: Mint['addresses']
}

export async function revocationWorld(setting: Setting = {}) {
  const { seed = 'revocation', country = 'LU', key = 'P-256', now = NOW, addresses } = setting
  const mint = createMint(seed, now, { authorityKey: key, ...(addresses && { addresses }) })
  const authorities = await createAuthorities(mint, providersOf(country))
  const { listed, intermediate } = authorities
  const revocations = createRevocations({
    mint,
    authorities: [listed, intermediate],
    clock: setting.clock ?? (() => now),
  })
  revocations.add(intermediate.certificate, listed.certificate)
  return {
    ...revocations,
    revocations,
    authorities,
    /** The listed authority's certificate, DER. */
    ca: listed.certificate,
    mint: async (options: MintOptions = {}): Promise<Uint8Array> => {
      const { minted, issuer } = await mintLeaf(mint, authorities, options)
      revocations.add(minted.certificate, issuer.certificate)
      return minted.certificate
    },
  }
}
