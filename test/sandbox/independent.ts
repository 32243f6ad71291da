import { createHash, verify, X509Certificate } from 'node:crypto'
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
  const start = xml.search(new RegExp(`<${name}[ >]`))
  const end = xml.indexOf(`</${name}>`)
  if (start < 0 || end < 0) throw new Error(`no ${name}`)
  return xml.slice(start, end + name.length + 3)
}

export const certificateOf = (base64: string) => new X509Certificate(Buffer.from(base64, 'base64'))

/** What a verifier would find, by string operations alone: the texts are claimed to be canonical already. */
export function readSignature(list: Uint8Array) {
  const xml = text(list)
  const signature = whole(xml, 'ds:Signature')
  const signer = certificateOf(contents(signature, 'ds:X509Certificate')[0] ?? '')
  const signedInfo = whole(signature, 'ds:SignedInfo')
  const [listDigest, propertiesDigest] = contents(signedInfo, 'ds:DigestValue')
  const root = xml.slice(xml.indexOf('\n') + 1).replace(signature, '')
  return {
    signer,
    signature,
    digestsMatch: {
      list: sha256(root) === listDigest,
      properties: sha256(whole(signature, 'xades:SignedProperties')) === propertiesDigest,
      signer: contents(whole(signature, 'xades:CertDigest'), 'ds:DigestValue')[0] === sha256(signer.raw),
    },
    signatureVerifies: verify(
      'sha256',
      Buffer.from(signedInfo),
      { key: signer.publicKey, dsaEncoding: 'ieee-p1363' },
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
