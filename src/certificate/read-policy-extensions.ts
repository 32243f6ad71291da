import { METHOD, POLICY } from '../core/object-identifiers.ts'
import type { Oid } from '../core/oid.ts'
import type { DerReader } from '../encoding/der/der.ts'
import { isStringTag } from '../encoding/der/strings.ts'
import { TAG } from '../encoding/der/tag.ts'
import type {
  GeneralSubtree,
  NameConstraints,
  PolicyConstraints,
  PolicyInformation,
  PolicyMapping,
  PolicyQualifier,
} from './extensions.ts'
import { readAtLeastOne } from './read-basic-extensions.ts'
import { readGeneralName } from './read-general-name.ts'

/** RFC 5280 and policy graphs are about a handful; what has more is made to cost time. */
const MAX_POLICIES = 100

/** No policy stands twice. @standard RFC 5280, section 4.2.1.4 */
export function readPolicies(reader: DerReader): readonly PolicyInformation[] {
  const sequence = reader.sequence()
  const policies = [readPolicy(sequence.sequence())]
  while (sequence.more) {
    const start = sequence.offset
    const policy = readPolicy(sequence.sequence())
    if (hasId(policies, policy.policyIdentifier)) sequence.fail('value-repeated', start)
    if (policies.length >= MAX_POLICIES) sequence.fail('too-many-elements', start)
    policies.push(policy)
  }
  return policies
}

function hasId(policies: readonly PolicyInformation[], id: Oid): boolean {
  for (const { policyIdentifier } of policies) if (policyIdentifier === id) return true
  return false
}

const NO_QUALIFIERS: readonly PolicyQualifier[] = []

function readPolicy(reader: DerReader): PolicyInformation {
  const policyIdentifier = reader.oid()
  const policyQualifiers = reader.more ? readAtLeastOne(reader, readPolicyQualifier) : NO_QUALIFIERS
  reader.finish()
  return { policyIdentifier, policyQualifiers }
}

function readPolicyQualifier(item: DerReader): PolicyQualifier {
  const reader = item.sequence()
  const id = reader.oid()
  if (id === METHOD.cps) {
    const cps = reader.text(TAG.ia5String)
    const value = reader.lastContents
    reader.finish()
    return { id, value, cps }
  }
  if (id === METHOD.userNotice) return readUserNotice(id, reader)
  const value = reader.any()
  reader.finish()
  return { id, value }
}

function readUserNotice(id: Oid, reader: DerReader): PolicyQualifier {
  const notice = reader.sequence()
  const value = reader.lastContents
  if (notice.peek() === TAG.sequence) readNoticeReference(notice.sequence())
  const explicitText = notice.more ? readDisplayText(notice) : undefined
  notice.finish()
  reader.finish()
  return explicitText === undefined ? { id, value } : { id, value, explicitText }
}

function readNoticeReference(reference: DerReader): void {
  readDisplayText(reference)
  const numbers = reference.sequence()
  while (numbers.more) numbers.integer()
  reference.finish()
}

/**
 * DisplayText: a string of whichever type, for people to read; nothing is decided by it. So a VisibleString
 * with letters of Latin-1, which Spanish and Czech authorities put into their notices, is read as it was
 * meant.
 */
function readDisplayText(reader: DerReader): string {
  const tag = reader.peek()
  if (!isStringTag(tag)) reader.fail('tag-unexpected')
  return reader.text(tag, tag === TAG.visibleString ? TAG.teletexString : tag)
}

/** anyPolicy may be mapped neither from nor to. @standard RFC 5280, section 4.2.1.5 */
export function readPolicyMappings(reader: DerReader): readonly PolicyMapping[] {
  return readAtLeastOne(reader, item => {
    const start = item.offset
    const mapping = item.sequence()
    const issuerDomainPolicy = mapping.oid()
    const subjectDomainPolicy = mapping.oid()
    mapping.finish()
    if (issuerDomainPolicy === POLICY.any || subjectDomainPolicy === POLICY.any)
      item.fail('value-out-of-range', start)
    return { issuerDomainPolicy, subjectDomainPolicy }
  })
}

/** At least one of the two. @standard RFC 5280, section 4.2.1.11 */
export function readPolicyConstraints(reader: DerReader): PolicyConstraints {
  const sequence = reader.sequence()
  if (!sequence.more) sequence.fail('value-missing')
  const requireExplicitPolicy = sequence.peek() === 0x80 ? sequence.smallInteger(0x80) : undefined
  const inhibitPolicyMapping = sequence.peek() === 0x81 ? sequence.smallInteger(0x81) : undefined
  sequence.finish()
  return {
    ...(requireExplicitPolicy === undefined ? {} : { requireExplicitPolicy }),
    ...(inhibitPolicyMapping === undefined ? {} : { inhibitPolicyMapping }),
  }
}

/** At least one subtree. @standard RFC 5280, section 4.2.1.10 */
export function readNameConstraints(reader: DerReader): NameConstraints {
  const sequence = reader.sequence()
  if (!sequence.more) sequence.fail('value-missing')
  const permitted = sequence.peek() === 0xa0 ? readSubtrees(sequence.constructed(0xa0)) : []
  const excluded = sequence.peek() === 0xa1 ? readSubtrees(sequence.constructed(0xa1)) : []
  sequence.finish()
  return { permitted, excluded }
}

function readSubtrees(subtrees: DerReader): readonly GeneralSubtree[] {
  if (!subtrees.more) subtrees.fail('value-missing')
  const all: GeneralSubtree[] = []
  while (subtrees.more) all.push(readSubtree(subtrees.sequence()))
  return all
}

function readSubtree(subtree: DerReader): GeneralSubtree {
  const base = readGeneralName(subtree, 'subtree')
  const start = subtree.offset
  const minimum = subtree.peek() === 0x80 ? subtree.smallInteger(0x80) : undefined
  if (minimum === 0) subtree.fail('default-encoded', start)
  const maximum = subtree.peek() === 0x81 ? subtree.smallInteger(0x81) : undefined
  subtree.finish()
  return { base, minimum: minimum ?? 0, ...(maximum === undefined ? {} : { maximum }) }
}
