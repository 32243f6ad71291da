import type { ClientRequest } from 'node:http'
import { beyond } from './failure.ts'

/**
 * Counts the octets that come over the connection of a request while the request has it, and ends the request
 * where they are more than any answer needs. Much of what a server can send is neither a header nor a body
 * and is bounded by nobody else: interim answers, empty lines before an answer, extensions of chunks.
 *
 * @param maxOctets Of the decoded body.
 * @returns How many have come by now.
 * @standard RFC 9110, section 15.2; RFC 9112, sections 2.2 and 7.1.1
 */
export function countIncoming(request: ClientRequest, maxOctets: number): () => number {
  let octets = 0
  let most = BEFORE_BODY
  request.on('response', () => {
    most += CHUNKED * maxOctets
  })
  request.on('socket', socket => {
    const count = (chunk: Uint8Array) => {
      octets += chunk.length
      if (octets > most) request.destroy(beyond(most))
    }
    socket.on('data', count)
    request.on('close', () => socket.off('data', count))
  })
  return () => octets
}

/** Room for the headers of an answer, and for those of several interim ones. */
const BEFORE_BODY = 65_536

/** A chunk of one octet takes six, and no server sends smaller ones. */
const CHUNKED = 8
