import type { Instant } from '../../core/time.ts'
import type { MintOptions, Role, TestAuthority, TestProvider } from '../mint-options.ts'
import { daysAfter } from '../moments.ts'
import type { IssuerKind } from './authorities.ts'
import type { CertificatePlan } from './certificates.ts'
import type { LeafContent } from './leaf-extensions.ts'
import { marked } from './marker.ts'

/** A holder's certificate before it is issued; a defect changes one thing in it. */
export interface LeafDraft extends Omit<CertificatePlan, 'serialNumber'>, LeafContent {
  readonly issuer: IssuerKind
  /** Which list its distribution point names; that of its issuer when absent. */
  readonly revocationList?: 'indirect'
  /** Whether a bit of the signature is to be flipped. */
  readonly spoilSignature: boolean
}

/** The holder, as the register knows it: what a certificate says of it wrongly is not its fault. */
export function providerOf(options: MintOptions): TestProvider {
  const { authority = AUTHORITY } = options
  return {
    name: marked(options.subject ?? 'Payments'),
    authorityId: authority.id,
    authorizationNumber: options.authorizationNumber ?? 'TEST0001',
    country: options.country ?? authority.id.slice(0, 2),
  }
}

/** What a certificate says in which nothing is wrong. */
export function soundLeaf(now: Instant, options: MintOptions): LeafDraft {
  const { authority = AUTHORITY, roles = ROLES, kind = 'website' } = options
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
  seal: { keyUsage: ['digitalSignature', 'nonRepudiation'], purposes: [], policies: ['QCP-l'] },
}

/** A real authority's identifier: whether an authority exists is a thing that certificates are judged by. */
const AUTHORITY: TestAuthority = {
  id: 'LU-CSSF',
  name: 'Commission for the Supervision of Financial Sector',
}
