import { afterEach, beforeEach } from 'vitest'

/** What nobody catches in a test of this file, in the order in which it came. */
export function watchUncaught(): readonly unknown[] {
  const uncaught: unknown[] = []
  const onUncaught = (reason: unknown) => void uncaught.push(reason)
  beforeEach(() => {
    uncaught.length = 0
    process.on('unhandledRejection', onUncaught)
    process.on('uncaughtException', onUncaught)
  })
  afterEach(() => {
    process.off('unhandledRejection', onUncaught)
    process.off('uncaughtException', onUncaught)
  })
  return uncaught
}
