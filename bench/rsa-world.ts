import { createHash, generateKeyPairSync } from 'node:crypto'
import { parseCertificate } from '../src/certificate/parse.ts'
import { type Instant, instantFromMilliseconds } from '../src/core/time.ts'
import {
  type Authority,
  createAuthorities,
  createMint,
  lasting,
  type Mint,
  providersOf,
} from '../src/sandbox/certificates/authorities.ts'
import { issue } from '../src/sandbox/certificates/certificates.ts'
import { type Delegate, delegateName } from '../src/sandbox/certificates/delegates.ts'
import {
  authorityExtensions,
  OCSP_SIGNING,
  responderExtensions,
} from '../src/sandbox/certificates/extensions.ts'
import { mintLeaf } from '../src/sandbox/certificates/leaf-certificate.ts'
import type { KeyPair } from '../src/sandbox/keys/keys.ts'
import { identityOf } from '../src/sandbox/revocation/book.ts'
import { certId, issueOcspResponse, type OcspPlan } from '../src/sandbox/revocation/ocsp.ts'

/**
 * A holder, its authority and the authority's responder with RSA keys as they are in use: of 2048 bits, with
 * the exponent 65537. Keys of the sandbox have exponents of 31 bits, by which a verification takes twice as
 * long and hides what stands around it.
 */
export async function rsaWorld(now: Instant) {
  const mint = createMint('bench', now, { authorityKey: 'rsa-2048' })
  const authorities = await createAuthorities(mint, providersOf('LU'))
  const authority = await withUsualKey(mint, authorities.listed)
  const responder = await responderOf(mint, authority)
  const { minted } = await mintLeaf(mint, { ...authorities, listed: authority }, {})
  const leaf = minted.certificate
  return {
    ca: authority.certificate,
    mint: () => Promise.resolve(leaf),
    ocsp: (certificate: Uint8Array, { signer }: { readonly signer: 'issuer' | 'delegated' }) => {
      const { name, keys } = authority
      const by = signer === 'issuer' ? { name, keys } : responder
      return issueOcspResponse(mint.provider, by, goodFor(certificate, authority, now))
    },
  }
}

async function withUsualKey(mint: Mint, { id, name }: Authority): Promise<Authority> {
  const keys = await usualKey(mint)
  const issuer = { name, keys }
  const certificate = await issue(lasting(mint, name), { ...mint, keys, issuer }, authorityExtensions())
  return { id, name, keys, certificate, chain: [], certificates: [certificate] }
}

async function responderOf(mint: Mint, authority: Authority): Promise<Delegate> {
  const name = delegateName(authority, 'responder')
  const keys = await usualKey(mint)
  const signing = { ...mint, keys, issuer: authority }
  return {
    name,
    keys,
    certificate: await issue(lasting(mint, name), signing, responderExtensions([OCSP_SIGNING])),
  }
}

async function usualKey({ provider: { subtle } }: Mint): Promise<KeyPair> {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 0x10001 })
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const [secret, open] = [pair.privateKey.export({ format: 'jwk' }), pair.publicKey.export({ format: 'jwk' })]
  const contents = pair.publicKey.export({ format: 'der', type: 'pkcs1' })
  return {
    kind: 'rsa-2048',
    identifier: createHash('sha1').update(contents).digest('hex'),
    privateKey: pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicKeyInfo: new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' })),
    signingKey: await subtle.importKey('jwk', secret, algorithm, true, ['sign']),
    publicKey: await subtle.importKey('jwk', open, algorithm, true, ['verify']),
  }
}

const HOUR = 3_600_000

function goodFor(certificate: Uint8Array, authority: Authority, now: Instant): OcspPlan {
  const parsed = parseCertificate(certificate)
  if (!parsed.ok) throw new Error(parsed.reason)
  const thisUpdate = instantFromMilliseconds(now - HOUR)
  const nextUpdate = instantFromMilliseconds(now + 24 * HOUR)
  const id = certId('SHA-1', identityOf(authority.certificate), parsed.value.serialNumber)
  return { producedAt: thisUpdate, responses: [{ certId: id, status: 'good', thisUpdate, nextUpdate }] }
}
