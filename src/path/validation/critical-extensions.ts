import type { Certificate } from '../../certificate/certificate.ts'
import type { Extensions } from '../../certificate/extensions.ts'
import { PROCESSED_EXTENSIONS } from '../../certificate/read-extensions.ts'
import { EXTENSION, METHOD, QC_STATEMENT } from '../../core/object-identifiers.ts'
import { type Oid, oidText } from '../../core/oid.ts'
import { type Check, satisfied, undetermined } from '../../requirements/finding.ts'

/**
 * An extension that is critical and not known leaves open what the issuer demands, so nothing passes; that
 * nobody can say what was demanded is also why it is undetermined and not a violation. Known is an extension
 * only with all that it holds: a policy qualifier or a statement of another kind inside of a critical one is
 * as unknown as another extension.
 *
 * @standard RFC 5280, sections 4.2, 4.2.1.4, 6.1.4 (o) and 6.1.5 (f); RFC 3739, section 3.2.6
 */
export function checkCriticalExtensions({ extensions }: Certificate): Check {
  const critical: string[] = []
  for (const { id, critical: isCritical } of extensions.all) if (isCritical) critical.push(oidText(id))
  const unknown = unknownCriticalExtensions({ extensions })
  const facts = { critical, unknown: unknown.map(oidText) }
  if (unknown.length === 0) return satisfied('path.critical-extensions', facts)
  const isPoison = unknown.every(id => id === EXTENSION.ctPoison)
  return undetermined('path.critical-extensions', isPoison ? 'precertificate' : 'unrecognised', facts)
}

/** Those that are critical and not known, or hold something that is not known. */
export function unknownCriticalExtensions({ extensions }: Pick<Certificate, 'extensions'>): readonly Oid[] {
  const unknown: Oid[] = []
  for (const { id, critical } of extensions.all) {
    if (critical && (!PROCESSED_EXTENSIONS.has(id) || holdsUnknown(id, extensions))) unknown.push(id)
  }
  return unknown
}

function holdsUnknown(id: Oid, { certificatePolicies = [], qcStatements }: Extensions): boolean {
  if (id === EXTENSION.certificatePolicies) {
    return certificatePolicies.some(({ policyQualifiers }) =>
      policyQualifiers.some(({ id: qualifier }) => !KNOWN_QUALIFIERS.has(qualifier)),
    )
  }
  return (
    id === EXTENSION.qcStatements &&
    (qcStatements?.all ?? []).some(statement => !KNOWN_STATEMENTS.has(statement.id))
  )
}

const KNOWN_QUALIFIERS: ReadonlySet<Oid> = new Set([METHOD.cps, METHOD.userNotice])
const KNOWN_STATEMENTS: ReadonlySet<Oid> = new Set(Object.values(QC_STATEMENT))
