import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { httpClient } from '../../../src/sources/http/http.ts'

/** Servers that send without end what is neither a header of an answer nor its body. */

const NEVER = new AbortController().signal

/** Writes a beginning once, and a part again and again for as long as somebody takes it. */
async function flooding(beginning: string, part: string) {
  const text = part.repeat(1_000)
  const pour = (socket: Socket) => {
    while (!socket.destroyed && socket.write(text));
  }
  const server = createServer(socket => {
    socket.on('error', () => {})
    socket.on('drain', () => pour(socket))
    socket.once('data', () => {
      socket.write(beginning)
      pour(socket)
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise(done => server.close(done)),
  }
}

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

test.each([
  ['interim answers', '', 'HTTP/1.1 102 Processing\r\n\r\n'],
  ['leave to go on', '', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ['empty lines', '', '\r\n'],
  ['chunks with an extension', CHUNKED, `1;${'x'.repeat(1_000)}\r\na\r\n`],
])('%s end an exchange, long before its time is up', async (_, beginning, part) => {
  const server = await flooding(beginning, part)
  try {
    const client = httpClient({ hosts: 'public', ports: [server.port], unsafeAddresses: ['127.0.0.1'] })
    const url = `http://127.0.0.1:${server.port}/`
    const outcome = await client.request({ url, maxOctets: 1_000, timeout: 100_000 }, NEVER)
    expect(outcome).toEqual({ ok: false, reason: 'not-allowed', detail: 'ERR_BEYOND_LIMIT' })
  } finally {
    await server.close()
  }
})

test('a body that comes octet by octet in chunks of its own is taken', async () => {
  const body = 'a'.repeat(100_000)
  const server = createServer(socket => {
    socket.once('data', () => socket.write(`${CHUNKED}${'1\r\na\r\n'.repeat(body.length)}0\r\n\r\n`))
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  try {
    const options = {
      hosts: 'public',
      ports: [port],
      unsafeAddresses: ['127.0.0.1'],
      keepConnections: 0,
    } as const
    const request = { url: `http://127.0.0.1:${port}/`, maxOctets: body.length, timeout: 100_000 }
    const outcome = await httpClient(options).request(request, NEVER)
    expect(outcome.ok && Buffer.from(outcome.value.body).toString()).toBe(body)
  } finally {
    await new Promise(done => server.close(done))
  }
})
