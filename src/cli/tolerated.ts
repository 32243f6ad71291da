import { DEVIATION_REASONS, type DeviationReason, isDeviationReason } from '../certificate/psd2/deviations.ts'
import { EXIT, type Stop } from './exit.ts'
import { shown } from './terminal.ts'

/** The deviations that `--tolerate` names, or what is said of a word that names none. */
export function toleratedBy(words: readonly string[]): readonly DeviationReason[] | Stop {
  const unknown = words.find(word => !DEVIATION_REASONS.some(reason => reason === word))
  if (unknown === undefined) return words.filter(isDeviationReason)
  const known = [...new Set(DEVIATION_REASONS)].join(', ')
  return { code: EXIT.usage, message: `${shown(unknown)} is no deviation; there are ${known}` }
}
