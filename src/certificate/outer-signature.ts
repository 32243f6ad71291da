import { equalBytes } from '../core/bytes.ts'
import type { DerReader } from '../encoding/der/der.ts'
import type { AlgorithmIdentifier } from './certificate.ts'

/**
 * Reads what stands behind the signed octets of a certificate or of a revocation list, to its end. The
 * algorithm stands again outside of what is signed, and must be the same there, octet for octet.
 *
 * @standard RFC 5280, sections 4.1.1.2 and 5.1.1.2
 */
export function readOuterSignature(frame: DerReader, signed: AlgorithmIdentifier): Uint8Array {
  const start = frame.offset
  if (!equalBytes(frame.any(), signed.bytes)) frame.fail('value-inconsistent', start)
  const signature = frame.bitStringOctets()
  frame.finish()
  return signature
}
