import { createHash } from 'node:crypto'
import type { Authorities, Authority, Mint } from './authorities.ts'
import { CERTIFICATE_DEFECTS } from './certificate-defects.ts'
import { issue } from './certificates.ts'
import { keyPair } from './keys.ts'
import { type LeafDraft, providerOf, soundLeaf } from './leaf-draft.ts'
import { leafExtensions } from './leaf-extensions.ts'
import type { KeyKind, MintedCertificate, MintOptions } from './mint-options.ts'
import { serialNumber } from './seed.ts'

/** A holder's certificate, and what the world has to know of it later. */
export interface Leaf {
  readonly minted: MintedCertificate
  readonly issuer: Authority
  /** Hexadecimal. */
  readonly serialNumber: string
}

/**
 * Issues a holder's certificate, for websites or for seals. The same mint and the same options give the same key and the
 * same certificate, but for signatures that are random by nature: ECDSA and RSASSA-PSS.
 *
 * @param authorities Those of the territory whose authority is to issue it.
 */
export async function mintLeaf(mint: Mint, authorities: Authorities, options: MintOptions): Promise<Leaf> {
  const draft = draftOf(mint, options)
  const issuer = authorities[draft.issuer]
  const { key: kind = 'P-256' } = options
  const label = labelOf(draft, issuer, kind)
  const keys = await keyPair(mint, { kind, label, use: 'holder' })
  const plan = { ...draft, serialNumber: serialNumber(mint.seed, label) }
  const extensions = leafExtensions(draft, mint.addresses(issuer.id))
  const certificate = await issue(plan, { ...mint, keys, issuer }, extensions)
  const minted = {
    certificate: draft.spoilSignature ? spoilt(certificate) : certificate,
    privateKey: keys.privateKey,
    chain: issuer.chain,
    provider: providerOf(options),
  }
  return { minted, issuer, serialNumber: plan.serialNumber }
}

function draftOf({ now }: Mint, options: MintOptions): LeafDraft {
  const sound = soundLeaf(now, options)
  return options.defect ? CERTIFICATE_DEFECTS[options.defect].apply(sound, now) : sound
}

/** All that the certificate will say, so that two that say different things have different keys. */
function labelOf(draft: LeafDraft, issuer: Authority, kind: KeyKind): string {
  return createHash('sha256')
    .update(JSON.stringify([draft, issuer.id, kind]))
    .digest('hex')
}

/** The last octet belongs to the last number of the signature, whose encoding stays well-formed. */
function spoilt(certificate: Uint8Array): Uint8Array {
  return certificate.map((octet, index) => (index === certificate.length - 1 ? octet ^ 1 : octet))
}
