import { parseCrl, type RevocationList } from '../../../src/revocation/crl/crl.ts'
import { type CrlParts, crl, crlExtension, issuingDistributionPoint } from '../../support/crl-writer.ts'
import { generalizedTime, tlv } from '../../support/der-writer.ts'

/** Lists that are written field by field, and read. */

export const read = (parts: CrlParts) => parseCrl(crl(parts))

export function readable(parts: CrlParts = {}): RevocationList {
  const parsed = read(parts)
  if (!parsed.ok) throw new Error(`${parsed.reason} at ${parsed.offset}`)
  return parsed.value
}

export const indirect = issuingDistributionPoint(tlv(0x84, Uint8Array.of(0xff)))
export const date = (text: string): Uint8Array => crlExtension('2.5.29.24', generalizedTime(text))

/** As if every entry belonged to the issuer of the certificate. */
export const always = (): boolean => true
