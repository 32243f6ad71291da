import { createHash } from 'node:crypto'
import type { Instant } from '../core/time.ts'
import type { Authorities, Mint } from './authorities.ts'
import { CERTIFICATE_DEFECTS } from './certificate-defects.ts'
import { issueWebsite, type WebsitePlan } from './certificates.ts'
import { keyPair, serialNumber } from './keys.ts'
import { marked } from './marker.ts'
import { daysAfter } from './moments.ts'
import type { AuthorityKind, MintedCertificate, MintOptions } from './test-world.ts'

/** A certificate before it is issued; a defect changes one thing in it. */
export interface Draft {
  readonly website: Omit<WebsitePlan, 'serialNumber'>
  readonly issuer: AuthorityKind
  /** Whether a bit of the signature is to be flipped. */
  readonly spoilSignature: boolean
}

/**
 * Issues a certificate for website authentication. The same world and the same options give the same key and the same
 * certificate, but for the signature.
 */
export async function mintWebsiteCertificate(
  mint: Mint,
  authorities: Authorities,
  options: MintOptions,
): Promise<MintedCertificate> {
  const { website, issuer, spoilSignature } = draft(mint.now, options)
  const { key: curve = 'P-256' } = options
  const contents = JSON.stringify([website, issuer, curve])
  const label = createHash('sha256').update(contents).digest('hex')
  const keys = await keyPair(mint.provider, mint.seed, label, curve)
  const plan = { ...website, serialNumber: serialNumber(mint.seed, label) }
  const signing = { provider: mint.provider, keys, issuer: authorities[issuer] }
  const certificate = await issueWebsite(plan, signing)
  return {
    certificate: spoilSignature ? spoilt(certificate) : certificate,
    privateKey: keys.privateKey,
    chain: issuer === 'listed' ? [] : [authorities[issuer].certificate],
  }
}

function draft(now: Instant, options: MintOptions): Draft {
  const { defect, issuer = 'listed' } = options
  const sound = { website: websitePlan(now, options), issuer, spoilSignature: false }
  return defect ? CERTIFICATE_DEFECTS[defect].apply(sound, now) : sound
}

function websitePlan(now: Instant, options: MintOptions): Draft['website'] {
  const authority = options.authority ?? AUTHORITY
  const dnsName = options.dnsName ?? 'psp.example'
  return {
    subject: [
      ['C', options.country ?? authority.id.slice(0, 2)],
      ['O', marked(options.subject ?? 'Payments')],
      ['organizationIdentifier', `PSD${authority.id}-${options.authorizationNumber ?? 'TEST0001'}`],
      ['CN', dnsName],
    ],
    notBefore: options.notBefore ?? daysAfter(now, -30),
    notAfter: options.notAfter ?? daysAfter(now, 335),
    dnsName,
    statements: {
      compliance: true,
      types: ['web'],
      disclosure: 'https://qtsp.example/pds-en.pdf',
      psd2: { roles: options.roles ?? ['PSP_PI', 'PSP_AI'], authority },
    },
    addresses: {
      issuer: 'http://qtsp.example/ca.cer',
      crl: 'http://qtsp.example/ca.crl',
      ocsp: 'http://qtsp.example/ocsp',
    },
  }
}

/** A real authority's identifier: whether an authority exists is a thing that certificates are judged by. */
const AUTHORITY = { id: 'LU-CSSF', name: 'Commission for the Supervision of Financial Sector' }

/** The last octet belongs to the second INTEGER of the signature, which stays well-formed. */
function spoilt(certificate: Uint8Array): Uint8Array {
  return certificate.map((octet, index) => (index === certificate.length - 1 ? octet ^ 1 : octet))
}
