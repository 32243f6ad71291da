import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { type Instant, instantFromMilliseconds, parseInstant } from '../core/time.ts'
import { EXIT } from './exit.ts'
import type { InspectOptions } from './inspect.ts'
import type { LintOptions } from './lint.ts'
import type { ListOptions } from './lists.ts'
import { addListExport } from './lists-export-command.ts'
import { addListStore } from './lists-store-command.ts'
import { type MintWords, mintCommand, withMintOptions } from './mint-command.ts'
import { addRevocationCommands, withOnlineOptions } from './revocation-commands.ts'
import { addSnapshot, withVouching } from './snapshot-command.ts'
import { shown, type Terminal } from './terminal.ts'
import type { ValidateOptions } from './validate.ts'
import { version } from './version.ts'

/**
 * Runs one command line.
 *
 * @param words What stands behind the name of the command.
 * @returns The exit code.
 */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  const ending: Ending = { code: EXIT.passed }
  try {
    await program(terminal, ending).parseAsync(words, { from: 'user' })
    return ending.code
  } catch (error) {
    return error instanceof CommanderError ? usageCode(error) : internal(error, terminal)
  }
}

/** Where an action leaves its exit code. */
interface Ending {
  code: number
}

/** Help and version are answers; every other word of the parser is a mistake of the caller. */
function usageCode({ exitCode }: CommanderError): number {
  return exitCode === 0 ? EXIT.passed : EXIT.usage
}

