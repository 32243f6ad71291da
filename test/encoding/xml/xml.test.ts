import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { XML_LIMITS, type XmlHandler, type XmlTag } from '../../../src/encoding/xml/events.ts'
import { readXml } from '../../../src/encoding/xml/xml.ts'

const UTF8 = new TextEncoder()

/** What a document tells, one line an event; text in one piece however it arrived. */
function told(document: string | Uint8Array): string[] {
  const events: string[] = []
  const add = (event: string) => events.push(event)
  const handler: XmlHandler = {
    open: tag => void add(`<${shown(tag)}>`) as undefined,
    close: () => void add('</>') as undefined,
    text: piece => {
      const text = piece.text.slice(piece.start, piece.end)
      const last = events.at(-1)
      if (last?.startsWith('"')) events[events.length - 1] = last + text
      else add(`"${text}`)
      return undefined
    },
    comment: () => void add('comment') as undefined,
    instruction: (target, body) => void add(`?${target} ${body}`) as undefined,
  }
  const bytes = typeof document === 'string' ? UTF8.encode(document) : document
  const result = readXml(bytes, handler)
  return result.ok ? events : [`${result.reason} at ${result.offset}`]
}

function shown({ name, namespace, attributes, declarations }: XmlTag): string {
  return [
    `${name}{${namespace}}`,
    ...attributes.map(({ name, namespace, value }) => `${name}{${namespace}}=${value}`),
    ...declarations.map(({ prefix, namespace }) => `xmlns:${prefix}=${namespace}`),
  ].join(' ')
}

const nothing = () => undefined
const SILENT = { open: nothing, close: nothing, text: nothing, comment: nothing, instruction: nothing }

function reason(document: string | Uint8Array): string {
  const result = readXml(typeof document === 'string' ? UTF8.encode(document) : document, SILENT)
  return result.ok ? 'read' : result.reason
}

describe('what is read', () => {
  test.each([
    ['<a/>', ['<a{}>', '</>']],
    ['<a>b</a>', ['<a{}>', '"b', '</>']],
    // A tag that stands again means something else where its prefix does.
    [
      '<r><a>1</a><b xmlns="urn:x"><a>2</a></b><a>3</a></r>',
      [
        '<r{}>',
        '<a{}>',
        '"1',
        '</>',
        '<b{urn:x} xmlns:=urn:x>',
        '<a{urn:x}>',
        '"2',
        '</>',
        '</>',
        '<a{}>',
        '"3',
        '</>',
        '</>',
      ],
    ],
    ['<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;</a>', ['<a{}>', '"<>&"\'AB', '</>']],
    ['<a>1<![CDATA[<2>]]>3</a>', ['<a{}>', '"1<2>3', '</>']],
    ['<a>1<!-- x -->2</a>', ['<a{}>', '"1', 'comment', '"2', '</>']],
    ['<a>1<?p some data?>2</a>', ['<a{}>', '"1', '?p some data', '"2', '</>']],
    ['<?p?><!-- before --><a/><!-- after -->\n', ['?p ', 'comment', '<a{}>', '</>', 'comment']],
    ['<a>1\r\n2\r3\n4</a>', ['<a{}>', '"1\n2\n3\n4', '</>']],
    ['<a b=" 1\t2\n3&#9;4 "/>', ['<a{} b{}= 1 2 3\t4 >', '</>']],
    ['<a xmlns="urn:x" b="1"><c/></a>', ['<a{urn:x} b{}=1 xmlns:=urn:x>', '<c{urn:x}>', '</>', '</>']],
    [
      '<p:a xmlns:p="urn:x" p:b="1"><c xmlns="urn:y"/></p:a>',
      ['<p:a{urn:x} p:b{urn:x}=1 xmlns:p=urn:x>', '<c{urn:y} xmlns:=urn:y>', '</>', '</>'],
    ],
    ['<a xmlns="urn:x"><b xmlns=""/></a>', ['<a{urn:x} xmlns:=urn:x>', '<b{} xmlns:=>', '</>', '</>']],
    ['<a xml:lang="en"/>', ['<a{} xml:lang{http://www.w3.org/XML/1998/namespace}=en>', '</>']],
    ['<__proto__ constructor="1"/>', ['<__proto__{} constructor{}=1>', '</>']],
    ['<?xml version="1.0" encoding="utf-8" standalone="no"?><a/>', ['<a{}>', '</>']],
    ['\ufeff<a/>', ['<a{}>', '</>']],
  ])('%j', (document, events) => {
    expect(told(document)).toEqual(events)
  })

  test('a handler stops the reading with a word of its own', () => {
    const nothing = () => undefined
    const handler: XmlHandler<'enough'> = {
      open: ({ local }) => (local === 'b' ? 'enough' : undefined),
      close: nothing,
      text: nothing,
      comment: nothing,
      instruction: nothing,
    }
    expect(readXml(UTF8.encode('<a><b/><c></a>'), handler)).toEqual({
      ok: false,
      reason: 'enough',
      offset: 3,
    })
  })
})

