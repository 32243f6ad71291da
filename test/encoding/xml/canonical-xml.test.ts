import { describe, expect, test } from 'vitest'
import { type CanonicalForm, compareText } from '../../../src/encoding/xml/canonical-xml.ts'
import { canonicalize } from '../../../src/encoding/xml/tree.ts'
import { canonicalWriter, type PlacedElement, placedElements } from '../../support/canonical.ts'

const UTF8 = new TextEncoder()
const text = (octets: Uint8Array) => new TextDecoder().decode(octets)

const canonical = (document: string, form: CanonicalForm) => canonicalWriter(UTF8.encode(document), form)

const both: readonly CanonicalForm[] = ['exclusive', 'inclusive']

/** The first element of a local name, with its ancestors. */
function find(document: string, local: string): PlacedElement {
  const found = placedElements(UTF8.encode(document)).find(({ element }) => element.tag.local === local)
  if (!found) throw new RangeError(`no ${local}`)
  return found
}

describe('a whole document', () => {
  test.each([
    ['the declaration goes', '<?xml version="1.0"?><a/>', '<a></a>'],
    ['an empty element gets an end', '<a/>', '<a></a>'],
    ['space in tags goes', '<a   b = "1"\n></a  >', '<a b="1"></a>'],
    ['space in content stays', '<a>\n  <b>  x </b>\t</a>', '<a>\n  <b>  x </b>\t</a>'],
    ['a carriage return is a line end', '<a>1\r2</a>', '<a>1\n2</a>'],
    ['line ends become line feeds', '<a>1\r\n2\r3</a>', '<a>1\n2\n3</a>'],
    ['quotes become double', "<a b='1\"'/>", '<a b="1&quot;"></a>'],
    ['CDATA becomes text', '<a><![CDATA[<&>]]></a>', '<a>&lt;&amp;&gt;</a>'],
    ['comments go', '<!-- 1 --><a>x<!-- 2 -->y</a><!-- 3 -->', '<a>xy</a>'],
    [
      'instructions stay, outside of the root on lines of their own',
      '<?p  one ?>\n\n<?q?><a>x<?r  y?>z</a>\n<?s?> <?t u?>\n',
      '<?p one ?>\n<?q?>\n<a>x<?r y?>z</a>\n<?s?>\n<?t u?>',
    ],
    [
      'text is escaped where it must be',
      '<a>&#13;&#10;&#9;&gt;&quot;&apos;&amp;&lt;\u0085</a>',
      '<a>&#xD;\n\t&gt;"\'&amp;&lt;\u0085</a>',
    ],
    [
      'attributes are escaped where they must be',
      '<a b="&#13;&#10;&#9;&gt;&quot;\'&amp;&lt; \t\n"/>',
      '<a b="&#xD;&#xA;&#x9;>&quot;\'&amp;&lt;   "></a>',
    ],
    ['characters are written as they are', '<a b="&#xe9;">&#x20AC;&#x1F600;</a>', '<a b="é">€😀</a>'],
    [
      'attributes are ordered by namespace, then by name; declarations by prefix',
      '<a xmlns:y="urn:1" xmlns:x="urn:2" xmlns="urn:0" x:b="1" y:c="2" y:b="3" z="4" b="5"/>',
      '<a xmlns="urn:0" xmlns:x="urn:2" xmlns:y="urn:1" b="5" z="4" y:b="3" y:c="2" x:b="1"></a>',
    ],
    [
      'xml: attributes need no declaration',
      '<a xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:lang="en" b="1"/>',
      '<a b="1" xml:lang="en"></a>',
    ],
    [
      'what is declared is not declared again',
      '<a xmlns="urn:x"><b xmlns="urn:x"><c xmlns="urn:y"/><d/></b></a>',
      '<a xmlns="urn:x"><b><c xmlns="urn:y"></c><d></d></b></a>',
    ],
    [
      'the default namespace ends where it ends',
      '<a xmlns="urn:x"><b xmlns=""><c/></b></a>',
      '<a xmlns="urn:x"><b xmlns=""><c></c></b></a>',
    ],
    [
      'declarations are escaped as attributes are',
      "<a xmlns='urn:\"&amp;'/>",
      '<a xmlns="urn:&quot;&amp;"></a>',
    ],
    ['an end of no default namespace says nothing', '<a xmlns=""><b xmlns=""/></a>', '<a><b></b></a>'],
  ])('%s', (_, document, expected) => {
    for (const form of both) expect(text(canonical(document, form).document())).toBe(expected)
  })

  test.each([
    [
      'unused declarations',
      '<a xmlns:x="urn:x" xmlns="urn:0"><b/></a>',
      '<a xmlns="urn:0"><b></b></a>',
      '<a xmlns="urn:0" xmlns:x="urn:x"><b></b></a>',
    ],
    [
      'declarations that are used further in, and twice',
      '<a xmlns:x="urn:x"><x:b><x:c/></x:b><d x:e="1"/></a>',
      '<a><x:b xmlns:x="urn:x"><x:c></x:c></x:b><d xmlns:x="urn:x" x:e="1"></d></a>',
      '<a xmlns:x="urn:x"><x:b><x:c></x:c></x:b><d x:e="1"></d></a>',
    ],
    [
      'a prefix that changes its meaning and back',
      '<x:a xmlns:x="urn:1"><x:b xmlns:x="urn:2"><x:c xmlns:x="urn:1"/></x:b><x:d/></x:a>',
      '<x:a xmlns:x="urn:1"><x:b xmlns:x="urn:2"><x:c xmlns:x="urn:1"></x:c></x:b><x:d></x:d></x:a>',
      '<x:a xmlns:x="urn:1"><x:b xmlns:x="urn:2"><x:c xmlns:x="urn:1"></x:c></x:b><x:d></x:d></x:a>',
    ],
    [
      'a default namespace under an element that has a prefix',
      '<x:a xmlns:x="urn:x" xmlns="urn:0"><b/><x:c xmlns=""><d/></x:c></x:a>',
      '<x:a xmlns:x="urn:x"><b xmlns="urn:0"></b><x:c><d></d></x:c></x:a>',
      '<x:a xmlns="urn:0" xmlns:x="urn:x"><b></b><x:c xmlns=""><d></d></x:c></x:a>',
    ],
  ])('%s', (_, document, exclusive, inclusive) => {
    expect(text(canonical(document, 'exclusive').document())).toBe(exclusive)
    expect(text(canonical(document, 'inclusive').document())).toBe(inclusive)
  })

  test('the root alone is without the instructions around it', () => {
    const writer = canonical('<?p?><a>x</a><?q?>', 'exclusive')
    expect(text(writer.document())).toBe('<?p?>\n<a>x</a>\n<?q?>')
    expect(text(writer.root())).toBe('<a>x</a>')
  })

  test('text of any length is written whole', () => {
    const long = `${'é€😀&amp;'.repeat(20_000)}`
    expect(text(canonical(`<a>${long}</a>`, 'exclusive').document())).toBe(`<a>${long}</a>`)
  })
})

