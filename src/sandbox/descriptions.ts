import { CERTIFICATE_DEFECTS as DEFECTS } from './certificates/certificate-defects.ts'
import type { CertificateDefect } from './mint-options.ts'

/**
 * What a defect is, in a sentence with the clause that it departs from. How it is made is nobody's business.
 */
export interface DefectDescription {
  readonly says: string
}

export const CERTIFICATE_DEFECTS: Readonly<Record<CertificateDefect, DefectDescription>> = DEFECTS
