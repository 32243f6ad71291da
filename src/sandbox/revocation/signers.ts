import type { Authority, Mint } from '../certificates/authorities.ts'
import { createDelegate, type Delegate, type DelegateKind } from '../certificates/delegates.ts'
import { marked } from '../certificates/marker.ts'
import { keyPair } from '../keys/keys.ts'
import type { CrlSigner } from './crl.ts'
import type { OcspSigner } from './ocsp.ts'
import type { CrlOptions, OcspOptions } from './options.ts'

/** Who signs the lists and the responses of authorities. Delegates are made when they are first needed. */
export interface RevocationSigners {
  delegate(authority: Authority, kind: DelegateKind): Promise<Delegate>
  ofList(authority: Authority, options: CrlOptions): Promise<CrlSigner>
  ofResponse(authority: Authority, kind: NonNullable<OcspOptions['signer']>): Promise<OcspSigner>
}

export function createRevocationSigners(mint: Mint): RevocationSigners {
  const made = new Map<string, Promise<Delegate>>()
  const delegate = (authority: Authority, kind: DelegateKind): Promise<Delegate> => {
    const key = `${authority.id} ${kind}`
    const delegate = made.get(key) ?? createDelegate(mint, authority, kind)
    made.set(key, delegate)
    return delegate
  }
  return {
    delegate,
    async ofList(authority, { scope, signer = 'issuer' }) {
      const own = scope === 'indirect' ? await delegate(authority, 'indirect-crl-signer') : authority
      if (signer === 'stranger')
        return { name: own.name, keys: await strangersKeys(mint, authority), claims: own.keys.identifier }
      return signer === 'delegated' && own === authority ? delegate(authority, 'crl-signer') : own
    },
    async ofResponse(authority, kind) {
      switch (kind) {
        case 'issuer':
          return { name: authority.name, keys: authority.keys }
        case 'delegated':
          return delegate(authority, 'responder')
        case 'delegated-without-purpose':
          return delegate(authority, 'responder-without-purpose')
        case 'stranger':
          return createDelegate(mint, await stranger(mint, authority), 'responder')
        case 'wrong-key': {
          const responder = await delegate(authority, 'responder')
          return { ...responder, posesAs: responder, keys: await strangersKeys(mint, authority) }
        }
        default:
          return kind satisfies never
      }
    },
  }
}

/** Somebody whom nobody certified, with a name like that of an authority. */
async function stranger(mint: Mint, authority: Authority): Promise<Authority> {
  const name = authority.name.map(
    ([type, value]) => [type, type === 'CN' ? marked('Stranger CA') : value] as const,
  )
  return { ...authority, name, keys: await strangersKeys(mint, authority) }
}

function strangersKeys(mint: Mint, { id }: Authority) {
  return keyPair(mint, { kind: mint.authorityKey, label: `stranger to ${id}`, use: 'holder' })
}
