import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Instant } from '../core/time.ts'
import { listFileName, UNION } from '../sandbox/lists/schemes.ts'
import type { MintedCertificate, MintOptions } from '../sandbox/mint-options.ts'
import { bundle } from '../sandbox/pem.ts'
import type { TestWorld } from '../sandbox/test-world.ts'
import { createTestWorld } from '../sandbox/world.ts'
import { EXIT } from './exit.ts'
import { shown, type Terminal } from './terminal.ts'

/** What the command line says; `options` as a world takes them. */
export interface MintCommand {
  readonly out: string
  readonly seed: string
  readonly now: Instant
  readonly options: MintOptions
  /** Whether the lists that announce the issuer are to be written, too. */
  readonly lists: boolean
  /**
   * The address of the folder, where somebody is going to serve it: then the lists name it, and lie where
   * they say.
   */
  readonly listsUrl?: string
}

/**
 * `qwac mint NAME`: writes `NAME.pem` (the leaf, then what stands above it), `NAME.key.pem` (PKCS #8) and, on
 * wish, the lists and the notice by which `qwac validate` trusts its issuer.
 */
export async function mint(name: string, command: MintCommand, terminal: Terminal): Promise<number> {
  if (!/^[\w-][\w.-]*$/.test(name)) {
    terminal.note(`qwac: ${shown(name)} is not a name for files: letters, digits, dots, hyphens`)
    return EXIT.usage
  }
  try {
    const { seed, now, listsUrl } = command
    const world = await createTestWorld({ seed, now, ...(listsUrl !== undefined && { listsUrl }) })
    const minted = await world.mint(command.options)
    const files = { ...certificateFiles(name, minted), ...listFiles(world, command) }
    for (const path of await write(command.out, files)) terminal.result(shown(path))
    return EXIT.passed
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined || !(error instanceof Error)) throw error
    terminal.note(`qwac: ${shown(error.message)}`)
    return code
  }
}

/**
 * What cannot be minted is a mistake of the caller; what cannot be written is told by the operating system.
 */
function codeOf(error: unknown): number | undefined {
  if (error instanceof RangeError) return EXIT.usage
  return error instanceof Error && 'syscall' in error ? EXIT.unwritable : undefined
}

interface File {
  readonly content: string | Uint8Array
  /** Whether nobody else may read it. */
  readonly isSecret?: boolean
}

type Files = Readonly<Record<string, File>>

function certificateFiles(name: string, minted: MintedCertificate): Files {
  return {
    [`${name}.pem`]: { content: bundle(minted) },
    [`${name}.key.pem`]: { content: minted.privateKey, isSecret: true },
  }
}

function listFiles({ notice, lotl, lists }: TestWorld, { lists: isWanted, listsUrl }: MintCommand): Files {
  if (!isWanted && listsUrl === undefined) return {}
  const isServed = listsUrl !== undefined
  const nationals = lists.map(({ territory, bytes }) => {
    const name = listFileName(territory)
    return [isServed ? name : `lists/${name}`, { content: bytes }] as const
  })
  return {
    'notice.json': { content: `${JSON.stringify(notice, undefined, 2)}\n` },
    [isServed ? listFileName(UNION) : 'lotl.xml']: { content: lotl },
    ...Object.fromEntries(nationals),
  }
}

async function write(folder: string, files: Files): Promise<readonly string[]> {
  const written: string[] = []
  for (const [name, { content, isSecret }] of Object.entries(files)) {
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    // A mode counts only for a file that is new.
    if (isSecret) await rm(path, { force: true })
    await writeFile(path, content, isSecret ? { mode: 0o600, flag: 'wx' } : {})
    written.push(path)
  }
  return written
}
