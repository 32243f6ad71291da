/** A piece of XML in canonical form. Strings beside it are text, and are escaped when they are put in. */
export interface Xml {
  readonly canonical: string
}

/**
 * Writes an element as exclusive canonicalisation would: namespace declarations first, attributes in order,
 * an end tag always. A caller declares each prefix where it is first used, and so what is signed needs no
 * canonicaliser.
 *
 * @standard Canonical XML 1.0, section 2.3; Exclusive XML Canonicalization 1.0, section 2
 */
export function element(name: string, attributes: Attributes, ...content: readonly (Xml | string)[]): Xml {
  const start = Object.entries(attributes)
    .sort(([a], [b]) => (attributeOrder(a) < attributeOrder(b) ? -1 : 1))
    .map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`)
    .join('')
  const inside = content.map(part => (typeof part === 'string' ? escapeText(part) : part.canonical)).join('')
  return { canonical: `<${name}${start}>${inside}</${name}>` }
}

export type Attributes = Readonly<Record<string, string>>

/** An element whose children stand on lines of their own. The line breaks are signed like everything else. */
export function block(name: string, attributes: Attributes, ...children: readonly (Xml | undefined)[]): Xml {
  return element(
    name,
    attributes,
    ...children.filter(x => x !== undefined).flatMap(child => ['\n', child]),
    '\n',
  )
}

/**
 * The default namespace, other namespaces by prefix, plain attributes, then those of a namespace (only xml:
 * here).
 */
function attributeOrder(name: string): string {
  if (name === 'xmlns') return '0'
  if (name.startsWith('xmlns:')) return `1${name}`
  return name.includes(':') ? `3${name}` : `2${name}`
}

function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, character => TEXT[character] ?? character)
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<"\t\n\r]/g, character => ATTRIBUTE[character] ?? character)
}

const TEXT: Attributes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' }
const ATTRIBUTE: Attributes = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}
