import { createHash } from 'node:crypto'
import type { Instant } from '../../core/time.ts'
import {
  bitString,
  decoded,
  encoded,
  identifier,
  implicit,
  nothing,
  octetString,
  sequence,
  tagged,
  type Value,
} from '../asn1.ts'
import type { Issuer } from '../certificates/certificates.ts'
import { encodeName } from '../certificates/names.ts'
import type { Provider } from '../certificates/peculiar.ts'
import { algorithmIdentifier, SIGNING, sign } from '../keys/signing.ts'
import { enumerated, extension, generalizedTime, reasonCode, serialInteger } from './asn1.ts'
import type { IssuerIdentity, RevocationEvent } from './book.ts'
import type { Period } from './freshness.ts'
import type { OcspOptions } from './options.ts'

/** A response before it is signed. */
export interface OcspPlan {
  readonly producedAt: Instant
  readonly responses: readonly SingleResponsePlan[]
  /** Octets of the nonce to repeat. */
  readonly nonce?: Uint8Array
}

export interface SingleResponsePlan extends Period {
  /** CertID, DER. */
  readonly certId: Uint8Array
  readonly status: 'good' | 'unknown' | Pick<RevocationEvent, 'at' | 'reason'>
  /** The certificate, DER, whose hash the response is to tell. */
  readonly hashed?: Uint8Array
}

/** Who signs a response. */
export interface OcspSigner extends Issuer {
  /** DER, sent along and named by its key; without it, the authority itself, which is named by its name. */
  readonly certificate?: Uint8Array
  /** Whose name and key identifier the response bears, where the signature is another's. */
  readonly posesAs?: Issuer
}

/**
 * Signs a response. The same plan gives the same octets to be signed.
 *
 * @returns OCSPResponse, DER, with the status successful.
 * @standard RFC 6960, section 4.2.1
 */
export async function issueOcspResponse(
  provider: Provider,
  signer: OcspSigner,
  plan: OcspPlan,
): Promise<Uint8Array> {
  const content = sequence(
    responderId(signer),
    generalizedTime(plan.producedAt),
    sequence(...plan.responses.map(singleResponse)),
    ...(plan.nonce ? [tagged(1, sequence(extension(NONCE, octetString(plan.nonce))))] : []),
  )
  const signature = await sign(provider, signer.keys, encoded(content))
  const basic = sequence(
    content,
    algorithmIdentifier(SIGNING[signer.keys.kind]),
    bitString(signature),
    ...(signer.certificate ? [tagged(0, sequence(decoded(signer.certificate)))] : []),
  )
  const bytes = sequence(identifier(BASIC_RESPONSE), octetString(encoded(basic)))
  return encoded(sequence(enumerated(0), tagged(0, bytes)))
}

type OcspError = NonNullable<OcspOptions['error']>

/** An answer that is none: no status, no signature. DER. @standard RFC 6960, section 2.3 */
export function ocspError(error: OcspError): Uint8Array {
  return encoded(sequence(enumerated(ERRORS[error])))
}

/** @standard RFC 6960, section 4.2.1 */
const ERRORS: Readonly<Record<OcspError, number>> = {
  malformedRequest: 1,
  internalError: 2,
  tryLater: 3,
  sigRequired: 5,
  unauthorized: 6,
}

/** The hash of a CertID, by its identifier. */
export type CertIdHash = keyof typeof CERT_ID_HASHES

export const CERT_ID_HASHES = {
  'SHA-1': { id: '1.3.14.3.2.26', digest: 'sha1' },
  'SHA-256': { id: '2.16.840.1.101.3.4.2.1', digest: 'sha256' },
} as const

/**
 * Names a certificate: hashes of its issuer's name and key, and its number. DER. @standard RFC 6960, section
 * 4.1.1
 */
export function certId(hash: CertIdHash, issuer: IssuerIdentity, serialNumber: Uint8Array): Uint8Array {
  const { id, digest } = CERT_ID_HASHES[hash]
  const hashed = (octets: Uint8Array) => octetString(createHash(digest).update(octets).digest())
  const algorithm = sequence(identifier(id), nothing())
  return encoded(sequence(algorithm, hashed(issuer.name), hashed(issuer.key), serialInteger(serialNumber)))
}

/** Authorities are named by their names and delegates by their keys, so that both forms occur. */
function responderId(signer: OcspSigner): Value {
  const { name, keys } = signer.posesAs ?? signer
  if (!signer.certificate) return tagged(1, decoded(encodeName(name).toArrayBuffer()))
  return tagged(2, octetString(Buffer.from(keys.identifier, 'hex')))
}

function singleResponse({ certId, status, thisUpdate, nextUpdate, hashed }: SingleResponsePlan): Value {
  return sequence(
    decoded(certId),
    statusValue(status),
    generalizedTime(thisUpdate),
    tagged(0, generalizedTime(nextUpdate)),
    ...(hashed ? [tagged(1, sequence(extension(CERT_HASH, certHash(hashed))))] : []),
  )
}

const EMPTY = new Uint8Array(0)

/** A reason that is not specified is left out, as in lists. */
function statusValue(status: SingleResponsePlan['status']): Value {
  if (status === 'good') return implicit(0, EMPTY)
  if (status === 'unknown') return implicit(2, EMPTY)
  const { at, reason } = status
  const given = reason === 'unspecified' ? [] : [tagged(0, reasonCode(reason))]
  return tagged(1, generalizedTime(at), ...given)
}

/** Common PKI: proof that the responder has the certificate. */
function certHash(certificate: Uint8Array): Value {
  const { id, digest } = CERT_ID_HASHES['SHA-256']
  return sequence(
    sequence(identifier(id), nothing()),
    octetString(createHash(digest).update(certificate).digest()),
  )
}

const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1'
const NONCE = '1.3.6.1.5.5.7.48.1.2'
const CERT_HASH = '1.3.36.8.3.13'
