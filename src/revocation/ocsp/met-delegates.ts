import type { Name } from '../../certificate/name/name.ts'
import { byteAt, equalBytes } from '../../core/bytes.ts'
import { SignatureMemory } from '../signature-memory.ts'
import { type Delegate, readDelegate } from './signer.ts'

interface MetDelegate {
  readonly octets: Uint8Array
  /** Undefined where it cannot be read. */
  readonly delegate: Delegate | undefined
}

/** Certificates of responders that were read, by their octets. */
export class MetDelegates {
  /**
   * By a mark of the octets, which finds candidates alone: all octets are compared. Of two with one mark the
   * later is kept.
   */
  readonly #met = new Map<number, MetDelegate>()

  read(bytes: Uint8Array, issuer: Name): Delegate | undefined {
    if (bytes.length > MAX_DELEGATE_OCTETS) return readDelegate(bytes, issuer)
    const mark = markOf(bytes)
    const met = this.#met.get(mark)
    if (met !== undefined && equalBytes(met.octets, bytes)) return met.delegate
    const octets = new Uint8Array(bytes)
    const delegate = withMemory(readDelegate(octets, issuer))
    if (this.#met.size >= MAX_DELEGATES) this.#met.clear()
    this.#met.set(mark, { octets, delegate })
    return delegate
  }
}

/** Of eight octets at the end, where the signature is. */
function markOf(bytes: Uint8Array): number {
  let mark = bytes.length
  for (let i = bytes.length - 8; i < bytes.length; i++) mark = (Math.imul(mark, 31) + byteAt(bytes, i)) | 0
  return mark
}

function withMemory(delegate: Delegate | undefined): Delegate | undefined {
  return delegate && { certificate: delegate.certificate, signature: new SignatureMemory() }
}

/** Europe has some two hundred issuers of QWACs, and each has a responder or two. */
const MAX_DELEGATES = 500

/**
 * Those of the field have two thousand. Larger ones, which anybody can send along, are read each time and not
 * kept.
 */
const MAX_DELEGATE_OCTETS = 4096
