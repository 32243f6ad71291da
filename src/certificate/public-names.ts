import { byteAt, toHex } from '../core/bytes.ts'
import { type Check, satisfied, violated } from '../requirements/finding.ts'
import type { Certificate } from './certificate.ts'
import type { GeneralName } from './general-name.ts'
import type { ProfileSettings } from './profile.ts'

/**
 * Hosts of the subjectAltName and of all addresses that the certificate gives. A name without a dot, or below a domain
 * that the public internet does not have, is an internal one.
 *
 * @standard CA/Browser Forum Baseline Requirements, section 7.1.2.7.12
 */
export function checkPublicNames(certificate: Certificate, { internalDomains }: ProfileSettings): Check {
  const code = 'profile.public-names'
  const { subjectAltName = [] } = certificate.extensions
  const names = subjectAltName.flatMap(each => (each.form === 'dNSName' ? [each.text] : []))
  const hosts = [...names, ...addressesOf(certificate).flatMap(hostOf)]
  const internal = [...new Set(hosts.filter(host => isInternal(host, internalDomains)))]
  if (internal.length > 0) return violated(code, 'internal-name', { hosts: internal })
  const addresses = subjectAltName.filter(isInternalAddress).map(octetsOf)
  return addresses.length > 0 ? violated(code, 'internal-address', { addresses }) : satisfied(code)
}

function addressesOf({ extensions }: Certificate): readonly string[] {
  const { authorityInfoAccess = [], crlDistributionPoints = [], certificatePolicies = [] } = extensions
  const locations = [
    ...authorityInfoAccess.map(({ location }) => location),
    ...crlDistributionPoints.flatMap(({ fullName = [] }) => fullName),
  ]
  const pages = certificatePolicies.flatMap(({ policyQualifiers }) =>
    policyQualifiers.map(({ cps }) => cps ?? ''),
  )
  const disclosures = (extensions.qcStatements?.pds ?? []).map(({ url }) => url)
  return [...locations.flatMap(uriOf), ...pages, ...disclosures]
}

function uriOf(name: GeneralName): readonly string[] {
  return name.form === 'uniformResourceIdentifier' ? [name.text] : []
}

/** The host of an address that has one with a letter at its end; directories may be named without one. */
function hostOf(address: string): readonly string[] {
  const [, host] = HOST.exec(address) ?? []
  return host === undefined ? [] : [host]
}

const HOST = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:@[\]]*[a-z])\.?(?::\d*)?(?:[/?#]|$)/i

function isInternal(host: string, internalDomains: readonly string[]): boolean {
  const labels = host.toLowerCase().split('.')
  return labels.length < 2 || internalDomains.includes(labels.at(-1) ?? '')
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
