/**
 * Makes text from outside safe to show: control, format (bidirectional marks among them), private and unassigned
 * code points and lone surrogates become `\u{…}`, a backslash becomes `\\`, and what is longer than the limit is cut with a
 * mark. The one place that does this; whatever prints foreign text calls it.
 *
 * @param limit The longest result in UTF-16 code units before the mark is added; 256 unless told.
 */
export function escapeText(text: string, limit = 256): string {
  const cut = text.length > limit ? text.slice(0, limit) : text
  const shown = cut.replace(UNSAFE, point =>
    point === '\\' ? '\\\\' : `\\u{${(point.codePointAt(0) ?? 0).toString(16)}}`,
  )
  return text.length > limit ? `${shown}… (${text.length} characters)` : shown
}

/** Whether a code point is shown as it is. Categories C (control, format, surrogate, private, unassigned), Zl and Zp are not. */
export const UNSAFE = /[\p{C}\p{Zl}\p{Zp}\\]/gu
