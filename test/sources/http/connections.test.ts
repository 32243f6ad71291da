import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HttpOutcome } from '../../../src/sources/http/client.ts'
import { httpClient } from '../../../src/sources/http/http.ts'
import { type Fault, type FaultServer, startFaultServer } from '../../support/fault-server.ts'

/** Connections that are kept for the next request, and those that must not be. */

const NEVER = new AbortController().signal
const text = (outcome: HttpOutcome): string =>
  outcome.ok ? Buffer.from(outcome.value.body).toString() : `${outcome.reason}: ${outcome.detail}`

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(done => setTimeout(done, 5))
}

describe.each([false, true])('with TLS %s', tls => {
  let server: FaultServer
  beforeEach(async () => {
    server = await startFaultServer({ tls, respond: ({ path }) => pages[path] ?? { body: 'answer' } })
  })
  afterEach(() => server.close())

  const pages: Readonly<Record<string, { status?: number; headers?: Record<string, string>; body: string }>> =
    {
      '/error': { status: 500, body: 'long '.repeat(10_000) },
      '/moved': { status: 302, headers: { location: '/' }, body: '' },
      '/long': { body: 'long '.repeat(10_000) },
      '/packed': { headers: { 'content-encoding': 'zstd' }, body: 'packed' },
    }
  const asking = (options = {}) => {
    const client = httpClient({ hosts: 'public', ...server.reach, ...options })
    return (path = '/', url = server.url) =>
      client.request({ url: `${url}${path}`, maxOctets: 1_000, timeout: 10_000 }, NEVER)
  }

  test('one is used for what is asked one after the other', async () => {
    const ask = asking()
    for (let i = 0; i < 3; i++) expect(text(await ask())).toBe('answer')
    expect(server.connections()).toBe(1)
    expect(server.requests().map(({ headers }) => headers['connection'])).toEqual(Array(3).fill('keep-alive'))
  })

  test('none is kept where none is to be', async () => {
    const ask = asking({ keepConnections: 0 })
    for (let i = 0; i < 3; i++) expect(text(await ask())).toBe('answer')
    expect(server.connections()).toBe(3)
    expect(server.requests().map(({ headers }) => headers['connection'])).toEqual(Array(3).fill('close'))
    await until(() => server.open() === 0)
  })

  test('none is shared between clients', async () => {
    expect([text(await asking()()), text(await asking()())]).toEqual(['answer', 'answer'])
    expect(server.connections()).toBe(2)
  })

  test.each(['/error', '/moved', '/long', '/packed'])(
    'none is kept whose answer was not read: %s',
    async path => {
      const ask = asking({ redirects: 0 })
      await ask(path)
      await until(() => server.open() === 0)
      expect(text(await ask())).toBe('answer')
      expect(server.connections()).toBe(2)
    },
  )

  // The test server cannot reset what is encrypted.
  const faults: readonly Fault[] = [...(tls ? [] : ['reset' as const]), 'not-http', 'gzip-bomb']
  test.each(faults)('none is kept that failed: %s', async fault => {
    const ask = asking()
    await server.fault(fault, 1)
    expect((await ask()).ok).toBe(false)
    await until(() => server.open() === 0)
    expect(text(await ask())).toBe('answer')
    expect(server.connections()).toBe(2)
  })

  test.skipIf(tls)('no more than sixty-four are kept, whatever the hosts', async () => {
    const ask = asking()
    const hosts = Array.from({ length: 70 }, (_, index) => server.url.replace('fault', `h${index}`))
    await Promise.all(hosts.map(url => ask('/', url)))
    await until(() => server.open() <= 64)
    expect(server.connections()).toBe(70)
  })

  test.skipIf(tls)('one is not used for another name', async () => {
    const ask = asking()
    await ask()
    await ask('/', server.url.replace('fault.test', 'other.test'))
    expect(server.connections()).toBe(2)
  })

  test('one is not used where the name leads elsewhere by now', async () => {
    let addresses = ['127.0.0.1']
    const unsafeAddresses = ['127.0.0.1', '127.0.0.2']
    const ask = asking({ resolve: async () => addresses, unsafeAddresses })
    await ask()
    addresses = ['127.0.0.1', '127.0.0.2']
    await ask()
    expect(server.connections()).toBe(2)
    addresses = ['127.0.0.2', '127.0.0.1']
    expect(text(await ask())).toBe('answer')
    expect(server.connections()).toBe(2)
    addresses = ['10.0.0.1']
    expect(text(await ask())).toBe('not-allowed: the address 10.0.0.1')
    expect(server.requests()).toHaveLength(3)
  })

  test('one is closed after its time, and not before an answer has come', async () => {
    const client = httpClient({ hosts: 'public', ...server.reach, keepConnections: 10 })
    await server.fault('slow', 1)
    const request = { url: `${server.url}/`, maxOctets: 10, timeout: 10_000 }
    expect(text(await client.request(request, NEVER))).toBe('not-allowed: ERR_BEYOND_LIMIT')
    expect(text(await client.request(request, NEVER))).toBe('answer')
    await until(() => server.open() === 0)
  })

  test('no more than sixteen of a host are kept', async () => {
    const ask = asking()
    await Promise.all(Array.from({ length: 20 }, () => ask()))
    await until(() => server.open() <= 16)
    expect(server.connections()).toBe(20)
  })
})

/**
 * What a server does with each request of a connection, by number; the numbers of connections and requests it
 * saw.
 */
