import { toHex } from '../core/bytes.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { about, type Finding } from '../requirements/finding.ts'
import type { CertificateChecks } from './validation/check-path.ts'

/** The checks of a path as findings, each about its certificate; what the leaf says by itself is told where it is read. */
export async function pathFindings(
  checked: readonly CertificateChecks[],
  crypto: Pick<Crypto, 'digest'>,
): Promise<readonly Finding[]> {
  const findings = await Promise.all(
    checked.map(async ({ certificate, checks }, index) => {
      const told = index === 0 ? checks.filter(({ code }) => code.startsWith('path.')) : checks
      return about(toHex(await crypto.digest('SHA-256', certificate.bytes)), told)
    }),
  )
  return findings.flat()
}
