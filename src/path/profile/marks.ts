import type { Certificate } from '../../certificate/certificate.ts'
import type { Oid } from '../../core/oid.ts'

/** Whether a certificate has an extension, and marks it as critical. */
export function isCritical({ extensions }: Certificate, wanted: Oid): boolean {
  return extensions.all.some(({ id, critical }) => id === wanted && critical)
}

/** Whether a certificate has an extension without that mark. */
export function isUnmarked({ extensions }: Certificate, wanted: Oid): boolean {
  return extensions.all.some(({ id, critical }) => id === wanted && !critical)
}
