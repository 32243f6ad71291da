import { isIP } from 'node:net'
import { type Ok, ok } from '../../core/result.ts'
import { isPublicAddress } from '../../encoding/ip.ts'
import { type HttpRefusal, noAnswer } from './client.ts'
import { unlessAborted } from './deadline.ts'
import type { HttpSettings } from './settings.ts'

/** An address that was checked, in the form in which Node connects to it. */
export interface CheckedAddress {
  readonly address: string
  readonly family: 4 | 6
}

/**
 * Finds the addresses of a host and checks them, once: whoever connects connects to one of these and asks
 * nobody again, so that a name server that changes its answer gains nothing.
 *
 * One address that is not public refuses all of them. Nobody who serves the public mixes the two; and whoever
 * could choose among the rest would let the order of an answer decide what is reached, and tell a stranger
 * which of them was.
 *
 * @param host A name, or an address without brackets.
 * @returns At least one address, at most eight.
 */
export async function checkedAddresses(
  host: string,
  { resolve, unsafeAddresses }: Pick<HttpSettings, 'resolve' | 'unsafeAddresses'>,
  signal: AbortSignal,
): Promise<Ok<readonly CheckedAddress[]> | HttpRefusal> {
  const found = isIP(host) === 0 ? await addressesOf(host, resolve, signal) : ok([host])
  if (!found.ok) return found
  const wrong = found.value.find(address => !unsafeAddresses.has(address) && !isPublicAddress(address))
  if (wrong !== undefined) return noAnswer('not-allowed', `the address ${wrong}`)
  return ok(found.value.slice(0, MOST_ADDRESSES).map(address => ({ address, family: familyOf(address) })))
}

/** More are not tried: a connection to each takes its time. */
const MOST_ADDRESSES = 8

const familyOf = (address: string): 4 | 6 => (isIP(address) === 6 ? 6 : 4)

async function addressesOf(
  name: string,
  resolve: HttpSettings['resolve'],
  signal: AbortSignal,
): Promise<Ok<readonly string[]> | HttpRefusal> {
  try {
    const addresses = await unlessAborted(resolve(name, signal), signal)
    if (addresses === undefined) return noAnswer('timed-out', `no address yet: ${signal.reason}`)
    return addresses.length > 0 ? ok(addresses) : noAnswer('unreachable', 'a name without an address')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an error'
    return noAnswer('unreachable', `the name servers answer ${code}`)
  }
}
