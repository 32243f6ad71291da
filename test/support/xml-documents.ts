import type { Random } from './random.ts'

/** Documents that differ from their canonical form in every way that a document of trusted lists may. */

/** Prefix to namespace, where an element stands; the empty prefix is the default. */
type Scope = ReadonlyMap<string, string>

/**
 * A well-formed document: with or without a byte order mark and a declaration, with instructions and comments
 * around its root. The same random numbers write the same document.
 *
 * @param end The body of an instruction that comes last, by which documents in a row can be told apart.
 */
export function writeXmlDocument(random: Random, end: string): string {
  const mark = random.once(8) ? '\ufeff' : ''
  const declaration = random.once(2) ? random.pick(DECLARATIONS) : ''
  const before = random.once(2) ? '' : someOf(random, AROUND)
  const after = random.once(2) ? '' : someOf(random, AROUND)
  return `${mark}${declaration}${before}${writeXmlElement(random)}${after}<?end ${end}?>`
}

/** An element that is well-formed wherever no prefix but `xml` is needed of what stands around it. */
export function writeXmlElement(random: Random, identifiers?: () => string): string {
  return element({ random, depth: 1 + random.below(6), ...(identifiers && { identifiers }) }, NO_SCOPE)
}

/**
 * The same document as one who does not know of comments would have it: the ends of two lines do not become
 * one.
 */
export function withoutComments(source: string): string {
  return source.replaceAll(/\r(?=<!--)/g, '\n').replaceAll(/<!--.*?-->/gs, '')
}

interface Place {
  readonly random: Random
  /** How deep elements may still nest. */
  readonly depth: number
  /** Values for `xml:id`, where elements shall have one. */
  readonly identifiers?: () => string
}

const NO_SCOPE: Scope = new Map([['', '']])

const DECLARATIONS = [
  '<?xml version="1.0"?>',
  "<?xml version='1.0' encoding='utf-8'?>\r\n",
  '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>\n',
]
const AROUND = [' \n', '\r\n', '\t', '<?p?>', '<?p-1  a b ?>', '<?é "<&>"\r\n?>', '<!-- c -->', '<!---->']
/**
 * Without an `&`: the standard writes a declaration as it writes an attribute, and libxml2 leaves that one as
 * it is.
 */
const NAMESPACES = ['urn:1', 'urn:2', 'http://a.example/', 'http://a.example/b#', 'urn:%C3%A9']
const PREFIXES = ['', 'a', 'b', 'p', 'é', 'p-1.x']
const LOCALS = ['a', 'A', 'b', 'é', 'x-1', '_', 'a.b', 'names-are-long-enough-to-be-cut-by-somebody']
const SPACES = [' ', ' ', ' ', '\n', '\t', '\r\n', '  \n ']
/** With what they may say. */
const XML_ATTRIBUTES = [
  ['lang', '"en"'],
  ['lang', '""'],
  ['space', "'preserve'"],
  ['space', '"default"'],
  ['base', '"http://a.example/?a&amp;b"'],
] as const
const PIECES = [
  'text',
  ' ',
  '\n    ',
  '\r\n\t',
  '\r',
  '\n\n',
  '&lt;',
  '&gt;',
  '>',
  ']]&gt;',
  '&amp;',
  '&quot;',
  '&apos;',
  '&#13;',
  '&#xD;',
  '&#x9;',
  '&#10;',
  '&#xe9;',
  '&#x1F600;',
  'é',
  '€',
  '😀',
  '\u0085',
  '\u2028',
  '\ud7ff',
  '\ufffd',
  '\u{10fffd}',
  '\u007f',
  '/',
  '=',
]
const CDATA = ['<![CDATA[]]>', '<![CDATA[<a b="1">&amp;</a>]]>', '<![CDATA[ ]] > \r\n]]]>', '<![CDATA[é😀]]>']
const INSTRUCTIONS = ['<?p?>', '<?p q?>', '<?p  q="&lt;" ?>', '<?q \r\n<a>&\t😀?>']
const COMMENTS = ['<!-- c -->', '<!---->', '<!--\r\n<a b="1">&x; - é-->']

function element(place: Place, outer: Scope): string {
  const { random } = place
  const scope = new Map(outer)
  const declarations = declare(random, scope)
  const prefix = random.pick([...scope.keys()])
  const name = qualified(prefix, random.pick(LOCALS))
  const written = random.shuffled([...declarations, ...attributes(place, scope)])
  const tag = `<${name}${written.map(each => random.pick(SPACES) + each).join('')}${space(random)}`
  const content = random.once(4) ? '' : contentOf({ ...place, depth: place.depth - 1 }, scope)
  if (content === '' && random.once(2)) return `${tag}/>`
  return `${tag}>${content}</${name}${space(random)}>`
}

/** Declares some prefixes, those among them that mean the same already. */
function declare(random: Random, scope: Map<string, string>): readonly string[] {
  if (!random.once(3)) return []
  const prefixes = new Set(Array.from({ length: 1 + random.below(3) }, () => random.pick(PREFIXES)))
  return [...prefixes].map(prefix => {
    const namespace = prefix === '' && random.once(3) ? '' : random.pick(NAMESPACES)
    scope.set(prefix, namespace)
    return `xmlns${prefix === '' ? '' : `:${prefix}`}${equals(random)}"${namespace}"`
  })
}

/** No name twice, neither by its prefix nor by its namespace. */
function attributes({ random, identifiers }: Place, scope: Scope): readonly string[] {
  const found = new Map<string, string>()
  if (identifiers && !random.once(3)) found.set('xml id', `xml:id="${identifiers()}"`)
  for (let count = random.once(2) ? 0 : random.below(5); count > 0; count--) {
    const prefix = random.pick([...scope.keys()])
    const local = random.pick(LOCALS)
    const namespace = prefix === '' ? '' : scope.get(prefix)
    found.set(`${namespace} ${local}`, `${qualified(prefix, local)}${equals(random)}${value(random)}`)
  }
  if (random.once(4)) {
    const [local, quoted] = random.pick(XML_ATTRIBUTES)
    found.set(`xml ${local}`, `xml:${local}${equals(random)}${quoted}`)
  }
  return [...found.values()]
}

function value(random: Random): string {
  const quote = random.pick(['"', '"', "'"])
  const raw = Array.from({ length: random.below(4) }, () => random.pick(random.once(2) ? ['v'] : PIECES))
  if (random.once(6)) raw.push(quote === '"' ? "'" : '"')
  return `${quote}${raw.join('')}${quote}`
}

function contentOf(place: Place, scope: Scope): string {
  const { random } = place
  return Array.from({ length: random.below(6) }, () => node(place, scope)).join('')
}

function node(place: Place, scope: Scope): string {
  const { random, depth } = place
  const kind = random.below(10)
  if (kind < 4 && depth > 0) return element(place, scope)
  if (kind < 8) return someOf(random, PIECES)
  return random.pick(random.pick([CDATA, INSTRUCTIONS, COMMENTS]))
}

function someOf(random: Random, pieces: readonly string[]): string {
  return Array.from({ length: 1 + random.below(4) }, () => random.pick(pieces)).join('')
}

function qualified(prefix: string, local: string): string {
  return prefix === '' ? local : `${prefix}:${local}`
}

function equals(random: Random): string {
  return random.once(8) ? `${space(random)}=${space(random)}` : '='
}

function space(random: Random): string {
  return random.once(6) ? random.pick(SPACES) : ''
}
