import { parseCertificate } from '../../src/certificate/parse.ts'
import { QC_STATEMENT } from '../../src/core/object-identifiers.ts'
import { oidText } from '../../src/core/oid.ts'
import { formatInstant, instant } from '../../src/core/time.ts'
import {
  type Authorities,
  createAuthorities,
  createMint,
  type Mint,
  type MintWishes,
  providersOf,
} from '../../src/sandbox/certificates/authorities.ts'
import { mintLeaf } from '../../src/sandbox/certificates/leaf-certificate.ts'
import type { MintOptions } from '../../src/sandbox/mint-options.ts'

/** The certificates of one territory, without its lists. */
export const now = instant('2026-06-01T12:00:00Z')

export interface Territory {
  readonly mint: Mint
  readonly authorities: Authorities
}

export async function territory(wishes: MintWishes & { readonly seed?: string } = {}): Promise<Territory> {
  const { seed = 'a seed', ...others } = wishes
  const mint = createMint(seed, now, others)
  return { mint, authorities: await createAuthorities(mint, providersOf('LU')) }
}

export async function mintedIn({ mint, authorities }: Territory, options: MintOptions = {}) {
  return (await mintLeaf(mint, authorities, options)).minted
}

export function parsed(certificate: Uint8Array) {
  const read = parseCertificate(certificate)
  if (!read.ok) throw new Error(`${read.reason} at ${read.offset}`)
  return read.value
}

/** All that a certificate says, but for its key, its number and its signature; as the library reads it. */
export function contentsOf(certificate: Uint8Array): Readonly<Record<string, unknown>> {
  const { subject, issuer, validity, extensions } = parsed(certificate)
  const { qcStatements, keyUsage = {}, basicConstraints } = extensions
  const psd2Info = qcStatements?.all.find(({ id }) => id === QC_STATEMENT.psd2)?.info
  return {
    subject: attributesOf(subject),
    issuer: attributesOf(issuer),
    notBefore: formatInstant(validity.notBefore),
    notAfter: formatInstant(validity.notAfter),
    ca: basicConstraints?.ca ?? false,
    keyUsage: Object.entries(keyUsage).flatMap(([usage, set]) => (set ? [usage] : [])),
    purposes: extensions.extendedKeyUsage?.map(oidText),
    names: extensions.subjectAltName?.map(name => 'text' in name && name.text),
    policies: extensions.certificatePolicies?.map(({ policyIdentifier }) => oidText(policyIdentifier)),
    access: extensions.authorityInfoAccess?.map(({ location }) => 'text' in location && location.text),
    revocationLists: extensions.crlDistributionPoints?.map(({ fullName = [] }) =>
      fullName.map(name => 'text' in name && name.text),
    ),
    statements: qcStatements?.all.map(({ id }) => oidText(id)),
    types: qcStatements?.types.map(oidText),
    compliance: qcStatements?.compliance,
    disclosures: qcStatements?.pds,
    psd2: psd2Info && outline(psd2Info),
    psd2Read: qcStatements?.psd2 !== undefined,
    malformedExtensions: extensions.malformed.map(({ id }) => oidText(id)),
    malformedStatements: qcStatements?.malformed.map(({ id }) => oidText(id)),
  }
}

function attributesOf({ rdns }: ReturnType<typeof parsed>['subject']): readonly string[] {
  return rdns.flat().map(({ type, text }) => `${oidText(type)}=${text}`)
}

/**
 * DER as text that shares no code with the library: tags in hexadecimal, what is inside in brackets,
 * identifiers in hexadecimal and texts as they are. A length has at most two octets after the first.
 */
export function outline(der: Uint8Array): string {
  const octets = Buffer.from(der)
  const parts: string[] = []
  for (let at = 0; at < octets.length; ) {
    const [tag = 0, first = 0] = octets.subarray(at, at + 2)
    const more = first < 0x80 ? 0 : first & 0x7f
    const begin = at + 2 + more
    const end = begin + (more === 0 ? first : octets.readUIntBE(at + 2, more))
    parts.push(tag.toString(16).padStart(2, '0') + valueText(tag, octets.subarray(begin, end)))
    at = end
  }
  return parts.join(' ')
}

function valueText(tag: number, contents: Buffer): string {
  if (tag & 0x20) return `(${outline(contents)})`
  return tag === 0x06 ? `:${contents.toString('hex')}` : `:${contents.toString()}`
}

/** What stands otherwise in one of two, as it stands there. */
export function difference(
  sound: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const changed = Object.entries(other).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(sound[name]),
  )
  return Object.fromEntries(changed)
}
