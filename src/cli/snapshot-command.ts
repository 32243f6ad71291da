import type { Command } from 'commander'
import type { Instant } from '../core/time.ts'
import type { SnapshotVouching } from './read-snapshot.ts'
import type { BuildOptions } from './snapshot.ts'
import type { Terminal } from './terminal.ts'

/** What the commands share with the others of the command line. */
export interface Wiring {
  readonly terminal: Terminal
  readonly end: (code: number) => void
  readonly now: () => Instant
  readonly moment: (text: string) => Instant
  readonly withLists: (command: Command) => Command
}

type Look = { readonly at?: Instant; readonly json?: boolean }

/** Adds `qwac snapshot build | show | diff | verify`. */
export function addSnapshot(root: Command, wiring: Wiring): void {
  const snapshot = root.command('snapshot').description('work with verified lists in one file')
  addBuild(snapshot, wiring)
  addLooks(snapshot, wiring)
  withVouching(snapshot.command('verify'))
    .description(
      'exit 0 where it is the snapshot that was named or signed, 1 where not, 2 where nobody vouches',
    )
    .argument('<file>', 'a snapshot; its signature lies beside it, as FILE.jws')
    .action(async (file: string, options: SnapshotVouching) => {
      const { verifySnapshotFile } = await import('./snapshot.ts')
      wiring.end(await verifySnapshotFile(file, options, wiring.terminal))
    })
}

function addBuild(snapshot: Command, { terminal, end, now, moment, withLists }: Wiring): void {
  withLists(snapshot.command('build'))
    .description('authenticate lists and write what qualification needs of them; prints the digest')
    .requiredOption('--out <file>', 'where to write the snapshot')
    .option('--website', 'only the services that are for websites, or once were')
    .option('--sign <file>', 'private key, PKCS #8 in PEM or a JWK: writes FILE.jws too')
    .option('--at <time>', 'moment at which signatures must be strong enough (now unless told)', moment)
    .action(async (options: Omit<BuildOptions, 'now'>) => {
      const { buildSnapshot } = await import('./snapshot.ts')
      end(await buildSnapshot({ ...options, now: now() }, terminal))
    })
}

function addLooks(snapshot: Command, { terminal, end, now, moment }: Wiring): void {
  const at = ['--at <time>', 'moment at which lists are fresh or expired (now unless told)'] as const
  snapshot
    .command('show')
    .description('say what a snapshot holds, whoever wrote it')
    .argument('<file>', 'a snapshot')
    .option(...at, moment)
    .option('--json', 'all of it')
    .action(async (file: string, options: Look) => {
      const { showSnapshot } = await import('./snapshot.ts')
      end(await showSnapshot(file, { ...options, at: options.at ?? now() }, terminal))
    })
  snapshot
    .command('diff')
    .description('say what changed between two snapshots: exit 0 for nothing, else 1')
    .argument('<before>', 'a snapshot')
    .argument('<after>', 'a later one')
    .option(...at, moment)
    .option('--json', 'one JSON object')
    .action(async (before: string, after: string, options: Look) => {
      const { diffSnapshots } = await import('./snapshot.ts')
      end(await diffSnapshots([before, after], { ...options, at: options.at ?? now() }, terminal))
    })
}

/** The options that say who vouches for a snapshot. */
export function withVouching(command: Command): Command {
  return command
    .option('--digest <sha256>', 'the snapshot that is meant')
    .option('--key <file>', 'public key of who signed it, SPKI in PEM or a JWK')
}
