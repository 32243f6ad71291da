/**
 * White space of XML; other spaces are text. @standard Extensible Markup Language 1.0 (fifth edition),
 * production 3
 */
function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x09 || unit === 0x0d
}

/** The first index, from one on, at which none stands. */
export function behindSpace(text: string, start: number): number {
  let at = start
  while (isSpace(text.charCodeAt(at))) at++
  return at
}

/** Without what stands at either end. */
export function trimSpace(text: string): string {
  const start = behindSpace(text, 0)
  let end = text.length
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

/** Whether a text, or what stands between two indices of it, says nothing between elements. */
export function isBlank(text: string, start = 0, end = text.length): boolean {
  let at = start
  while (at < end && isSpace(text.charCodeAt(at))) at++
  return at === end
}

/** Where a piece of text stands next; the end of the text where it does not. */
export function indexOrEnd(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from)
  return at < 0 ? text.length : at
}
