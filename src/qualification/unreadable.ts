import type { PurposeQualification, Qualification } from './qualification.ts'
import { VALUES } from './words.ts'

/** Where the certificate cannot be read, nothing can be said of it: not even that it is not qualified. */
export function unreadableQualification(): Qualification {
  return {
    website: unknown(VALUES.website.unknown),
    seal: unknown(VALUES.seal.unknown),
    signature: unknown(VALUES.signature.unknown),
    literal: { status: 'PROCESS_FAILED', subStatus: [], results: [] },
    services: [],
  }
}

function unknown<Value extends string>(value: Value): PurposeQualification<Value> {
  return { atIssuance: value, atValidation: value, result: value, reasons: ['certificate-unreadable'] }
}
