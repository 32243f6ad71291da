import type { Certificate } from '../certificate/certificate.ts'
import type { ReadCertificate } from '../certificate/memory.ts'

/** Certificates that were given, and how many of them cannot be read. */
export interface Intermediates {
  readonly certificates: readonly Certificate[]
  readonly unreadable: readonly { readonly index: number; readonly reason: string; readonly offset: number }[]
}

export function sortIntermediates(given: readonly ReadCertificate[]): Intermediates {
  return {
    certificates: given.flatMap(({ parsed }) => (parsed.ok ? [parsed.value] : [])),
    unreadable: given.flatMap(({ parsed }, index) =>
      parsed.ok ? [] : [{ index, reason: parsed.reason, offset: parsed.offset ?? 0 }],
    ),
  }
}
