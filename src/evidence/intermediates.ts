import type { Certificate } from '../certificate/certificate.ts'
import { parseCertificate } from '../certificate/parse.ts'

/** Certificates that were given, and how many of them cannot be read. */
export interface Intermediates {
  readonly certificates: readonly Certificate[]
  readonly unreadable: readonly { readonly index: number; readonly reason: string; readonly offset: number }[]
}

export function readIntermediates(given: readonly Uint8Array[]): Intermediates {
  const parsed = given.map(bytes => parseCertificate(bytes))
  return {
    certificates: parsed.flatMap(result => (result.ok ? [result.value] : [])),
    unreadable: parsed.flatMap((result, index) =>
      result.ok ? [] : [{ index, reason: result.reason, offset: result.offset ?? 0 }],
    ),
  }
}