describe('what is refused', () => {
  test.each([
    ['nothing', '', 'not-well-formed'],
    ['only space', ' \n', 'not-well-formed'],
    ['a document type', '<!DOCTYPE a><a/>', 'doctype'],
    ['an entity of its own', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', 'doctype'],
    ['an entity that nobody declares', '<a>&e;</a>', 'not-well-formed'],
    ['an entity of the names of objects', '<a>&constructor;</a>', 'not-well-formed'],
    ['an element that is not closed', '<a><b></a>', 'not-well-formed'],
    ['an end without a start', '<a/></a>', 'not-well-formed'],
    ['two roots', '<a/><b/>', 'not-well-formed'],
    ['text after the root', '<a/>x', 'not-well-formed'],
    ['base64 after the root', `<X509Certificate></X509Certificate>${'A'.repeat(100)}`, 'not-well-formed'],
    ['an attribute twice', '<a b="1" b="2"/>', 'not-well-formed'],
    [
      'an attribute twice by namespace',
      '<a xmlns:p="urn:x" xmlns:q="urn:x" p:b="1" q:b="2"/>',
      'not-well-formed',
    ],
    ['an attribute without a value', '<a b/>', 'not-well-formed'],
    ['a prefix that nobody declares', '<p:a/>', 'not-well-formed'],
    ['a prefix of an attribute that nobody declares', '<a p:b="1"/>', 'not-well-formed'],
    ['a prefix that went out of scope', '<a><b xmlns:p="urn:x"/><p:c/></a>', 'not-well-formed'],
    ['a prefix that is undeclared', '<a xmlns:p="urn:x"><b xmlns:p=""/></a>', 'not-well-formed'],
    ['xml as another namespace', '<a xmlns:xml="urn:x"/>', 'not-well-formed'],
    ['xmlns as a prefix', '<a xmlns:xmlns="urn:x"/>', 'not-well-formed'],
    ['two colons in a name', '<a:b:c xmlns:a="urn:x"/>', 'not-well-formed'],
    ['a local name that begins with a digit', '<a:1 xmlns:a="urn:x"/>', 'not-well-formed'],
    [
      'an attribute whose local name begins with a hyphen',
      '<a xmlns:p="urn:x" p:-b="1"/>',
      'not-well-formed',
    ],
    ['NUL', '<a>\0</a>', 'not-well-formed'],
    ['a control character', '<a>\u0001</a>', 'not-well-formed'],
    ['a reference to NUL', '<a>&#0;</a>', 'not-well-formed'],
    ['a reference to half of a character', '<a>&#xd800;</a>', 'not-well-formed'],
    ['a reference beyond all characters', '<a>&#x110000;</a>', 'not-well-formed'],
    ['U+FFFE', '<a>\ufffe</a>', 'not-well-formed'],
    ['the end of CDATA in text', '<a>]]></a>', 'not-well-formed'],
    ['two hyphens in a comment', '<a><!-- -- --></a>', 'not-well-formed'],
    ['CDATA that does not end', '<a><![CDATA[x</a>', 'not-well-formed'],
    ['a declaration that comes late', '<a/><?xml version="1.0"?>', 'not-well-formed'],
    ['two byte order marks', '\ufeff\ufeff<a/>', 'not-well-formed'],
    ['XML 1.1', '<?xml version="1.1"?><a/>', 'xml-version'],
    ['a declared other encoding', '<?xml version="1.0" encoding="ISO-8859-1"?><a/>', 'encoding'],
    ['a relative namespace', '<a xmlns="x"/>', 'namespace-relative'],
    ['a namespace with space around it', '<a xmlns:p=" urn:x"/>', 'namespace-relative'],
    ['Id twice', '<a Id="1"><b Id="1"/></a>', 'duplicate-id'],
    ['Id and ID', '<a Id="1"><b ID="1"/></a>', 'duplicate-id'],
    ['id and xml:id', '<a id="1"><b xml:id="1"/></a>', 'duplicate-id'],
    ['xml:id and Id in one element', '<a xml:id="1" Id="1"/>', 'duplicate-id'],
  ])('%s', (_, document, expected) => {
    expect(reason(document)).toBe(expected)
  })

  test.each([
    ['a lone continuation octet', [0x80]],
    ['an overlong form', [0xc0, 0x80]],
    ['half of a pair as three octets', [0xed, 0xa0, 0x80]],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a character that is cut', [0xe2, 0x82]],
  ])('%s is not UTF-8', (_, octets) => {
    const document = Uint8Array.of(...UTF8.encode('<a>'), ...octets, ...UTF8.encode('</a>'))
    expect(reason(document)).toBe('encoding')
  })

  test('UTF-16 is not UTF-8', () => {
    expect(reason(Uint8Array.of(0xff, 0xfe, 0x3c, 0, 0x61, 0, 0x2f, 0, 0x3e, 0))).toBe('encoding')
  })

  test.each([
    ['other identifiers', '<a Id="1"><b Id="2"/><c id=""/></a>'],
    ['an Id of another namespace', '<a xmlns:p="urn:x" p:Id="1"><b Id="1"/></a>'],
    ['a declaration of xml as itself', '<a xmlns:xml="http://www.w3.org/XML/1998/namespace"/>'],
  ])('but not %s', (_, document) => {
    expect(reason(document)).toBe('read')
  })
})

describe('the limits', () => {
  const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth)
  const attributes = (count: number) =>
    `<a ${Array.from({ length: count }, (_, i) => `b${i}="1"`).join(' ')}/>`
  const namespaces = (count: number) => Array.from({ length: count }, (_, i) => `xmlns:p${i}="urn:x"`)
  /** As many tags as may use a namespace whose name has a thousand characters, and what stands behind them. */
  const used = (tag: string, more = '') => {
    const tags = XML_LIMITS.namespaceCharacters / 1000 / (tag.split('p:').length - 1)
    const all = Array.from({ length: tags }, (_, i) => tag.replace('#', `${i}`)).join('')
    return `<a xmlns:p="${'urn:'.padEnd(1000, 'x')}">${all}${more}</a>`
  }
  const declared = (outer: number, inner: number) =>
    `<a ${namespaces(outer).join(' ')}><b/><c ${namespaces(inner).join(' ')}/></a>`

  const sized = (size: number) =>
    `<a>${`${'x'.repeat(999_996)}<b/>`.repeat(19)}${'x'.repeat(size - 19_000_007)}</a>`
  const identifiers = (count: number) =>
    `<a>${Array.from({ length: count }, (_, i) => `<b Id="${i}"/>`).join('')}</a>`
  /** Text and CDATA of so many characters, with comments between. */
  const pieces = (size: number) =>
    `${'x'.repeat(500_000)}<!-- --><![CDATA[${'y'.repeat(500_000)}]]>`.repeat(size / 1_000_000)

  test.each<[string, (content: string) => string, string]>([
    ['an attribute', content => `<a b="${content}"/>`, '<a b=""/>'],
    [
      'several attributes together',
      content => `<a b="${'1'.repeat(90)}" c="${content}"/>`,
      `<a b="${'1'.repeat(90)}" c=""/>`,
    ],
    ['a name', content => `<r><a${content}/></r>`, '<a/>'],
    ['a comment', content => `<r><!--${content}--></r>`, '<!---->'],
    ['a comment behind text', content => `<r>x<!--${content}--></r>`, '<!---->'],
    ['an instruction', content => `<r><?p ${content}?></r>`, '<?p ?>'],
    ['CDATA', content => `<r><![CDATA[${content}]]></r>`, '<![CDATA[]]>'],
  ])('%s may be as long as a token, and no longer', (_, write, around) => {
    const content = (length: number) => 'x'.repeat(length - around.length)
    expect(reason(write(content(XML_LIMITS.token)))).toBe('read')
    expect(reason(write(content(XML_LIMITS.token + 1)))).toBe('token-too-long')
  })

  test.each([
    ['an attribute', '<a b="'],
    ['a name', '<a'],
    ['a comment', '<a>x<!--'],
    ['an instruction', '<a><?p '],
    ['CDATA', '<a><![CDATA['],
  ])('%s that is too long is refused though it does not end', (_, start) => {
    const result = readXml(UTF8.encode(start + 'x'.repeat(3_000_000)), SILENT)
    expect(result).toMatchObject({ ok: false, reason: 'token-too-long' })
  })

  test.each([
    [`depth ${XML_LIMITS.depth}`, nested(XML_LIMITS.depth), 'read'],
    ['one more', nested(XML_LIMITS.depth + 1), 'too-deep'],
    [`${XML_LIMITS.attributes} attributes`, attributes(XML_LIMITS.attributes), 'read'],
    ['one more', attributes(XML_LIMITS.attributes + 1), 'too-many-attributes'],
    [`${XML_LIMITS.namespaces} namespaces in scope`, declared(40, 24), 'read'],
    ['one more', declared(40, 25), 'too-many-namespaces'],
    ['names of namespaces in tags of one kind', used('<p:b/>'), 'read'],
    ['one more', used('<p:b/>', '<p:b/>'), 'too-many-namespaces'],
    ['in attributes of tags of many kinds', used('<b p:c="" p:d="#"/>'), 'read'],
    ['one more', used('<b p:c="" p:d="#"/>', '<b p:c=""/>'), 'too-many-namespaces'],
    [`${XML_LIMITS.references} references`, `<a>${'&#65;'.repeat(XML_LIMITS.references)}</a>`, 'read'],
    ['one more', `<a>${'&#65;'.repeat(XML_LIMITS.references + 1)}</a>`, 'too-many-references'],
    [`${XML_LIMITS.nodes} nodes`, `<a>${'<b/>'.repeat(XML_LIMITS.nodes - 1)}</a>`, 'read'],
    ['one more', `<a>${'<b/>'.repeat(XML_LIMITS.nodes)}</a>`, 'too-many-nodes'],
    [`${XML_LIMITS.bytes} octets`, sized(XML_LIMITS.bytes), 'read'],
    ['one more', sized(XML_LIMITS.bytes + 1), 'too-large'],
    [`${XML_LIMITS.identifiers} identifiers`, identifiers(XML_LIMITS.identifiers), 'read'],
    ['one more', identifiers(XML_LIMITS.identifiers + 1), 'too-many-identifiers'],
    [`text of ${XML_LIMITS.text} characters`, `<a>${' '.repeat(XML_LIMITS.text)}</a>`, 'read'],
    ['one more', `<a>${' '.repeat(XML_LIMITS.text + 1)}</a>`, 'text-too-long'],
    ['as much in pieces', `<a>${pieces(XML_LIMITS.text)}</a>`, 'read'],
    ['one more', `<a>${pieces(XML_LIMITS.text)}x</a>`, 'text-too-long'],
    ['as much in each of two elements', `<a>${`<b>${pieces(XML_LIMITS.text)}</b>`.repeat(2)}</a>`, 'read'],
  ])('%s', (_, document, expected) => {
    expect(reason(document)).toBe(expected)
  })
})

