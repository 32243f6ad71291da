import { type Command, Option } from 'commander'
import type { Instant } from '../core/time.ts'
import type { ExportOptions } from './lists-export.ts'
import type { Terminal } from './terminal.ts'

/**
 * What the command takes from the whole line: where lists come from, how a moment is read, and where it ends.
 */
export interface ExportWiring {
  readonly terminal: Terminal
  readonly withLists: (command: Command) => Command
  readonly moment: (text: string) => Instant
  readonly now: () => Instant
  readonly end: (code: number) => void
}

/** Adds the command that writes anchors for a TLS terminator to `qwac lists`. */
export function addListExport(lists: Command, { terminal, withLists, moment, now, end }: ExportWiring): void {
  withLists(lists.command('export'))
    .description(
      'write the anchors for website authentication: exit 0 when every list is used, 2 when some are not, 1 when there are none',
    )
    .addOption(
      new Option('--format <format>', 'for whom: any reader of PEM, or software that ends TLS')
        .choices(['pem', 'nginx', 'haproxy', 'envoy', 'node'])
        .default('pem'),
    )
    .option(
      '--out <path>',
      'a file, for nginx and haproxy a folder; written wholly or not at all, and only when it changes',
    )
    .option(
      '--at <time>',
      'moment at which lists must be fresh and services granted (now unless told)',
      moment,
    )
    .action(async (options: Omit<ExportOptions, 'at'> & { readonly at?: Instant }) => {
      const { exportLists } = await import('./lists-export.ts')
      end(await exportLists({ ...options, at: options.at ?? now() }, terminal))
    })
}
