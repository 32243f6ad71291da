import type { Oid } from '../../core/oid.ts'
import type { Certificate } from '../certificate.ts'
import type { Extension } from '../extensions.ts'
import type { Name } from '../name/name.ts'

export function hasAttribute(name: Name, type: Oid): boolean {
  for (const rdn of name.rdns) for (const attribute of rdn) if (attribute.type === type) return true
  return false
}

export function countAttributes(name: Name, type: Oid): number {
  let count = 0
  for (const rdn of name.rdns) for (const attribute of rdn) if (attribute.type === type) count++
  return count
}

/** An extension as it was written, whether or not its value can be read. */
export function extensionOf({ extensions }: Certificate, id: Oid): Extension | undefined {
  for (const extension of extensions.all) if (extension.id === id) return extension
  return undefined
}

export function assertsPolicy({ extensions }: Certificate, policy: Oid): boolean {
  return extensions.certificatePolicies?.some(each => each.policyIdentifier === policy) ?? false
}

/** Whether a semantics of EN 319 412-1, clause 5.1, is claimed for the subject's identifiers. */
export function claimsSemantics({ extensions }: Certificate, semantics: Oid): boolean {
  return extensions.qcStatements?.semantics.some(({ identifier }) => identifier === semantics) ?? false
}