describe('windows', () => {
  /** Octets of a window. */
  const WINDOW = 8192

  test.each([
    ['a character of two octets', 'é'],
    ['a character of three octets', '€'],
    ['a character of four octets', '😀'],
    ['a line end of two characters', '\r\n'],
    ['a reference', '&amp;'],
    ['a tag', '<b c="1"/>'],
    ['an end tag', '<b>1</b >'],
    ['CDATA with tags inside', '<![CDATA[<x]<y>]]]>'],
    ['a comment with tags inside', '<!-- <x><y> -->'],
    ['an instruction with tags inside', '<?p <x><y> ?>'],
  ])('%s may stand across the end of a window', (_, piece) => {
    const expected = told(`<a>x${piece}y</a>`)
    for (let before = WINDOW - 24; before <= WINDOW; before++) {
      const padding = 'x'.repeat(before)
      const events = told(`<a>${padding}${piece}y</a>`).map(event => event.replace(padding, 'x'))
      expect(events).toEqual(expected)
    }
  })

  test.each([
    ['CDATA', (content: string) => `<a><![CDATA[${content}]]></a>`],
    ['a comment', (content: string) => `<a><!--${content}--></a>`],
    ['an instruction', (content: string) => `<a><?p ${content}?></a>`],
  ])('%s of many windows is one piece', (_, write) => {
    expect(told(write('<x>'.repeat(WINDOW)))).toHaveLength(3)
  })

  test.each([
    ['a character that may not stand there', '\0'],
    ['the end of CDATA', ']]>'],
    ['a reference to nothing', '&x;'],
    ['an end of another element', '</b>'],
  ])('%s is found in a later window', (_, piece) => {
    expect(reason(`<a>${`<b>${'x'.repeat(1000)}</b>`.repeat(100)}${piece}</a>`)).toBe('not-well-formed')
  })

  test.each([
    ['<a>€€</b>', 9],
    [`<a>${'€'.repeat(WINDOW)}</b>`, 3 + 3 * WINDOW],
    [`<a>${'<b>€</b>'.repeat(WINDOW)}</b>`, 3 + 10 * WINDOW],
    ['<a>x&y;</a>', 3],
    ['<a/>\0', 4],
    ['<a>', 3],
    ['<a>\r\n\r\n\r<b>é\r\n</c></a>', 15],
  ])('an offset counts octets up to the piece that is refused (%#)', (document, offset) => {
    expect(told(document)).toEqual([`not-well-formed at ${offset}`])
  })

  test('an offset of what is no UTF-8 is that of its window', () => {
    const octets = UTF8.encode(`<a>${'<b>x</b>'.repeat(4 * WINDOW)}</a>`)
    octets[200_000] = 0xff
    const result = readXml(octets, SILENT)
    expect(result).toMatchObject({ ok: false, reason: 'encoding' })
    const offset = result.ok || result.offset === undefined ? 0 : result.offset
    expect(offset).toBeGreaterThan(200_000 - WINDOW)
    expect(offset).toBeLessThanOrEqual(200_000)
  })
})

