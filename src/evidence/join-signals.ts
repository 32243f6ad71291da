import { onAbort } from '../core/on-abort.ts'

/** One signal for several: it is aborted as soon as one of them is. */
export interface JoinedSignal {
  readonly signal: AbortSignal
  /** Lets go of the others, which may live longer. */
  end(): void
}

export function joinSignals(signals: readonly (AbortSignal | undefined)[]): JoinedSignal {
  const given = signals.flatMap(signal => signal ?? [])
  const [only] = given
  if (only !== undefined && given.length === 1) return { signal: only, end: () => undefined }
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  const lettingGo = given.map(signal => {
    if (signal.aborted) abort()
    return onAbort(signal, abort)
  })
  return {
    signal: controller.signal,
    end: () => {
      for (const letGo of lettingGo) letGo()
    },
  }
}
