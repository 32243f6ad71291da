import { spawnSync } from 'node:child_process'

/** Programs of others that judge what is made here. */
export type Program = 'openssl' | 'xmlsec1' | 'xmllint' | 'redis-server' | 'nginx' | 'haproxy'

/**
 * Whether a program is there, for tests that are skipped where it is not.
 *
 * @throws Error where it is missing in continuous integration: nothing is skipped there without a word.
 */
export function installed(program: Program, environment: NodeJS.ProcessEnv = process.env): boolean {
  const isThere = spawnSync(program, [VERSION[program]], { env: environment }).status === 0
  if (!isThere && environment['CI']) throw new Error(`${program} is not installed, and CI is set`)
  return isThere
}

const VERSION: Readonly<Record<Program, string>> = {
  openssl: 'version',
  xmlsec1: '--version',
  xmllint: '--version',
  'redis-server': '--version',
  nginx: '-v',
  haproxy: '-v',
}
