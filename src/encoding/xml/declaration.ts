import type { XmlReason } from './events.ts'

/**
 * The XML declaration, where there is one: version 1.0 only, since others have other characters, which
 * canonical forms do not know; and UTF-8, in whatever case.
 *
 * @returns The index behind it, or why the document is refused.
 * @standard Extensible Markup Language 1.0 (fifth edition), productions 23 to 26, 32, 80 and 81
 */
export function readDeclaration(text: string): { readonly end: number } | XmlReason {
  if (!/^<\?xml[ \t\r\n]/.test(text)) return { end: 0 }
  const end = text.indexOf('?>') + 2
  if (end < 2 || end > LONGEST) return 'not-well-formed'
  const found = DECLARATION.exec(text.slice(0, end))
  if (!found) return 'not-well-formed'
  const [, version, encoding] = found.map(unquoted)
  if (version !== '1.0') return 'xml-version'
  return encoding === undefined || encoding.toUpperCase() === 'UTF-8' ? { end } : 'encoding'
}

/** Real ones have some fifty characters. */
const LONGEST = 1024

const DECLARATION = new RegExp(
  [
    '^<\\?xml',
    `${pseudoAttribute('version', '[0-9a-zA-Z._:-]+')}`,
    `(?:${pseudoAttribute('encoding', '[A-Za-z][A-Za-z0-9._-]*')})?`,
    `(?:${pseudoAttribute('standalone', 'yes|no')})?`,
    '[ \\t\\r\\n]*\\?>$',
  ].join(''),
)

/** The value is captured with its quotes. */
function pseudoAttribute(name: string, value: string): string {
  const space = '[ \\t\\r\\n]'
  return `${space}+${name}${space}*=${space}*("(?:${value})"|'(?:${value})')`
}

function unquoted(value: string | undefined): string | undefined {
  return value?.slice(1, -1)
}
