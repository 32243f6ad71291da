import { createHash } from 'node:crypto'
import type { Instant } from '../core/time.ts'
import { type Authority, createListSigner, type Mint, type ProviderName } from './authorities.ts'
import type { ListDraft } from './list-defects.ts'
import { operatorOf } from './list-text.ts'
import { marked } from './marker.ts'
import { daysAfter } from './moments.ts'
import type { ProviderPlan } from './services.ts'
import type { TestNotice } from './test-world.ts'
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
  readonly stranger: ListSigner
}

export async function createScheme(mint: Mint, territory: string): Promise<Scheme> {
  const country = countryOf(territory)
  const operator = operatorOf(territory)
  return {
    kind: territory === 'EU' ? 'list-of-lists' : 'national',
    territory,
    location: `https://lists.example/${territory}.xml`,
    signer: await createListSigner(mint, country, operator, `${territory} List Signer`),
    stranger: await createListSigner(mint, country, operator, `${territory} Other Signer`),
  }
}

/** Lists write Greece and the United Kingdom otherwise than ISO 3166-1 does (TS 119 612, clause 5.3.10). */
export function countryOf(territory: string): string {
  if (territory === 'EL') return 'GR'
  return territory === 'UK' ? 'GB' : territory
}

export function noticeOf(lotl: Scheme): TestNotice {
  return {
    id: 'test',
    locations: [NOTICE_LOCATION],
    certificates: [createHash('sha256').update(lotl.signer.certificate).digest('hex')],
  }
}

const NOTICE_LOCATION = 'https://journal.example/C/test/notice'

export function planListOfLists(lotl: Scheme, nationals: readonly Scheme[], now: Instant): ListPlan {
  return {
    ...commonPlan(lotl, now),
    version: 6,
    sequenceNumber: 390,
    informationUris: [NOTICE_LOCATION, 'https://lists.example/legal-notice.html'],
    pointers: [lotl, ...nationals].map(pointer),
    providers: [],
  }
}

export interface NationalWishes {
  readonly version: 5 | 6
  readonly now: Instant
  readonly provider: ProviderName
  readonly authority: Authority
}

export function planNationalList(scheme: Scheme, lotl: Scheme, wishes: NationalWishes): ListPlan {
  return {
    ...commonPlan(scheme, wishes.now),
    version: wishes.version,
    sequenceNumber: 70,
    informationUris: ['https://lists.example/'],
    pointers: [pointer(lotl)],
    providers: [trustServices(scheme.territory, wishes)],
  }
}

/** Issued ten days ago, for half a year, as nearly all real lists are. */
function commonPlan({ kind, territory, location }: Scheme, now: Instant) {
  return { kind, territory, location, issued: daysAfter(now, -10), nextUpdate: daysAfter(now, 170) }
}

function pointer({ kind, territory, location, signer }: Scheme): PointerPlan {
  return { kind, territory, location, signers: [signer] }
}

/** One provider with one service, granted for websites three years ago. */
function trustServices(territory: string, { provider, authority, now }: NationalWishes): ProviderPlan {
  const service = {
    name: marked('QWAC issuing service'),
    identity: {
      certificate: authority.certificate,
      subject: authority.name,
      keyIdentifier: authority.keys.identifier,
    },
    current: {
      status: 'granted',
      since: daysAfter(now, -1096),
      purposes: ['ForWebSiteAuthentication'],
    },
    history: [],
  } as const
  return { name: provider.name, tradeName: provider.registration, territory, services: [service] }
}

/** The list as it should be. */
export function soundList(plan: ListPlan): ListDraft {
  return { signed: plan, written: plan, signer: 'announced' }
}

/** Signs a list, at the moment of its issue, and writes it. */
export async function publish(mint: Mint, scheme: Scheme, draft: ListDraft): Promise<Uint8Array> {
  const signature = await sign(mint.provider, {
    root: listRoot(draft.signed),
    signer: draft.signer === 'announced' ? scheme.signer : scheme.stranger,
    signingTime: draft.signed.issued,
    listVersion: draft.signed.version,
  })
  return listFile(listRoot(draft.written, signature))
}