function internal(error: unknown, terminal: Terminal): number {
  terminal.note(
    `qwac: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  )
  return EXIT.internal
}

/** Each command loads its own code, since a third of the time of a short one is loading. */
function program(terminal: Terminal, ending: Ending): Command {
  const root = new Command('qwac')
    .description(
      'Validates qualified website authentication certificates against the European trusted lists.',
    )
    .version(version())
    .exitOverride()
    .configureOutput({
      writeOut: text => terminal.result(text.trimEnd()),
      // What is told of a mistake repeats the word that is one; a name of a file may be taken for an option.
      writeErr: text => terminal.note(text.trimEnd().split('\n').map(shown).join('\n')),
    })
  addValidate(root, terminal, ending)
  addLists(root, terminal, ending)
  const stop = (code: number): void => {
    ending.code = code
  }
  addSnapshot(root, { terminal, now, moment, withLists, end: stop })
  addInspect(root, terminal, ending)
  addLint(root, terminal, ending)
  const endWith = async (work: Promise<number>): Promise<void> => {
    ending.code = await work
  }
  addRevocationCommands(root, { moment, now, end: endWith, terminal })
  root
    .command('explain')
    .description('say what a requirement asks, and what each reason means')
    .argument('[code]', 'the code of a finding; all of them unless told')
    .action(async (code: string | undefined) => {
      const { explain } = await import('./explain.ts')
      ending.code = explain(code, terminal)
    })
  withMintOptions(root.command('mint'), moment).action(async (name: string, words: MintWords) => {
    const { mint } = await import('./mint.ts')
    ending.code = await mint(name, mintCommand(words, now()), terminal)
  })
  root
    .command('demo')
    .description('let ten minted providers come to the door, offline; exit 0 if each ends as it must')
    .action(async () => {
      const { demo } = await import('./demo.ts')
      ending.code = await demo(terminal)
    })
  return root
}

function addValidate(root: Command, terminal: Terminal, ending: Ending): void {
  withOnlineOptions(withListOptions(root.command('validate')))
    .description('judge a certificate: exit 0 passed, 1 failed, 2 indeterminate')
    .argument(
      '<cert>',
      'in any form, `-` for the standard input; the certificate that issued no other is judged',
    )
    .option('--chain <file...>', 'files with intermediate certificates')
    .option('--ocsp <file...>', 'files with OCSP responses, DER')
    .option('--crl <file...>', 'files with revocation lists, DER')
    .option('--online', 'ask the addresses that the certificates of the path name about revocation')
    .addOption(
      new Option('--revocation <policy>', 'what it means that nothing is known of revocation')
        .choices(['hard', 'soft', 'none'])
        .default('hard'),
    )
    .option(
      '--anchors <file>',
      'authorities of counterparties, JSON: judge by agreement, not by qualification',
    )
    .addOption(
      new Option('--purpose <purpose>', 'with --anchors: what the certificate is to be used for').choices([
        'server',
        'client',
        'email',
      ]),
    )
    .option('--tolerate <deviation...>', 'deviations of the PSD2 statement that count as warnings, by reason')
    .option('--at <time>', 'moment of use, RFC 3339 (now unless told)', moment)
    .option('--lists-at <time>', 'moment at which the lists must be fresh (that of use unless told)', moment)
    .action(async (file: string, options: ValidateOptions) => {
      const { validateFile } = await import('./validate.ts')
      ending.code = await validateFile(file, { ...options, at: options.at ?? now() }, terminal)
    })
}

function addInspect(root: Command, terminal: Terminal, ending: Ending): void {
  root
    .command('inspect')
    .description('say what certificates say about themselves; no trust is claimed')
    .argument('<file...>', 'certificates in any form, `-` for the standard input')
    .option(
      '--at <time>',
      'moment from which the days that are left are counted, RFC 3339 (now unless told)',
      moment,
    )
    .option('--short', 'one line for each certificate')
    .option('--json', 'one JSON object a line and certificate')
    .action(async (files: string[], options: InspectOptions) => {
      const { inspect } = await import('./inspect.ts')
      ending.code = await inspect(files, { ...options, at: options.at ?? now() }, terminal)
    })
}

function addLint(root: Command, terminal: Terminal, ending: Ending): void {
  root
    .command('lint')
    .description(
      'judge certificates by a profile: exit 1 for a violation, 2 for a question that is open, else 0',
    )
    .argument('<file...>', 'certificates in any form, `-` for the standard input')
    .option('--profile <name>', 'qwac, qncp-w-gen, vop, qsealc, qsigc, obwac or obseal', 'qwac')
    .option('--tolerate <deviation...>', 'deviations of the PSD2 statement that count as warnings, by reason')
    .option('--json', 'one JSON object a line and file')
    .option('--sarif', 'one SARIF 2.1.0 log of all files')
    .option('--junit', 'one JUnit XML document of all files')
    .action(async (files: string[], options: LintOptions) => {
      const { lint } = await import('./lint.ts')
      ending.code = await lint(files, options, terminal)
    })
}

function addLists(root: Command, terminal: Terminal, ending: Ending): void {
  const lists = root.command('lists').description('work with trusted lists')
  const end = (code: number): void => {
    ending.code = code
  }
  addListStore(lists, terminal, end)
  addListExport(lists, { terminal, withLists, moment, now, end })
  withListOptions(lists.command('verify'))
    .description(
      'authenticate lists: exit 0 when every one is fresh or closed, 1 when any is refused or unreadable, else 2',
    )
    .option('--at <time>', 'moment at which the lists must be fresh (now unless told)', moment)
    .action(async (options: ListOptions) => {
      const { verifyLists } = await import('./lists.ts')
      ending.code = await verifyLists({ ...options, at: options.at ?? now() }, terminal)
    })
}

/** Where lists come from, for a command that has a report. */
function withListOptions(command: Command): Command {
  return withLists(command).option('--json', 'the whole report')
}

/** Files, or a snapshot or a folder in their place. */
function withLists(command: Command): Command {
  return withVouching(command)
    .option('--snapshot <file>', 'a snapshot, in place of the files')
    .option('--unvouched', 'nobody vouches for the snapshot, and that is meant')
    .option('--store <dir>', 'the folder of `qwac lists refresh`, in place of the files')
    .option('--lotl <file>', 'the list of trusted lists')
    .option('--lists <dir>', 'a folder with national lists')
    .option('--pivots <dir>', 'a folder with earlier lists of trusted lists, for an older notice')
    .option('--threads <number>', 'how many threads authenticate files (1 unless told)', count)
    .option(
      '--anchor <notice>',
      'Official Journal notice: 2026, 2019, or a file with another one (2026 unless told)',
    )
}

function moment(text: string): Instant {
  const parsed = parseInstant(text)
  if (!parsed.ok)
    throw new InvalidArgumentError('It must be an RFC 3339 date and time, such as 2026-08-20T12:00:00Z.')
  return wholeSecond(parsed.value)
}

function count(text: string): number {
  const value = Number(text)
  if (!/^\d{1,2}$/.test(text) || value === 0)
    throw new InvalidArgumentError('It must be a whole number from 1 to 99.')
  return value
}

function now(): Instant {
  return wholeSecond(instantFromMilliseconds(Date.now()))
}

/** Certificates, lists and reports count in seconds. */
function wholeSecond(moment: Instant): Instant {
  return instantFromMilliseconds(Math.floor(moment / 1000) * 1000)
}
