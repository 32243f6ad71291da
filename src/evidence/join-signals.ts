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
  for (const signal of given) {
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
  }
  return {
    signal: controller.signal,
    end: () => {
      for (const signal of given) signal.removeEventListener('abort', abort)
    },
  }
}
