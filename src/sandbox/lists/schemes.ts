import type { Instant } from '../../core/time.ts'
import { createListSigner, type Mint } from '../certificates/authorities.ts'
import { daysAfter } from '../moments.ts'
import type { ListDraft } from './list-defects.ts'
import { operatorOf } from './list-text.ts'
import { type ListKind, type ListPlan, listFile, listRoot, type PointerPlan } from './trust-lists.ts'
import { type ListSigner, sign } from './xades.ts'

/** Who publishes a list, and where. */
export interface Scheme {
  readonly kind: ListKind
  readonly territory: string
  readonly location: string
  /** The signer that the world announces. */
  readonly signer: ListSigner
  /** A signer of the same operator that nobody announces. */
  readonly stranger: () => Promise<ListSigner>
}

/** @param base Where lists are published, an address without a slash at the end. */
export async function createScheme(mint: Mint, territory: string, base: string): Promise<Scheme> {
  return {
    kind: territory === UNION ? 'list-of-lists' : 'national',
    territory,
    location: `${base}/${listFileName(territory)}`,
    signer: await signerOf(mint, territory, 'List Signer'),
    stranger: () => signerOf(mint, territory, 'Other Signer'),
  }
}

/** The scheme territory of the list of lists. */
export const UNION = 'EU'

/** The last part of the address of a list. */
export function listFileName(territory: string): string {
  return `${territory === UNION ? 'eu-lotl' : territory}.xml`
}

export function signerOf(mint: Mint, territory: string, title: string): Promise<ListSigner> {
  return createListSigner(mint, {
    country: countryOf(territory),
    operator: operatorOf(territory),
    commonName: `${territory} ${title}`,
  })
}

/** Lists write Greece and the United Kingdom otherwise than ISO 3166-1 does (TS 119 612, clause 5.3.10). */
export function countryOf(territory: string): string {
  if (territory === 'EL') return 'GR'
  return territory === 'UK' ? 'GB' : territory
}

/** In force for half a year from its issue, as nearly all real lists are. */
export function commonPlan({ kind, territory, location }: Scheme, issued: Instant) {
  return { kind, territory, location, issued, nextUpdate: daysAfter(issued, 180) }
}

/** @param signers The announced ones, where not the one of today. */
export function pointerTo(
  { kind, territory, location, signer }: Scheme,
  signers: readonly ListSigner[] = [signer],
): PointerPlan {
  return { kind, territory, location, signers }
}

/** The list as it should be. */
export function soundList(plan: ListPlan): ListDraft {
  return { signed: plan, written: plan, signer: 'announced' }
}

/** Signs a list, at the moment of its issue, and writes it. */
export async function publish(mint: Mint, scheme: Scheme, draft: ListDraft): Promise<Uint8Array> {
  const signature = await sign(mint.provider, {
    root: listRoot(draft.signed),
    signer: draft.signer === 'announced' ? scheme.signer : await scheme.stranger(),
    signingTime: draft.signed.issued,
    listVersion: draft.signed.version,
  })
  return listFile(listRoot(draft.written, signature))
}
