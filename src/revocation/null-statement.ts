import type { Certificate } from '../certificate/certificate.ts'
import { equalBytes } from '../core/bytes.ts'
import type { Oid } from '../core/oid.ts'

/**
 * Whether a certificate has an extension that says all by being there. Its value is NULL; with any other it
 * states nothing that somebody could rely on.
 *
 * @standard RFC 6960, section 4.2.2.2.1; RFC 9608, section 2
 */
export function statesByNull({ all }: Certificate['extensions'], identifier: Oid): boolean {
  return all.some(({ id, value }) => id === identifier && equalBytes(value, NULL))
}

const NULL = Uint8Array.of(5, 0)
