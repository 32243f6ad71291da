import { createAuthorities, createMint, providerName } from './authorities.ts'
import { LIST_DEFECTS, SERVICE_DEFECTS } from './list-defects.ts'
import {
  countryOf,
  createScheme,
  noticeOf,
  planListOfLists,
  planNationalList,
  publish,
  soundList,
} from './schemes.ts'
import type { TestWorld, TestWorldOptions } from './test-world.ts'
import { mintWebsiteCertificate } from './website-certificate.ts'

/**
 * Makes a test world: a list of trusted lists, a national list, and a certification authority in it. The same options
 * give the same bytes, except for ECDSA signatures, which are random, and for digests of what holds one.
 *
 * @throws RangeError when the seed is empty, `territory` is not two capital letters, or `now` is not a whole second.
 */
export async function createTestWorld(options: TestWorldOptions): Promise<TestWorld> {
  const { seed, now, territory = 'LU', listVersion = 6 } = options
  if (seed === '') throw new RangeError('a world needs a seed')
  if (!/^[A-Z]{2}$/.test(territory) || territory === 'EU')
    throw new RangeError(`not a territory: ${territory}`)
  if (now % 1000 !== 0) throw new RangeError('a world begins at a whole second')

  const mint = createMint(seed, now)
  const provider = providerName(countryOf(territory))
  const authorities = await createAuthorities(mint, provider)
  const lotl = await createScheme(mint, 'EU')
  const national = await createScheme(mint, territory)
  const wishes = { version: listVersion, now, provider, authority: authorities.listed }
  const soundLotl = soundList(planListOfLists(lotl, [national], now))
  const soundNational = soundList(planNationalList(national, lotl, wishes))
  const bytes = await publish(mint, national, soundNational)
  return {
    now,
    notice: noticeOf(lotl),
    lotl: await publish(mint, lotl, soundLotl),
    lists: [{ territory, location: national.location, bytes }],
    caCertificate: authorities.listed.certificate,
    mint: (wishes = {}) => mintWebsiteCertificate(mint, authorities, wishes),
    lotlWith: defect => publish(mint, lotl, LIST_DEFECTS[defect].apply(soundLotl, now)),
    listWith: defect => publish(mint, national, NATIONAL_DEFECTS[defect].apply(soundNational, now)),
  }
}

const NATIONAL_DEFECTS = { ...LIST_DEFECTS, ...SERVICE_DEFECTS }
