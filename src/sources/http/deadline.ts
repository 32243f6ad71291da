import { onAbort } from '../../core/on-abort.ts'

/**
 * Runs something that must end at the caller's signal and after a time, whichever comes first. When it has
 * ended, no timer and no listener is left.
 *
 * @param run Its signal fires for either; the reason of that signal says which, as text.
 */
export async function within<T>(
  milliseconds: number,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const both = new AbortController()
  const abort = () => both.abort('the caller has ended it')
  const timer = setTimeout(() => both.abort(`${milliseconds} ms have passed`), milliseconds)
  const letGo = onAbort(signal, abort)
  if (signal.aborted) abort()
  try {
    return await run(both.signal)
  } finally {
    clearTimeout(timer)
    letGo()
  }
}

/**
 * Waits for a promise, but no longer than until a signal fires: then for nothing, and what comes later is not
 * looked at.
 */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  let letGo = () => {}
  const aborted = new Promise<undefined>(done => {
    letGo = onAbort(signal, () => done(undefined))
    if (signal.aborted) done(undefined)
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    letGo()
  }
}
