import type { Certificate } from '../certificate/certificate.ts'
import { after, allOf, type Later } from '../core/later.ts'
import { about, type Finding } from '../requirements/finding.ts'
import type { CertificateChecks } from './validation/check-path.ts'

/**
 * The checks of a path as findings, each about its certificate; what the leaf says by itself is told where it
 * is read.
 *
 * @param sha256Of Of a certificate, lower-case hexadecimal.
 */
export function pathFindings(
  checked: readonly CertificateChecks[],
  sha256Of: (certificate: Certificate) => Later<string>,
): Later<readonly Finding[]> {
  return after(allOf(checked.map(({ certificate }) => sha256Of(certificate))), fingerprints =>
    checked.flatMap(({ checks }, index) => {
      const told = index === 0 ? checks.filter(({ code }) => code.startsWith('path.')) : checks
      return about(fingerprints[index] ?? '', told)
    }),
  )
}
