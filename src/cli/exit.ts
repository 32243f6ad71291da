/** Exit codes: 0, 1 and 2 are answers, the others say why there is none (BSD sysexits). */
export const EXIT = {
  passed: 0,
  failed: 1,
  indeterminate: 2,
  usage: 64,
  unreadable: 66,
  internal: 70,
  unwritable: 73,
} as const

/** Ends a command: what to tell on the error stream, and the code. */
export interface Stop {
  readonly code: number
  readonly message: string
}
