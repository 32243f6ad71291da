import { onAbort } from '../core/on-abort.ts'
import { type Result, refused } from '../core/result.ts'

/**
 * What an attempt comes to, or that the time was up before. One that rejects, which none should, reached
 * nobody.
 *
 * @param signal Of one validation: it lives no longer than what is asked with it.
 */
export function settled<T, R extends string>(
  attempt: () => Promise<Result<T, R>>,
  signal: AbortSignal,
  failures: { readonly late: R; readonly rejected: R },
): Promise<Result<T, R>> {
  return new Promise(resolve => {
    const end = (): void => resolve(refused(failures.late))
    if (signal.aborted) return end()
    const letGo = onAbort(signal, end)
    Promise.resolve()
      .then(attempt)
      .then(resolve, () => resolve(refused(failures.rejected)))
      .finally(letGo)
  })
}
