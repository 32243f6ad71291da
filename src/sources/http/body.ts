import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { type Ok, ok } from '../../core/result.ts'
import { type HttpRefusal, noAnswer } from './client.ts'
import { beyond, failureOf } from './failure.ts'

/**
 * Reads the body of an answer and undoes its encoding. What is sent and what is unpacked are both counted as they come, so that
 * neither a long body nor a short one that unpacks without end takes more memory than is allowed.
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
    const body = await collect(through(message, decoder(most)))
    return message.complete ? ok(body) : noAnswer('unreachable', 'the connection ended within the body')
  } catch (error) {
    return failureOf(error, signal)
  }
}

type Stages = (most: number) => readonly Transform[]

const packed =
  (unpack: () => Transform): Stages =>
  most => [counted(most + packingCost(most)), unpack(), counted(most)]

/** The encodings that are asked for, and what they were called before. Nothing is packed twice. */
const DECODERS: ReadonlyMap<string, Stages> = new Map([
  ['identity', (most: number) => [counted(most)]],
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

/** A stage that fails ends those behind it with its error, and those before it. */
function through(source: Readable, stages: readonly Transform[]): Readable {
  return stages.reduce<Readable>((before, stage) => pipeline(before, stage, () => {}), source)
}

/** In one piece that grows: a body that comes octet by octet costs no more than one that comes at once. */
async function collect(source: Readable): Promise<Uint8Array> {
  let bytes: Uint8Array = new Uint8Array(16_384)
  let length = 0
  for await (const chunk of source) {
    if (length + chunk.length > bytes.length) bytes = grown(bytes, length + chunk.length)
    bytes.set(chunk, length)
    length += chunk.length
  }
  return bytes.slice(0, length)
}

function grown(bytes: Uint8Array, needed: number): Uint8Array {
  const larger = new Uint8Array(Math.max(needed, bytes.length * 2))
  larger.set(bytes)
  return larger
}
