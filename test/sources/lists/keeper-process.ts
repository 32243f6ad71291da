import { setTimeout as sleep } from 'node:timers/promises'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { httpClient } from '../../../src/sources/http/http.ts'
import { fileListMemory } from '../../../src/sources/list-memory/file.ts'
import { createListKeeper } from '../../../src/sources/lists/keeper.ts'
import { fileStore } from '../../../src/sources/stores/file-store.ts'

/**
 * A process of its own that keeps lists in a folder that others use, too:
 * `node … FOLDER PORT NOTICE SIGNER NOW`. It refreshes without end; after each round it prints the number of
 * the list that it uses, and what came of the attempt.
 */
const [folder = '', port = '', notice = '', signer = '', now = ''] = process.argv.slice(2)

async function main(): Promise<void> {
  const keeper = createListKeeper({
    client: httpClient({ hosts: () => true, ports: [Number(port)], unsafeAddresses: ['127.0.0.1'] }),
    store: fileStore({ folder: `${folder}/files` }),
    memory: fileListMemory({ folder: `${folder}/seen` }),
    crypto: nodeCrypto(),
    notice: { id: 'test', locations: [notice], certificates: [signer] },
    location: `http://127.0.0.1:${port}/lotl.xml`,
    worker: false,
    clock: () => Number(now),
  })
  for (;;) {
    const { lists } = await keeper.refresh()
    const { sequenceNumber = 0, state = '', lastAttempt } = lists['XX'] ?? {}
    console.log([sequenceNumber, state, lastAttempt?.reason ?? lastAttempt?.outcome].join(' '))
    await sleep(5)
  }
}

void main()
