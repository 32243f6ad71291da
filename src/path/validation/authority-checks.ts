import type { Certificate } from '../../certificate/certificate.ts'
import { type Check, notApplicable, satisfied, violated } from '../../requirements/finding.ts'

/**
 * Absent basicConstraints are never those of an authority; so versions 1 and 2 cannot be. @standard RFC 5280,
 * section 6.1.4 (k)
 */
export function checkCertificationAuthority({ version, extensions }: Certificate): Check {
  const ca = extensions.basicConstraints?.ca ?? false
  const facts = { version, ca }
  if (version === 3 && ca) return satisfied('path.certification-authority', facts)
  return violated('path.certification-authority', 'not-an-authority', facts)
}

/** @standard RFC 5280, section 6.1.4 (n) */
export function checkCertificateSigning({ extensions }: Certificate): Check {
  if (extensions.keyUsage === undefined) return notApplicable('path.key-usage')
  if (extensions.keyUsage.keyCertSign) return satisfied('path.key-usage', { keyCertSign: true })
  return violated('path.key-usage', 'not-for-certificates', { keyCertSign: false })
}
