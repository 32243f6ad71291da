import type { LocalText } from '../trust-list/trust-list.ts'

/** The English text, else the first; a list must not leave names out. */
export function nameOf(names: readonly LocalText[]): string {
  const filled = names.filter(({ text }) => text !== '')
  return (filled.find(({ language }) => language === 'en') ?? filled[0])?.text ?? '(no name)'
}
