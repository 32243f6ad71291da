import ipaddr from 'ipaddr.js'

/**
 * Reads an address in one of the two forms that have one meaning only: four decimal numbers, or the forms of RFC 4291.
 * Octal, hexadecimal and shortened IPv4 forms, zones, and ranges are no addresses.
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
