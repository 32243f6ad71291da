import { join } from 'node:path'
import type { Instant } from '../core/time.ts'
import { listFileName, UNION } from '../sandbox/lists/schemes.ts'
import type { MintedCertificate, MintOptions } from '../sandbox/mint-options.ts'
import { bundle } from '../sandbox/pem.ts'
import type { TestWorld } from '../sandbox/test-world.ts'
import { createTestWorld } from '../sandbox/world.ts'
import { EXIT, type Stop } from './exit.ts'
import { isStop } from './read-input.ts'
import { replaceFile } from './replace-file.ts'
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
export async function mint(name: string, command: MintCommand | Stop, terminal: Terminal): Promise<number> {
  if (!/^[\w-][\w.-]*$/.test(name)) {
    terminal.note(`qwac: ${shown(name)} is not a name for files: letters, digits, dots, hyphens`)
    return EXIT.usage
  }
  if (isStop(command)) return end(command, terminal)
  try {
    const { seed, now, listsUrl } = command
    const world = await createTestWorld({ seed, now, ...(listsUrl !== undefined && { listsUrl }) })
    const minted = await world.mint(command.options)
    const files = { ...certificateFiles(name, minted), ...listFiles(world, command) }
    const written = await write(command.out, files)
    if (isStop(written)) return end(written, terminal)
    for (const path of written) terminal.result(shown(path))
    return EXIT.passed
  } catch (error) {
    // What cannot be minted is a mistake of the caller.
    if (!(error instanceof RangeError)) throw error
    return end({ code: EXIT.usage, message: shown(error.message) }, terminal)
  }
}

function end({ code, message }: Stop, terminal: Terminal): number {
  terminal.note(`qwac: ${message}`)
  return code
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

/** Each is there whole or not at all; what was written before one that cannot be, stays. */
async function write(folder: string, files: Files): Promise<readonly string[] | Stop> {
  const paths: string[] = []
  for (const [name, { content, isSecret }] of Object.entries(files)) {
    const path = join(folder, name)
    const done = await replaceFile(path, content, isSecret ? 'owner' : 'everybody')
    if (typeof done === 'object') return done
    paths.push(path)
  }
  return paths
}