describe('long runs of base64', () => {
  const run = 'QUJD'.repeat(100)
  const element = (content: string) => `<r><X509Certificate>${content}</X509Certificate></r>`

  test.each([
    ['plain', run, run],
    ['over lines', `\n${run}\r\n${run}\r`, `\n${run}\n${run}\n`],
    ['with a reference inside', `${run}&#65;${run}`, `${run}A${run}`],
    ['with CDATA inside', `${run}<![CDATA[${run}]]>`, `${run}${run}`],
  ])('%s are text like any other', (_, content, text) => {
    expect(told(element(content))).toEqual(['<r{}>', '<X509Certificate{}>', `"${text}`, '</>', '</>'])
  })

  test.each([
    ['an attribute', `<r a="X509Certificate>${run}"/>`, [`<r{} a{}=X509Certificate>${run}>`, '</>']],
    ['a comment', `<r><!--<X509Certificate>${run}<--></r>`, ['<r{}>', 'comment', '</>']],
    ['CDATA', `<r><![CDATA[<X509Certificate>${run}<]]></r>`, ['<r{}>', `"<X509Certificate>${run}<`, '</>']],
    [
      'an instruction',
      `<r><?p X509Certificate>${run}<?></r>`,
      ['<r{}>', `?p X509Certificate>${run}<`, '</>'],
    ],
    ['text', `<r>X509Certificate&gt;${run}</r>`, ['<r{}>', `"X509Certificate>${run}`, '</>']],
  ])('what only looks like one in %s stays where it is', (_, document, events) => {
    expect(told(document)).toEqual(events)
  })

  test('a mark in text does not hide what must not stand there', () => {
    expect(reason(`<r>]]X509Certificate>${run}</r>`)).toBe('read')
    expect(reason(`<r>X509Certificate>${run}]]></r>`)).toBe('not-well-formed')
    expect(reason(element(`${run}</X509Certificate><X509Certificate>${run}`))).toBe('read')
    expect(reason(`<r><X509Certificate>${run}</r>`)).toBe('not-well-formed')
  })
})

