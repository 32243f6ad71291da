import { writePem } from '../encoding/pem.ts'
import type { MintedCertificate } from './mint-options.ts'

/** @param der A certificate. @standard RFC 7468, section 5 */
export function pem(der: Uint8Array): string {
  return writePem('CERTIFICATE', der)
}

/** The leaf, then what stands above it. */
export function bundle({ certificate, chain }: Pick<MintedCertificate, 'certificate' | 'chain'>): string {
  return [certificate, ...chain].map(pem).join('')
}
