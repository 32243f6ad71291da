/** What every name that the sandbox mints begins with, so that nobody takes it for a real one. */
export const MARKER = 'TEST – NOT QUALIFIED'

export function marked(name: string): string {
  return `${MARKER} ${name}`
}
