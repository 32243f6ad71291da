import type { Unavailable } from '../../revocation/ports.ts'
import { type HttpRefusal, noAnswer } from './client.ts'

/**
 * What an error of Node's network means. The signal is looked at first: what ends an exchange shows as errors
 * of many kinds.
 */
export function failureOf(error: unknown, signal: AbortSignal): HttpRefusal {
  if (signal.aborted) return noAnswer('timed-out', String(signal.reason))
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'an error without a code'
  return noAnswer(reasonOf(code), code)
}

/** Ends a stream whose octets are more than are accepted. */
export function beyond(octets: number): Error {
  return Object.assign(new Error(`more than ${octets} octets`), { code: BEYOND })
}

/** What a stream that closes before its end comes to. */
export function endedEarly(): Error {
  return Object.assign(new Error('closed before its end'), { code: 'ERR_STREAM_PREMATURE_CLOSE' })
}

const BEYOND = `ERR_BEYOND_LIMIT`

/**
 * Whatever is not known here is a fault of the connection, of which there are many: a TLS failure among them.
 */
function reasonOf(code: string): Unavailable {
  if (code === BEYOND || code === 'HPE_HEADER_OVERFLOW' || code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW')
    return 'not-allowed'
  return NO_HTTP.test(code) ? 'refused' : 'unreachable'
}

/** Errors of the parser of HTTP, and of those that unpack zlib, gzip and Brotli. */
const NO_HTTP = /^(?:HPE_|Z_|ERR_BROTLI|ERR__ERROR|ERR_PADDING|BR_|ERR_HTTP)/
