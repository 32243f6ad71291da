import { get } from 'node:http'
import { expect, test } from 'vitest'
import { startFaultServer } from '../../support/fault-server.ts'

/** The status and the length of what a plain client receives; or the error that ends it. */
function ask(port: number): Promise<readonly [number, number] | string> {
  return new Promise(done => {
    const request = get({ host: '127.0.0.1', port, path: '/crl', agent: false }, response => {
      let length = 0
      response.on('data', chunk => {
        length += chunk.length
      })
      response.on('end', () => done([response.statusCode ?? 0, length]))
      response.on('error', error => done(String('code' in error ? error.code : error)))
    })
    request.on('error', error => done(String('code' in error ? error.code : error)))
  })
}

test('a server is made to fail, at one port, and is well again', async () => {
  const server = await startFaultServer({ respond: ({ path }) => ({ body: `you asked for ${path}` }) })
  try {
    const { port } = server
    expect(await ask(port)).toEqual([200, 18])
    await server.fault('unavailable', 1)
    expect([await ask(port), await ask(port)]).toEqual([
      [503, 0],
      [200, 18],
    ])
    await server.fault('reset')
    expect(await ask(port)).toBe('ECONNRESET')
    await server.fault('refused')
    expect(await ask(port)).toBe('ECONNREFUSED')
    await server.fault('none')
    expect(await ask(port)).toEqual([200, 18])
    expect(server.connections()).toBe(5)
    expect(server.requests().map(({ path }) => path)).toEqual(Array(5).fill('/crl'))
  } finally {
    await server.close()
  }
  expect(server.open()).toBe(0)
})

test('its resolver fails as well', async () => {
  const server = await startFaultServer()
  try {
    expect(await server.reach.resolve('fault.test')).toEqual(['127.0.0.1'])
    await server.fault('dns-failure')
    await expect(server.reach.resolve('fault.test')).rejects.toMatchObject({ code: 'ENOTFOUND' })
  } finally {
    await server.close()
  }
})
