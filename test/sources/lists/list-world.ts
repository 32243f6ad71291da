import { createHash } from 'node:crypto'
import { instant } from '../../../src/core/time.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { httpClient } from '../../../src/sources/http/http.ts'
import { memoryListMemory } from '../../../src/sources/list-memory/list-memory.ts'
import { createListKeeper, type ListKeeper } from '../../../src/sources/lists/keeper.ts'
import type { ListEvent, ListKeeperOptions } from '../../../src/sources/lists/types.ts'
import { type FaultServer, type SeenRequest, startFaultServer } from '../../support/fault-server.ts'
import {
  LIST_OF_LISTS,
  pointer,
  providers,
  type SchemePlan,
  scheme,
  service,
} from '../../trust-list/list-content.ts'
import { type ListSigner, listSigner, writeList } from '../../trust-list/list-writer.ts'

export const JOURNAL = 'https://journal.example/notice'
export const NOW = instant('2026-08-20T12:00:00Z')
export const signers = { lotl: listSigner(), XX: listSigner(), YY: listSigner(), stranger: listSigner() }

/**
 * Two territories and a list of lists, on a server of their own; every list can be replaced, and every fault
 * played.
 */
export interface ListWorld {
  readonly server: FaultServer
  /** By path, without the slash. */
  readonly files: Map<string, Uint8Array>
  /** Whether the server tells validators, and answers 304. */
  validators: boolean
  /** Paths that were asked since the last call. */
  asked(): readonly string[]
  lotl(plan?: LotlPlan): Uint8Array
  list(
    territory: 'XX' | 'YY',
    sequenceNumber: number,
    plan?: SchemePlan & { readonly signer?: ListSigner },
  ): Uint8Array
  keeper(options?: Partial<ListKeeperOptions>): ListKeeper
  readonly events: ListEvent[]
  clock: number
  /** What the keepers have planned, the last one last. */
  readonly planned: { readonly run: () => void; readonly milliseconds: number }[]
  close(): Promise<void>
}

export interface LotlPlan extends SchemePlan {
  readonly signer?: ListSigner
  readonly own?: readonly ListSigner[]
  readonly location?: string
  readonly locationOfX?: string
  readonly signersOfX?: readonly ListSigner[]
  /** Pointers behind all others. */
  readonly further?: readonly string[]
}

const methodOf = ({ privateKey }: ListSigner) =>
  privateKey.asymmetricKeyType === 'rsa' ? ({ method: 'rsa-sha256' } as const) : {}

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/**
 * @param host By which the lists name their server; a process without its resolver reaches only `127.0.0.1`.
 */
export async function listWorld(host = 'fault.test'): Promise<ListWorld> {
  const files = new Map<string, Uint8Array>()
  const keepers: ListKeeper[] = []
  let seen = 0
  const respond = ({ path, headers }: SeenRequest) => {
    const file = files.get(path.slice(1))
    if (!file) return { status: 404 }
    const etag = `"${digest(file)}"`
    if (!world.validators) return { body: file }
    return headers['if-none-match'] === etag
      ? { status: 304, headers: { etag } }
      : { headers: { etag }, body: file }
  }
  const server = await startFaultServer({ respond })
  const at = (name: string) => `http://${host}:${server.port}/${name}`
  const world: ListWorld = {
    server,
    files,
    validators: true,
    events: [],
    planned: [],
    clock: NOW,
    asked: () => {
      const paths = server
        .requests()
        .slice(seen)
        .map(({ path }) => path.slice(1))
      seen = server.requests().length
      return paths.toSorted()
    },
    lotl: ({
      signer = signers.lotl,
      own = [signers.lotl],
      location,
      locationOfX,
      signersOfX,
      further = [],
      ...plan
    } = {}) => {
      const pointers = [
        pointer({ type: LIST_OF_LISTS, territory: 'EU', signers: own, location: location ?? at('lotl.xml') }),
        pointer({
          territory: 'XX',
          signers: signersOfX ?? [signers.XX],
          location: locationOfX ?? at('XX.xml'),
        }),
        pointer({ territory: 'YY', signers: [signers.YY], location: at('YY.xml') }),
        ...further,
      ]
      const content = scheme({
        type: LIST_OF_LISTS,
        territory: 'EU',
        uris: [JOURNAL],
        ...plan,
        pointers: pointers.join(''),
      })
      return writeList({ content, signer, ...methodOf(signer) })
    },
    list: (territory, sequenceNumber, { signer = signers[territory], ...plan } = {}) =>
      writeList({
        content: scheme({ territory, sequenceNumber: `${sequenceNumber}`, ...plan }) + providers(service()),
        signer,
        ...methodOf(signer),
      }),
    keeper: options => {
      const keeper = createListKeeper({
        client: httpClient({ hosts: new Set(['fault.test']), ...server.reach }),
        memory: memoryListMemory(),
        crypto: nodeCrypto(),
        notice: { id: 'test', locations: [JOURNAL], certificates: [signers.lotl.sha256] },
        location: at('lotl.xml'),
        worker: false,
        timeout: 400,
        maxOctets: 100_000,
        clock: () => world.clock,
        random: () => 0.5,
        schedule: (run, milliseconds) => {
          const entry = { run, milliseconds }
          world.planned.push(entry)
          return () => void world.planned.splice(world.planned.indexOf(entry), 1)
        },
        onEvent: event => void world.events.push(event),
        ...options,
      })
      keepers.push(keeper)
      return keeper
    },
    close: async () => {
      await Promise.all(keepers.map(keeper => keeper.close()))
      await server.close()
    },
  }
  files.set('lotl.xml', world.lotl())
  files.set('XX.xml', world.list('XX', 7))
  files.set('YY.xml', world.list('YY', 3))
  return world
}
