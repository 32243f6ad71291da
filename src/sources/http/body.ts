import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { type Ok, ok } from '../../core/result.ts'
import { type HttpRefusal, noAnswer } from './client.ts'
import { beyond, endedEarly, failureOf } from './failure.ts'

/**
 * Reads the body of an answer and undoes its encoding. What is sent and what is unpacked are both counted as
 * they come, so that neither a long body nor a short one that unpacks without end takes more memory than is
 * allowed.
 *
 * @param most Octets of the decoded body.
 * @standard RFC 9110, section 8.4; RFC 9112, section 8
 */
export async function readBody(
  message: IncomingMessage,
  most: number,
  signal: AbortSignal,
): Promise<Ok<Uint8Array> | HttpRefusal> {
  const encoding = (message.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  const decoder = DECODERS.get(encoding)
  if (decoder === undefined) return noAnswer('refused', `the content encoding ${encoding}`)
  if (Number(message.headers['content-length']) > most + packingCost(most))
    return noAnswer(
      'not-allowed',
      `${message.headers['content-length']} octets, of which ${most} are accepted`,
    )
  try {
    const body = await collect(decoder(message, most), { most, expected: expectedOf(message, encoding) })
    return message.complete ? ok(body) : noAnswer('unreachable', 'the connection ended within the body')
  } catch (error) {
    return failureOf(error, signal)
  }
}

/** @param most Octets of the decoded body. */
type Decoder = (message: Readable, most: number) => Readable

/** What cannot be unpacked, and what ends too early, ends the stream that is unpacked with an error. */
const packed =
  (unpack: () => Transform): Decoder =>
  (message, most) =>
    pipeline(message, counted(most + packingCost(most)), unpack(), () => {})

/** The encodings that are asked for, and what they were called before. Nothing is packed twice. */
const DECODERS: ReadonlyMap<string, Decoder> = new Map([
  ['identity', (message: Readable) => message],
  ['gzip', packed(createGunzip)],
  ['x-gzip', packed(createGunzip)],
  ['deflate', packed(createInflate)],
  ['br', packed(createBrotliDecompress)],
])

/** What encodings add to octets that cannot be made shorter: less than one in a thousand, and a header. */
function packingCost(octets: number): number {
  return Math.ceil(octets / 1_000) + 1_024
}

/** Hands on what comes, as long as it is not more than so many octets. */
function counted(most: number): Transform {
  let total = 0
  return new Transform({
    transform(chunk: Uint8Array, _, done) {
      total += chunk.length
      if (total > most) done(beyond(most))
      else done(null, chunk)
    },
  })
}

/** Octets that a body has, as its server says; more than a response about revocation has where it does not. */
function expectedOf({ headers }: IncomingMessage, encoding: string): number {
  const told = encoding === 'identity' ? Number(headers['content-length']) : Number.NaN
  return Number.isSafeInteger(told) ? told : 16_384
}

interface Size {
  readonly most: number
  readonly expected: number
}

/**
 * In one piece, which grows where more comes than was expected: a body that comes octet by octet costs no more
 * than one that comes at once. To grow takes three times the memory of the body, and the engine halts
 * everything to collect it: a piece of the right size from the start is worth while.
 */
function collect(source: Readable, { most, expected }: Size): Promise<Uint8Array> {
  let bytes: Uint8Array = new Uint8Array(Math.min(most, expected))
  let length = 0
  let isOver = false
  return new Promise((settle, fail) => {
    source.on('data', (chunk: Uint8Array) => {
      const needed = length + chunk.length
      if (needed > most) return void source.destroy(beyond(most))
      if (needed > bytes.length) bytes = grown(bytes, needed)
      bytes.set(chunk, length)
      length = needed
    })
    source.on('end', () => {
      isOver = true
      settle(length === bytes.length ? bytes : bytes.slice(0, length))
    })
    source.on('error', fail)
    // An error costs as much as the rest of a short body, so it is made only where it is needed.
    source.on('close', () => isOver || fail(endedEarly()))
  })
}

function grown(bytes: Uint8Array, needed: number): Uint8Array {
  const larger = new Uint8Array(Math.max(needed, bytes.length * 2))
  larger.set(bytes)
  return larger
}
