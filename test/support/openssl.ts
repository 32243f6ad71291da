import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** DER certificates; the root first, the leaf last. */
export type Chain = readonly Uint8Array[]

/**
 * Asks `openssl verify` about many chains in one process: their names are their own, so they do not meet.
 *
 * @param at Seconds since 1970.
 * @returns For each chain the message of its first error, or undefined where it is accepted.
 */
export function opensslVerdicts(
  chains: readonly Chain[],
  at: number,
  options: readonly string[],
): readonly (string | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), 'chains-'))
  try {
    const file = (name: string): string => join(folder, name)
    writeFileSync(file('roots.pem'), chains.map(([root]) => pem(root)).join(''))
    writeFileSync(file('untrusted.pem'), chains.flatMap(chain => chain.slice(1, -1).map(pem)).join(''))
    chains.forEach((chain, i) => void writeFileSync(file(`leaf-${i}.pem`), pem(chain.at(-1))))
    const leaves = chains.map((_, i) => `leaf-${i}.pem`)
    const parameters = ['verify', '-x509_strict', '-partial_chain', '-attime', String(at), ...options]
    const trust = ['-no-CApath', '-no-CAstore', '-CAfile', 'roots.pem', '-untrusted', 'untrusted.pem']
    const { stdout, stderr } = spawnSync('openssl', [...parameters, ...trust, ...leaves], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    })
    const all = `${stdout}\n${stderr}`
    return leaves.map(leaf => verdictOn(leaf, all))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * What is said about a leaf: `leaf-1.pem: OK`; or an error, and after it
 * `error leaf-1.pem: verification failed`.
 */
function verdictOn(leaf: string, output: string): string | undefined {
  const lines = output.split('\n')
  if (lines.includes(`${leaf}: OK`)) return undefined
  const end = lines.indexOf(`error ${leaf}: verification failed`)
  const before = lines.slice(0, end).toReversed()
  const start = before.findIndex(line => /^error leaf-|: OK$/.test(line))
  const errors = (start < 0 ? before : before.slice(0, start)).filter(line => line.startsWith('error '))
  const [, message] = /lookup: (.*)$/.exec(errors.at(-1) ?? '') ?? []
  return message ?? 'no verdict'
}

function pem(der: Uint8Array | undefined): string {
  const body = Buffer.from(der ?? [])
    .toString('base64')
    .replace(/(.{64})(?=.)/g, '$1\n')
  return `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`
}
