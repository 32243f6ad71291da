/**
 * Replaces the references of a text: those to characters, and the five that need no declaration.
 *
 * @returns Undefined where one is not well-formed, names another entity, or stands for what is no character.
 * @standard Extensible Markup Language 1.0 (fifth edition), productions 66 to 68
 */
export function expandReferences(raw: string): string | undefined {
  let expanded = ''
  let from = 0
  for (let at = raw.indexOf('&'); at >= 0; at = raw.indexOf('&', from)) {
    const end = raw.indexOf(';', at)
    if (end < 0 || end - at > LONGEST) return undefined
    const character = characterOf(raw.slice(at + 1, end))
    if (character === undefined) return undefined
    expanded += raw.slice(from, at) + character
    from = end + 1
  }
  return expanded + raw.slice(from)
}

/** How many references a text holds. */
export function countReferences(raw: string): number {
  let count = 0
  for (let at = raw.indexOf('&'); at >= 0; at = raw.indexOf('&', at + 1)) count++
  return count
}

/** Leading zeros are allowed without end; nobody needs them. */
const LONGEST = 64

const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

function characterOf(name: string): string | undefined {
  if (!name.startsWith('#')) return PREDEFINED.get(name)
  const isHex = name.startsWith('#x')
  const digits = name.slice(isHex ? 2 : 1)
  if (!(isHex ? /^[0-9A-Fa-f]+$/ : /^[0-9]+$/).test(digits)) return undefined
  const point = Number.parseInt(digits, isHex ? 16 : 10)
  return isCharacter(point) ? String.fromCodePoint(point) : undefined
}

/** @standard Extensible Markup Language 1.0 (fifth edition), production 2 */
function isCharacter(point: number): boolean {
  if (point < 0x20) return point === 0x9 || point === 0xa || point === 0xd
  if (point >= 0xd800 && point <= 0xdfff) return false
  return point <= 0x10ffff && point !== 0xfffe && point !== 0xffff
}

/**
 * The first character that no document may hold; less than none where there is none. Surrogates never leave
 * the decoder.
 */
export function findForbidden(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return text.search(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/)
}

/** Line ends become `\n`. @standard Extensible Markup Language 1.0 (fifth edition), section 2.11 */
export function withLineEnds(raw: string): string {
  return raw.includes('\r') ? raw.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : raw
}

/** The index in a text of what stands at an index of the same text with its line ends made `\n`. */
export function indexBeforeLineEnds(raw: string, index: number): number {
  let at = index
  for (let pair = raw.indexOf('\r\n'); pair >= 0 && pair < at; pair = raw.indexOf('\r\n', pair + 2)) at++
  return at
}

/**
 * White space in the value of an attribute becomes spaces; its line ends are `\n` already.
 *
 * @standard Extensible Markup Language 1.0 (fifth edition), section 3.3.3
 */
export function withSpaces(raw: string): string {
  return /[\t\n]/.test(raw) ? raw.replace(/[\t\n]/g, ' ') : raw
}
