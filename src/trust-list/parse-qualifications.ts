import type { Oid } from '../core/oid.ts'
import { children, childrenNamed, isNamed, onlyChild, textOf, type XmlElement } from '../encoding/xml/tree.ts'
import { booleanOf, type FieldReader } from './field-reader.ts'
import { NAMESPACE, QUALIFIER_ADDRESSES } from './names.ts'
import type { CriteriaList, Criterion, QualificationElement } from './trust-list.ts'

/**
 * Reads the Qualifications extension. Nothing in it is dropped: what cannot be read becomes a criterion that
 * cannot be evaluated, and a missing qualifier the empty address, which is no qualifier that anyone knows:
 * {@link isUnderstood} tells.
 *
 * @standard ETSI TS 119 612, clause 5.5.9.2
 */
export function readQualifications(
  fields: FieldReader,
  extension: XmlElement,
): readonly QualificationElement[] {
  return children(extension).map(each => readElement(fields, each))
}

/**
 * Whether every qualifier is one of the standard. Nobody knows what another one, or one that could not be
 * read, says of the certificates that it is meant for: that they are not qualified, perhaps.
 */
export function isUnderstood({ qualifiers }: QualificationElement): boolean {
  return qualifiers.every(address => QUALIFIER_ADDRESSES.has(address))
}

function readElement(fields: FieldReader, element: XmlElement): QualificationElement {
  const groups = isNamed(element, SIE, 'QualificationElement')
    ? childrenNamed(element, SIE, 'Qualifiers')
    : []
  const qualifiers = groups.flatMap(children).map(each => fields.attribute(each, 'uri') ?? '')
  return { qualifiers: groups.length > 0 ? qualifiers : [''], criteria: readCriteriaOf(fields, element) }
}

/** Beside its one list of criteria nothing may stand that could pick other certificates. */
function readCriteriaOf(fields: FieldReader, element: XmlElement): CriteriaList {
  const list = onlyChild(element, SIE, 'CriteriaList')
  const beside = children(element).find(each => each !== list && !isNamed(each, SIE, 'Qualifiers'))
  if (list && !beside) return readList(fields, list)
  return { assert: '', criteria: [unknown(beside?.tag.local ?? 'CriteriaList')] }
}

const SIE = NAMESPACE.serviceExtensions

/** The depth of the document bounds how deep lists nest. */
function readList(fields: FieldReader, list: XmlElement): CriteriaList {
  return {
    assert: fields.attribute(list, 'assert') ?? '',
    criteria: children(list).flatMap(each => readCriteria(fields, each)),
  }
}

function readCriteria(fields: FieldReader, element: XmlElement): readonly Criterion[] {
  const { local, namespace } = element.tag
  if (namespace !== SIE) return [unknown(local)]
  switch (local) {
    case 'KeyUsage':
      return [readKeyUsage(fields, element)]
    case 'PolicySet':
      return [readPolicySet(fields, element)]
    case 'CriteriaList':
      return [{ kind: 'list', list: readList(fields, element) }]
    case 'otherCriteriaList':
      return children(element).map(each => readOther(fields, each))
    case 'Description':
      return []
    default:
      return [unknown(local)]
  }
}

function readKeyUsage(fields: FieldReader, element: XmlElement): Criterion {
  const bits = children(element).map(bit => ({
    name: isNamed(bit, SIE, 'KeyUsageBit') ? fields.attribute(bit, 'name') : undefined,
    value: booleanOf(textOf(bit)),
  }))
  const read = bits.flatMap(({ name, value }) => (name && value !== undefined ? [{ name, value }] : []))
  return allRead(bits, read) ? { kind: 'key-usage', bits: read } : unknown('KeyUsage')
}

function readPolicySet(fields: FieldReader, element: XmlElement): Criterion {
  const policies = readIdentifiers(fields, element, SIE, 'PolicyIdentifier')
  return policies ? { kind: 'policy-set', policies } : unknown('PolicySet')
}

function readOther(fields: FieldReader, element: XmlElement): Criterion {
  if (isNamed(element, NAMESPACE.additionalTypes, 'ExtendedKeyUsage')) {
    const purposes = readIdentifiers(fields, element, NAMESPACE.additionalTypes, 'KeyPurposeId')
    if (purposes) return { kind: 'extended-key-usage', purposes }
  }
  if (isNamed(element, NAMESPACE.additionalTypes, 'CertSubjectDNAttribute')) {
    const types = readIdentifiers(fields, element, NAMESPACE.additionalTypes, 'AttributeOID')
    if (types) return { kind: 'subject-attributes', types }
  }
  return unknown(element.tag.local)
}

/**
 * Every child must be a readable identifier, and there must be one: else the criterion cannot be evaluated.
 */
function readIdentifiers(
  fields: FieldReader,
  parent: XmlElement,
  namespace: string,
  local: string,
): readonly Oid[] | undefined {
  const elements = children(parent)
  const read = childrenNamed(parent, namespace, local).flatMap(
    element => readIdentifier(fields, element) ?? [],
  )
  return allRead(elements, read) ? read : undefined
}

/**
 * An ObjectIdentifierType of XAdES. Its Qualifier is ignored: lists write `urn:oid:` with and without one.
 */
function readIdentifier(fields: FieldReader, element: XmlElement): Oid | undefined {
  const identifier = onlyChild(element, NAMESPACE.xades, 'Identifier')
  return identifier && fields.identifier(textOf(identifier) ?? '')
}

function allRead(written: readonly unknown[], read: readonly unknown[]): boolean {
  return written.length > 0 && read.length === written.length
}

function unknown(name: string): Criterion {
  return { kind: 'unknown', name }
}
