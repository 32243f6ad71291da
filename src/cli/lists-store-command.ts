import { type Command, Option } from 'commander'
import type { FolderOption, RefreshOptions, StoreOptions } from './lists-store.ts'
import type { Terminal } from './terminal.ts'

/** Adds the commands that keep lists in a folder to `qwac lists`. */
export function addListStore(lists: Command, terminal: Terminal, end: (code: number) => void): void {
  withStore(lists.command('refresh'))
    .description(
      'fetch the lists into a folder: exit 0 when every one is current, 2 when some are not, 1 when there is nothing to work with',
    )
    .option('--lotl-url <url>', 'where the list of lists is looked for at first')
    .option('--progress', 'a line for each list, also where no person watches')
    .addOption(
      new Option(
        '--unsafe-loopback',
        'ask servers of this machine too, at the port of --lotl-url: for tests and mirrors',
      ),
    )
    .action(async (options: RefreshOptions) => {
      const { refreshStore } = await import('./lists-store.ts')
      const progress = options.progress ?? process.stderr.isTTY === true
      end(await refreshStore({ ...options, progress }, terminal))
    })
  withStore(lists.command('status'))
    .description(
      'say what is kept in a folder and how old it is, without asking anybody; exit codes as of refresh',
    )
    .action(async (options: StoreOptions) => {
      const { storeStatus } = await import('./lists-store.ts')
      end(await storeStatus(options, terminal))
    })
  withFolder(lists.command('forget'))
    .description('let a list begin anew that is refused because of what was seen of it before')
    .argument('<territory>', 'as the list of lists spells it, such as RO; LOTL for itself')
    .action(async (territory: string, options: FolderOption) => {
      const { forgetList } = await import('./lists-forget.ts')
      end(await forgetList(territory, options, terminal))
    })
}

function withFolder(command: Command): Command {
  return command.requiredOption('--store <dir>', 'a folder for the lists and for what was seen of them')
}

function withStore(command: Command): Command {
  return withFolder(command)
    .option('--anchor <notice>', 'Official Journal notice: 2026, 2019, or a file with another one', '2026')
    .option('--json', 'the whole report')
}
