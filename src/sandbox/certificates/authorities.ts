import type { Instant } from '../../core/time.ts'
import { type KeySource, keyPair } from '../keys/keys.ts'
import { serialNumber } from '../keys/seed.ts'
import type { ListSigner } from '../lists/xades.ts'
import type { AuthorityKind, KeyKind } from '../mint-options.ts'
import { daysAfter } from '../moments.ts'
import { type CertificatePlan, type Issuer, issue } from './certificates.ts'
import { type Addresses, addressExtensions, authorityExtensions, listSignerExtensions } from './extensions.ts'
import { marked } from './marker.ts'
import type { DistinguishedName } from './names.ts'
import { Provider } from './peculiar.ts'

/** What everything of one world is made from. */
export interface Mint extends KeySource {
  readonly now: Instant
  readonly authorityKey: KeyKind
  readonly listSignerKey: Exclude<KeyKind, 'Ed25519'>
  /** What the certificates of an authority say about where its things stand. */
  readonly addresses: (authority: AuthorityId) => Addresses
}

/** Country and kind: `LU-listed`. Unique in a world, and fit for a path. */
export type AuthorityId = `${string}-${IssuerKind}`

/**
 * The kinds that can be asked for, and one for a defect: `newline-in-name` is an intermediate with a broken
 * name.
 */
export type IssuerKind = AuthorityKind | 'newline-in-name'

export type MintWishes = Partial<Pick<Mint, 'authorityKey' | 'listSignerKey' | 'addresses'>>

export function createMint(seed: string, now: Instant, wishes: MintWishes = {}): Mint {
  return {
    provider: new Provider(),
    seed: { text: seed },
    now,
    authorityKey: 'P-256',
    listSignerKey: 'P-256',
    addresses: exampleAddresses,
    ...wishes,
  }
}

function exampleAddresses(authority: AuthorityId): Addresses {
  return {
    issuer: `http://qtsp.example/${authority}.cer`,
    crl: `http://qtsp.example/${authority}.crl`,
    ocsp: 'http://qtsp.example/ocsp',
  }
}

export interface Authority extends Issuer {
  readonly id: AuthorityId
  /** DER: for the cross-signed one, the certificate that the listed authority issued. */
  readonly certificate: Uint8Array
  /** DER: what holders send along, from its own certificate up to, and without, one that is in a list. */
  readonly chain: readonly Uint8Array[]
  /** DER: all that there is, itself first, then those above it up to the listed one or its own root. */
  readonly certificates: readonly Uint8Array[]
}

/** The certification authorities of a territory. */
export type Authorities = Readonly<Record<IssuerKind, Authority>>

/** A provider of trust services: its name and its registration number. */
export interface ProviderName {
  readonly country: string
  readonly name: string
  readonly registration: string
}

/** Who runs the authorities of a territory, and who ran the one that was taken over. */
export interface Providers {
  readonly current: ProviderName
  readonly former: ProviderName
}

export function providersOf(country: string): Providers {
  return {
    current: { country, name: marked('Trust Services'), registration: `NTR${country}-TEST0000` },
    former: { country, name: marked('Former Trust Services'), registration: `NTR${country}-TEST9999` },
  }
}

export async function createAuthorities(mint: Mint, { current, former }: Providers): Promise<Authorities> {
  const listed = await createAnchor(mint, planAuthority('listed', current, 'Issuing CA'))
  return {
    listed,
    intermediate: await createSubordinate(
      mint,
      listed,
      planAuthority('intermediate', current, 'Intermediate CA'),
    ),
    'cross-signed': await crossSigned(
      mint,
      listed,
      planAuthority('cross-signed', current, 'Cross-signed CA'),
    ),
    withdrawn: await createAnchor(mint, planAuthority('withdrawn', current, 'Withdrawn CA')),
    'taken-over': await createAnchor(mint, planAuthority('taken-over', former, 'Taken-over CA')),
    unlisted: await unlisted(mint, planAuthority('unlisted', current, 'Unlisted CA')),
    'newline-in-name': await createSubordinate(mint, listed, newlineInName(current)),
  }
}

