import { decoded, implicit, integer, sequence, tagged, time, type Value } from '../asn1.ts'
import type { Issuer } from '../certificates/certificates.ts'
import { encodeName } from '../certificates/names.ts'
import type { Provider } from '../certificates/peculiar.ts'
import { algorithmIdentifier, SIGNING, signed } from '../keys/signing.ts'
import { extension, flagged, generalizedTime, reasonCode, serialInteger } from './asn1.ts'
import type { RevocationEvent } from './book.ts'
import type { Period } from './freshness.ts'

/** A revocation list before it is signed. */
export interface CrlPlan extends Period {
  readonly number: bigint
  /** Number of the complete list that a delta starts from. */
  readonly base?: bigint
  /** Which certificates it speaks of; without it, all that its issuer issued. */
  readonly scope?: CrlScope
  /** URI of the delta to it. */
  readonly delta?: string
  /** In the order in which they are to stand. */
  readonly entries: readonly CrlEntry[]
}

/** @standard RFC 5280, section 5.2.5 */
export interface CrlScope {
  /** URI of the distribution point, as certificates name it. */
  readonly distributionPoint: string
  /** Whether there are entries of other issuers. */
  readonly indirect: boolean
}

export interface CrlEntry extends Pick<RevocationEvent, 'at' | 'reason' | 'invalidityDate'> {
  /** Contents of the INTEGER. */
  readonly serialNumber: Uint8Array
  /** Name of the issuer, DER, where it is another than of the entry before. */
  readonly certificateIssuer?: Uint8Array
}

/** The name that a list is to bear, and the key that signs it. */
export interface CrlSigner extends Issuer {
  /** Key identifier that the list bears, hexadecimal, where it is another's than that of the key. */
  readonly claims?: string
}

/**
 * Signs a revocation list. The same plan gives the same octets to be signed.
 *
 * @returns DER.
 * @standard RFC 5280, section 5.1
 */
export function issueCrl(provider: Provider, signer: CrlSigner, plan: CrlPlan): Promise<Uint8Array> {
  const content = sequence(
    integer(VERSION_2),
    algorithmIdentifier(SIGNING[signer.keys.kind]),
    decoded(encodeName(signer.name).toArrayBuffer()),
    time(plan.thisUpdate),
    time(plan.nextUpdate),
    ...(plan.entries.length > 0 ? [sequence(...plan.entries.map(entryValue))] : []),
    tagged(0, sequence(...listExtensions(signer, plan))),
  )
  return signed(provider, signer.keys, content)
}

const VERSION_2 = 1n

/** @standard RFC 5280, section 5.2 */
function listExtensions(
  { keys, claims }: CrlSigner,
  { number, base, scope, delta }: CrlPlan,
): readonly Value[] {
  const keyIdentifier = sequence(implicit(0, Buffer.from(claims ?? keys.identifier, 'hex')))
  return [
    extension(AUTHORITY_KEY_IDENTIFIER, keyIdentifier),
    extension(CRL_NUMBER, integer(number)),
    ...(base === undefined ? [] : [extension(DELTA_CRL_INDICATOR, integer(base), 'critical')]),
    ...(scope ? [extension(ISSUING_DISTRIBUTION_POINT, scopeValue(scope), 'critical')] : []),
    ...(delta === undefined ? [] : [extension(FRESHEST_CRL, sequence(sequence(pointName(delta))))]),
  ]
}

function scopeValue({ distributionPoint, indirect }: CrlScope): Value {
  const point = pointName(distributionPoint)
  return indirect ? sequence(point, flagged(4)) : sequence(point)
}

/** A distribution point by its URI. @standard RFC 5280, section 4.2.1.13 */
function pointName(uri: string): Value {
  return tagged(0, tagged(0, implicit(6, new TextEncoder().encode(uri))))
}

/** @standard RFC 5280, section 5.1.2.6 */
function entryValue(entry: CrlEntry): Value {
  const extensions = entryExtensions(entry)
  const head = [serialInteger(entry.serialNumber), time(entry.at)]
  return extensions.length > 0 ? sequence(...head, sequence(...extensions)) : sequence(...head)
}

/** A reason that is not specified is left out (RFC 5280, section 5.3.1). @standard RFC 5280, section 5.3 */
function entryExtensions({ reason, invalidityDate, certificateIssuer }: CrlEntry): readonly Value[] {
  return [
    ...(reason === 'unspecified' ? [] : [extension(REASON_CODE, reasonCode(reason))]),
    ...(invalidityDate === undefined ? [] : [extension(INVALIDITY_DATE, generalizedTime(invalidityDate))]),
    ...(certificateIssuer ? [extension(CERTIFICATE_ISSUER, issuerValue(certificateIssuer), 'critical')] : []),
  ]
}

function issuerValue(name: Uint8Array): Value {
  return sequence(tagged(4, decoded(name)))
}

const AUTHORITY_KEY_IDENTIFIER = '2.5.29.35'
const CRL_NUMBER = '2.5.29.20'
const DELTA_CRL_INDICATOR = '2.5.29.27'
const ISSUING_DISTRIBUTION_POINT = '2.5.29.28'
const FRESHEST_CRL = '2.5.29.46'
const REASON_CODE = '2.5.29.21'
const INVALIDITY_DATE = '2.5.29.24'
const CERTIFICATE_ISSUER = '2.5.29.29'
