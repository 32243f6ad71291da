import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { verifierInThread } from '../../../src/sources/lists/thread.ts'
import { verifierHere } from '../../../src/sources/lists/verifier.ts'
import { type CompiledWorker, compiledWorker } from '../../support/compiled-worker.ts'
import {
  extension,
  LIST_OF_LISTS,
  pointer,
  providers,
  scheme,
  service,
} from '../../trust-list/list-content.ts'
import { writeList } from '../../trust-list/list-writer.ts'
import { JOURNAL, type ListWorld, listWorld, NOW, signers } from './list-world.ts'

let thread: CompiledWorker
beforeAll(() => {
  thread = compiledWorker()
}, 60_000)
afterAll(() => thread.remove())

let world: ListWorld
beforeEach(async () => {
  world = await listWorld()
})
afterEach(() => world.close())

/** Each element is three items of a snapshot, because it is a qualification of which nothing is known. */
function listOf(elements: number, sequenceNumber = 8): Uint8Array {
  const content = '<s:x></s:x>'.repeat(elements)
  const qualifications = `<s:Qualifications xmlns:s="http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#">${content}</s:Qualifications>`
  const services = providers(service({ extensions: extension(qualifications) }))
  return writeList({
    content: scheme({ territory: 'XX', sequenceNumber: `${sequenceNumber}` }) + services,
    signer: signers.XX,
  })
}

const [WITHIN, BEYOND] = [333_000, 333_400]

const VERIFIERS = [
  ['a thread that answers with a part of a snapshot', () => verifierInThread(thread.worker)],
  ['the thread of the caller', () => verifierHere(nodeCrypto())],
] as const

describe('a list with so many items that no snapshot can hold it', () => {
  test.each(VERIFIERS)('is unreadable to %s', async (_, start) => {
    const verifier = start()
    const announced = { territory: 'XX', locations: [], signers: new Set([signers.XX.sha256]) }
    const ask = (bytes: Uint8Array) => verifier.nationalList({ input: { bytes }, announced, at: NOW })
    expect(await ask(listOf(WITHIN))).toMatchObject({ value: { file: { outcome: 'authentic' } } })
    expect(await ask(listOf(BEYOND))).toMatchObject({
      value: {
        anchors: 0,
        file: { outcome: 'unreadable', reason: 'limit-exceeded', claims: { sequenceNumber: 8 } },
      },
    })
    verifier.rest()
  })

  test('touches no other, and leaves the one that is held in use', async () => {
    const keeper = world.keeper({ worker: thread.worker, maxOctets: 10_000_000, timeout: 10_000 })
    await keeper.refresh()
    world.files.set('XX.xml', listOf(BEYOND))
    world.files.set('YY.xml', world.list('YY', 4))
    const { ready, lists } = await keeper.refresh()
    expect(ready).toBe(true)
    expect(lists).toMatchObject({
      XX: { state: 'fresh', sequenceNumber: 7, lastAttempt: { outcome: 'failed', reason: 'limit-exceeded' } },
      YY: { state: 'fresh', sequenceNumber: 4 },
    })
  })

  test.each(VERIFIERS)('is unreadable as a list of lists too, to %s', async (_, start) => {
    const verifier = start()
    const uris = [JOURNAL, ...Array.from({ length: 600_000 }, (_, i) => `${i}`)]
    const own = pointer({
      type: LIST_OF_LISTS,
      territory: 'EU',
      signers: [signers.lotl],
      location: 'http://x.example/',
    })
    const content = scheme({ type: LIST_OF_LISTS, territory: 'EU', uris, pointers: own })
    const judged = await verifier.listOfLists({
      input: { bytes: writeList({ content, signer: signers.lotl }) },
      pivots: [],
      notice: { id: 'test', locations: [JOURNAL], certificates: [signers.lotl.sha256] },
      at: NOW,
    })
    expect(judged).toMatchObject({
      value: { listOfLists: { outcome: 'unreadable', reason: 'limit-exceeded' }, unsafePivotAddresses: [] },
    })
    expect(judged.ok && judged.value.plan).toBe(undefined)
    verifier.rest()
  })
})
