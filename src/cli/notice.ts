import { NOTICES, type OfficialJournalNotice } from '../trust-list/notices.ts'
import { EXIT, type Stop } from './exit.ts'
import { isStop, readInput } from './read-input.ts'
import { shown } from './terminal.ts'

/**
 * The notice that a list of trusted lists is anchored in: one of the Official Journal by its year, or a file
 * with another one, for lists of one's own: `{ "id", "locations": [address…], "certificates": [SHA-256…] }`.
 */
export async function readNotice(word: string): Promise<OfficialJournalNotice | Stop> {
  const known = NOTICES.find(({ id }) => id === word)
  if (known !== undefined) return known
  const file = await readInput(word)
  if (isStop(file))
    return { code: EXIT.usage, message: `--anchor must be 2026, 2019 or a file: ${file.message}` }
  const notice = parseNotice(new TextDecoder().decode(file))
  return notice ?? { code: EXIT.unreadable, message: `${shown(word)}: not a notice` }
}

function parseNotice(text: string): OfficialJournalNotice | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isNotice(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isNotice(value: unknown): value is OfficialJournalNotice {
  if (typeof value !== 'object' || value === null) return false
  if (!('id' in value && 'locations' in value && 'certificates' in value)) return false
  const { id, locations, certificates } = value
  return typeof id === 'string' && isTexts(locations, /./) && isTexts(certificates, /^[0-9a-f]{64}$/)
}

function isTexts(value: unknown, shape: RegExp): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(item => typeof item === 'string' && shape.test(item))
  )
}
