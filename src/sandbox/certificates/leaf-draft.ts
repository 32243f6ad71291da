import { AUTHORITIES } from '../../certificate/psd2/authorities.ts'
import type { Instant } from '../../core/time.ts'
import type { MintOptions, Role, TestAuthority, TestProvider } from '../mint-options.ts'
import { daysAfter } from '../moments.ts'
import type { IssuerKind } from './authorities.ts'
import type { CertificatePlan } from './certificates.ts'
import type { LeafContent } from './leaf-extensions.ts'
import { checkTexts } from './leaf-texts.ts'
import { marked } from './marker.ts'

/** A holder's certificate before it is issued; a defect changes one thing in it. */
export interface LeafDraft extends Omit<CertificatePlan, 'serialNumber'>, LeafContent {
  readonly issuer: IssuerKind
  /** Which list its distribution point names; that of its issuer when absent. */
  readonly revocationList?: 'indirect'
  /** Whether a bit of the signature is to be flipped. */
  readonly spoilSignature: boolean
}

/** What is asked for, with the authority that admitted the holder. */
export type LeafOptions = MintOptions & { readonly authority: TestAuthority }

/**
 * Fills in who admitted the holder: where nothing else is asked for, the authority of the country whose trust
 * services issue the certificate.
 *
 * @throws RangeError for text that no certificate can carry.
 */
export function leafOptions(options: MintOptions, issuerCountry: string): LeafOptions {
  checkTexts(options)
  return { ...options, authority: options.authority ?? authorityIn(issuerCountry) }
}

/** A real authority's identifier: whether an authority exists is a thing that certificates are judged by. */
function authorityIn(country: string): TestAuthority {
  const { id, name } = AUTHORITIES.find(each => each.id.startsWith(`${country}-`)) ?? LUXEMBOURG
  return { id, name }
}

const LUXEMBOURG: TestAuthority = {
  id: 'LU-CSSF',
  name: 'Commission for the Supervision of Financial Sector',
}

/** The holder, as the register knows it: what a certificate says of it wrongly is not its fault. */
export function providerOf(options: LeafOptions): TestProvider {
  const { authority } = options
  return {
    name: marked(options.subject ?? 'Payments'),
    authorityId: authority.id,
    authorizationNumber: options.authorizationNumber ?? 'TEST0001',
    country: options.country ?? authority.id.slice(0, 2),
  }
}

/** What a certificate says in which nothing is wrong. */
export function soundLeaf(now: Instant, options: LeafOptions): LeafDraft {
  const { authority, roles = ROLES, kind = 'website' } = options
  const { name, authorizationNumber, country } = providerOf(options)
  const { dnsName = 'psp.example', organizationIdentifier = `PSD${authority.id}-${authorizationNumber}` } =
    options
  return {
    ...PROFILES[kind],
    ...(kind === 'website' ? { dnsName } : {}),
    subject: [
      ['C', country],
      ['O', name],
      ['organizationIdentifier', organizationIdentifier],
      ['CN', kind === 'website' ? dnsName : name],
    ],
    notBefore: options.notBefore ?? daysAfter(now, -30),
    notAfter: options.notAfter ?? daysAfter(now, 335),
    statements: {
      compliance: true,
      types: kind === 'website' ? ['web'] : ['eseal'],
      disclosure: 'https://qtsp.example/pds-en.pdf',
      psd2: { roles, authority },
    },
    issuer: options.issuer ?? 'listed',
    ...(options.revocationList === 'indirect' && { revocationList: options.revocationList }),
    spoilSignature: false,
  }
}

/** The roles of a holder for whom none are asked for. */
export const ROLES: readonly Role[] = ['PSP_PI', 'PSP_AI']

type Profile = Pick<LeafDraft, 'keyUsage' | 'purposes' | 'policies'>

const PROFILES: Readonly<Record<NonNullable<MintOptions['kind']>, Profile>> = {
  website: {
    keyUsage: ['digitalSignature'],
    purposes: ['serverAuth', 'clientAuth'],
    policies: ['QNCP-w-gen', 'QCP-w-psd2'],
  },
  // One use alone, as ETSI EN 319 412-2 wants it (NAT-4.3.2-1).
  seal: { keyUsage: ['nonRepudiation'], purposes: [], policies: ['QCP-l'] },
}
