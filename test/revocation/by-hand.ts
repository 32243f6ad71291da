import { createHash, sign } from 'node:crypto'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { formatName } from '../../src/certificate/name/name.ts'
import { type Instant, instant, instantFromMilliseconds } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { Finding } from '../../src/requirements/finding.ts'
import { checkRevocation } from '../../src/revocation/check-revocation.ts'
import { REVOCATION_POLICY, type RevocationPolicy } from '../../src/revocation/policy.ts'
import type { StatusEvidence } from '../../src/revocation/status.ts'
import { anchorOf, parsed } from '../support/authorities.ts'
import { extension } from '../support/certificate-writer.ts'
import { type CrlParts, crl, crlNumber, entry, reason } from '../support/crl-writer.ts'
import {
  bits,
  boolean,
  generalizedTime,
  hex,
  ia5,
  nothing,
  octets,
  oid,
  sequence,
  tlv,
  utcTime,
} from '../support/der-writer.ts'
import {
  ECDSA_WITH_SHA256,
  identifierOf,
  type Key,
  newKey,
  signed,
  writtenNameOf,
} from '../support/signed-certificate.ts'

/**
 * Authorities, certificates, responses and lists that are written field by field, and what becomes of them
 * together. Nothing is there but what a test puts there, and what is expected of it the standards say.
 */

export const AT = instant('2026-06-01T12:00:00Z')

/** The moment of use, and so many hours from it. */
export const hours = (count: number): Instant => instantFromMilliseconds(AT + count * 3_600_000)

const digits = (moment: Instant): string => `${new Date(moment).toISOString().replace(/[-:T]|\.\d+/g, '')}`
export const generalized = (moment: Instant): Uint8Array => generalizedTime(digits(moment))
export const utc = (moment: Instant): Uint8Array => utcTime(digits(moment).slice(2))

/** Who signed it, as reports write the name; undefined where it is unusable. */
export function signerName(evidence: StatusEvidence): string | undefined {
  return evidence.outcome === 'verified' ? formatName(evidence.signer.name) : undefined
}

/** A name with a key. */
export interface Party {
  /** As `writtenNameOf` reads it. */
  readonly name: string
  readonly key: Key
}

export const party = (name: string, key = newKey()): Party => ({ name: `/O=Test/CN=${name}`, key })

/** Somebody with a certificate. */
export interface Certified extends Party {
  readonly bytes: Uint8Array
  readonly certificate: Certificate
  readonly issuer: Party
}

interface Says {
  readonly by: Party
  /** Hours from the moment of use. */
  readonly from?: number
  readonly until?: number
  readonly extensions?: readonly Uint8Array[]
}

let serial = 100

/** Certifies somebody. The key identifiers are there; what else there is to say is told. */
export function certified(
  subject: Party,
  { by, from = -1000, until = 1000, extensions = [] }: Says,
): Certified {
  serial += 1
  const bytes = signed(
    {
      serialNumber: tlv(0x02, hex(`01${serial.toString(16).padStart(4, '0')}`)),
      signatureAlgorithm: ECDSA_WITH_SHA256,
      issuer: writtenNameOf(by.name),
      validity: sequence(utc(hours(from)), utc(hours(until))),
      subject: writtenNameOf(subject.name),
      publicKey: subject.key.spki,
      extensions: [
        extension('2.5.29.35', sequence(tlv(0x80, identifierOf(by.key)))),
        extension('2.5.29.14', octets(identifierOf(subject.key))),
        ...extensions,
      ],
    },
    by.key,
  )
  return { ...subject, bytes, certificate: parsed(bytes), issuer: by }
}

export const AUTHORITY = extension('2.5.29.19', sequence(boolean(true)), true)
export const CRL_SIGN = extension('2.5.29.15', bits(1, '02'), true)
export const CERT_AND_CRL_SIGN = extension('2.5.29.15', bits(1, '06'), true)
export const CERT_SIGN = extension('2.5.29.15', bits(2, '04'), true)
export const OCSP_SIGNING = extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.9')))
export const NO_CHECK = extension('1.3.6.1.5.5.7.48.1.5', nothing())
export const NO_REVOCATION = extension('2.5.29.56', nothing())
export const SHORT_TERM = extension('0.4.0.194121.2.1', nothing())
export const responderAt = (url: string): Uint8Array =>
  extension('1.3.6.1.5.5.7.1.1', sequence(sequence(oid('1.3.6.1.5.5.7.48.1'), ia5(url, 0x86))))
export const pointsAt = (...points: readonly Uint8Array[]): Uint8Array =>
  extension('2.5.29.31', sequence(...points))

/**
 * An authority, as the anchor that most questions end at, and somebody of whom nothing else is said than who
 * issued it.
 */
export const CA = party('CA')
export const anchor = certified(CA, { by: CA, extensions: [AUTHORITY] })
export const leaf = certified(party('Leaf'), { by: CA })

/** What a response says about one certificate. */
export interface Single {
  readonly about: Certified
  readonly says: 'good' | 'unknown' | { readonly at: number; readonly reason?: number }
  /** Hours from the moment of use: thisUpdate, and nextUpdate unless it is null. */
  readonly from?: number
  readonly until?: number | null
  /** Hash of the CertID. */
  readonly hash?: 'sha1' | 'sha256' | 'sha384'
  readonly extensions?: readonly Uint8Array[]
}

const HASHES = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1', sha384: '2.16.840.1.101.3.4.2.2' }

/** Contents of the BIT STRING of a P-256 key: its last 65 octets. */
const keyOf = ({ spki }: Key): Uint8Array => spki.subarray(spki.length - 65)

