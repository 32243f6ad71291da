import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ok } from '../../src/core/result.ts'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { HttpClient } from '../../src/sources/http/client.ts'
import { authenticateListOfLists } from '../../src/trust-list/list-of-lists.ts'
import { announcedLists } from '../../src/trust-list/national-list.ts'
import { NOTICE_2026 } from '../../src/trust-list/notices.ts'

/** When the lists of the conformance suites were in force. */
export const LISTS_AT = instant('2026-08-20T12:00:00Z')

/** Where their list of lists stands for {@link listServers}. */
export const LIST_OF_LISTS_AT = 'https://lists.example/eu-lotl.xml'

export interface Servers {
  /** Whether they look at validators, and say so where a list is held. */
  sayUnchanged: boolean
}

/** Gives out the files at the addresses that the list of lists names; an address is their validator too. */
export async function listServers(corpus: string, servers: Servers): Promise<HttpClient> {
  const crypto = nodeCrypto()
  const lotl = join(corpus, 'lotl/eu-lotl-390.xml')
  const given = { listOfLists: { bytes: await readFile(lotl) }, pivots: [], notice: NOTICE_2026 }
  const { listOfLists } = await authenticateListOfLists({ ...given, crypto, at: LISTS_AT })
  if (listOfLists.outcome !== 'authentic') throw new Error('the list of lists is refused')
  const announced = await announcedLists(listOfLists.list.content, crypto)
  const paths = new Map([[LIST_OF_LISTS_AT, lotl]])
  for (const { territory, locations } of announced.values())
    for (const location of locations) paths.set(location, join(corpus, 'lists', `${territory}.xml`))
  return {
    request: async ({ url, headers: asked }) => {
      const answer = { url, headers: new Map([['etag', `"${url}"`]]), body: new Uint8Array() }
      if (servers.sayUnchanged && asked?.['if-none-match']) return ok({ ...answer, status: 304 })
      const body = await readInPieces(paths.get(url) ?? '').catch(() => undefined)
      return ok(body ? { ...answer, status: 200, body } : { ...answer, status: 404 })
    },
  }
}

/** As a body comes over a connection: in small pieces, into one of the right size. */
async function readInPieces(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const body = new Uint8Array((await file.stat()).size)
    let length = 0
    while (length < body.length)
      length += (await file.read(body, length, Math.min(body.length - length, 65_536))).bytesRead
    return body
  } finally {
    await file.close()
  }
}
