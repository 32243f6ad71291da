import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { httpClient } from '../../../src/sources/http/http.ts'
import { nameServers } from '../../../src/sources/http/resolve-name.ts'
import { type NameServer, startNameServer } from '../../support/name-server.ts'

const NEVER = new AbortController().signal

let server: NameServer

beforeEach(async () => {
  server = await startNameServer(
    {
      'ca.example': ['8.8.8.8', '8.8.4.4'],
      'inside.example': ['8.8.8.8', '10.0.0.1'],
      'silent.example': 'silence',
      'empty.example': [],
      'four.example': ['8.8.8.8'],
      'neither.example': ['8.8.8.8'],
    },
    { 'four.example': 'AAAA', 'neither.example': 'A' },
  )
})
afterEach(() => server.close())

describe('name servers', () => {
  test('are asked for addresses of both kinds, of which one is enough', async () => {
    const found = await nameServers([server.address])('ca.example', NEVER)
    expect([...found].sort()).toEqual(['8.8.4.4', '8.8.8.8'])
  })

  test.each([
    ['unknown.example', 'ENOTFOUND'],
    ['empty.example', 'ENODATA'],
  ])('do not know %s: %s', async (name, code) => {
    await expect(nameServers([server.address])(name, NEVER)).rejects.toMatchObject({ code })
  })

  test('that are silent are not waited for once nobody waits', async () => {
    const controller = new AbortController()
    const found = nameServers([server.address])('silent.example', controller.signal)
    controller.abort()
    await expect(found).rejects.toMatchObject({ code: 'ECANCELLED' })
  })

  test('that drop questions for addresses of IPv6 have given those of IPv4', async () => {
    const found = nameServers([server.address])('four.example', AbortSignal.timeout(5_000))
    expect(await found).toEqual(['8.8.8.8'])
  })

  test('that know of no address of IPv6 are waited for where the one of IPv4 is late', async () => {
    const controller = new AbortController()
    const found = nameServers([server.address])('neither.example', controller.signal)
    setTimeout(() => controller.abort(), 400)
    await expect(found).rejects.toMatchObject({ code: 'ECANCELLED' })
  })

  test('must be addresses', () => {
    expect(() => nameServers(['dns.example'])).toThrow(TypeError)
  })
})

test.each([
  ['inside.example', 100_000, 'not-allowed', 'the address 10.0.0.1'],
  ['unknown.example', 100_000, 'unreachable', 'the name servers answer ENOTFOUND'],
  ['silent.example', 50, 'timed-out', 'no address yet: 50 ms have passed'],
])('a client asks them for %s within %i ms: %s', async (name, timeout, reason, detail) => {
  const client = httpClient({ hosts: 'public', resolve: nameServers([server.address]) })
  const outcome = await client.request({ url: `http://${name}/`, maxOctets: 100, timeout }, NEVER)
  expect(outcome).toEqual({ ok: false, reason, detail })
})
