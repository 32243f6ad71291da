import type { HttpRequest } from './client.ts'
import { isWholeBetween } from './options.ts'

/**
 * Refuses a request that cannot be meant.
 *
 * @throws RangeError or TypeError.
 */
export function checkRequest({ maxOctets, timeout, headers = {} }: HttpRequest): void {
  if (!isWholeBetween(maxOctets, 1, Number.MAX_SAFE_INTEGER))
    throw new RangeError('maxOctets must be a positive whole number')
  if (!isWholeBetween(timeout, 1, 2 ** 31 - 1))
    throw new RangeError('timeout must be a positive whole number of milliseconds below 2^31')
  const own = Object.keys(headers).find(name => OWN_HEADERS.test(name) || name !== name.toLowerCase())
  if (own !== undefined) throw new TypeError(`the header ${own} is not the caller's, or not in lower case`)
}

/** Those that say how the exchange itself goes. */
const OWN_HEADERS =
  /^(?:host|connection|keep-alive|upgrade|te|trailer|transfer-encoding|content-length|accept-encoding|expect|proxy-.*)$/
