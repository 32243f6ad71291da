import type { Instant } from '../core/time.ts'
import {
  type CertificatePlan,
  type Issuer,
  issueAuthority,
  issueListSigner,
  type Signing,
} from './certificates.ts'
import { keyPair, type Seed, serialNumber } from './keys.ts'
import { marked } from './marker.ts'
import { daysAfter } from './moments.ts'
import type { DistinguishedName } from './names.ts'
import { Provider } from './peculiar.ts'
import type { AuthorityKind } from './test-world.ts'
import type { ListSigner } from './xades.ts'

/** What everything of one world is made from. */
export interface Mint {
  readonly provider: Provider
  readonly seed: Seed
  readonly now: Instant
}

export function createMint(seed: string, now: Instant): Mint {
  return { provider: new Provider(), seed: { text: seed }, now }
}

export interface Authority extends Issuer {
  /** DER. */
  readonly certificate: Uint8Array
}

/** The certification authorities of a world. */
export type Authorities = Readonly<Record<AuthorityKind, Authority>>

/** The provider of trust services that runs them: its name and its registration number. */
export interface ProviderName {
  readonly country: string
  readonly name: string
  readonly registration: string
}

export function providerName(country: string): ProviderName {
  return { country, name: marked('Trust Services'), registration: `NTR${country}-TEST0000` }
}

export async function createAuthorities(mint: Mint, provider: ProviderName): Promise<Authorities> {
  const listed = await authority(mint, authorityName(provider, 'Issuing CA'))
  return {
    listed,
    intermediate: await authority(mint, authorityName(provider, 'Intermediate CA'), listed),
    unlisted: await authority(mint, authorityName(provider, 'Unlisted CA')),
  }
}

function authorityName(provider: ProviderName, commonName: string): DistinguishedName {
  return [
    ['C', provider.country],
    ['O', provider.name],
    ['organizationIdentifier', provider.registration],
    ['CN', marked(commonName)],
  ]
}

/** Self-signed where nobody else signs. */
async function authority(mint: Mint, name: DistinguishedName, issuer?: Issuer): Promise<Authority> {
  const { plan, signing } = await prepare(mint, name, issuer)
  return { name, keys: signing.keys, certificate: await issueAuthority(plan, signing) }
}

/** A self-signed signer of lists. */
export async function createListSigner(
  mint: Mint,
  country: string,
  operator: string,
  label: string,
): Promise<ListSigner> {
  const name: DistinguishedName = [
    ['C', country],
    ['O', operator],
    ['CN', marked(label)],
  ]
  const { plan, signing } = await prepare(mint, name)
  const certificate = await issueListSigner(plan, signing)
  return { name, keys: signing.keys, certificate, serialNumber: plan.serialNumber }
}

/** Long-lived: five years back, five years ahead. */
async function prepare(mint: Mint, subject: DistinguishedName, issuer?: Issuer): Promise<Prepared> {
  const label = subject.map(([, value]) => value).join(', ')
  const keys = await keyPair(mint.provider, mint.seed, label)
  return {
    plan: {
      subject,
      serialNumber: serialNumber(mint.seed, label),
      notBefore: daysAfter(mint.now, -1826),
      notAfter: daysAfter(mint.now, 1826),
    },
    signing: { provider: mint.provider, keys, issuer: issuer ?? { name: subject, keys } },
  }
}

interface Prepared {
  readonly plan: CertificatePlan
  readonly signing: Signing
}
