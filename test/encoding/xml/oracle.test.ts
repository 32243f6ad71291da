import fc from 'fast-check'
import { type SaxesAttributeNS, SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import type { XmlHandler, XmlTag } from '../../../src/encoding/xml/events.ts'
import { readXml } from '../../../src/encoding/xml/xml.ts'

/** What an independent reader makes of the same documents. Both tell the same events, text in one piece. */

class Events {
  readonly lines: string[] = []
  add(line: string): undefined {
    this.lines.push(line)
  }
  text(text: string): undefined {
    const last = this.lines.at(-1)
    if (last?.startsWith('"')) this.lines[this.lines.length - 1] = last + text
    else if (text !== '') this.lines.push(`"${text}`)
  }
}

function ours(document: string): readonly string[] | undefined {
  const events = new Events()
  const handler: XmlHandler = {
    open: tag => events.add(opened(tag)),
    leaf: (tag, { text, textStart, textEnd }) => {
      events.add(opened(tag))
      events.text(text.slice(textStart, textEnd))
      events.add('/')
      return true
    },
    close: () => events.add('/'),
    text: ({ text, start, end }) => events.text(text.slice(start, end)),
    comment: () => events.add('comment'),
    instruction: (target, body) => events.add(`?${target} ${body}`),
  }
  return readXml(new TextEncoder().encode(document), handler).ok ? events.lines : undefined
}

function opened({ name, namespace, attributes, declarations }: XmlTag): string {
  return [
    `<${name}{${namespace}}`,
    ...attributes.map(each => `${each.name}{${each.namespace}}=${each.value}`).toSorted(),
    ...declarations.map(each => `xmlns:${each.prefix}=${each.namespace}`).toSorted(),
  ].join(' ')
}

function theirs(document: string): readonly string[] | undefined {
  const events = new Events()
  const parser = new SaxesParser({ xmlns: true })
  let depth = 0
  parser.on('error', error => {
    throw error
  })
  parser.on('doctype', () => {
    throw new Error('document type')
  })
  parser.on('opentag', ({ name, uri, attributes }) => {
    depth++
    const all: SaxesAttributeNS[] = Object.values(attributes)
    const isDeclaration = ({ prefix, name: own }: SaxesAttributeNS) => prefix === 'xmlns' || own === 'xmlns'
    const declarations = all.filter(isDeclaration)
    events.add(
      [
        `<${name}{${uri}}`,
        ...all
          .filter(each => !isDeclaration(each))
          .map(each => `${each.name}{${each.uri}}=${each.value}`)
          .toSorted(),
        ...declarations.map(each => `xmlns:${each.prefix === '' ? '' : each.local}=${each.value}`).toSorted(),
      ].join(' '),
    )
  })
  parser.on('closetag', () => {
    depth--
    events.add('/')
  })
  parser.on('text', text => void (depth > 0 && events.text(text)))
  parser.on('cdata', text => events.text(text))
  parser.on('comment', () => events.add('comment'))
  parser.on('processinginstruction', ({ target, body }) => events.add(`?${target} ${body}`))
  try {
    parser.write(document).close()
    return events.lines
  } catch {
    return undefined
  }
}

/** What is refused here on purpose, and is well-formed for others. */
const STRICTER = [
  // A name after a colon is a name of its own (Namespaces in XML 1.0, production 4), also in instructions.
  /[<\s/?][^\s<>="']*:(?:[-.0-9·:]|[^\s<>="']*:|[\s=>/])/,
  /<\?[^\s?]*:/,
  // White space must part the target of an instruction from its body (XML 1.0, production 16).
  /<\?[^\s?]+\?(?!>)/,
  // Relative namespace names, and white space around one.
  /xmlns(?::\w+)?\s*=\s*(?:"(?![A-Za-z][A-Za-z0-9+.-]*:[^\s"]*")[^"]+"|'(?![A-Za-z][A-Za-z0-9+.-]*:[^\s']*')[^']+')/,
  // The same identifier twice.
  /\b(?:[Ii][Dd]|xml:id)\s*=/,
  // Other versions and encodings.
  /<\?xml\s/,
]

const piece = fc.constantFrom(
  '<a>',
  '</a>',
  '<a/>',
  '<p:b xmlns:p="urn:p" p:c="1" c="2">',
  '</p:b>',
  '<b xmlns="urn:q" d=\'<\' e="&lt;\t\n"/>',
  '<b xmlns="urn:q" d=\'"\' e="&lt;&#9;\r\n\t">t</b>',
  '<c x="1" x="2"/>',
  '<c xmlns:p="urn:1" xmlns:q="urn:1" p:x="1" q:x="2"/>',
  '<é:ü xmlns:é="urn:é"/>',
  '<xmlns:a/>',
  '<a xmlns:xml="urn:x"/>',
  '<a xmlns:p=""/>',
  '<a b = "1"  c="2" />',
  '<a b="1"c="2"/>',
  '<!-- c -->',
  '<!-- -- -->',
  '<!--->',
  '<![CDATA[ <x> & ]] ]]>',
  '<![CDATA[]]>',
  ']]>',
  '<?p q ?>',
  '<?p?>',
  '<?pq>',
  '<?XML x?>',
  'text',
  ' \n\r\n\r\t',
  '&amp;&#65;&#x42;',
  '&#0;',
  '&#xD800;',
  '&#x110000;',
  '&unknown;',
  '&',
  '€😀',
  '\u0001',
  '\ufffe',
  '\u0085\u2028',
  '>',
  '<',
  '"',
)

describe('an independent reader', () => {
  test('makes the same of documents put together from pieces, but for what is refused on purpose', () => {
    let read = 0
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
        const document = `<r>${pieces.join('')}</r>`
        const [own, other] = [ours(document), theirs(document)]
        if (own === undefined && STRICTER.some(rule => rule.test(document))) return
        if (own !== undefined) read++
        expect(own).toEqual(other)
      }),
      { numRuns: 20_000, seed: 11 },
    )
    expect(read).toBeGreaterThan(1000)
  })

  test('makes the same of a document with one character changed', () => {
    const sound =
      '<?p 1?><r xmlns="urn:r" a="1 &amp; 2"><p:b xmlns:p="urn:p" p:c=\'3\'>x<!-- y --><![CDATA[z]]></p:b>&#65;</r>\n'
    const character = fc.constantFrom(...'<>&;"\'=/?![]-: \n#xp0é\u0001')
    fc.assert(
      fc.property(fc.nat(sound.length), character, fc.nat(1), (at, changed, replaced) => {
        const document = sound.slice(0, at) + changed + sound.slice(at + replaced)
        const own = ours(document)
        if (own === undefined && STRICTER.some(rule => rule.test(document))) return
        expect(own).toEqual(theirs(document))
      }),
      { numRuns: 20_000, seed: 12 },
    )
  })
})
