import { ok, type Result, refused } from '../core/result.ts'
import type { SignatureAlgorithm } from '../crypto/algorithms.ts'
import type { CanonicalForm } from '../encoding/xml/canonical-xml.ts'
import type { XmlTag } from '../encoding/xml/events.ts'
import { attributeOf, canonicalize, type XmlElement } from '../encoding/xml/tree.ts'
import { type KeyInfo, readKeyInfo } from './key-info.ts'
import { readReferences } from './references.ts'
import {
  bareAlgorithm,
  type Digest,
  type FormReason,
  isSignatureElement,
  octetsOf,
  onlyElements,
} from './signature-fields.ts'
import { readSignedProperties, type SignedProperties } from './xades.ts'
import { CANONICAL_FORMS, SIGNATURE_METHODS } from './xml-algorithms.ts'

/** A signature of the one form that lists have, with the octets that it covers; nothing in it is verified. */
export interface SignatureForm {
  readonly algorithm: SignatureAlgorithm
  /** Canonical. */
  readonly signedInfo: Uint8Array
  readonly value: Uint8Array
  readonly keyInfo: KeyInfo
  readonly document: DocumentReference
  /** The digest of the properties, and their canonical octets. */
  readonly propertiesDigest: Digest
  readonly propertiesOctets: Uint8Array
  readonly properties: SignedProperties
}

/** What the signature says about the list itself. */
export interface DocumentReference {
  readonly digest: Digest
  readonly form: CanonicalForm
  /** `document`: with the instructions around the root (`URI=""`); `root`: without (`URI="#…"`). */
  readonly scope: 'document' | 'root'
}

/**
 * Reads the signature of a list by the one grammar that lists in use follow, and refuses every other: one
 * SignedInfo with two references, to the whole list and to the signer's own properties, and one certificate.
 * Signatures that say less or more are valid XML signatures, and no proof of a list. (Two references with two
 * transforms at most: nothing here multiplies, so no further limits are needed.)
 *
 * @param signature The Signature element, last child of the root.
 * @param root The start of the root element.
 * @standard XML Signature Syntax and Processing; ETSI EN 319 132-1; ETSI TS 119 612 V2.4.1, annex B
 */
export function readSignature(signature: XmlElement, root: XmlTag): Result<SignatureForm, FormReason> {
  const parts = onlyElements(signature) ?? []
  const [signedInfo, signatureValue, keyInfo, object] = parts
  if (!signedInfo || !signatureValue || !keyInfo || !object || !areParts(parts)) {
    return refused('signature-structure')
  }
  const method = readMethods(signedInfo)
  if (!method.ok) return method
  const value = octetsOf(signatureValue)
  if (!value) return refused('base64-malformed')
  const key = readKeyInfo(keyInfo)
  if (!key.ok) return key
  const properties = readSignedProperties(object, attributeOf(signature.tag, 'Id'))
  if (!properties.ok) return properties
  const references = readReferences(method.value.references, root, properties.value.id)
  if (!references.ok) return references
  const { document, propertiesDigest, propertiesForm } = references.value
  return ok({
    algorithm: method.value.algorithm,
    signedInfo: canonicalize(signedInfo, method.value.form, [root, signature.tag]),
    value,
    keyInfo: key.value,
    document,
    propertiesDigest,
    propertiesOctets: canonicalize(properties.value.element, propertiesForm, [
      root,
      signature.tag,
      ...properties.value.ancestors,
    ]),
    properties: properties.value.content,
  })
}

const PARTS = ['SignedInfo', 'SignatureValue', 'KeyInfo', 'Object']

function areParts(parts: readonly XmlElement[]): boolean {
  return parts.length === PARTS.length && parts.every((part, i) => isSignatureElement(part, PARTS[i] ?? ''))
}

interface Methods {
  readonly form: CanonicalForm
  readonly algorithm: SignatureAlgorithm
  readonly references: readonly XmlElement[]
}

function readMethods(signedInfo: XmlElement): Result<Methods, FormReason> {
  const [canonicalization, method, ...references] = onlyElements(signedInfo) ?? []
  if (!canonicalization || !isSignatureElement(canonicalization, 'CanonicalizationMethod')) {
    return refused('signature-structure')
  }
  if (!method || !isSignatureElement(method, 'SignatureMethod')) return refused('signature-structure')
  const form = CANONICAL_FORMS.get(bareAlgorithm(canonicalization) ?? '')
  if (!form) return refused('canonicalization-unsupported')
  const algorithm = SIGNATURE_METHODS.get(bareAlgorithm(method) ?? '')
  return algorithm ? ok({ form, algorithm, references }) : refused('signature-algorithm-unsupported')
}