function singleResponse({
  about,
  says,
  from = -1,
  until = 24,
  hash = 'sha1',
  extensions = [],
}: Single): Uint8Array {
  const hashed = (data: Uint8Array) => octets(new Uint8Array(createHash(hash).update(data).digest()))
  const certId = sequence(
    sequence(oid(HASHES[hash]), nothing()),
    hashed(writtenNameOf(about.issuer.name)),
    hashed(keyOf(about.issuer.key)),
    tlv(0x02, about.certificate.serialNumber),
  )
  return sequence(
    certId,
    statusValue(says),
    generalized(hours(from)),
    ...(until === null ? [] : [tlv(0xa0, generalized(hours(until)))]),
    ...(extensions.length > 0 ? [tlv(0xa1, sequence(...extensions))] : []),
  )
}

function statusValue(says: Single['says']): Uint8Array {
  if (says === 'good') return tlv(0x80)
  if (says === 'unknown') return tlv(0x82)
  const why = says.reason === undefined ? [] : [tlv(0xa0, tlv(0x0a, Uint8Array.of(says.reason)))]
  return tlv(0xa1, generalized(hours(says.at)), ...why)
}

export interface ResponseOptions {
  readonly by: Party
  /** Sent along. */
  readonly certificates?: readonly Certified[]
  /** How the responder is named. */
  readonly named?: 'by-name' | 'by-key'
  /** Hours from the moment of use. */
  readonly producedAt?: number
  readonly extensions?: readonly Uint8Array[]
}

/** A response with a signature that is right. */
export function response(options: ResponseOptions, ...singles: readonly Single[]): Uint8Array {
  const { by, certificates = [], named = 'by-name', producedAt = -1, extensions = [] } = options
  const keyHash = new Uint8Array(createHash('sha1').update(keyOf(by.key)).digest())
  const data = sequence(
    named === 'by-name' ? tlv(0xa1, writtenNameOf(by.name)) : tlv(0xa2, octets(keyHash)),
    generalized(hours(producedAt)),
    sequence(...singles.map(singleResponse)),
    ...(extensions.length > 0 ? [tlv(0xa1, sequence(...extensions))] : []),
  )
  const basic = sequence(
    data,
    ECDSA_WITH_SHA256,
    bits(0, sign('sha256', data, by.key.privateKey).toString('hex')),
    ...(certificates.length > 0 ? [tlv(0xa0, sequence(...certificates.map(({ bytes }) => bytes)))] : []),
  )
  const body = tlv(0xa0, sequence(oid('1.3.6.1.5.5.7.48.1.1'), octets(basic)))
  return sequence(tlv(0x0a, Uint8Array.of(0)), body)
}

export interface ListOptions extends Pick<CrlParts, 'entries' | 'extensions' | 'issuer'> {
  readonly by: Party
  /** Hours from the moment of use: thisUpdate, and nextUpdate unless it is null. */
  readonly from?: number
  readonly until?: number | null
}

/** A list with a signature that is right, and the number 7 unless its extensions are told. */
export function list({ by, from = -1, until = 24, issuer = by.name, ...parts }: ListOptions): Uint8Array {
  return crl(
    {
      issuer,
      thisUpdate: utc(hours(from)),
      nextUpdate: until === null ? new Uint8Array(0) : utc(hours(until)),
      extensions: [crlNumber(7)],
      ...parts,
    },
    by.key,
  )
}

/** An entry for a certificate, with a reason by its number. */
export function listed(about: Certified, code?: number, ...more: readonly Uint8Array[]): Uint8Array {
  const serialNumber = Buffer.from(about.certificate.serialNumber).toString('hex')
  return entry(serialNumber, '260520000000Z', ...(code === undefined ? [] : [reason(code)]), ...more)
}

export const HOLD = 6
export const REMOVED = 8
export const COMPROMISED = 1

export interface Evidence {
  readonly ocsp?: readonly Uint8Array[]
  readonly crls?: readonly Uint8Array[]
  readonly intermediates?: readonly Certified[]
  /** Certificates between the one that is asked about and the anchor, from below. */
  readonly above?: readonly Certified[]
  readonly anchor: Certified
  readonly policy?: RevocationPolicy
  readonly at?: Instant
}

/** All that is found about the revocation of a certificate and of those above it. */
export function findings(certificate: Certified, evidence: Evidence): Promise<readonly Finding[]> {
  const {
    ocsp = [],
    crls = [],
    intermediates = [],
    above = [],
    policy = REVOCATION_POLICY,
    at = AT,
  } = evidence
  return checkRevocation({
    path: {
      anchor: anchorOf(evidence.anchor.certificate),
      certificates: [certificate, ...above].map(each => each.certificate),
    },
    intermediates: [...above, ...intermediates].map(each => each.certificate),
    ocspResponses: ocsp,
    crls,
    at,
    policy,
    crypto: nodeCrypto(),
  })
}

const told = (all: readonly Finding[], code: Finding['code']): readonly string[] =>
  all.filter(each => each.code === code).map(({ outcome, reason: why }) => why ?? outcome)

/** The status of the certificate; of those above it too, behind it, where there are any. */
export async function status(certificate: Certified, evidence: Evidence): Promise<string> {
  return told(await findings(certificate, evidence), 'revocation.status').join(', ')
}

/** What each response, and each list, comes to. */
export async function uses(certificate: Certified, evidence: Evidence): Promise<readonly string[]> {
  const all = await findings(certificate, evidence)
  return [...told(all, 'revocation.ocsp-response'), ...told(all, 'revocation.crl')]
}
