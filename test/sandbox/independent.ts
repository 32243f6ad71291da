import { constants, createHash, verify, X509Certificate } from 'node:crypto'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { toHex } from '../../src/core/bytes.ts'

/** Readers for tests that share no code with the writers, nor with the library's own reader of lists. */

export const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

export const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('base64')

/** The contents of every element of a name, in document order. */
export function contents(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`, 'g'))].map(
    match => match[1] ?? '',
  )
}

/** From the start tag of an element to its end tag. */
export function whole(xml: string, name: string): string {
  const [first] = wholes(xml, name)
  if (first === undefined) throw new Error(`no ${name}`)
  return first
}

/** Every element of a name, of those that do not hold another one of that name. */
export function wholes(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}[ >][\\s\\S]*?</${name}>`, 'g'))].map(([element]) => element)
}

export const certificateOf = (base64: string) => new X509Certificate(Buffer.from(base64, 'base64'))

/** How Node is to verify what a list says of its signature. */
const METHODS: Readonly<Record<string, readonly [hash: string, options: object]>> = {
  'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256': ['sha256', { dsaEncoding: 'ieee-p1363' }],
  'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384': ['sha384', { dsaEncoding: 'ieee-p1363' }],
  'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512': ['sha512', { dsaEncoding: 'ieee-p1363' }],
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256': ['sha256', { padding: constants.RSA_PKCS1_PADDING }],
  'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1': [
    'sha256',
    { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
  ],
}

/** What a verifier would find, by string operations alone: the texts are claimed to be canonical already. */
export function readSignature(list: Uint8Array) {
  const xml = text(list)
  const signature = whole(xml, 'ds:Signature')
  const signer = certificateOf(contents(signature, 'ds:X509Certificate')[0] ?? '')
  const signedInfo = whole(signature, 'ds:SignedInfo')
  const [listDigest, propertiesDigest] = contents(signedInfo, 'ds:DigestValue')
  const root = xml.slice(xml.indexOf('\n') + 1).replace(signature, '')
  const method = /<ds:SignatureMethod Algorithm="([^"]*)"/.exec(signedInfo)?.[1] ?? ''
  const [hash, options] = METHODS[method] ?? []
  return {
    signer,
    signature,
    method,
    digestsMatch: {
      list: sha256(root) === listDigest,
      properties: sha256(whole(signature, 'xades:SignedProperties')) === propertiesDigest,
      signer: contents(whole(signature, 'xades:CertDigest'), 'ds:DigestValue')[0] === sha256(signer.raw),
    },
    signatureVerifies: verify(
      hash,
      Buffer.from(signedInfo),
      { key: signer.publicKey, ...options },
      Buffer.from(contents(signature, 'ds:SignatureValue')[0] ?? '', 'base64'),
    ),
  }
}

/** What the signature of a certificate covers, hexadecimal. */
export function toBeSigned(certificate: Uint8Array): string {
  const parsed = parseCertificate(certificate)
  if (!parsed.ok) throw new Error(`${parsed.reason} at ${parsed.offset}`)
  return toHex(parsed.value.tbs)
}

/** A list without what ECDSA makes random: signatures, and the digests of what holds them. */
export function withoutSignatures(list: Uint8Array): string {
  return text(list)
    .replace(/(?<=<(?:ds:)?X509Certificate>)[^<]+/g, base64 => toBeSigned(Buffer.from(base64, 'base64')))
    .replace(/(?<=<ds:(?:DigestValue|SignatureValue)[^>]*>)[^<]+/g, '')
}
