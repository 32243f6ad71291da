import { formatInstant, parseInstant } from '../../core/time.ts'
import { isTerritory, type SeenList } from '../../trust-list/sequence-memory.ts'

/**
 * What is written down of a list: JSON, for people too. The time is cut to whole seconds, as nothing is
 * decided by it.
 */
export function writeSeen({ territory, sequenceNumber, digest, issued }: SeenList): string {
  return JSON.stringify({ territory, sequenceNumber, digest, issued: formatInstant(issued) })
}

/** Reads what {@link writeSeen} wrote, and nothing else. */
export function readSeen(text: string): SeenList | undefined {
  const record = parse(text)
  if (typeof record !== 'object' || record === null) return undefined
  if (!('territory' in record && 'sequenceNumber' in record && 'digest' in record && 'issued' in record)) {
    return undefined
  }
  const { territory, sequenceNumber, digest, issued } = record
  if (typeof territory !== 'string' || typeof sequenceNumber !== 'number') return undefined
  if (typeof digest !== 'string' || typeof issued !== 'string') return undefined
  const moment = parseInstant(issued)
  if (!moment.ok) return undefined
  const list = { territory, sequenceNumber, digest, issued: moment.value }
  return isList(list) && writeSeen(list) === text ? list : undefined
}

/** Whether these are facts that a list can have: they become names of files and of keys. */
export function isList({ territory, sequenceNumber, digest }: SeenList): boolean {
  return (
    isTerritory(territory) &&
    Number.isSafeInteger(sequenceNumber) &&
    sequenceNumber > 0 &&
    /^(?:[0-9a-f]{2})+$/.test(digest)
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