async function scripted(play: (socket: Socket, connection: number, request: number) => void) {
  const sockets = new Set<Socket>()
  const requests: string[] = []
  const server = createServer(socket => {
    sockets.add(socket)
    const connection = sockets.size
    let request = 0
    socket.on('error', () => {})
    socket.on('data', () => {
      requests.push(`${connection}.${++request}`)
      play(socket, connection, request)
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const client = httpClient({
    hosts: new Set(['127.0.0.1']),
    ports: [port],
    unsafeAddresses: ['127.0.0.1'],
  })
  return {
    requests,
    sockets,
    ask: async (mayAskAgain?: () => boolean, method: 'GET' | 'POST' = 'GET') => {
      const terms = { url: `http://127.0.0.1:${port}/`, maxOctets: 1_000, timeout: 10_000, method }
      const body = method === 'POST' ? { body: Uint8Array.of(1) } : {}
      return text(await client.request({ ...terms, ...body, ...(mayAskAgain && { mayAskAgain }) }, NEVER))
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise(done => server.close(done))
    },
  }
}

const answer = (body: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`

describe('a connection that was kept', () => {
  /** Answers the first request of a connection, and ends the second one in some way. */
  const ending = (end: (socket: Socket) => void) => (socket: Socket, _: number, request: number) => {
    if (request === 1) socket.write(answer('well'))
    else end(socket)
  }

  test.each<[string, (socket: Socket) => void]>([
    ['closed', socket => socket.end()],
    ['reset', socket => socket.resetAndDestroy()],
  ])('and is %s before an answer: the request is made once more, and counts', async (_, end) => {
    const server = await scripted(ending(end))
    let asked = 0
    const may = () => ++asked > 0
    try {
      expect([await server.ask(may), asked]).toEqual(['well', 0])
      expect([await server.ask(may), asked]).toEqual(['well', 1])
      expect(server.requests).toEqual(['1.1', '1.2', '2.1'])
    } finally {
      await server.close()
    }
  })

  test('and is closed before an answer: a question that was posted is posted once more', async () => {
    const server = await scripted(ending(socket => socket.end()))
    try {
      expect([await server.ask(undefined, 'POST'), await server.ask(undefined, 'POST')]).toEqual([
        'well',
        'well',
      ])
    } finally {
      await server.close()
    }
  })

  test('and is closed where no further exchange may be made: that says nothing about the server', async () => {
    const server = await scripted(ending(socket => socket.end()))
    try {
      await server.ask()
      expect(await server.ask(() => false)).toMatch(/^not-allowed/)
      expect(server.requests).toEqual(['1.1', '1.2'])
    } finally {
      await server.close()
    }
  })

  test('and ends within the headers: the request is not made again', async () => {
    const server = await scripted(ending(socket => socket.end('HTTP/1.1 200')))
    try {
      await server.ask()
      expect(await server.ask()).not.toBe('well')
      expect(server.requests).toEqual(['1.1', '1.2'])
    } finally {
      await server.close()
    }
  })

  test('is replaced once: where the new one is closed too, nobody answers', async () => {
    const server = await scripted((socket, connection, request) => {
      if (connection === 1 && request === 1) socket.write(answer('well'))
      else socket.end()
    })
    try {
      await server.ask()
      expect(await server.ask()).toMatch(/^unreachable/)
      expect(server.requests).toEqual(['1.1', '1.2', '2.1'])
    } finally {
      await server.close()
    }
  })

  test.each([
    [1, ['1.1', '2.1']],
    [2, ['1.1', '1.2']],
  ])('by a server that keeps it for %i s', async (seconds, requests) => {
    const server = await scripted(socket =>
      socket.write(answer('well').replace('\r\n', `\r\nKeep-Alive: timeout=${seconds}\r\n`)),
    )
    try {
      expect([await server.ask(), await server.ask()]).toEqual(['well', 'well'])
      expect(server.requests).toEqual(requests)
    } finally {
      await server.close()
    }
  })

  test('and is watched by somebody else is watched on', async () => {
    let seen = 0
    const watch = (message: unknown) => {
      if (typeof message === 'object' && message !== null && 'socket' in message)
        (message.socket as Socket).on('data', () => seen++)
    }
    const server = await scripted(socket => socket.write(answer('well')))
    subscribe('net.client.socket', watch)
    try {
      expect([await server.ask(), await server.ask()]).toEqual(['well', 'well'])
      expect([server.requests, seen]).toEqual([['1.1', '1.2'], 2])
    } finally {
      unsubscribe('net.client.socket', watch)
      await server.close()
    }
  })

  test('and sends what nobody has asked for is closed, and that answers nothing', async () => {
    let first: Socket | undefined
    const server = await scripted((socket, connection) => {
      first ??= socket
      socket.write(answer(`of connection ${connection}`))
    })
    try {
      expect(await server.ask()).toBe('of connection 1')
      await new Promise(done => first?.write(answer('in wait'), done))
      await until(() => first?.destroyed === true)
      expect(await server.ask()).toBe('of connection 2')
    } finally {
      await server.close()
    }
  })

  test('with an answer and a second one behind it answers once', async () => {
    const server = await scripted((socket, connection) =>
      socket.write(answer(`of connection ${connection}`) + answer('in wait')),
    )
    try {
      for (const connection of [1, 2, 3])
        expect(await server.ask()).toMatch(new RegExp(`^(?:of connection ${connection}|unreachable.*)$`))
    } finally {
      await server.close()
    }
  })
})
