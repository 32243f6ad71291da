import type { Instant } from '../core/time.ts'
import { nodeCrypto } from '../crypto/node.ts'
import { fileListMemory } from '../sources/list-memory/file.ts'
import { createListKeeper, type ListKeeper } from '../sources/lists/keeper.ts'
import type { ListEvent, ListHealth } from '../sources/lists/types.ts'
import { fileStore } from '../sources/stores/file-store.ts'
import type { TrustListSet } from '../trust-list/trust-list-set.ts'
import { EXIT, type Stop } from './exit.ts'
import { listsClient } from './lists-client.ts'
import { changeLine, healthLines, progressLine, remedyFor } from './lists-health-text.ts'
import { foldersOf, storeObstacle } from './lists-store-obstacle.ts'
import { readNotice } from './notice.ts'
import { isStop } from './read-input.ts'
import { jsonText, shown, type Terminal } from './terminal.ts'

export interface FolderOption {
  /** Path of a folder. */
  readonly store: string
}

export interface StoreOptions extends FolderOption {
  readonly anchor: string
  readonly json?: boolean
}

export interface RefreshOptions extends StoreOptions {
  readonly lotlUrl?: string
  readonly unsafeLoopback?: boolean
  readonly progress?: boolean
}

/**
 * `qwac lists refresh`: exit 0 when every list is current, 2 when some are not, 1 when there is nothing to
 * work with.
 */
export async function refreshStore(options: RefreshOptions, terminal: Terminal): Promise<number> {
  const progress = (event: ListEvent) =>
    event.kind === 'list' && options.progress ? progressLine(event) : changeLine(event)
  const onEvent = (event: ListEvent) => {
    const line = progress(event)
    if (line !== undefined) terminal.note(line)
  }
  const keeper = await keeperOf(options, onEvent)
  if (isStop(keeper)) return stopped(keeper, terminal)
  const health = await keeper.refresh()
  await keeper.close()
  return report(health, options, terminal)
}

/** `qwac lists status`: the same of what is kept, without asking anybody. */
export async function storeStatus(options: StoreOptions, terminal: Terminal): Promise<number> {
  const obstacle = await storeObstacle(options.store)
  if (obstacle) return stopped(obstacle, terminal)
  const keeper = await keeperOf(options, () => undefined)
  if (isStop(keeper)) return stopped(keeper, terminal)
  return report(await keeper.load(), options, terminal)
}

/**
 * The lists that are kept in a folder, for a command that judges certificates. Nothing to work with is
 * another thing than a certificate that no list knows, so it is told apart.
 */
export async function readStore(options: StoreOptions, at: Instant): Promise<TrustListSet | Stop> {
  const obstacle = await storeObstacle(options.store)
  if (obstacle) return obstacle
  const keeper = await keeperOf(
    options,
    () => undefined,
    () => at,
  )
  if (isStop(keeper)) return keeper
  const health = await keeper.load()
  const lists = keeper.current()
  if (lists.ok) return lists.value
  const { reason } = lists
  return {
    code: EXIT.unreadable,
    message: `${shown(options.store)}: ${reason}: ${remedyFor(reason, health)}`,
  }
}

function stopped({ code, message }: Stop, terminal: Terminal): number {
  terminal.note(`qwac: ${message}`)
  return code
}

function report(health: ListHealth, { json }: StoreOptions, terminal: Terminal): number {
  const text = json ? jsonText({ schemaVersion: 1, ...health }, 2) : healthLines(health, terminal)
  terminal.result(text)
  if (health.reason) terminal.note(`qwac: ${health.reason}: ${remedyFor(health.reason, health)}`)
  return exitOf(health)
}

function exitOf({ ready, listOfLists, lists, store, memory }: ListHealth): number {
  if (!ready) return EXIT.failed
  // What is not written is not there for the next command.
  if (store === 'failing' || memory === 'failing') return EXIT.indeterminate
  const rows = [listOfLists, ...Object.values(lists)]
  const isCurrent = rows.every(
    ({ state, lastAttempt }) =>
      (state === 'fresh' || state === 'closed') && lastAttempt?.outcome !== 'failed',
  )
  return isCurrent ? EXIT.passed : EXIT.indeterminate
}

/** The files are in one part of a folder, what was seen of them in another. */
export function partsOf(folder: string) {
  const { files, seen } = foldersOf(folder)
  return { store: fileStore({ folder: files }), memory: fileListMemory({ folder: seen }) }
}

/**
 * A keeper of the lists in a folder. Nothing else runs in a command, so it verifies without a thread of its
 * own.
 */
async function keeperOf(
  { store: folder, anchor, lotlUrl, unsafeLoopback = false }: RefreshOptions,
  onEvent: (event: ListEvent) => void,
  clock: () => number = Date.now,
): Promise<ListKeeper | Stop> {
  const notice = await readNotice(anchor)
  if (isStop(notice)) return notice
  if (lotlUrl !== undefined && !URL.canParse(lotlUrl))
    return { code: EXIT.usage, message: `--lotl-url is no address: ${shown(lotlUrl)}` }
  return createListKeeper({
    client: listsClient(lotlUrl, unsafeLoopback),
    ...partsOf(folder),
    crypto: nodeCrypto(),
    notice,
    worker: false,
    clock,
    ...(lotlUrl !== undefined && { location: lotlUrl }),
    onEvent,
  })
}
