import { ok, type Result, refused } from '../core/result.ts'
import type { CanonicalForm } from '../encoding/xml/canonical-xml.ts'
import type { XmlTag } from '../encoding/xml/events.ts'
import { attributeOf, type XmlElement } from '../encoding/xml/tree.ts'
import {
  bareAlgorithm,
  type Digest,
  exactly,
  type FormReason,
  isSignatureElement,
  onlyElements,
  readDigest,
} from './signature-fields.ts'
import {
  CANONICAL_FORMS,
  DIGEST_METHODS,
  ENVELOPED_SIGNATURE,
  IMPLIED_FORM,
  SIGNED_PROPERTIES_TYPE,
} from './xml-algorithms.ts'
import type { DocumentReference } from './xml-signature.ts'

export interface References {
  readonly document: DocumentReference
  readonly propertiesDigest: Digest
  readonly propertiesForm: CanonicalForm
}

/**
 * Reads the two references: one that covers the whole list but for its signature, one that covers the
 * signer's own properties. That the identifiers of the document are unique, its reader has made sure of.
 *
 * @standard XML Signature Syntax and Processing; ETSI EN 319 132-1
 */
export function readReferences(
  elements: readonly XmlElement[],
  root: XmlTag,
  propertiesId: string,
): Result<References, FormReason> {
  const [first, second] = elements
  if (elements.length !== 2 || !first || !second) return refused('reference-count')
  const isProperties = (element: XmlElement) => attributeOf(element.tag, 'Type') === SIGNED_PROPERTIES_TYPE
  if (isProperties(first) === isProperties(second)) return refused('reference-count')
  const [toDocument, toProperties] = isProperties(first) ? [second, first] : [first, second]
  const properties = readReference(toProperties)
  if (!properties.ok) return properties
  if (properties.value.uri !== `#${propertiesId}`) return refused('reference-target')
  if (properties.value.enveloped) return refused('transform-unsupported')
  const document = readDocumentReference(toDocument, root)
  if (!document.ok) return document
  const { digest, form } = properties.value
  return ok({ document: document.value, propertiesDigest: digest, propertiesForm: form })
}

function readDocumentReference(element: XmlElement, root: XmlTag): Result<DocumentReference, FormReason> {
  const reference = readReference(element)
  if (!reference.ok) return reference
  const { uri, enveloped, form, digest } = reference.value
  const id = attributeOf(root, 'Id')
  const isRoot = id !== undefined && id !== '' && uri === `#${id}`
  if (uri !== '' && !isRoot) return refused('reference-target')
  if (!enveloped) return refused('transform-unsupported')
  return ok({ digest, form, scope: isRoot ? 'root' : 'document' })
}

interface Reference extends Transforms {
  readonly uri: string
  readonly digest: Digest
}

function readReference(element: XmlElement): Result<Reference, FormReason> {
  if (!isSignatureElement(element, 'Reference')) return refused('signature-structure')
  const elements =
    exactly(element, ['Transforms', 'DigestMethod', 'DigestValue']) ??
    exactly(element, ['DigestMethod', 'DigestValue'])
  const uri = attributeOf(element.tag, 'URI')
  if (!elements) return refused('signature-structure')
  if (uri === undefined) return refused('reference-target')
  const transforms = readTransforms(elements.length === 3 ? elements[0] : undefined)
  if (!transforms.ok) return transforms
  const digest = readDigest(elements.at(-2), elements.at(-1), DIGEST_METHODS)
  return digest.ok ? ok({ uri, ...transforms.value, digest: digest.value }) : digest
}

interface Transforms {
  readonly enveloped: boolean
  readonly form: CanonicalForm
}

/** The signature itself may be left out first; then a canonical form may be named, once. Nothing else. */
function readTransforms(element: XmlElement | undefined): Result<Transforms, FormReason> {
  if (!element) return ok({ enveloped: false, form: IMPLIED_FORM })
  const transforms = onlyElements(element)
  if (!transforms?.every(each => isSignatureElement(each, 'Transform'))) return refused('signature-structure')
  const algorithms = transforms.slice(0, 3).map(bareAlgorithm)
  const enveloped = algorithms[0] === ENVELOPED_SIGNATURE
  const [canonicalization, ...others] = enveloped ? algorithms.slice(1) : algorithms
  if (others.length > 0 || transforms.length === 0) return refused('transform-unsupported')
  if (enveloped && transforms.length === 1) return ok({ enveloped, form: IMPLIED_FORM })
  const form = CANONICAL_FORMS.get(canonicalization ?? '')
  return form ? ok({ enveloped, form }) : refused('transform-unsupported')
}
