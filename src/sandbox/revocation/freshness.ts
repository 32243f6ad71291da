import { type Instant, instantFromMilliseconds } from '../../core/time.ts'
import type { Freshness } from './options.ts'

/** When something was made, and until when it may be used. */
export interface Period {
  readonly thisUpdate: Instant
  readonly nextUpdate: Instant
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

const MADE: Readonly<Record<Freshness, number>> = { fresh: -HOUR, stale: -8 * DAY, future: HOUR }

/**
 * The week for which something is good that was made in regular turn.
 *
 * @param now The moment of the world's clock.
 */
export function regularPeriod(freshness: Freshness, now: Instant): Period {
  return weekFrom(instantFromMilliseconds(now + MADE[freshness]))
}

/**
 * The same, where a revocation that became known since is a reason to make it anew: nothing fresh is older
 * than what it tells.
 *
 * @param news When revocations took effect.
 */
export function periodWithNews(freshness: Freshness, now: Instant, news: readonly Instant[]): Period {
  const regular = regularPeriod(freshness, now)
  const latest = Math.max(regular.thisUpdate, ...news.filter(moment => moment <= now))
  return freshness === 'fresh' ? weekFrom(instantFromMilliseconds(latest)) : regular
}

function weekFrom(thisUpdate: Instant): Period {
  return { thisUpdate, nextUpdate: instantFromMilliseconds(thisUpdate + 7 * DAY) }
}
