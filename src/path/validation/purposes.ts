import type { Certificate } from '../../certificate/certificate.ts'
import type { KeyUsage } from '../../certificate/extensions.ts'
import { PURPOSE } from '../../core/object-identifiers.ts'
import { oidText } from '../../core/oid.ts'
import { type Check, notApplicable, satisfied, violated } from '../../requirements/finding.ts'
import { PURPOSE_ID, type Purpose } from '../rules.ts'

/**
 * Whether a certificate may be used, or may vouch for others that are used, for a purpose. Without the
 * extension it may; anyExtendedKeyUsage stands for every purpose.
 *
 * @standard RFC 5280, section 4.2.1.12
 */
export function checkPurpose({ extensions }: Certificate, purpose: Purpose): Check {
  const purposes = extensions.extendedKeyUsage
  if (purposes === undefined) return notApplicable('path.extended-key-usage')
  const facts = { purpose, purposes: purposes.map(oidText) }
  if (purposes.includes(PURPOSE_ID[purpose]) || purposes.includes(PURPOSE.any))
    return satisfied('path.extended-key-usage', facts)
  return violated('path.extended-key-usage', 'other-purpose', facts)
}

/**
 * Whether the key of the leaf may be used in the ways that are asked for. Without the extension it may.
 *
 * @standard RFC 5280, section 4.2.1.3
 */
export function checkLeafKeyUsage({ extensions }: Certificate, wanted: readonly (keyof KeyUsage)[]): Check {
  const { keyUsage } = extensions
  if (keyUsage === undefined) return notApplicable('path.leaf-key-usage')
  const missing = wanted.filter(usage => !keyUsage[usage])
  if (missing.length === 0) return satisfied('path.leaf-key-usage', { wanted })
  return violated('path.leaf-key-usage', 'other-usage', { wanted, missing })
}
