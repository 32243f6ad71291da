import type { Certificate } from '../certificate/certificate.ts'
import type { KeyUsage } from '../certificate/extensions.ts'
import { EXTENSION } from '../core/object-identifiers.ts'
import type { Oid } from '../core/oid.ts'
import type { CriteriaList, Criterion } from '../trust-list/trust-list.ts'

export type Match = 'matched' | 'not-matched' | 'indeterminate'

/** Real criteria nest one level deep. */
const MAX_DEPTH = 16

/**
 * Whether criteria pick a certificate. A criterion that cannot be evaluated, and a list without any, leave
 * the answer open unless another criterion settles it.
 *
 * @standard ETSI TS 119 612, clause 5.5.9.2.2
 */
export function matchCriteria(list: CriteriaList, certificate: Certificate, depth = 0): Match {
  if (depth >= MAX_DEPTH || list.criteria.length === 0) return 'indeterminate'
  const match = (each: Criterion): Match => matchCriterion(each, certificate, depth)
  switch (list.assert) {
    case 'all':
      return all(list.criteria, match)
    case 'atLeastOne':
      return opposite(all(list.criteria, each => opposite(match(each))))
    case 'none':
      return all(list.criteria, each => opposite(match(each)))
    default:
      return 'indeterminate'
  }
}

function matchCriterion(criterion: Criterion, certificate: Certificate, depth: number): Match {
  switch (criterion.kind) {
    case 'key-usage':
      return matchKeyUsage(criterion.bits, certificate)
    case 'policy-set':
      return matchPolicies(criterion.policies, certificate)
    case 'extended-key-usage':
      return matchPurposes(criterion.purposes, certificate)
    case 'subject-attributes':
      return matchAttributes(criterion.types, certificate)
    case 'list':
      return matchCriteria(criterion.list, certificate, depth + 1)
    case 'unknown':
      return 'indeterminate'
    default:
      return criterion satisfies never
  }
}

/**
 * Without the extension nothing is matched, not even bits that must be false: the clause speaks of its bits.
 */
function matchKeyUsage(
  bits: readonly { readonly name: string; readonly value: boolean }[],
  certificate: Certificate,
): Match {
  const { keyUsage } = certificate.extensions
  if (keyUsage === undefined) return withoutExtension(EXTENSION.keyUsage, certificate)
  return all(bits, ({ name, value }) => matchBit(keyUsage, name, value))
}

function matchBit(keyUsage: KeyUsage, name: string, value: boolean): Match {
  const bit = KEY_USAGE_BITS.get(name)
  if (bit === undefined) return 'indeterminate'
  return keyUsage[bit] === value ? 'matched' : 'not-matched'
}

/** As the schema of trusted lists spells them. */
const KEY_USAGE_BITS: ReadonlyMap<string, keyof KeyUsage> = new Map([
  ['digitalSignature', 'digitalSignature'],
  ['nonRepudiation', 'nonRepudiation'],
  ['keyEncipherment', 'keyEncipherment'],
  ['dataEncipherment', 'dataEncipherment'],
  ['keyAgreement', 'keyAgreement'],
  ['keyCertSign', 'keyCertSign'],
  ['crlSign', 'cRLSign'],
  ['encipherOnly', 'encipherOnly'],
  ['decipherOnly', 'decipherOnly'],
])

/**
 * Each policy must be asserted by its own identifier: no mapping, and anyPolicy stands for nothing but
 * itself.
 */
function matchPolicies(policies: readonly Oid[], certificate: Certificate): Match {
  const asserted = certificate.extensions.certificatePolicies?.map(({ policyIdentifier }) => policyIdentifier)
  return asserted === undefined
    ? withoutExtension(EXTENSION.certificatePolicies, certificate)
    : containsAll(asserted, policies)
}

function matchPurposes(purposes: readonly Oid[], certificate: Certificate): Match {
  const { extendedKeyUsage } = certificate.extensions
  return extendedKeyUsage === undefined
    ? withoutExtension(EXTENSION.extendedKeyUsage, certificate)
    : containsAll(extendedKeyUsage, purposes)
}

function matchAttributes(types: readonly Oid[], { subject }: Certificate): Match {
  const present = subject.rdns.flatMap(rdn => rdn.map(({ type }) => type))
  return containsAll(present, types)
}

/** An extension that is there but cannot be read is not absent. */
function withoutExtension(id: Oid, { extensions }: Certificate): Match {
  return extensions.malformed.some(malformed => malformed.id === id) ? 'indeterminate' : 'not-matched'
}

function containsAll(present: readonly Oid[], wanted: readonly Oid[]): Match {
  return all(wanted, id => (present.includes(id) ? 'matched' : 'not-matched'))
}

/** A definite answer outranks an open one; of nothing, nothing can be said. */
function all<T>(wanted: readonly T[], match: (each: T) => Match): Match {
  let isOpen = wanted.length === 0
  for (const each of wanted) {
    const found = match(each)
    if (found === 'not-matched') return found
    isOpen ||= found === 'indeterminate'
  }
  return isOpen ? 'indeterminate' : 'matched'
}

function opposite(match: Match): Match {
  if (match === 'indeterminate') return match
  return match === 'matched' ? 'not-matched' : 'matched'
}
