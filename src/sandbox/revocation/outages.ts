import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Outage } from '../test-world.ts'

/** What a responder answers. */
export interface Answer {
  readonly status: number
  /** Content type. */
  readonly type: string
  readonly body: Uint8Array
}

/** A request, and where its answer goes. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/** Answers; or does what the outage says in place of it. */
export function deliver(answer: Answer, outage: Outage | undefined, exchange: Exchange): void {
  const send = outage === undefined ? sendWhole : IN_PLACE[outage]
  send(answer, exchange)
}

type Send = (answer: Answer, exchange: Exchange) => void

const IN_PLACE: Readonly<Record<Outage, Send>> = {
  silent: () => undefined,
  refused: (_, { request }) => request.socket.resetAndDestroy(),
  broken: (_, exchange) => sendWhole(plain(500, 'out of order'), exchange),
  html: (_, exchange) => sendWhole(PAGE, exchange),
  slow: sendSlowly,
  truncated: sendHalf,
}

export function plain(status: number, text: string): Answer {
  return { status, type: 'text/plain', body: new TextEncoder().encode(text) }
}

const PAGE: Answer = {
  status: 200,
  type: 'text/html',
  body: new TextEncoder().encode('<!doctype html><title>Sign in</title><p>Sign in to this network.</p>'),
}

function sendWhole(answer: Answer, { response }: Exchange): void {
  writeHead(answer, response)
  response.end(answer.body)
}

/** All octets are promised, and half of them come. */
function sendHalf(answer: Answer, { request, response }: Exchange): void {
  writeHead(answer, response)
  const half = answer.body.subarray(0, Math.floor(answer.body.length / 2))
  response.write(half, () => request.socket.destroySoon())
}

const FIRST_AFTER = 1000
const NEXT_AFTER = 100

/** Never keeps a process running, and stops when the client does. */
function sendSlowly(answer: Answer, { response }: Exchange): void {
  let sent = 0
  const next = (): void => {
    if (sent === 0) writeHead(answer, response)
    if (sent === answer.body.length) {
      response.end()
      return
    }
    response.write(answer.body.subarray(sent, ++sent))
    timer = setTimeout(next, NEXT_AFTER).unref()
  }
  let timer = setTimeout(next, FIRST_AFTER).unref()
  response.once('close', () => clearTimeout(timer))
}

/** The date of the answer would be that of the machine's clock, so there is none. */
function writeHead({ status, type, body }: Answer, response: ServerResponse): void {
  response.sendDate = false
  response.writeHead(status, { 'content-type': type, 'content-length': body.length })
}
