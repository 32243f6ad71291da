import { ok, type Result, refused } from '../core/result.ts'
import type { XmlTag } from '../encoding/xml/events.ts'
import {
  attributeOf,
  children,
  childrenNamed,
  isNamed,
  onlyChild,
  textOf,
  type XmlElement,
} from '../encoding/xml/tree.ts'
import { type DateTime, parseDateTime } from './date-time.ts'
import { NAMESPACE } from './names.ts'
import { type Digest, type FormReason, onlyElements, readDigest } from './signature-fields.ts'
import { CERTIFICATE_DIGEST_METHODS } from './xml-algorithms.ts'

/** What the signer signed about the signature. */
export interface SignedProperties {
  /** As the signer claims. */
  readonly signingTime: DateTime
  /**
   * The digests of SigningCertificate or SigningCertificateV2: the signer's certificate, and others that may
   * follow.
   */
  readonly certificates: readonly Digest[]
}

/** The SignedProperties of a signature, and where they stand. */
export interface PropertiesPlace {
  readonly element: XmlElement
  readonly id: string
  /** From Object inwards. */
  readonly ancestors: readonly XmlTag[]
  readonly content: SignedProperties
}

const XADES = NAMESPACE.xades

/**
 * Reads the properties out of the one Object of a signature. Unsigned properties may follow; they are not
 * looked at.
 *
 * @param signatureId The Id of the signature, which the properties must name.
 * @standard ETSI EN 319 132-1
 */
export function readSignedProperties(
  object: XmlElement,
  signatureId: string | undefined,
): Result<PropertiesPlace, FormReason> {
  const [qualifying, beside] = onlyElements(object) ?? []
  if (!qualifying || beside || !isNamed(qualifying, XADES, 'QualifyingProperties'))
    return refused('properties-structure')
  const target = attributeOf(qualifying.tag, 'Target')
  if (signatureId === undefined || target !== `#${signatureId}`) return refused('properties-structure')
  const [element, ...others] = onlyElements(qualifying) ?? []
  if (!element || !isNamed(element, XADES, 'SignedProperties')) return refused('properties-structure')
  if (others.some(each => !isNamed(each, XADES, 'UnsignedProperties'))) return refused('properties-structure')
  const id = attributeOf(element.tag, 'Id')
  if (id === undefined || id === '') return refused('properties-structure')
  const content = readContent(element)
  return content.ok
    ? ok({ element, id, ancestors: [object.tag, qualifying.tag], content: content.value })
    : content
}

function readContent(element: XmlElement): Result<SignedProperties, FormReason> {
  const signature = onlyChild(element, XADES, 'SignedSignatureProperties')
  if (!signature) return refused('properties-structure')
  const time = onlyChild(signature, XADES, 'SigningTime')
  const signingTime = parseDateTime((time && textOf(time)) ?? '')
  if (!signingTime.ok) return refused('signing-time')
  const certificates = readCertificates(signature)
  return certificates.ok
    ? ok({ signingTime: signingTime.value, certificates: certificates.value })
    : certificates
}

/** One of the two forms: the older one until version 5 of lists, the other since. */
function readCertificates(signature: XmlElement): Result<readonly Digest[], FormReason> {
  const [form, second] = [
    ...childrenNamed(signature, XADES, 'SigningCertificate'),
    ...childrenNamed(signature, XADES, 'SigningCertificateV2'),
  ]
  if (!form || second) return refused('signing-certificate')
  const digests: Digest[] = []
  for (const cert of children(form)) {
    const digest = onlyChild(cert, XADES, 'CertDigest')
    const [method, value] = digest ? children(digest) : []
    const read = readDigest(method, value, CERTIFICATE_DIGEST_METHODS)
    if (!read.ok) return refused('signing-certificate')
    digests.push(read.value)
  }
  return digests.length > 0 ? ok(digests) : refused('signing-certificate')
}
