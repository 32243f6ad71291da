import { join, resolve } from 'node:path'
import { escapeComment } from '../core/text.ts'
import { formatInstant, type Instant } from '../core/time.ts'
import { type ListUse, type WebsiteAnchors, websiteAnchors } from '../qualification/website-anchors.ts'
import { listState } from '../trust-list/freshness.ts'
import type { ListFile, TrustListSet } from '../trust-list/trust-list-set.ts'
import { EXIT, type Stop } from './exit.ts'
import {
  type AnchorExport,
  BUNDLE,
  type ExportFormat,
  ONE_FILE,
  WITH_SETTINGS,
  writeTrustedBundle,
} from './lists-export-formats.ts'
import { isStop } from './read-input.ts'
import { type ListChoice, readLists } from './read-lists.ts'
import { replaceFile } from './replace-file.ts'
import { shown, type Terminal } from './terminal.ts'

export interface ExportOptions extends ListChoice {
  readonly format: ExportFormat
  /** A file, or a folder for the formats that are two files; the standard output unless told. */
  readonly out?: string
  readonly at: Instant
}

/**
 * `qwac lists export`: writes the anchors for website authentication. The result names the files that have
 * changed, and nothing else, so that a terminator is told to read them again only then. Exit 0 when every
 * list was used, 2 when some were not, 1 when there is no anchor at all, and then nothing is written.
 */
export async function exportLists(options: ExportOptions, terminal: Terminal): Promise<number> {
  const wrong = misuse(options)
  if (wrong !== undefined) return end({ code: EXIT.usage, message: wrong }, terminal)
  const set = await readLists(options, options.at)
  if (isStop(set)) return end(set, terminal)
  const found = websiteAnchors(set, options.at)
  for (const line of summary(set, found, options.at)) terminal.note(`qwac: ${shown(line)}`)
  if (found.anchors.length === 0)
    return end({ code: EXIT.failed, message: 'no anchors: nothing is written' }, terminal)
  const failure = await write({ anchors: found.anchors, head: headOf(found) }, options, terminal)
  if (failure !== undefined) return end(failure, terminal)
  return isWhole(found) ? EXIT.passed : EXIT.indeterminate
}

/** What stands in settings is not quoted, because each software has other rules for that. */
function misuse({ format, out }: ExportOptions): string | undefined {
  if (WITH_SETTINGS[format] === undefined) return undefined
  if (out === undefined) return `--format ${format} is two files: name a folder with --out`
  return /^[\w/.@+-]+$/.test(resolve(out))
    ? undefined
    : `--out ${shown(out)}: settings can name folders of letters, digits and / . _ @ + - only`
}

async function write(
  content: AnchorExport,
  { format, out }: ExportOptions,
  terminal: Terminal,
): Promise<Stop | undefined> {
  const text = ONE_FILE[format]?.(content) ?? ''
  if (out === undefined) return void terminal.result(text.trimEnd())
  const settings = WITH_SETTINGS[format]?.(content, join(resolve(out), BUNDLE))
  // The bundle first: settings never name what is not there.
  const files = settings
    ? [
        [join(out, BUNDLE), writeTrustedBundle(content)] as const,
        [join(out, settings.name), settings.text] as const,
      ]
    : [[out, text] as const]
  for (const [path, wanted] of files) {
    const done = await replaceFile(path, wanted)
    if (typeof done === 'object') return done
    if (done === 'written') terminal.result(shown(path))
    if (done === 'unchanged') terminal.note(`qwac: ${shown(path)}: unchanged`)
  }
  return undefined
}

/** The head has no moment of its own: what says the same is the same file. */
function headOf(found: WebsiteAnchors): readonly string[] {
  return [
    'Anchors for website authentication, from the trusted lists, by qwac lists export.',
    counts(found),
    ...leftOut(found).map(line => `not used: ${escapeComment(line)}`),
  ]
}

function summary(set: TrustListSet, found: WebsiteAnchors, at: Instant): readonly string[] {
  const { state } = listState(set.listOfLists, { listsAt: at })
  const trouble =
    state === 'fresh' || state === 'aged'
      ? []
      : [`the list of trusted lists is ${told(state, set.listOfLists)}`]
  return [counts(found), ...trouble, ...leftOut(found)]
}

function counts({ lists, anchors, unreadable }: WebsiteAnchors): string {
  const used = lists.filter(({ obstacle }) => obstacle === undefined).length
  const lost = unreadable === 0 ? '' : `, ${unreadable} more cannot be read`
  return `${lists.length} lists, ${used} used, ${anchors.length} certificates${lost}`
}

/** Each list that is not used for a reason of its own, and the reason. */
function leftOut({ lists }: WebsiteAnchors): readonly string[] {
  return lists
    .filter(({ obstacle }) => obstacle !== undefined && !obstacle.startsWith('list-of-lists'))
    .map(({ territory, state, file }) => `${territory}: ${told(state, file)}`)
}

function told(state: ListUse['state'], file: ListFile | undefined): string {
  if (file === undefined) return state
  if (file.outcome !== 'authentic') return `${state}, ${file.reason}`
  const { issued, nextUpdate } = file.list.content
  return `${state} since ${formatInstant(nextUpdate ?? issued)}`
}

/** A list that is closed is over for good, and its absence is as it should be. */
function isWhole({ lists, unreadable }: WebsiteAnchors): boolean {
  return (
    unreadable === 0 && lists.every(({ obstacle }) => obstacle === undefined || obstacle === 'list-closed')
  )
}

function end({ code, message }: Stop, terminal: Terminal): number {
  terminal.note(`qwac: ${message}`)
  return code
}
