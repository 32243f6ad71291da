import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { httpClient } from '../../../src/sources/http/http.ts'
import { memoryListMemory } from '../../../src/sources/list-memory/list-memory.ts'
import { memoryStore } from '../../../src/sources/stores/store-in-memory.ts'
import { type FaultServer, startFaultServer, type TlsFault } from '../../support/fault-server.ts'
import { type ListWorld, listWorld, NOW, signers } from './list-world.ts'

/** The list of XX stands on a server of its own, behind TLS; the others where they always stand. */
let world: ListWorld
let server: FaultServer
beforeEach(async () => {
  world = await listWorld()
  server = await startFaultServer({
    tls: true,
    respond: ({ path }) => {
      const body = world.files.get(path.slice(1))
      return body ? { body } : { status: 404 }
    },
  })
  world.files.set('lotl.xml', world.lotl({ locationOfX: `${server.url}/XX.xml` }))
})
afterEach(async () => {
  await server.close()
  await world.close()
})

function client() {
  const { reach } = world.server
  const ports = [...reach.ports, server.port]
  // A connection that was opened before the fault is none of the server that has it.
  return httpClient({ hosts: new Set(['fault.test']), ...server.reach, ports, keepConnections: 0 })
}

const FAULTS: readonly (readonly [TlsFault, string])[] = [
  ['tls-expired', 'CERT_HAS_EXPIRED'],
  ['tls-wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['tls-self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['tls-unknown-authority', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ['tls-plain', 'EPROTO'],
]

describe('a server of a list with the fault', () => {
  test.each(FAULTS)('%s is told nothing, and its list is absent until it is well', async (fault, detail) => {
    const keeper = world.keeper({ client: client() })
    await server.fault(fault)
    const broken = await keeper.refresh()
    expect(broken).toMatchObject({
      ready: true,
      anchors: 1,
      lists: {
        XX: { state: 'absent', lastAttempt: { outcome: 'failed', reason: 'unreachable', detail } },
        YY: { state: 'fresh', lastAttempt: { outcome: 'updated' } },
      },
    })
    expect(server.requests()).toEqual([])
    await server.fault('none')
    expect(await keeper.refresh()).toMatchObject({
      anchors: 2,
      lists: { XX: { state: 'fresh', sequenceNumber: 7, lastAttempt: { outcome: 'updated' } } },
    })
  })

  test.each(FAULTS)('%s leaves the last good list, and touches no other', async (fault, detail) => {
    const [store, memory] = [memoryStore(), memoryListMemory()]
    const keeper = world.keeper({ client: client(), store, memory })
    await keeper.start()
    const asked = server.requests().length
    await server.fault(fault)
    world.files.set('XX.xml', world.list('XX', 8))
    world.files.set('YY.xml', world.list('YY', 4))
    world.clock = NOW + 1000
    expect(await keeper.refresh()).toMatchObject({
      ready: true,
      anchors: 2,
      store: 'written',
      lists: {
        XX: {
          state: 'fresh',
          age: 1000,
          sequenceNumber: 7,
          lastAttempt: { outcome: 'failed', reason: 'unreachable', detail },
        },
        YY: { state: 'fresh', age: 0, sequenceNumber: 4 },
      },
    })
    expect(server.requests()).toHaveLength(asked)
    expect((await world.keeper({ client: client(), store, memory }).load()).lists).toMatchObject({
      XX: { sequenceNumber: 7 },
      YY: { sequenceNumber: 4 },
    })

    await server.fault('none')
    // The attempt that is planned after a failure comes without anybody's doing.
    const planned = world.planned.at(-1)
    expect(planned?.milliseconds).toBe(600_000)
    world.clock = NOW + 600_000
    planned?.run()
    await keeper.refresh()
    expect(keeper.health().lists['XX']).toMatchObject({ age: 0, sequenceNumber: 8 })
  })
})

describe('the list of lists behind a server with the fault', () => {
  test.each(FAULTS)('%s is nothing to trust, and later stays as it was', async (fault, detail) => {
    world.files.set('lotl.xml', world.lotl({ location: `${server.url}/lotl.xml` }))
    const keeper = world.keeper({ client: client(), location: `${server.url}/lotl.xml` })
    await server.fault(fault)
    expect(await keeper.refresh()).toMatchObject({ ready: false, reason: 'not-loaded', anchors: 0 })
    await server.fault('none')
    expect(await keeper.refresh()).toMatchObject({ ready: true, anchors: 2 })
    await server.fault(fault)
    world.files.set('lotl.xml', world.lotl({ sequenceNumber: '8', signersOfX: [signers.stranger] }))
    expect(await keeper.refresh()).toMatchObject({
      ready: true,
      anchors: 2,
      listOfLists: {
        state: 'fresh',
        sequenceNumber: 7,
        lastAttempt: { outcome: 'failed', reason: 'unreachable', detail },
      },
    })
    await server.fault('none')
    expect((await keeper.refresh()).listOfLists).toMatchObject({ sequenceNumber: 8 })
  })
})
