import ipaddr from 'ipaddr.js'

/**
 * Reads an address in one of the two forms that have one meaning only: four decimal numbers, or the forms of
 * RFC 4291. Octal, hexadecimal and shortened IPv4 forms, zones, and ranges are no addresses.
 *
 * @returns 4 or 16 octets.
 * @standard RFC 4291, section 2.2
 */
export function parseAddress(text: string): Uint8Array | undefined {
  if (text.includes('%')) return undefined
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
  return isAddress ? Uint8Array.from(ipaddr.parse(text).toByteArray()) : undefined
}

/**
 * Writes an address.
 *
 * @param octets 4 or 16 of them.
 * @returns Undefined for any other number.
 * @standard RFC 5952
 */
export function formatAddress(octets: Uint8Array): string | undefined {
  if (octets.length !== 4 && octets.length !== 16) return undefined
  return ipaddr.fromByteArray([...octets]).toString()
}

/**
 * Whether an address is one of the public network, where everybody may be asked: global unicast, and no block
 * that a registry keeps for something else. So neither loopback, private and link-local addresses, those
 * shared behind a carrier, documentation, benchmarks, multicast, nor IPv6 addresses that stand for an IPv4
 * address (mapped, compatible, translated, 6to4, Teredo); except those of the well-known prefix of NAT64,
 * which are as public as the IPv4 address in them and which resolvers of networks without IPv4 make of every
 * one.
 *
 * @param text As for {@link parseAddress}; what that does not read is not public.
 * @standard RFC 6890, section 2.2; RFC 6052, section 3.1; RFC 4291, section 2.4
 */
export function isPublicAddress(text: string): boolean {
  const octets = parseAddress(text)
  if (octets === undefined) return false
  if (octets.length === 4) return isPublicIpv4([...octets])
  const address = new ipaddr.IPv6([...octets])
  if (address.match(NAT64, 96)) return isPublicIpv4([...octets.subarray(12)])
  return address.match(GLOBAL_UNICAST, 3) && address.range() === 'unicast'
}

function isPublicIpv4(octets: readonly number[]): boolean {
  const address = new ipaddr.IPv4([...octets])
  return address.range() === 'unicast' && address.toString() !== AZURE_HOST
}

/** 64:ff9b::/96, and 2000::/3, outside of which nothing has been given to anybody. */
const NAT64 = ipaddr.IPv6.parse('64:ff9b::')
const GLOBAL_UNICAST = ipaddr.IPv6.parse('2000::')

/**
 * Every machine of that cloud reaches its own host here, secrets included, although the address is of a
 * public block.
 */
const AZURE_HOST = '168.63.129.16'
