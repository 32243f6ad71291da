import type { Instant } from '../core/time.ts'
import { createAuthorities, createMint, providerName } from './authorities.ts'
import { LIST_DEFECTS, type ListDefect, SERVICE_DEFECTS, type ServiceDefect } from './list-defects.ts'
import {
  countryOf,
  createScheme,
  noticeOf,
  planListOfLists,
  planNationalList,
  publish,
  soundList,
  type TestNotice,
} from './schemes.ts'
import { type MintedCertificate, type MintOptions, mintWebsiteCertificate } from './website-certificate.ts'

export interface TestWorldOptions {
  /** All keys and serial numbers follow from it; whoever knows it has every private key of the world. */
  readonly seed: string
  /** The moment around which everything is valid, a whole second. The clock is never read. */
  readonly now: Instant
  /** A member state as lists spell it: two letters, `EL` for Greece. By default `LU`. */
  readonly territory?: string
  /** Version of the national list's format. By default 6. */
  readonly listVersion?: 5 | 6
}

/**
 * A miniature of the European trust framework. Nothing in it chains to a real anchor, and its operators, providers,
 * authorities and holders have names that begin with `TEST – NOT QUALIFIED`.
 */
export interface TestWorld {
  readonly now: Instant
  readonly notice: TestNotice
  /** The list of trusted lists, XML. */
  readonly lotl: Uint8Array
  /** The national lists, as the list of lists announces them. */
  readonly lists: readonly TestList[]
  /** The certification authority in the national list, DER. */
  readonly caCertificate: Uint8Array
  /** Issues a certificate. The same options give the same key and content; the signature is random. */
  mint(options?: MintOptions): Promise<MintedCertificate>
  /** The list of lists once more, with one defect. */
  lotlWith(defect: ListDefect): Promise<Uint8Array>
  /** The national list once more, with one defect. */
  listWith(defect: ListDefect | ServiceDefect): Promise<Uint8Array>
}

export interface TestList {
  readonly territory: string
  /** TSLLocation in the list of lists. */
  readonly location: string
  /** XML. */
  readonly bytes: Uint8Array
}

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
