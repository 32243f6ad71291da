import { createHash } from 'node:crypto'
import { keyPair } from '../keys/keys.ts'
import { serialNumber } from '../keys/seed.ts'
import type { KeyKind, MintedCertificate, MintOptions } from '../mint-options.ts'
import type { Authorities, Authority, Mint } from './authorities.ts'
import { CERTIFICATE_DEFECTS } from './certificate-defects.ts'
import { issue } from './certificates.ts'
import { delegateName } from './delegates.ts'
import { type Addresses, listBeside } from './extensions.ts'
import { type LeafDraft, type LeafOptions, leafOptions, providerOf, soundLeaf } from './leaf-draft.ts'
import { leafExtensions } from './leaf-extensions.ts'

/** A holder's certificate, and what the world has to know of it later. */
export interface Leaf {
  readonly minted: MintedCertificate
  readonly issuer: Authority
}

/** A holder's certificate before it is issued. */
interface LeafPlan {
  readonly options: LeafOptions
  readonly draft: LeafDraft
  readonly issuer: Authority
  readonly kind: KeyKind
  /** Key and serial number follow from it: two that say different things have different ones. */
  readonly label: string
}

type IssuedLeaf = Pick<MintedCertificate, 'certificate' | 'privateKey'>

/**
 * Issues a holder's certificate, for websites or for seals. The same mint and the same options give the same
 * key and the same certificate, but for signatures that are random by nature: ECDSA and RSASSA-PSS.
 *
 * @param authorities Those of the territory whose authority is to issue it.
 */
export async function mintLeaf(mint: Mint, authorities: Authorities, options: MintOptions): Promise<Leaf> {
  const plan = planLeaf(mint, authorities, options)
  return leafOf(plan, await issueLeaf(mint, plan))
}

/**
 * The same, and each certificate once: who asks for the same again gets the same octets, signature included,
 * so that fingerprints, revocations and responses speak of one certificate.
 */
export function createLeafMint(
  mint: Mint,
): (authorities: Authorities, options: MintOptions) => Promise<Leaf> {
  const issued = new Map<string, Promise<IssuedLeaf>>()
  return async (authorities, options) => {
    const plan = planLeaf(mint, authorities, options)
    const leaf = issued.get(plan.label) ?? issueLeaf(mint, plan)
    issued.set(plan.label, leaf)
    const { certificate, privateKey } = await leaf
    // A copy: whoever tampers with what was minted does so for himself.
    return leafOf(plan, { certificate: certificate.slice(), privateKey })
  }
}

function planLeaf({ now }: Mint, authorities: Authorities, asked: MintOptions): LeafPlan {
  const options = leafOptions(asked, countryOf(authorities.listed))
  const { key: kind = 'P-256', defect } = options
  const sound = soundLeaf(now, options)
  const draft = defect ? CERTIFICATE_DEFECTS[defect].apply(sound, now) : sound
  const issuer = authorities[draft.issuer]
  const said = JSON.stringify([draft, issuer.id, kind])
  return { options, draft, issuer, kind, label: createHash('sha256').update(said).digest('hex') }
}

/** Where the trust services are that issue. */
function countryOf({ name }: Authority): string {
  return name.find(([type]) => type === 'C')?.[1] ?? ''
}

async function issueLeaf(mint: Mint, { draft, issuer, kind, label }: LeafPlan): Promise<IssuedLeaf> {
  const keys = await keyPair(mint, { kind, label, use: 'holder' })
  const plan = { ...draft, serialNumber: serialNumber(mint.seed, label) }
  const extensions = leafExtensions(draft, addressesOf(mint, issuer, draft))
  const certificate = await issue(plan, { ...mint, keys, issuer }, extensions)
  return {
    certificate: draft.spoilSignature ? spoilt(certificate) : certificate,
    privateKey: keys.privateKey,
  }
}

/** @standard RFC 5280, section 4.2.1.13: cRLIssuer has the name that the list has as its issuer */
function addressesOf({ addresses }: Mint, issuer: Authority, { revocationList }: LeafDraft): Addresses {
  const own = addresses(issuer.id)
  if (revocationList !== 'indirect') return own
  return {
    ...own,
    crl: listBeside(own.crl, 'indirect'),
    crlIssuer: delegateName(issuer, 'indirect-crl-signer'),
  }
}

function leafOf({ issuer, options }: LeafPlan, issued: IssuedLeaf): Leaf {
  return { minted: { ...issued, chain: issuer.chain, provider: providerOf(options) }, issuer }
}

/** The last octet belongs to the last number of the signature, whose encoding stays well-formed. */
function spoilt(certificate: Uint8Array): Uint8Array {
  return certificate.map((octet, index) => (index === certificate.length - 1 ? octet ^ 1 : octet))
}
