import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import type { Anchor } from '../../src/path/building/candidates.ts'

export { x509 }

/** A name with a key, which can issue certificates: what tests of paths are made of. */
export interface Party {
  readonly name: string
  readonly keys: CryptoKeyPair
}

const P_256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

export const RSA_2048 = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
  hash: 'SHA-256',
} as const

export async function party(name: string, algorithm: typeof P_256 | typeof RSA_2048 = P_256): Promise<Party> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  return { name: `C=LU, O=Test, CN=${name}`, keys }
}

export interface IssueOptions {
  readonly ca?: boolean
  readonly pathLength?: number
  readonly keyUsage?: x509.KeyUsageFlags
  readonly notBefore?: string
  readonly notAfter?: string
  readonly extensions?: readonly x509.Extension[]
  /** `as-told`: only where they are among the extensions. */
  readonly basicConstraints?: 'as-told'
}

let serial = 1

/** Issues a certificate for a subject. With `ca`, it is that of an authority. */
export async function issue(issuer: Party, subject: Party, options: IssueOptions = {}): Promise<Certificate> {
  const { ca = false, pathLength, keyUsage, notBefore = '2026-01-01', notAfter = '2027-01-01' } = options
  const isTold = options.basicConstraints === 'as-told'
  const basic = isTold ? [] : [new x509.BasicConstraintsExtension(ca, pathLength, ca)]
  const usage = keyUsage === undefined ? [] : [new x509.KeyUsagesExtension(keyUsage, true)]
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: (serial++).toString(16).padStart(4, '0'),
    subject: subject.name,
    issuer: issuer.name,
    publicKey: subject.keys.publicKey,
    signingKey: issuer.keys.privateKey,
    signingAlgorithm: issuer.keys.privateKey.algorithm.name === P_256.name ? P_256 : RSA_2048,
    notBefore: new Date(`${notBefore}T00:00:00Z`),
    notAfter: new Date(`${notAfter}T00:00:00Z`),
    extensions: [...basic, ...usage, ...(options.extensions ?? [])],
  })
  return parsed(new Uint8Array(certificate.rawData))
}

export function parsed(bytes: Uint8Array): Certificate {
  const certificate = parseCertificate(bytes)
  if (!certificate.ok) throw new Error(`${certificate.reason} at ${certificate.offset}`)
  return certificate.value
}

/** The anchor that a certificate stands for. */
export function anchorOf({ subject, publicKey, extensions }: Certificate): Anchor {
  const keyIdentifier = extensions.subjectKeyIdentifier
  return { name: subject, publicKey, ...(keyIdentifier && { keyIdentifier }) }
}
