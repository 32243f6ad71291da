import { constants, createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { certificate } from '../support/certificate-writer.ts'

/**
 * Whoever signs lists in a test. Lists are pinned to certificates as octets, so nobody need have issued them.
 */
export interface ListSigner {
  readonly certificate: Uint8Array
  readonly privateKey: KeyObject
  /** Lower-case hexadecimal. */
  readonly sha256: string
}

export type KeyKind =
  | 'P-256'
  | 'P-384'
  | 'P-521'
  | 'brainpoolP256r1'
  | 'brainpoolP384r1'
  | 'brainpoolP512r1'
  | 'brainpoolP256t1'
  | 'rsa-2048'
  | 'rsa-2032'
  | 'rsa-1024'
  | 'rsa-pss'

export function listSigner(kind: KeyKind = 'P-256', publicExponent = 0x10001): ListSigner {
  const { publicKey, privateKey } = keyPair(kind, publicExponent)
  const der = certificate({ publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })) })
  return { certificate: der, privateKey, sha256: createHash('sha256').update(der).digest('hex') }
}

/** `rsa-pss`: a key that is for RSASSA-PSS alone, with whatever parameters. */
function keyPair(kind: KeyKind, publicExponent: number) {
  if (kind === 'rsa-pss') return generateKeyPairSync('rsa-pss', { modulusLength: 2048, publicExponent })
  if (!kind.startsWith('rsa-')) return generateKeyPairSync('ec', { namedCurve: kind })
  return generateKeyPairSync('rsa', { modulusLength: Number(kind.slice(4)), publicExponent })
}

export const TSL = 'http://uri.etsi.org/02231/v2#'
export const DS = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'
export const XADES = 'xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"'
export const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const INCLUSIVE = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
export const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'
const MORE_2001 = 'http://www.w3.org/2001/04/xmldsig-more#'
const MORE_2007 = 'http://www.w3.org/2007/05/xmldsig-more#'

type Hash = 'sha1' | 'sha256' | 'sha384' | 'sha512'

interface Method {
  readonly address: string
  readonly hash: Hash
  readonly options?: object
}

const RAW = { dsaEncoding: 'ieee-p1363' } as const
const pss = (saltLength: number) => ({ padding: constants.RSA_PKCS1_PSS_PADDING, saltLength })

export const METHODS = {
  'ecdsa-sha256': { address: `${MORE_2001}ecdsa-sha256`, hash: 'sha256', options: RAW },
  'ecdsa-sha384': { address: `${MORE_2001}ecdsa-sha384`, hash: 'sha384', options: RAW },
  'ecdsa-sha512': { address: `${MORE_2001}ecdsa-sha512`, hash: 'sha512', options: RAW },
  'rsa-sha256': { address: `${MORE_2001}rsa-sha256`, hash: 'sha256' },
  'rsa-sha384': { address: `${MORE_2001}rsa-sha384`, hash: 'sha384' },
  'rsa-sha512': { address: `${MORE_2001}rsa-sha512`, hash: 'sha512' },
  'sha256-rsa-MGF1': { address: `${MORE_2007}sha256-rsa-MGF1`, hash: 'sha256', options: pss(32) },
  'sha384-rsa-MGF1': { address: `${MORE_2007}sha384-rsa-MGF1`, hash: 'sha384', options: pss(48) },
  'sha512-rsa-MGF1': { address: `${MORE_2007}sha512-rsa-MGF1`, hash: 'sha512', options: pss(64) },
} as const satisfies Record<string, Method>

export const DIGESTS: Readonly<Record<Exclude<Hash, 'sha1'>, string>> = {
  sha256: SHA256,
  sha384: `${MORE_2001}sha384`,
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
}

type Edit = (xml: string) => string
type Form = 'exclusive' | 'inclusive'

/** A list to be signed. Every edit keeps the canonical form, so that only what it says is wrong. */
export interface ListDraft {
  /** What stands in the root, in canonical form. */
  readonly content: string
  readonly signer: ListSigner
  readonly method?: keyof typeof METHODS
  readonly digest?: keyof typeof DIGESTS
  /** Id of the root; without, the reference is to the whole document. */
  readonly rootId?: string
  /**
   * The canonical forms that the references and SignedInfo are computed in; what the transforms say is apart.
   */
  readonly forms?: { readonly document?: Form; readonly properties?: Form; readonly signedInfo?: Form }
  readonly edit?: {
    /** Before the digest of the properties. */
    readonly properties?: Edit
    /** Before the signature. */
    readonly signedInfo?: Edit
    /** Not signed by anything. */
    readonly keyInfo?: Edit
    readonly signature?: Edit
    readonly file?: Edit
  }
}

/** Declared on the root and never used: only the inclusive form keeps it. */
const UNUSED = ' xmlns:u="urn:unused"'

export function writeList(draft: ListDraft): Uint8Array {
  return new TextEncoder().encode(listText(draft))
}

export function listText(draft: ListDraft): string {
  const { content, rootId, edit = {} } = draft
  const start = `<TrustServiceStatusList xmlns="${TSL}"${UNUSED}${rootId === undefined ? '' : ` Id="${rootId}"`}>`
  const signature = signatureOf(draft, `${start}${content}</TrustServiceStatusList>`)
  const file = `<?xml version="1.0" encoding="UTF-8"?>\n${start}${content}${signature}</TrustServiceStatusList>\n`
  return edit.file?.(file) ?? file
}

function signatureOf(draft: ListDraft, root: string): string {
  const { signer, rootId, forms = {}, edit = {}, digest = 'sha256' } = draft
  const method: Method = METHODS[draft.method ?? 'ecdsa-sha256']
  const base64 = Buffer.from(signer.certificate).toString('base64')
  const properties = edited(edit.properties, signedProperties(signer.certificate))
  const hash = (xml: string) => createHash(digest).update(xml).digest('base64')
  const signedInfo = edited(
    edit.signedInfo,
    `<ds:SignedInfo ${DS}><ds:CanonicalizationMethod Algorithm="${EXCLUSIVE}"></ds:CanonicalizationMethod>` +
      `<ds:SignatureMethod Algorithm="${method.address}"></ds:SignatureMethod>` +
      reference(`Id="list" URI="${rootId === undefined ? '' : `#${rootId}`}"`, [ENVELOPED, EXCLUSIVE], {
        method: DIGESTS[digest],
        value: hash(forms.document === 'inclusive' ? root : root.replace(UNUSED, '')),
      }) +
      reference('Type="http://uri.etsi.org/01903#SignedProperties" URI="#properties"', [EXCLUSIVE], {
        method: DIGESTS[digest],
        value: hash(forms.properties === 'inclusive' ? inclusive(properties) : properties),
      }) +
      '</ds:SignedInfo>',
  )
  const data = Buffer.from(forms.signedInfo === 'inclusive' ? inclusive(signedInfo) : signedInfo)
  const value = sign(method.hash, data, { key: signer.privateKey, ...method.options }).toString('base64')
  const keyInfo = edited(
    edit.keyInfo,
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${base64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`,
  )
  return edited(
    edit.signature,
    `<ds:Signature ${DS} Id="signature">${signedInfo}<ds:SignatureValue>${value}</ds:SignatureValue>${keyInfo}` +
      `<ds:Object><xades:QualifyingProperties ${XADES} Target="#signature">${properties}` +
      '</xades:QualifyingProperties></ds:Object></ds:Signature>',
  )
}

function edited(edit: Edit | undefined, xml: string): string {
  return edit ? edit(xml) : xml
}

export function transforms(algorithms: readonly string[]): string {
  const each = algorithms.map(algorithm => `<ds:Transform Algorithm="${algorithm}"></ds:Transform>`)
  return `<ds:Transforms>${each.join('')}</ds:Transforms>`
}

function reference(
  attributes: string,
  algorithms: readonly string[],
  digest: { readonly method: string; readonly value: string },
): string {
  return (
    `<ds:Reference ${attributes}>${transforms(algorithms)}<ds:DigestMethod Algorithm="${digest.method}"></ds:DigestMethod>` +
    `<ds:DigestValue>${digest.value}</ds:DigestValue></ds:Reference>`
  )
}

function signedProperties(signer: Uint8Array): string {
  const digest = createHash('sha256').update(signer).digest('base64')
  return (
    `<xades:SignedProperties ${XADES} Id="properties"><xades:SignedSignatureProperties>` +
    '<xades:SigningTime>2026-06-01T00:00:00Z</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>' +
    `<ds:DigestMethod ${DS} Algorithm="${SHA256}"></ds:DigestMethod><ds:DigestValue ${DS}>${digest}</ds:DigestValue>` +
    '</xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties></xades:SignedProperties>'
  )
}

/**
 * The inclusive form of a part of the signature: all namespaces in scope on its own tag, none of them again
 * inside.
 */
function inclusive(part: string): string {
  const end = part.indexOf('>')
  const [name = '', ...rest] = part.slice(0, end).split(' ')
  const declared = [
    ...new Set([`xmlns="${TSL}"`, DS, UNUSED.trim(), ...rest.filter(each => each.startsWith('xmlns'))]),
  ]
  const attributes = rest.filter(each => !each.startsWith('xmlns'))
  return `${[name, ...declared, ...attributes].join(' ')}${part.slice(end).replaceAll(` ${DS}`, '')}`
}
