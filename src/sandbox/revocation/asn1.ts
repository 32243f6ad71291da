import * as asn1 from 'asn1js'
import type { Instant } from '../../core/time.ts'
import { encoded, identifier, implicit, integer, octetString, sequence, type Value } from '../asn1.ts'
import type { RevocationReason } from './options.ts'

// What revocation lists and responses write in the same way.

export function generalizedTime(moment: Instant): Value {
  return new asn1.GeneralizedTime({ valueDate: new Date(Math.floor(moment / 1000) * 1000) })
}

export function enumerated(value: number): Value {
  return new asn1.Enumerated({ value })
}

/** Criticality has a default, FALSE, which DER leaves out. @standard RFC 5280, section 4.1 */
export function extension(id: string, value: Value, critical: 'critical' | 'not-critical' = 'not-critical') {
  const flag = critical === 'critical' ? [new asn1.Boolean({ value: true })] : []
  return sequence(identifier(id), ...flag, octetString(encoded(value)))
}

/** A serial number: contents of an INTEGER, all of them positive here. */
export function serialInteger(contents: Uint8Array): Value {
  return integer(BigInt(`0x${Buffer.from(contents).toString('hex')}`))
}

/** @standard RFC 5280, section 5.3.1 */
export function reasonCode(reason: RevocationReason): Value {
  return enumerated(REASON_CODES[reason])
}

const REASON_CODES: Readonly<Record<RevocationReason, number>> = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  // 7 is not used.
  removeFromCRL: 8,
  privilegeWithdrawn: 9,
  aACompromise: 10,
}

/** `[tag]` in place of the tag of a BOOLEAN that is true. */
export function flagged(tag: number): Value {
  return implicit(tag, Uint8Array.of(0xff))
}