describe('one element of a document', () => {
  const document =
    '<p:a xmlns:p="urn:p" xmlns:q="urn:q" xmlns="urn:0" xml:lang="en" xml:space="preserve" p:x="1">\n' +
    '  <b xmlns:q="urn:r" xml:space="default"><p:c xmlns:s="urn:s" q:y="2">' +
    '<d xml:lang="de"/>x<!-- y -->z<?t u?></p:c></b>\n</p:a>'

  test.each([
    [
      'c',
      'exclusive',
      '<p:c xmlns:p="urn:p" xmlns:q="urn:r" q:y="2"><d xmlns="urn:0" xml:lang="de"></d>xz<?t u?></p:c>',
    ],
    [
      'c',
      'inclusive',
      '<p:c xmlns="urn:0" xmlns:p="urn:p" xmlns:q="urn:r" xmlns:s="urn:s" xml:lang="en" xml:space="default" q:y="2">' +
        '<d xml:lang="de"></d>xz<?t u?></p:c>',
    ],
    ['d', 'exclusive', '<d xmlns="urn:0" xml:lang="de"></d>'],
    [
      'd',
      'inclusive',
      '<d xmlns="urn:0" xmlns:p="urn:p" xmlns:q="urn:r" xmlns:s="urn:s" xml:lang="de" xml:space="default"></d>',
    ],
  ] as const)('%s, %s', (local, form, expected) => {
    const { element, ancestors } = find(document, local)
    expect(text(canonicalize(element, form, ancestors))).toBe(expected)
  })

  test('a default namespace that an ancestor ended is not declared', () => {
    const { element, ancestors } = find('<a xmlns="urn:0"><b xmlns=""><c/></b></a>', 'c')
    for (const form of both) expect(text(canonicalize(element, form, ancestors))).toBe('<c></c>')
  })
})

test.each([
  ['a', 'b', -1],
  ['a', 'a', 0],
  ['a', 'aa', -1],
  ['\ud83d\ude00', '\uffee', 1],
  ['\ue000', '\ud800\udc00', -1],
  ['\ud7ff', '\ue000', -1],
  ['\ud83d\ude00', '\ud83d\ude01', -1],
])('%j and %j are ordered by code points', (a, b, sign) => {
  expect(Math.sign(compareText(a, b))).toBe(sign)
  expect(Math.sign(compareText(b, a))).toBe(0 - sign)
})
