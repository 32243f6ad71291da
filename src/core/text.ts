/**
 * Makes text from outside safe to show: control, format (bidirectional marks among them), private and
 * unassigned code points, lone surrogates, separators of lines and what is drawn as nothing become `\u{…}`, a
 * backslash becomes `\\`, and what is longer than the limit is cut with a mark that tells its length. The one
 * place that does this; whatever prints foreign text calls it.
 *
 * @param limit How much of the text is shown, in UTF-16 code units; 256 unless told. Never half a character.
 *   An escape takes up to ten units.
 */
export function escapeText(text: string, limit = 256): string {
  const shown = cutAt(text, limit).replace(UNSAFE, point =>
    point === '\\' ? '\\\\' : `\\u{${(point.codePointAt(0) ?? 0).toString(16)}}`,
  )
  return text.length > limit ? `${shown}… (${text.length} characters)` : shown
}

/**
 * Makes text from outside safe in a comment of a file that others read, such as one beside PEM: it stays on
 * its line, as {@link escapeText} sees to it, and it has no two hyphens in a row. Some readers find a block
 * by its five hyphens wherever they stand, and OpenSSL reads lines of 254 octets, so that the rest of a
 * longer one begins a line.
 */
export function escapeComment(text: string, limit = 256): string {
  return escapeText(text, limit).replace(/-{2,}/g, hyphens => '\\u{2d}'.repeat(hyphens.length))
}

/**
 * Makes JSON safe to show, and the same JSON still: of what acts on whatever shows it JSON itself escapes the
 * controls below the space alone. Lines stay lines.
 *
 * @standard RFC 8259, section 7
 */
export function escapeJson(json: string): string {
  return json.replace(UNSAFE_IN_JSON, point =>
    Array.from(point.split(''), unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  )
}

/** Cuts what is safe to show already, as names are that RFC 4514 writes, with the same mark. */
export function capText(text: string, limit = 256): string {
  return text.length > limit ? `${cutAt(text, limit)}… (${text.length} characters)` : text
}

/** A character beyond the basic plane takes two units; the cut never falls between them. */
function cutAt(text: string, limit: number): string {
  if (text.length <= limit) return text
  const isHalf = (text.codePointAt(limit - 1) ?? 0) > 0xffff
  return text.slice(0, isHalf ? limit - 1 : limit)
}

/**
 * Code points that are not shown as they are: categories C (control, format, surrogate, private, unassigned),
 * Zl and Zp, and those that are ignored where they have no glyph, as the fillers of Hangul are.
 */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\\]/gu

/** The same without the backslash, which begins an escape there, and without the ends of lines. */
const UNSAFE_IN_JSON = /(?!\n)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu
