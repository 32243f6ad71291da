import { fromHex } from '../core/bytes.ts'
import type { Hash } from './algorithms.ts'

/**
 * What an RSA signature of PKCS #1 v1.5 opened to: the block of its digest, the same but for the NULL that is
 * missing from its DigestInfo, or any other octets.
 */
export type Pkcs1Block = 'of-digest' | 'of-digest-without-null' | 'other'

/**
 * Compares a block, whole, with those that it may be. Nothing in it is parsed, so nothing in it can hide.
 *
 * @param block As many octets as the modulus has.
 * @param digest Of what was signed, a character for each octet.
 * @standard RFC 8017, sections 8.2.2 and 9.2
 */
export function pkcs1BlockOf(block: Uint8Array, hash: Hash, digest: string): Pkcs1Block {
  if (isBlock(block, DIGEST_INFO[hash], digest)) return 'of-digest'
  return isBlock(block, DIGEST_INFO_WITHOUT_NULL[hash], digest) ? 'of-digest-without-null' : 'other'
}

/** EMSA-PKCS1-v1_5: 00 01 FF … FF 00 T, with eight octets FF at the least. */
function isBlock(block: Uint8Array, prefix: Uint8Array | undefined, digest: string): boolean {
  if (prefix === undefined || block.length < prefix.length + digest.length + 11) return false
  const digestAt = block.length - digest.length
  const infoAt = digestAt - prefix.length
  if (block[0] !== 0 || block[1] !== 1 || block[infoAt - 1] !== 0) return false
  for (let i = 2; i < infoAt - 1; i++) if (block[i] !== 0xff) return false
  for (let i = 0; i < prefix.length; i++) if (block[infoAt + i] !== prefix[i]) return false
  for (let i = 0; i < digest.length; i++) if (block[digestAt + i] !== digest.charCodeAt(i)) return false
  return true
}

/** DigestInfo up to the digest. @standard RFC 8017, section 9.2, note 1 */
const DIGEST_INFO: Readonly<Record<Hash, Uint8Array>> = {
  'SHA-1': fromHex('3021300906052b0e03021a05000414'),
  'SHA-224': fromHex('302d300d06096086480165030402040500041c'),
  'SHA-256': fromHex('3031300d060960864801650304020105000420'),
  'SHA-384': fromHex('3041300d060960864801650304020205000430'),
  'SHA-512': fromHex('3051300d060960864801650304020305000440'),
}

/**
 * With the NULL parameters left out, as in nine Romanian lists of 2025 and 2026.
 *
 * @standard RFC 8017, appendix A.2.4
 */
const DIGEST_INFO_WITHOUT_NULL: Readonly<Partial<Record<Hash, Uint8Array>>> = {
  'SHA-256': fromHex('302f300b06096086480165030402010420'),
  'SHA-384': fromHex('303f300b06096086480165030402020430'),
  'SHA-512': fromHex('304f300b06096086480165030402030440'),
}
