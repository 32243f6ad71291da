/** Lets go of a signal again. */
type LetGo = () => void

/**
 * Calls a function once a signal is aborted, unless it is let go of before. However many wait, the signal has
 * one listener, and none when nobody waits: a caller may give one signal to thousands of validations, and
 * Node.js takes more than ten listeners for a leak. One that is aborted already calls nobody.
 */
export const onAbort = sharedListeners()

/**
 * Who waits is kept beside the signal, and goes with it; no answer depends on it. `AbortSignal.any` would keep
 * a trace of everybody who has ever waited, for as long as the signal lives.
 */
function sharedListeners(): (signal: AbortSignal, call: () => void) => LetGo {
  const lines = new WeakMap<AbortSignal, ReturnType<typeof waitingLine>>()
  return (signal, call) => {
    const line = lines.get(signal) ?? waitingLine(signal)
    lines.set(signal, line)
    return line(call)
  }
}

function waitingLine(signal: AbortSignal): (call: () => void) => LetGo {
  const waiting = new Set<{ readonly call: () => void }>()
  const leave = (): void => {
    if (waiting.size === 0) signal.removeEventListener('abort', fire)
  }
  const fire = (): void => {
    const all = [...waiting]
    waiting.clear()
    leave()
    for (const { call } of all) call()
  }
  return call => {
    const place = { call }
    if (waiting.size === 0) signal.addEventListener('abort', fire)
    waiting.add(place)
    return () => {
      if (waiting.delete(place)) leave()
    }
  }
}
