import type { Certificate } from '../../src/certificate/certificate.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { checkProfile, type Profile, type ProfileSettings } from '../../src/certificate/profile/profile.ts'
import { certificate, extension } from './certificate-writer.ts'
import {
  bits,
  boolean,
  hex,
  integer,
  oid,
  printable,
  rdn,
  sequence,
  tlv,
  utcTime,
  utf8,
} from './der-writer.ts'

/** What a certificate is made of; what is left out is that of a sound QWAC under QNCP-w-gen. */
export interface Parts {
  readonly issuer?: readonly Uint8Array[]
  readonly subject?: readonly Uint8Array[]
  readonly validity?: readonly [string, string]
  readonly statements?: readonly Uint8Array[] | 'none'
  /** Extensions in place of those of the same name; `undefined` leaves one out. */
  readonly with?: Readonly<Record<string, Uint8Array | undefined>>
}

export const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
export const C = (code: string) => rdn('2.5.4.6', printable(code))
export const O = (text: string) => rdn('2.5.4.10', utf8(text))
export const CN = (text: string) => rdn('2.5.4.3', utf8(text))
export const ORG = (text: string) => rdn('2.5.4.97', utf8(text))
export const SERIAL = (text: string) => rdn('2.5.4.5', printable(text))
export const GIVEN = rdn('2.5.4.42', utf8('Ada'))
export const SURNAME = rdn('2.5.4.4', utf8('Lovelace'))
export const PSEUDONYM = rdn('2.5.4.65', utf8('A'))

export const dns = (text: string) => tlv(0x82, ascii(text))
export const ip = (...octets: readonly number[]) => tlv(0x87, Uint8Array.from(octets))
export const uri = (text: string) => tlv(0x86, ascii(text))
export const san = (...names: readonly Uint8Array[]) => extension('2.5.29.17', sequence(...names))
export const eku = (...purposes: readonly string[]) => extension('2.5.29.37', sequence(...purposes.map(oid)))
export const usage = (unused: number, octets: string) => extension('2.5.29.15', bits(unused, octets))
export const policies = (...ids: readonly string[]) =>
  extension('2.5.29.32', sequence(...ids.map(id => sequence(oid(id)))))
export const access = (...rows: readonly (readonly [string, string])[]) =>
  extension(
    '1.3.6.1.5.5.7.1.1',
    sequence(...rows.map(([method, address]) => sequence(oid(`1.3.6.1.5.5.7.48.${method}`), uri(address)))),
  )
export const crl = (address: string) =>
  extension('2.5.29.31', sequence(sequence(tlv(0xa0, tlv(0xa0, uri(address))))))

export const SERVER = '1.3.6.1.5.5.7.3.1'
export const CLIENT = '1.3.6.1.5.5.7.3.2'
export const EV = '2.23.140.1.1'
export const OV = '2.23.140.1.2.2'
export const GENERAL = '0.4.0.194112.1.6'

export const COMPLIANCE = sequence(oid('0.4.0.1862.1.1'))
export const type = (...kinds: readonly number[]) =>
  sequence(oid('0.4.0.1862.1.6'), sequence(...kinds.map(kind => oid(`0.4.0.1862.1.6.${kind}`))))
export const pds = (url: string, language: string) =>
  sequence(oid('0.4.0.1862.1.5'), sequence(sequence(tlv(0x16, ascii(url)), printable(language))))
export const semantics = (kind: number, ...authorities: readonly Uint8Array[]) =>
  sequence(
    oid('1.3.6.1.5.5.7.11.2'),
    sequence(oid(`0.4.0.194121.1.${kind}`), ...(authorities.length > 0 ? [sequence(...authorities)] : [])),
  )
export const laws = (...countries: readonly string[]) =>
  sequence(oid('0.4.0.1862.1.7'), sequence(...countries.map(each => printable(each))))
export const limit = (currency: Uint8Array, amount: number, exponent: number) =>
  sequence(oid('0.4.0.1862.1.2'), sequence(currency, signed(amount), signed(exponent)))
