import { ok, type Result, refused } from '../../core/result.ts'
import type { Unavailable } from '../../revocation/ports.ts'
import type { HttpOutcome } from '../http/client.ts'

/**
 * The octets of a response or list in an answer. Servers name wrong types, so a type refuses only where it
 * says that this is a text for people, as portals and balancers send it; what the octets are is judged
 * elsewhere.
 */
export function statusFrom(answer: HttpOutcome): Result<Uint8Array, Unavailable> {
  if (!answer.ok) return refused(answer.reason)
  const { status, headers, body } = answer.value
  if (status === 404 || status === 410) return refused('not-found')
  const isText = /^\s*text\//i.test(headers.get('content-type') ?? '')
  return status !== 200 || isText || body.length === 0 ? refused('refused') : ok(body)
}
