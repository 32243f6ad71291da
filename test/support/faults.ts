import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'

/** What a server answers. */
export interface Served {
  /** 200 unless told. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
}

/** What a fault has to work with. */
export interface Stage {
  readonly response: ServerResponse
  /** What would be answered if all were well. */
  readonly served: Served
  /** Where the server is, without a path. */
  readonly url: string
  readonly path: string
}

/** A fault that shows in the answer to one request. */
export type AnswerFault = keyof typeof ANSWERS

/** Plays a fault. */
export function play(fault: AnswerFault, stage: Stage): void {
  ANSWERS[fault](stage)
}

/** Answers as a sound server does. */
export function serve({ response, served }: Stage): void {
  response.writeHead(served.status ?? 200, { ...served.headers })
  response.end(served.body ?? '')
}

const ANSWERS = {
  /** The connection is reset instead of an answer. */
  'reset-before-answer': ({ response }: Stage) => reset(response),
  /** The connection is reset in the middle of the body. */
  reset: (stage: Stage) => {
    startBody(stage, octets(stage).length + 100)
    stage.response.write(firstHalf(stage), () => reset(stage.response))
  },
  /** Nothing is answered, and nothing is closed. */
  stall: () => {},
  'stall-in-headers': ({ response }: Stage) => raw(response, 'HTTP/1.1 200 OK\r\nContent-Ty'),
  'stall-in-body': (stage: Stage) => {
    startBody(stage, octets(stage).length + 100)
    stage.response.write(firstHalf(stage))
  },
  /** One octet at a time, for ever; with pauses so short that nobody would call the connection idle. */
  slow: ({ response, served }: Stage) => {
    response.writeHead(200, { ...served.headers })
    const timer = setInterval(() => response.write(Uint8Array.of(0x30)), 20)
    response.on('close', () => clearInterval(timer))
  },
  /** The same in the headers. */
  'slow-headers': ({ response }: Stage) => {
    raw(response, 'HTTP/1.1 200 OK\r\nX-Slow: ')
    const timer = setInterval(() => raw(response, 'x'), 20)
    response.on('close', () => clearInterval(timer))
  },
  /** 200 and a page for people, as captive portals and balancers send. */
  html: ({ response }: Stage) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end('<!DOCTYPE html><html><head><title>Welcome</title></head><body>Please log in.</body></html>')
  },
  /** 200 and no octet. */
  empty: ({ response }: Stage) => status(response, 200),
  'no-content': ({ response }: Stage) => status(response, 204),
  /** Every address leads to another of the same server. */
  'redirect-loop': ({ response, path }: Stage) =>
    status(response, 302, { location: path.endsWith('/again') ? path.slice(0, -6) : `${path}/again` }),
  'redirect-elsewhere': ({ response, url }: Stage) => {
    const elsewhere = new URL(url)
    elsewhere.hostname = 'elsewhere.test'
    status(response, 302, { location: elsewhere.href })
  },
  'redirect-to-literal': ({ response, url }: Stage) => {
    const inside = new URL(url)
    inside.hostname = '127.0.0.1'
    status(response, 302, { location: inside.href })
  },
  'redirect-without-location': ({ response }: Stage) => status(response, 302),
  forbidden: ({ response }: Stage) => status(response, 403),
  'not-found': ({ response }: Stage) => status(response, 404),
  /** 429, to be asked again after one second. */
  'too-many-requests': ({ response }: Stage) => status(response, 429, { 'retry-after': '1' }),
  'server-error': ({ response }: Stage) => status(response, 500),
  unavailable: ({ response }: Stage) => status(response, 503),
  /** `Content-Length` tells more octets than come. */
  'length-too-long': (stage: Stage) => {
    const body = octets(stage)
    raw(stage.response, `HTTP/1.1 200 OK\r\nContent-Length: ${body.length + 10}\r\n\r\n`)
    stage.response.socket?.end(body)
  },
  /** `Content-Length` tells fewer octets than come. */
  'length-too-short': (stage: Stage) => {
    const body = octets(stage)
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${Math.max(0, body.length - 1)}\r\n\r\n`
    stage.response.socket?.end(Buffer.concat([Buffer.from(head), body, Buffer.from('beyond')]))
  },
  /** Chunks, and the connection ends before the last. */
  'chunks-cut': (stage: Stage) => {
    const body = octets(stage)
    const head = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n`
    stage.response.socket?.end(Buffer.concat([Buffer.from(head), body, Buffer.from('\r\n')]))
  },
  /** 256 KB on the wire, 256 MB when unpacked. */
  'gzip-bomb': ({ response }: Stage) => {
    response.writeHead(200, { 'content-encoding': 'gzip' })
    Readable.from(repeated(gzipSync(new Uint8Array(1 << 20)), 256))
      .on('error', () => {})
      .pipe(response)
  },
  'gzip-truncated': (stage: Stage) => {
    const packed = gzipSync(octets(stage))
    stage.response.writeHead(200, { 'content-encoding': 'gzip' })
    stage.response.end(packed.subarray(0, packed.length - 9))
  },
  /** The body is said to be gzip, and is not. */
  'gzip-not': (stage: Stage) => {
    stage.response.writeHead(200, { 'content-encoding': 'gzip' })
    stage.response.end(octets(stage))
  },
  /** Header fields without end. */
  'endless-headers': ({ response }: Stage) => {
    const { socket } = response
    if (socket === null) return
    raw(response, 'HTTP/1.1 200 OK\r\n')
    Readable.from(repeated(Buffer.from(`X-More: ${'x'.repeat(1000)}\r\n`), 1_000_000)).pipe(socket)
  },
  /** A body without end. */
  'endless-body': ({ response }: Stage) => {
    response.writeHead(200)
    Readable.from(repeated(Buffer.alloc(16_384), 1_000_000)).pipe(response)
  },
  /** Another protocol. */
  'not-http': ({ response }: Stage) => void response.socket?.end('220 mail.test ESMTP\r\n'),
} as const

function octets({ served }: Stage): Uint8Array {
  return Buffer.from(served.body ?? '')
}

function firstHalf(stage: Stage): Uint8Array {
  const all = octets(stage)
  return all.subarray(0, Math.max(1, all.length >> 1))
}

function startBody({ response, served }: Stage, length: number): void {
  response.writeHead(200, { ...served.headers, 'content-length': String(length) })
}

function status(
  response: ServerResponse,
  code: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(code, { ...headers })
  response.end()
}

function reset({ socket }: ServerResponse): void {
  if (socket !== null && 'resetAndDestroy' in socket) socket.resetAndDestroy()
}

function raw({ socket }: ServerResponse, text: string): void {
  if (socket?.writable) socket.write(text)
}

function* repeated(part: Uint8Array, times: number): Generator<Uint8Array> {
  for (let i = 0; i < times; i++) yield part
}
