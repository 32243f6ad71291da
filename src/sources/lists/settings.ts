import { NOTICE_2026 } from '../../trust-list/notices.ts'
import { scheduleByTimer } from './schedule.ts'
import { LIST_WORKER } from './thread.ts'
import type { ListKeeperOptions } from './types.ts'

/**
 * Where the European Commission publishes the list of lists; from then on each one says itself where the next
 * one stands.
 */
export const LIST_OF_LISTS_LOCATION = 'https://ec.europa.eu/tools/lotl/eu-lotl.xml'

/** As often as lists change, and so often that a withdrawal is known within half a working day. */
const SIX_HOURS = 6 * 3_600_000
const TEN_MINUTES = 600_000
const ONE_MINUTE = 60_000
/** What a disk that is busy may take to write a value down. */
const FIVE_SECONDS = 5_000
/** The largest list in use has 5.4 MB; the reader takes 20. */
const MOST_OCTETS = 20_000_000

const DEFAULTS = {
  notice: NOTICE_2026,
  location: LIST_OF_LISTS_LOCATION,
  period: SIX_HOURS,
  retryAfter: TEN_MINUTES,
  parallel: 6,
  maxOctets: MOST_OCTETS,
  timeout: ONE_MINUTE,
  storeDeadline: FIVE_SECONDS,
  clock: Date.now,
  random: Math.random,
  schedule: scheduleByTimer,
  worker: LIST_WORKER,
} as const

/** Options of which all that have a default are told. */
export type ListSettings = ListKeeperOptions & Required<Pick<ListKeeperOptions, keyof typeof DEFAULTS>>

/** @throws RangeError for a number that cannot be meant. */
export function listSettings(options: ListKeeperOptions): ListSettings {
  const settings = { ...DEFAULTS, ...options }
  const { period, retryAfter, parallel, maxOctets, timeout, storeDeadline } = settings
  const isMeant = [period, retryAfter, parallel, maxOctets, timeout, storeDeadline].every(
    each => Number.isInteger(each) && each > 0 && each < 2 ** 31,
  )
  if (!isMeant)
    throw new RangeError(
      'period, retryAfter, parallel, maxOctets, timeout and storeDeadline are positive whole numbers',
    )
  return settings
}
