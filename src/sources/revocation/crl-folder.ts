import { join } from 'node:path'
import { type Result, refused } from '../../core/result.ts'
import { CRL_LIMITS } from '../../revocation/crl/limits.ts'
import type { CrlSource, Unavailable } from '../../revocation/ports.ts'
import { readFileBytes } from '../file.ts'

/**
 * Lists that somebody else fetches into a folder: the list of `http://crl.example/a/ca.crl` is the file
 * `crl.example/a/ca.crl`, as `wget --force-directories` lays them down. Nobody is asked over the network.
 */
export function crlFolder(folder: string): CrlSource {
  return { crl: url => readList(folder, url) }
}

async function readList(folder: string, url: string): Promise<Result<Uint8Array, Unavailable>> {
  const parts = partsOf(url)
  if (parts === undefined) return refused('not-allowed')
  const file = await readFileBytes(join(folder, ...parts), CRL_LIMITS.bytes + 1)
  if (file.ok) return file
  return refused(file.reason === 'not-found' ? 'not-found' : 'unreachable')
}

/** Host and steps of the path, each a plain name; undefined where one could lead out of the folder. */
function partsOf(url: string): readonly string[] | undefined {
  if (!URL.canParse(url)) return undefined
  const { hostname, pathname } = new URL(url)
  const parts = [hostname, ...pathname.split('/').filter(part => part !== '')]
  return parts.every(part => /^[\w-][\w.~%+=@-]*$/.test(part)) ? parts : undefined
}