/** From -128 on. */
export const signed = (value: number) => (value < 0 ? tlv(0x02, Uint8Array.of(256 + value)) : integer(value))
export const retention = (years: number) => sequence(oid('0.4.0.1862.1.3'), integer(years))
export const DEVICE = sequence(oid('0.4.0.1862.1.4'))
export const psd2 = (...roles: readonly (readonly [string, string])[]) =>
  sequence(
    oid('0.4.0.19495.2'),
    sequence(
      sequence(...roles.map(([arc, name]) => sequence(oid(`0.4.0.19495.1.${arc}`), utf8(name)))),
      utf8('CSSF'),
      utf8('LU-CSSF'),
    ),
  )
export const PDS = pds('https://qtsp.lu/pds', 'en')
export const SOUND = [COMPLIANCE, type(3), PDS, semantics(2)]

export const EXTENSIONS: Readonly<Record<string, Uint8Array | undefined>> = {
  authorityKeyIdentifier: extension('2.5.29.35', sequence(tlv(0x80, hex('00112233')))),
  keyUsage: usage(7, '80'),
  extendedKeyUsage: eku(SERVER, CLIENT),
  policies: policies(GENERAL),
  subjectAltName: san(dns('pay.lu')),
  access: access(['2', 'http://qtsp.lu/ca.cer'], ['1', 'http://qtsp.lu/ocsp']),
  crl: crl('http://qtsp.lu/ca.crl'),
}

export function mint(parts: Parts): Certificate {
  const { statements = SOUND } = parts
  const all = {
    ...EXTENSIONS,
    statements: statements === 'none' ? undefined : extension('1.3.6.1.5.5.7.1.3', sequence(...statements)),
    ...parts.with,
  }
  const present = Object.values(all).filter(each => each !== undefined)
  const [from, to] = parts.validity ?? ['260101000000Z', '260601000000Z']
  const bytes = certificate({
    issuer: sequence(...(parts.issuer ?? [C('LU'), O('Trust'), CN('CA')])),
    subject: sequence(...(parts.subject ?? [C('LU'), O('Pay'), ORG('NTRLU-1'), CN('pay.lu')])),
    validity: sequence(utcTime(from), utcTime(to)),
    ...(present.length > 0 ? { extensions: present } : { rest: [] }),
  })
  const parsed = parseCertificate(bytes)
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.value
}

/** The outcome of one requirement: its reason, else satisfied or not-applicable. */
export function outcome(
  code: string,
  parts: Parts,
  profile: Profile,
  settings: Partial<ProfileSettings> = {},
): string {
  const checks = checkProfile(mint(parts), profile, { ...profile.settings, ...settings })
  const check = checks.find(each => each.code === code)
  return check?.reason ?? check?.outcome ?? 'not asked'
}

export const national = [semantics(2, uri('https://registry.lu'))]
export const nationalMailbox = [semantics(2, tlv(0x81, ascii('a@registry.lu')))]
export const person = [C('LU'), CN('pay.lu'), GIVEN, SURNAME]
export const organisation = (identifier: string) => [C('LU'), O('Pay'), ORG(identifier), CN('pay.lu')]
export const withSerial = (text: string) => [...person, SERIAL(text)]
export const ev = { with: { policies: policies(EV) } }
export const evSubject = [
  ...organisation('NTRLU-1'),
  rdn('2.5.4.15', utf8('Private Organization')),
  rdn('1.3.6.1.4.1.311.60.2.1.3', printable('LU')),
  SERIAL('1'),
]
export const cabf = (scheme: string, country: string, reference: string) =>
  extension('2.23.140.3.1', sequence(printable(scheme), printable(country), utf8(reference)))
export const critical = (id: string, value: Uint8Array) => sequence(oid(id), boolean(true), tlv(4, value))

export const NONE: Readonly<Record<string, undefined>> = Object.fromEntries(
  Object.keys(EXTENSIONS).map(name => [name, undefined]),
)
