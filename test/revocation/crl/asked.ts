import { KeyObject } from 'node:crypto'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import { toHex } from '../../../src/core/bytes.ts'
import { instant } from '../../../src/core/time.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { checkCrls } from '../../../src/revocation/crl/check.ts'
import { type CrlQuestion, type GivenCrl, readCrl } from '../../../src/revocation/crl/question.ts'
import type { StatusEvidence } from '../../../src/revocation/status.ts'
import { anchorOf, issue, type Party, party, x509 } from '../../support/authorities.ts'
import { type CrlParts, crl, pointName } from '../../support/crl-writer.ts'
import { hex, sequence, tlv } from '../../support/der-writer.ts'
import { writtenNameOf } from '../../support/signed-certificate.ts'

/** A hierarchy, its lists, and what is found when they are asked. */

export const at = instant('2026-06-01T00:00:00Z')
export const crypto = nodeCrypto()
export const TRUE = Uint8Array.of(0xff)

export const root = await party('Root')
export const ca = await party('CA')
export const other = await party('Other')
export const signer = await party('Signer')
export const rootCertificate = await issue(root, root, { ca: true })
export const caCertificate = await issue(root, ca, { ca: true })

export const CRL_SIGN = x509.KeyUsageFlags.cRLSign
export const nameOf = ({ name }: Party): string => `/O=Test/CN=${name.slice(name.lastIndexOf('=') + 1)}`

export function list(parts: CrlParts, by: Party = ca): Uint8Array {
  const privateKey = KeyObject.from(by.keys.privateKey)
  return crl({ issuer: nameOf(ca), ...parts }, { privateKey, spki: new Uint8Array(0) })
}

/** A distribution point of a certificate: a name, reasons, and who issues its list. */
export function point(
  uri: string | undefined,
  more: { reasons?: string; crlIssuer?: string } = {},
): Uint8Array {
  return sequence(
    ...(uri === undefined ? [] : [pointName(uri)]),
    ...(more.reasons === undefined ? [] : [tlv(0x81, hex(more.reasons))]),
    ...(more.crlIssuer === undefined ? [] : [tlv(0xa2, tlv(0xa4, writtenNameOf(more.crlIssuer)))]),
  )
}

export const leafWith = (...points: readonly Uint8Array[]): Promise<Certificate> => {
  const value = new Uint8Array(sequence(...points))
  return issue(
    ca,
    other,
    points.length === 0 ? {} : { extensions: [new x509.Extension('2.5.29.31', false, value)] },
  )
}

export async function given(bytes: Uint8Array): Promise<GivenCrl> {
  const read = await readCrl(bytes, crypto)
  if (!('list' in read)) throw new Error(JSON.stringify(read))
  return read
}

export async function ask(
  certificate: Certificate,
  lists: readonly Uint8Array[],
  more: Partial<CrlQuestion> = {},
) {
  return checkCrls({
    certificate,
    issuer: { name: caCertificate.subject, publicKey: caCertificate.publicKey, certificate: caCertificate },
    anchor: anchorOf(rootCertificate),
    intermediates: [caCertificate],
    lists: await Promise.all(lists.map(given)),
    at,
    crypto,
    ...more,
  })
}

/** What was found, in a word for each. */
export const told = (evidence: readonly StatusEvidence[]): readonly string[] =>
  evidence.map(each => {
    if (each.outcome === 'unusable') return each.reason
    const { status } = each
    return status.status === 'revoked' ? `revoked ${status.reason ?? ''}`.trim() : status.status
  })

export const serialOf = ({ serialNumber }: Certificate): string => toHex(serialNumber)
