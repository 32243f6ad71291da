/** Names as documents write them, read straight out of the text. */

/** A qualified name, split at its colon. */
export interface QualifiedName {
  /** As written. */
  readonly name: string
  readonly prefix: string
  readonly local: string
}

const STARTS = 1
const CONTINUES = 2

/** What each character of ASCII may do in a name. */
const ASCII = new Uint8Array(128)
for (const unit of range('A', 'Z')) ASCII[unit] = STARTS | CONTINUES
for (const unit of range('a', 'z')) ASCII[unit] = STARTS | CONTINUES
for (const unit of range(':', ':')) ASCII[unit] = STARTS | CONTINUES
for (const unit of range('_', '_')) ASCII[unit] = STARTS | CONTINUES
for (const unit of range('0', '9')) ASCII[unit] = CONTINUES
for (const unit of range('-', '.')) ASCII[unit] = CONTINUES

function range(first: string, last: string): readonly number[] {
  const from = first.charCodeAt(0)
  return Array.from({ length: last.charCodeAt(0) - from + 1 }, (_, i) => from + i)
}

/** Ranges of code points, first and last, in which a name may start beyond ASCII. */
const START_RANGES: readonly (readonly [number, number])[] = [
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x2ff],
  [0x370, 0x37d],
  [0x37f, 0x1fff],
  [0x200c, 0x200d],
  [0x2070, 0x218f],
  [0x2c00, 0x2fef],
  [0x3001, 0xd7ff],
  [0xf900, 0xfdcf],
  [0xfdf0, 0xfffd],
  [0x10000, 0xeffff],
]

const CONTINUE_RANGES: readonly (readonly [number, number])[] = [
  [0xb7, 0xb7],
  [0x300, 0x36f],
  [0x203f, 0x2040],
  ...START_RANGES,
]

/**
 * @returns The index behind the name that begins at an index; that index itself where none begins there.
 * @standard Extensible Markup Language 1.0 (fifth edition), productions 4, 4a and 5
 */
export function nameEnd(text: string, start: number): number {
  let at = start
  let may = STARTS
  for (;;) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) {
      if (((ASCII[unit] ?? 0) & may) === 0) return at
      at++
    } else {
      const width = widthBeyondAscii(text, at, may === STARTS ? START_RANGES : CONTINUE_RANGES)
      if (width === 0) return at
      at += width
    }
    may = CONTINUES
  }
}

/**
 * Units of UTF-16 that a character takes which stands in one of the ranges; else none, at the end of the text
 * too.
 */
function widthBeyondAscii(text: string, at: number, ranges: typeof START_RANGES): number {
  const point = text.codePointAt(at)
  if (point === undefined || !ranges.some(([first, last]) => point >= first && point <= last)) return 0
  return point > 0xffff ? 2 : 1
}

/**
 * Names that were read, each split at its colon. Lists use a few hundred names tens of thousands of times;
 * where one stands again it is recognised in the text, without being cut out of it.
 *
 * @standard Namespaces in XML 1.0, productions 7 to 11
 */
export class NameTable {
  private readonly slots: (QualifiedName | undefined)[] = new Array(SLOTS)

  /** The name that stands between two indices; undefined where it is not qualified in one way. */
  read(text: string, start: number, end: number): QualifiedName | undefined {
    const slot = slotOf(text, start, end)
    const known = this.slots[slot]
    if (known && known.name.length === end - start && text.startsWith(known.name, start)) return known
    const read = splitName(text.slice(start, end))
    this.slots[slot] = read
    return read
  }
}

/** A power of two: a name that falls on another takes its place, so the table does not grow. */
const SLOTS = 2048

function slotOf(text: string, start: number, end: number): number {
  const middle = text.charCodeAt((start + end) >> 1)
  return (
    ((end - start) * 37 + text.charCodeAt(start) * 5 + middle * 67 + text.charCodeAt(end - 1) * 131) &
    (SLOTS - 1)
  )
}

function splitName(name: string): QualifiedName | undefined {
  const colon = name.indexOf(':')
  if (colon < 0) return { name, prefix: '', local: name }
  const local = name.slice(colon + 1)
  const isOne = colon > 0 && !local.includes(':') && local !== '' && nameEnd(local, 0) === local.length
  return isOne ? { name, prefix: name.slice(0, colon), local } : undefined
}
