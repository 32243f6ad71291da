import { createHash } from 'node:crypto'
import { formatInstant, type Instant } from '../../core/time.ts'
import type { Issuer } from '../certificates/certificates.ts'
import { nameText } from '../certificates/names.ts'
import type { Provider } from '../certificates/peculiar.ts'
import { SIGNING, type SigningAlgorithm } from '../keys/signing.ts'
import { element, type Xml } from './xml.ts'

export interface ListSigner extends Issuer {
  /** DER. Self-signed: `name` is both its subject and its issuer. */
  readonly certificate: Uint8Array
  /** Hexadecimal. */
  readonly serialNumber: string
}

export interface SignaturePlan {
  /** The root element without a signature, in canonical form. */
  readonly root: Xml
  readonly signer: ListSigner
  readonly signingTime: Instant
  /**
   * The form of the signer's reference: `SigningCertificate` to version 5, `SigningCertificateV2` from
   * version 6.
   */
  readonly listVersion: 5 | 6
}

/**
 * Makes the enveloped signature of a list: the signature element, to be put last into the root.
 *
 * @throws RangeError when the signer's key is of Ed25519, for which lists have no word.
 * @standard ETSI TS 119 612, clause 5.7 and annex B; ETSI EN 319 132-1 (XAdES baseline B)
 */
export async function sign(provider: Provider, plan: SignaturePlan): Promise<Xml> {
  const { signingKey, kind } = plan.signer.keys
  const algorithm = SIGNING[kind]
  const properties = signedProperties(plan)
  const signedInfo = element(
    'ds:SignedInfo',
    DS,
    element('ds:CanonicalizationMethod', { Algorithm: EXCLUSIVE }),
    element('ds:SignatureMethod', { Algorithm: signatureMethod(algorithm) }),
    reference({ Id: 'list', URI: '' }, [ENVELOPED, EXCLUSIVE], plan.root),
    reference(
      { Type: 'http://uri.etsi.org/01903#SignedProperties', URI: '#properties' },
      [EXCLUSIVE],
      properties,
    ),
  )
  // For ECDSA both numbers one after the other, as XML signatures have it.
  const value = await provider.subtle.sign(
    algorithm,
    signingKey,
    new TextEncoder().encode(signedInfo.canonical),
  )
  return element(
    'ds:Signature',
    { ...DS, Id: 'signature' },
    signedInfo,
    element('ds:SignatureValue', {}, Buffer.from(value).toString('base64')),
    element('ds:KeyInfo', {}, element('ds:X509Data', {}, certificateElement(plan.signer))),
    element(
      'ds:Object',
      {},
      element('xades:QualifyingProperties', { ...XADES, Target: '#signature' }, properties),
    ),
  )
}

/** @standard RFC 9231 */
function signatureMethod(algorithm: SigningAlgorithm): string {
  switch (algorithm.name) {
    case 'ECDSA':
      return `${MORE_2001}ecdsa-${algorithm.hash.replace('-', '').toLowerCase()}`
    case 'RSASSA-PKCS1-v1_5':
      return `${MORE_2001}rsa-sha256`
    case 'RSA-PSS':
      return 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1'
    case 'Ed25519':
      throw new RangeError('nobody signs lists with Ed25519')
    default:
      return algorithm satisfies never
  }
}

/** The declarations repeat those of the signature around it: the digest is taken of this very text. */
function signedProperties({ signer, signingTime, listVersion }: SignaturePlan): Xml {
  return element(
    'xades:SignedProperties',
    { ...XADES, Id: 'properties' },
    element(
      'xades:SignedSignatureProperties',
      {},
      element('xades:SigningTime', {}, formatInstant(signingTime)),
      listVersion === 5 ? signingCertificate(signer) : signingCertificateV2(signer),
    ),
    element(
      'xades:SignedDataObjectProperties',
      {},
      element(
        'xades:DataObjectFormat',
        { ObjectReference: '#list' },
        element('xades:MimeType', {}, 'application/vnd.etsi.tsl+xml'),
      ),
    ),
  )
}

function signingCertificate(signer: ListSigner): Xml {
  const issuerSerial = element(
    'xades:IssuerSerial',
    {},
    element('ds:X509IssuerName', DS, nameText(signer.name)),
    element('ds:X509SerialNumber', DS, BigInt(`0x${signer.serialNumber}`).toString()),
  )
  return element('xades:SigningCertificate', {}, element('xades:Cert', {}, certDigest(signer), issuerSerial))
}

function signingCertificateV2(signer: ListSigner): Xml {
  return element('xades:SigningCertificateV2', {}, element('xades:Cert', {}, certDigest(signer)))
}

function certDigest({ certificate }: ListSigner): Xml {
  return element(
    'xades:CertDigest',
    {},
    element('ds:DigestMethod', { ...DS, Algorithm: SHA256 }),
    element('ds:DigestValue', DS, sha256(certificate)),
  )
}

function certificateElement({ certificate }: ListSigner): Xml {
  return element('ds:X509Certificate', {}, Buffer.from(certificate).toString('base64'))
}

function reference(
  attributes: Readonly<Record<string, string>>,
  transforms: readonly string[],
  signed: Xml,
): Xml {
  return element(
    'ds:Reference',
    attributes,
    element('ds:Transforms', {}, ...transforms.map(Algorithm => element('ds:Transform', { Algorithm }))),
    element('ds:DigestMethod', { Algorithm: SHA256 }),
    element('ds:DigestValue', {}, sha256(signed.canonical)),
  )
}

/** Base64. Text is taken as UTF-8. */
function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('base64')
}

const DS = { 'xmlns:ds': 'http://www.w3.org/2000/09/xmldsig#' }
const XADES = { 'xmlns:xades': 'http://uri.etsi.org/01903/v1.3.2#' }
const MORE_2001 = 'http://www.w3.org/2001/04/xmldsig-more#'
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'
