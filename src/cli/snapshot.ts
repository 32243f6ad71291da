import { hash } from 'node:crypto'
import type { Instant } from '../core/time.ts'
import { diffLists } from '../sources/snapshots/diff.ts'
import { signSnapshot } from '../sources/snapshots/signature.ts'
import type { Part } from '../trust-list/snapshot/reduce.ts'
import { encodeSnapshot } from '../trust-list/snapshot/snapshot.ts'
import type { TrustListSet } from '../trust-list/trust-list-set.ts'
import { reportSnapshot } from '../verdict/snapshot-report.ts'
import { EXIT, type Stop } from './exit.ts'
import { idleOption } from './idle-options.ts'
import { isStop, readInput, unreadable } from './read-input.ts'
import { type ListChoice, readCountedLists } from './read-lists.ts'
import { lookAtSnapshot, readSnapshot, type SnapshotVouching } from './read-snapshot.ts'
import { replaceFile } from './replace-file.ts'
import { describeChanges, describeSnapshot } from './snapshot-text.ts'
import { jsonText, shown, type Terminal } from './terminal.ts'

export interface BuildOptions extends ListChoice {
  readonly out: string
  /** Only what is for websites. */
  readonly website?: boolean
  /** File with the private key of the operator. */
  readonly sign?: string
  /** When signatures must be strong enough; that of the command unless told. */
  readonly at?: Instant
  readonly now: Instant
}

/**
 * `qwac snapshot build`: authenticates the lists and writes them as one file, by the name of which its digest
 * is printed. Lists that are refused or missing are part of what is written; a list of lists that is refused
 * is not.
 */
export async function buildSnapshot(options: BuildOptions, terminal: Terminal): Promise<number> {
  const { snapshot: from, at, now } = options
  const idle = idleOption([['--at', at, from !== undefined, 'with --snapshot, whose signatures are gone']])
  if (idle !== undefined) return end(idle, terminal)
  const read = await readCountedLists(options, at ?? now)
  if (isStop(read)) return end(read, terminal)
  const { lists: set, part: given } = read
  const wrong = misuse(options, given)
  if (wrong !== undefined) return end({ code: EXIT.usage, message: wrong }, terminal)
  if (set.listOfLists.outcome !== 'authentic') {
    const message = `the list of trusted lists is ${set.listOfLists.outcome}: ${shown(set.listOfLists.reason)}`
    return end({ code: EXIT.failed, message }, terminal)
  }
  const octets = encoded(set, options.website ? 'website' : 'all')
  if (isStop(octets)) return end(octets, terminal)
  const signature = options.sign === undefined ? undefined : await signatureBy(options.sign, octets)
  if (signature !== undefined && isStop(signature)) return end(signature, terminal)
  const failure = await write(options.out, octets, signature?.jws)
  if (failure !== undefined) return end(failure, terminal)
  terminal.result(`${hash('sha256', octets, 'hex')}  ${shown(options.out)}`)
  return EXIT.passed
}

function encoded(set: TrustListSet, part: Part): Uint8Array | Stop {
  try {
    return encodeSnapshot(set, { part })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { code: EXIT.failed, message: `the lists do not fit into a snapshot: ${error.message}` }
  }
}

/** @param part Which services were read, where a snapshot says so. */
function misuse({ sign, unvouched, website }: BuildOptions, part: Part | undefined): string | undefined {
  // Whoever reads what is signed believes that its lists were verified.
  if (sign !== undefined && unvouched)
    return '--sign vouches for what is written, and --unvouched says that nobody does'
  return part === 'website' && !website
    ? 'the snapshot holds only the part for websites: say --website'
    : undefined
}

async function signatureBy(path: string, octets: Uint8Array): Promise<{ readonly jws: string } | Stop> {
  const key = await readInput(path)
  if (isStop(key)) return key
  const signed = await signSnapshot(octets, new TextDecoder().decode(key))
  return signed.ok ? { jws: signed.value } : unreadable(path, signed.reason)
}

/**
 * Each is there whole or not at all. The signature comes first: between the two, and where the second cannot
 * be written, the new signature stands beside the old snapshot, and a reader finds that it is not of these
 * octets.
 */
async function write(path: string, octets: Uint8Array, jws: string | undefined): Promise<Stop | undefined> {
  const signature = jws === undefined ? 'unchanged' : await replaceFile(`${path}.jws`, `${jws}\n`)
  if (typeof signature === 'object') return signature
  const snapshot = await replaceFile(path, octets)
  return typeof snapshot === 'object' ? snapshot : undefined
}

/** `qwac snapshot show`: what a snapshot says, whoever wrote it. */
export async function showSnapshot(
  path: string,
  { at, json }: { readonly at: Instant; readonly json?: boolean },
  terminal: Terminal,
): Promise<number> {
  const snapshot = await lookAtSnapshot(path)
  if (isStop(snapshot)) return end(snapshot, terminal)
  const report = reportSnapshot(snapshot, at)
  terminal.result(json ? jsonText(report, 2) : describeSnapshot(report))
  return EXIT.passed
}

/** `qwac snapshot diff`: exit 0 where nothing changed, 1 where something did. */
export async function diffSnapshots(
  paths: readonly [string, string],
  { at, json }: { readonly at: Instant; readonly json?: boolean },
  terminal: Terminal,
): Promise<number> {
  const [before, after] = [await lookAtSnapshot(paths[0]), await lookAtSnapshot(paths[1])]
  if (isStop(before)) return end(before, terminal)
  if (isStop(after)) return end(after, terminal)
  if (before.part !== after.part)
    return end({ code: EXIT.usage, message: 'one of them holds only the part for websites' }, terminal)
  const changes = diffLists(before.lists, after.lists, at)
  const report = { schemaVersion: 1, before: before.sha256, after: after.sha256, changes }
  terminal.result(json ? jsonText(report, 2) : describeChanges(changes))
  return changes.length === 0 ? EXIT.passed : EXIT.failed
}

/**
 * `qwac snapshot verify`: exit 0 where it is the one that was named or signed, 1 where it is not, 2 where
 * nobody vouches.
 */
export async function verifySnapshotFile(
  path: string,
  vouching: SnapshotVouching,
  terminal: Terminal,
): Promise<number> {
  const isVouched = vouching.digest !== undefined || vouching.key !== undefined
  const snapshot = await readSnapshot(path, isVouched ? vouching : { unvouched: true })
  if (isStop(snapshot)) return end(snapshot, terminal)
  terminal.result(`${snapshot.sha256}  ${shown(path)}`)
  if (isVouched) return EXIT.passed
  terminal.note('qwac: it is a snapshot, and nobody was named who vouches for it: --digest or --key')
  return EXIT.indeterminate
}

function end({ code, message }: Stop, terminal: Terminal): number {
  terminal.note(`qwac: ${message}`)
  return code
}
