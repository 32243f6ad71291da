import { fromBase64 } from '../core/bytes.ts'
import { ok, type Result, refused } from '../core/result.ts'
import type { DigestAlgorithm } from '../crypto/crypto.ts'
import {
  attributeOf,
  children,
  holdsOnlyElements,
  isNamed,
  textOf,
  type XmlElement,
} from '../encoding/xml/tree.ts'
import { NAMESPACE } from './names.ts'

/**
 * How a signature can fail to have the one form that a list's signature may have, before anything is
 * computed.
 */
export type FormReason =
  | 'signature-structure'
  | 'canonicalization-unsupported'
  | 'signature-algorithm-unsupported'
  | 'digest-algorithm-unsupported'
  | 'transform-unsupported'
  /** Not exactly one to the list and one to the properties. */
  | 'reference-count'
  /** A reference to the list does not name the root. */
  | 'reference-target'
  | 'base64-malformed'
  /** Not exactly one certificate. */
  | 'key-info'
  | 'properties-structure'
  | 'signing-time'
  | 'signing-certificate'

export interface Digest {
  readonly algorithm: DigestAlgorithm
  readonly value: Uint8Array
}

/** The elements inside, where nothing else is: no text, no comment, no instruction. */
export function onlyElements(parent: XmlElement): readonly XmlElement[] | undefined {
  return holdsOnlyElements(parent) ? children(parent) : undefined
}

/** The elements inside, where they are exactly these, in this order, all of the namespace of signatures. */
export function exactly(parent: XmlElement, locals: readonly string[]): readonly XmlElement[] | undefined {
  const elements = onlyElements(parent)
  if (elements?.length !== locals.length) return undefined
  return elements.every((element, i) => isSignatureElement(element, locals[i] ?? '')) ? elements : undefined
}

export function isSignatureElement(element: XmlElement, local: string): boolean {
  return isNamed(element, NAMESPACE.signature, local)
}

/**
 * The Algorithm of an element that may hold nothing: no prefix list, no path expression, no output length.
 */
export function bareAlgorithm(element: XmlElement | undefined): string | undefined {
  if (!element || onlyElements(element)?.length !== 0) return undefined
  return attributeOf(element.tag, 'Algorithm')
}

/** Base64 text and nothing else. */
export function octetsOf(element: XmlElement | undefined): Uint8Array | undefined {
  const text = element ? textOf(element) : undefined
  const octets = fromBase64(text ?? '')
  return octets.ok && octets.value.length > 0 ? octets.value : undefined
}

/** A DigestMethod and a DigestValue. */
export function readDigest(
  method: XmlElement | undefined,
  value: XmlElement | undefined,
  methods: ReadonlyMap<string, DigestAlgorithm>,
): Result<Digest, FormReason> {
  if (!method || !isSignatureElement(method, 'DigestMethod')) return refused('signature-structure')
  if (!value || !isSignatureElement(value, 'DigestValue')) return refused('signature-structure')
  const algorithm = methods.get(bareAlgorithm(method) ?? '')
  if (algorithm === undefined) return refused('digest-algorithm-unsupported')
  const octets = octetsOf(value)
  return octets ? ok({ algorithm, value: octets }) : refused('base64-malformed')
}
