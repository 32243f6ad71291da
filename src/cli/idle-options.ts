import { EXIT, type Stop } from './exit.ts'

/** An option as it is typed, its value, whether that would decide nothing, and beside or without which other. */
type Row = readonly [option: string, value: unknown, isIdle: boolean, beside: string]

/**
 * Finds an option that is given and would decide nothing. That is a mistake: whoever types one believes that
 * something is asked, judged or written by it.
 */
export function idleOption(rows: readonly Row[]): Stop | undefined {
  const idle = rows.find(([, value, isIdle]) => isIdle && value !== undefined && value !== false)
  if (idle === undefined) return undefined
  const [option, , , beside] = idle
  return { code: EXIT.usage, message: `${option} says nothing ${beside}` }
}