/** An authority before there is one. */
export interface AuthorityPlan {
  readonly id: AuthorityId
  readonly name: DistinguishedName
}

export function planAuthority(kind: IssuerKind, provider: ProviderName, commonName: string): AuthorityPlan {
  return {
    id: `${provider.country}-${kind}`,
    name: [
      ['C', provider.country],
      ['O', provider.name],
      ['organizationIdentifier', provider.registration],
      ['CN', marked(commonName)],
    ],
  }
}

/** A line feed at the end of the organisation's name, as somebody's template once had it. */
function newlineInName(provider: ProviderName): AuthorityPlan {
  return planAuthority('newline-in-name', { ...provider, name: `${provider.name}\n` }, 'Newline CA')
}

/** Self-signed, and in a list or trusted otherwise: nothing has to be sent along. */
export async function createAnchor(mint: Mint, { id, name }: AuthorityPlan): Promise<Authority> {
  const keys = await authorityKeys(mint, name)
  const certificate = await issue(
    lasting(mint, name),
    { ...mint, keys, issuer: { name, keys } },
    authorityExtensions(),
  )
  return { id, name, keys, certificate, chain: [], certificates: [certificate] }
}

/** Self-signed, and in no list. */
async function unlisted(mint: Mint, plan: AuthorityPlan): Promise<Authority> {
  const authority = await createAnchor(mint, plan)
  return { ...authority, chain: [authority.certificate] }
}

/** Certified by another one, and in no list. */
export async function createSubordinate(
  mint: Mint,
  above: Authority,
  { id, name }: AuthorityPlan,
): Promise<Authority> {
  const keys = await authorityKeys(mint, name)
  const certificate = await certify(mint, above, { name, keys })
  return { id, name, keys, certificate, chain: [certificate], certificates: [certificate, above.certificate] }
}

/** Its own root, whose name and key the listed authority certified too. */
async function crossSigned(mint: Mint, above: Authority, plan: AuthorityPlan): Promise<Authority> {
  const root = await createAnchor(mint, plan)
  const certificate = await certify(mint, above, root)
  return {
    ...root,
    certificate,
    chain: [certificate],
    certificates: [certificate, above.certificate, root.certificate],
  }
}

function certify(mint: Mint, above: Authority, { name, keys }: Issuer): Promise<Uint8Array> {
  const extensions = [...authorityExtensions(), ...addressExtensions(mint.addresses(above.id))]
  return issue(lasting(mint, name, above.id), { ...mint, keys, issuer: above }, extensions)
}

function authorityKeys(mint: Mint, name: DistinguishedName) {
  return keyPair(mint, { kind: mint.authorityKey, label: labelOf(name), use: 'authority' })
}

/** Who signs a list. */
export interface ListSignerPlan {
  readonly country: string
  readonly operator: string
  readonly commonName: string
}

/** A self-signed signer of lists. */
export async function createListSigner(mint: Mint, plan: ListSignerPlan): Promise<ListSigner> {
  const name: DistinguishedName = [
    ['C', plan.country],
    ['O', plan.operator],
    ['CN', marked(plan.commonName)],
  ]
  const keys = await keyPair(mint, { kind: mint.listSignerKey, label: labelOf(name), use: 'authority' })
  const period = lasting(mint, name)
  const certificate = await issue(period, { ...mint, keys, issuer: { name, keys } }, listSignerExtensions())
  return { name, keys, certificate, serialNumber: period.serialNumber }
}

/** Long-lived: five years back, five years ahead. */
export function lasting(mint: Mint, subject: DistinguishedName, issuer = ''): CertificatePlan {
  return {
    subject,
    serialNumber: serialNumber(mint.seed, `${labelOf(subject)}${issuer}`),
    notBefore: daysAfter(mint.now, -1826),
    notAfter: daysAfter(mint.now, 1826),
  }
}

/** What keys and serial numbers are derived from. */
export function labelOf(name: DistinguishedName): string {
  return name.map(([, value]) => value).join(', ')
}
