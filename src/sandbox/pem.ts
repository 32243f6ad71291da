import type { MintedCertificate } from './mint-options.ts'

/** @param der A certificate. @standard RFC 7468, section 5 */
export function pem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

/** The leaf, then what stands above it. */
export function bundle({ certificate, chain }: Pick<MintedCertificate, 'certificate' | 'chain'>): string {
  return [certificate, ...chain].map(pem).join('')
}