describe('whatever is written', () => {
  const token = fc.constantFrom(
    ...[
      '<',
      '>',
      '</',
      '/>',
      '<a>',
      '</a>',
      '<p:b ',
      'xmlns:p="urn:x"',
      'xmlns=""',
      ' c="1"',
      "'",
      '"',
      '=',
      '&',
      ';',
    ],
    ...[
      '&amp;',
      '&#x41;',
      '&#0;',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?p ',
      '?>',
      '<?xml version="1.0"?>',
      '<!DOCTYPE ',
    ],
    ...[
      '[',
      ']',
      '\r',
      '\n',
      '\t',
      ' ',
      'x',
      'é',
      '😀',
      '\0',
      '\ufeff',
      ':',
      'X509Certificate>',
      'QUJD'.repeat(20),
    ],
  )

  test('is read or refused, and never thrown', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), tokens => {
        expect(reason(tokens.join(''))).toMatch(/^[a-z0-9-]+$/)
        expect(reason(`<a>${tokens.join('')}</a>`)).toMatch(/^[a-z0-9-]+$/)
      }),
      { numRuns: 2000, seed: 7 },
    )
  })

  test('octets of any kind, too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), octets => {
        expect(reason(Uint8Array.of(0x3c, 0x61, 0x3e, ...octets))).toMatch(/^[a-z0-9-]+$/)
      }),
      { numRuns: 1000, seed: 7 },
    )
  })
})
