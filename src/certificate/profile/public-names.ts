import { byteAt, toHex } from '../../core/bytes.ts'
import { type Check, satisfied, violated } from '../../requirements/finding.ts'
import type { Certificate } from '../certificate.ts'
import type { GeneralName } from '../general-name.ts'
import type { ProfileSettings } from './profile.ts'

/**
 * Hosts of the subjectAltName and of all addresses that the certificate gives. A name without a dot, or below
 * a domain that the public internet does not have, is an internal one.
 *
 * @standard CA/Browser Forum Baseline Requirements, section 7.1.2.7.12
 */
export function checkPublicNames(certificate: Certificate, { internalDomains }: ProfileSettings): Check {
  const code = 'profile.public-names'
  const hosts = internalHostsOf(certificate, internalDomains)
  if (hosts.length > 0) return violated(code, 'internal-name', { hosts: [...new Set(hosts)] })
  const addresses = (certificate.extensions.subjectAltName ?? NONE).filter(isInternalAddress)
  if (addresses.length === 0) return satisfied(code)
  return violated(code, 'internal-address', { addresses: addresses.map(octetsOf) })
}

/** Of every host that the certificate names, in loops: this is the longest of all checks. */
function internalHostsOf({ extensions }: Certificate, internalDomains: readonly string[]): readonly string[] {
  const hosts: string[] = []
  const add = (host: string | undefined): void => {
    if (host !== undefined && isInternal(host, internalDomains)) hosts.push(host)
  }
  for (const name of extensions.subjectAltName ?? NONE) if (name.form === 'dNSName') add(name.text)
  for (const { location } of extensions.authorityInfoAccess ?? NONE) add(hostOfName(location))
  for (const { fullName = NONE } of extensions.crlDistributionPoints ?? NONE)
    for (const name of fullName) add(hostOfName(name))
  for (const { policyQualifiers } of extensions.certificatePolicies ?? NONE)
    for (const { cps } of policyQualifiers) if (cps !== undefined) add(hostOf(cps))
  for (const { url } of extensions.qcStatements?.pds ?? NONE) add(hostOf(url))
  return hosts
}

const NONE: readonly never[] = []

function hostOfName(name: GeneralName): string | undefined {
  return name.form === 'uniformResourceIdentifier' ? hostOf(name.text) : undefined
}

/** The host of an address that has one with a letter at its end; directories may be named without one. */
function hostOf(address: string): string | undefined {
  return HOST.exec(address)?.[1]
}

const HOST = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:@[\]]*[A-Za-z])\.?(?::\d*)?(?:[/?#]|$)/

function isInternal(host: string, internalDomains: readonly string[]): boolean {
  const label = host.lastIndexOf('.') + 1
  if (label === 0) return true
  // Most labels are told apart by their lengths, without a copy.
  for (const domain of internalDomains)
    if (domain.length === host.length - label && host.slice(label).toLowerCase() === domain) return true
  return false
}

/** Private, shared, local and loopback networks. @standard RFC 6890; RFC 4193; RFC 4291 */
function isInternalAddress(name: GeneralName): boolean {
  if (name.form !== 'iPAddress') return false
  const { octets } = name
  return octets.length === 4 ? isInternalIpv4(octets) : isInternalIpv6(octets)
}

function isInternalIpv4(octets: Uint8Array): boolean {
  const [first, second] = [byteAt(octets, 0), byteAt(octets, 1)]
  if (first === 0 || first === 10 || first === 127) return true
  if (first === 100) return second >= 64 && second < 128
  if (first === 172) return second >= 16 && second < 32
  return (first === 192 && second === 168) || (first === 169 && second === 254)
}

function isInternalIpv6(octets: Uint8Array): boolean {
  const [first, second] = [byteAt(octets, 0), byteAt(octets, 1)]
  if ((first & 0xfe) === 0xfc || (first === 0xfe && (second & 0xc0) === 0x80)) return true
  return octets.every((octet, index) => octet === 0 || (index === 15 && octet === 1))
}

function octetsOf(name: GeneralName): string {
  return name.form === 'iPAddress' ? toHex(name.octets) : ''
}
