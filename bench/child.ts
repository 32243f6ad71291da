import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** How a child process ended. */
export interface Child {
  /** Wall time in milliseconds, start-up included. */
  readonly milliseconds: number
  /** Largest resident size in MiB, where it could be asked. */
  readonly peak?: number
  readonly status: number | null
  readonly output: string
  readonly errors: string
}

const PEAK = new URL('./peak.js', import.meta.url).href
const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Runs the command line of the built package in a process of its own. Without an answer there is nothing to
 * measure.
 */
export function runQwac(parameters: readonly string[]): Child {
  const child = run(process.execPath, ['--import', PEAK, 'dist/cli/main.js', ...parameters])
  const answered = child.output !== '' && [0, 1, 2].includes(child.status ?? -1)
  if (!answered) throw new Error(`qwac ${parameters.join(' ')}: exit ${child.status}, ${child.errors}`)
  return child
}

/**
 * Without the certificates that the environment adds to those that Node trusts: Node reads them whenever it
 * starts, which can take as long as all the rest of a short command, and nothing that is measured here speaks
 * TLS.
 */
const { NODE_EXTRA_CA_CERTS: _, ...ENVIRONMENT } = process.env

export function run(command: string, parameters: readonly string[]): Child {
  const begun = performance.now()
  const child = spawnSync(command, parameters, {
    cwd: ROOT,
    env: ENVIRONMENT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  })
  const milliseconds = performance.now() - begun
  const peak = Number(child.output?.[3] || Number.NaN) / 1024
  const { status, stdout, stderr } = child
  return {
    milliseconds,
    ...(Number.isNaN(peak) ? {} : { peak }),
    status,
    output: stdout ?? '',
    errors: stderr ?? '',
  }
}
