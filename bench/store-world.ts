import { instant } from '../src/core/time.ts'
import { createTestWorld } from '../src/sandbox/index.ts'

/** The moment of the world. */
export const NOW = instant('2026-06-01T12:00:00Z')

/** What the process of the responders tells when it is ready. */
export interface ToldWorld {
  readonly notice: Awaited<ReturnType<typeof createTestWorld>>['notice']
  readonly lotl: Uint8Array
  readonly pivots: readonly Uint8Array[]
  readonly lists: readonly Uint8Array[]
  readonly ports: readonly number[]
  readonly good: readonly Uint8Array[]
  readonly revoked: readonly Uint8Array[]
}

/** Of either kind: as many as are new to the process within one fault, 200 in a second. */
const CERTIFICATES = 1_600

/**
 * Responders in a process of their own, as they are in the field, so that their signatures do not count as
 * ours.
 */
async function serve(): Promise<void> {
  const world = await createTestWorld({ seed: 'store', now: NOW, responders: true })
  const names = Array.from({ length: CERTIFICATES }, (_, index) => `${index}`)
  const good = await Promise.all(names.map(name => world.mint({ subject: `Good ${name}` })))
  const revoked = await Promise.all(names.map(name => world.mint({ subject: `Revoked ${name}` })))
  for (const each of revoked) world.revoke(each, { reason: 'keyCompromise' })
  const told: ToldWorld = {
    notice: world.notice,
    lotl: world.lotl,
    pivots: world.pivots,
    lists: world.lists.map(({ bytes }) => bytes),
    ports: Object.values(world.addresses).map(url => Number(new URL(url).port)),
    good: good.map(({ certificate }) => certificate),
    revoked: revoked.map(({ certificate }) => certificate),
  }
  process.send?.(told)
  // Responders keep no process running; the parent does.
  process.on('message', () => process.exit())
  process.on('disconnect', () => process.exit())
}

if (process.send !== undefined) void serve()
