import { nameEnd } from './names.ts'
import { behindSpace } from './space.ts'

/** A processing instruction, and where in the text it ends. */
export interface Instruction {
  readonly target: string
  /** What stands behind the target and the space after it. */
  readonly content: string
  /** The index behind it. */
  readonly end: number
}

/**
 * Reads a processing instruction that begins at an index.
 *
 * @returns `unfinished` where the text ends inside of it.
 * @standard Extensible Markup Language 1.0 (fifth edition), productions 16 and 17; Namespaces in XML 1.0,
 *   section 7
 */
export function readInstruction(text: string, at: number): Instruction | 'unfinished' | 'not-well-formed' {
  const behindTarget = nameEnd(text, at + 2)
  const target = text.slice(at + 2, behindTarget)
  if (target === '' || target.includes(':') || target.toLowerCase() === 'xml') return 'not-well-formed'
  const end = text.indexOf('?>', behindTarget)
  if (end < 0) return 'unfinished'
  const body = behindSpace(text, behindTarget)
  if (body === behindTarget && end > behindTarget) return 'not-well-formed'
  return { target, content: text.slice(Math.min(body, end), end), end: end + 2 }
}
