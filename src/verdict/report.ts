import { formatInstant, type Instant } from '../core/time.ts'
import type { Qualification } from '../qualification/qualification.ts'
import type { Finding } from '../requirements/finding.ts'
import type { AnchorReport } from './anchor-report.ts'
import type { CertificateReport, Psd2Report } from './certificate-report.ts'
import type { Conclusion, Verdict } from './conclude.ts'

/**
 * What was asked, what was concluded, and every finding that led there: the JSON of `qwac validate --json`.
 */
export interface Report {
  readonly schemaVersion: 1
  readonly verdict: Verdict
  /** The moment of use, RFC 3339. */
  readonly at: string
  /**
   * The snapshot of the lists that answered: SHA-256 of its octets, lower-case hexadecimal. Null where the
   * lists were authenticated for this verdict and written nowhere; the findings then have the digest of each
   * file.
   */
  readonly snapshot: string | null
  /** Null where the certificate could not be read. */
  readonly certificate: CertificateReport | null
  /** Null exactly when there is no PSD2 statement. */
  readonly psd2: Psd2Report | null
  /** Whom the path leads to, and by what that one is trusted; null where no path is proven. */
  readonly anchor: AnchorReport | null
  readonly qualification: Qualification
  readonly findings: readonly Finding[]
}

export interface ReportParts {
  readonly at: Instant
  readonly snapshot: string | null
  readonly certificate: CertificateReport | null
  readonly psd2: Psd2Report | null
  readonly anchor: AnchorReport | null
  readonly qualification: Qualification
  readonly conclusion: Conclusion
}

export function reportOf({ at, conclusion, ...parts }: ReportParts): Report {
  const { verdict, findings } = conclusion
  const { snapshot, certificate, psd2, anchor, qualification } = parts
  return {
    schemaVersion: 1,
    verdict,
    at: formatInstant(at),
    snapshot,
    certificate,
    psd2,
    anchor,
    qualification,
    findings,
  }
}
