import type { Random } from '../support/random.ts'

/**
 * Attacks upon a signed list by somebody who has no key: what is signed stays somewhere, and something else is
 * put where a reader may look. One to four changes at random; the same random numbers make the same attack.
 */
export function attackedList(random: Random, given: GivenList): string {
  const first = random.once(3) ? wrapped(random, given) : given.text
  return Array.from({ length: 1 + random.below(3) }).reduce<string>(text => {
    const change = random.pick(CHANGES)
    return change(text, random, given) ?? text
  }, first)
}

export interface GivenList {
  readonly text: string
  /** Another certificate, base64. */
  readonly otherCertificate: string
  /** What of its content is exchanged for what, where it is forged. */
  readonly forgery: readonly [piece: string | RegExp, by: string]
}

/** Where an element stands in a text. */
interface Span {
  readonly name: string
  readonly start: number
  /** Behind its start tag. */
  readonly inside: number
  /** Where its end tag begins. */
  readonly close: number
  readonly end: number
}

const TAG = /<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<(\/?)([^\s<>/]+)[^<>]*?(\/?)>/gs

/** The elements of a text, each with all that stands in it; text that is no document has those that end. */
function spansOf(text: string): readonly Span[] {
  const open: Omit<Span, 'close' | 'end'>[] = []
  const spans: Span[] = []
  for (const match of text.matchAll(TAG)) {
    const [tag, slash, name, empty] = match
    if (name === undefined) continue
    const end = match.index + tag.length
    if (slash === '') open.push({ name, start: match.index, inside: end })
    if (slash === '' && empty === '') continue
    const begun = open.pop()
    if (begun) spans.push({ ...begun, close: empty === '/' ? end : match.index, end })
  }
  return spans
}

/** The signature is small and matters most, so half of all picks fall on it. */
function pickSpan(random: Random, text: string): Span | undefined {
  const spans = spansOf(text)
  const ofSignature = spans.filter(({ name }) =>
    /^(?:\w+:)?(?:Signature|Sign|Object|Key|X509|Ref|Transf|Digest|Qual)/.test(name),
  )
  const from = ofSignature.length > 0 && random.once(2) ? ofSignature : spans
  return from.length === 0 ? undefined : random.pick(from)
}

type Change = (text: string, random: Random, given: GivenList) => string | undefined

const without = (text: string, { start, end }: Span) => text.slice(0, start) + text.slice(end)
const insert = (text: string, at: number, piece: string) => text.slice(0, at) + piece + text.slice(at)

/** In front of an element, behind it, first in it or last in it. */
function placeAt(random: Random, text: string): number {
  const span = pickSpan(random, text)
  return span ? random.pick([span.start, span.inside, span.close, span.end]) : text.length
}

const move: Change = (text, random) => {
  const span = pickSpan(random, text)
  if (!span) return undefined
  const rest = without(text, span)
  return insert(rest, placeAt(random, rest), text.slice(span.start, span.end))
}

const copy: Change = (text, random) => {
  const span = pickSpan(random, text)
  if (!span) return undefined
  const piece = text.slice(span.start, span.end)
  const freed = random.once(2) ? piece.replaceAll(/ (?:xml:)?Id="[^"]*"/gi, '') : piece
  return insert(text, placeAt(random, text), freed)
}

const remove: Change = (text, random) => {
  const span = pickSpan(random, text)
  return span && without(text, span)
}

/** The list with something else in it, in place of what was signed, or beside. */
const forge: Change = (text, _, { forgery: [piece, by] }) => text.replace(piece, by)

const nest: Change = (text, random) => {
  const span = pickSpan(random, text)
  if (!span) return undefined
  const [open, name] = random.pick(ENVELOPES)
  return `${text.slice(0, span.start)}<${open}>${text.slice(span.start, span.end)}</${name}>${text.slice(span.end)}`
}

const DS = 'http://www.w3.org/2000/09/xmldsig#'
const TSL = 'http://uri.etsi.org/02231/v2#'
const XADES = 'http://uri.etsi.org/01903/v1.3.2#'

const ENVELOPES: readonly (readonly [string, string])[] = [
  [`ds:Object xmlns:ds="${DS}"`, 'ds:Object'],
  [`ds:Manifest xmlns:ds="${DS}" Id="m"`, 'ds:Manifest'],
  [`ds:Signature xmlns:ds="${DS}"`, 'ds:Signature'],
  [`TrustServiceStatusList xmlns="${TSL}"`, 'TrustServiceStatusList'],
  [`TrustServiceStatusList xmlns="${TSL}" Id="tl"`, 'TrustServiceStatusList'],
  [`Extension xmlns="${TSL}" Critical="false"`, 'Extension'],
  [`xades:QualifyingProperties xmlns:xades="${XADES}" Target="#signature"`, 'xades:QualifyingProperties'],
  ['x xmlns=""', 'x'],
  ['x xml:lang="de" xml:space="preserve" xml:base="https://x.example/"', 'x'],
]

/** Gives an element that stands somewhere the name of another. */
const rename: Change = (text, random) => {
  const span = pickSpan(random, text)
  if (!span || span.close === span.end) return undefined
  const local = random.once(2) ? random.pick(LOCALS) : span.name.replace(/^.*:/, '')
  const name = `${random.pick(['', 'ds:', 'xades:', 'tsl:'])}${local}`
  const start = text.slice(span.start + 1 + span.name.length, span.close)
  return `${text.slice(0, span.start)}<${name}${start}</${name}>${text.slice(span.end)}`
}

const LOCALS = [
  'Signature',
  'SignedInfo',
  'Object',
  'Reference',
  'SchemeInformation',
  'SignedProperties',
  'signature',
]

/** Exchanges the value of an attribute, or adds one. */
const attribute: Change = (text, random) => {
  const span = pickSpan(random, text)
  if (!span) return undefined
  const tag = text.slice(span.start, span.inside)
  const [name, values] = random.pick(ATTRIBUTES)
  const written = ` ${name}="${random.pick(values)}"`
  const bare = tag.replace(new RegExp(`\\s${name}="[^"]*"`), '')
  const changed = bare.replace(/(\/?>)$/, (_, end: string) => `${written}${end}`)
  return text.slice(0, span.start) + changed + text.slice(span.inside)
}

const NAMES = ['tl', 'signature', 'properties', 'list', 'x', '', ' tl ', 'TL']
const TARGETS = [
  '',
  '#',
  '#tl',
  '#signature',
  '#properties',
  '#list',
  '#x',
  '#xpointer(/)',
  "#xpointer(id('tl'))",
  'list.xml',
  '#%74l',
]
const NAMESPACES = [DS, TSL, XADES, 'urn:x', '']
const ATTRIBUTES: readonly (readonly [string, readonly string[]])[] = [
  ...['Id', 'ID', 'id', 'xml:id'].map(name => [name, NAMES] as const),
  ...['URI', 'Target'].map(name => [name, TARGETS] as const),
  ...['xmlns', 'xmlns:ds', 'xmlns:xades', 'xmlns:u'].map(name => [name, NAMESPACES] as const),
  ['Type', ['http://uri.etsi.org/01903#SignedProperties', `${DS}Manifest`, `${DS}Object`, '']],
  [
    'Algorithm',
    [
      `${DS}enveloped-signature`,
      `${DS}hmac-sha1`,
      `${DS}base64`,
      'http://www.w3.org/2001/10/xml-exc-c14n#',
      'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
      'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
      'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
      'http://www.w3.org/2001/04/xmldsig-more#ECDSA-SHA256',
      'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      'http://www.w3.org/2001/04/xmlenc#sha512',
      'http://www.w3.org/2002/06/xmldsig-filter2',
    ],
  ],
  ['xml:lang', ['de', '']],
  ['xml:space', ['preserve', 'default']],
  ['xml:base', ['https://x.example/']],
  ['Critical', ['true', 'false']],
]

/** Puts something between two tags, which a canonical form keeps or does not. */
const say: Change = (text, random) => {
  const piece = random.pick([
    '<!-- x -->',
    '<?x y?>',
    '<![CDATA[]]>',
    ' ',
    '\n',
    'x',
    '&#x20;',
    `<ds:Transform xmlns:ds="${DS}"></ds:Transform>`,
  ])
  return insert(text, placeAt(random, text), piece)
}

/** Writes the octets of a value in another way, or writes others. */
const octets: Change = (text, random) => {
  const values = spansOf(text).filter(({ name }) =>
    /(?:SignatureValue|DigestValue|X509Certificate)$/.test(name),
  )
  const span = values.length === 0 ? undefined : random.pick(values)
  if (!span) return undefined
  const value = text.slice(span.inside, span.close)
  return text.slice(0, span.inside) + random.pick(SPELLINGS)(value) + text.slice(span.close)
}

const inOctets = (change: (octets: Buffer) => Uint8Array) => (value: string) =>
  Buffer.from(change(Buffer.from(value, 'base64'))).toString('base64')

const SPELLINGS: readonly ((value: string) => string)[] = [
  value => value.replaceAll(/(.{10})/g, '$1\n '),
  value => `\t${value}\r\n`,
  value => value.replaceAll('=', ''),
  value => `${value}=`,
  value => `${value}AAAA`,
  value => `AAAA${value}`,
  value => value.replaceAll('+', '-').replaceAll('/', '_'),
  value => value.replace(/.(?==*$)/, '/'),
  value => `<!-- x -->${value}`,
  value => `<![CDATA[${value}]]>`,
  inOctets(octets => Buffer.concat([Buffer.alloc(1), octets])),
  inOctets(octets => octets.subarray(1)),
  inOctets(octets => Buffer.alloc(octets.length)),
  inOctets(octets => Buffer.alloc(octets.length, 0xff)),
  inOctets(octets => octets.map((octet, i) => (i === octets.length - 1 ? octet ^ 1 : octet))),
]

/** Another certificate before, behind or in place of the signer's. */
const certificates: Change = (text, random, { otherCertificate }) => {
  const own = spansOf(text).find(({ name }) => name.endsWith('X509Certificate') && name.startsWith('ds:'))
  if (!own) return undefined
  const other = `<ds:X509Certificate>${otherCertificate}</ds:X509Certificate>`
  return random.pick([
    insert(text, own.start, other),
    insert(text, own.end, other),
    insert(without(text, own), own.start, other),
    insert(text, own.end, '</ds:X509Data><ds:X509Data>'),
    insert(text, own.end, `</ds:X509Data><ds:X509Data>${other}`),
  ])
}

const CHANGES: readonly Change[] = [
  move,
  copy,
  remove,
  forge,
  nest,
  rename,
  attribute,
  attribute,
  attribute,
  say,
  octets,
  certificates,
]

/**
 * A forged list around the one that was signed, or beside it: the signature in the one or in the other, the
 * identifiers as they were, exchanged, the same, or in other letters.
 */
function wrapped(random: Random, { text, forgery: [piece, by] }: GivenList): string {
  const root = text.slice(text.search(/<[A-Za-z]/)).trimEnd()
  const signature = spansOf(root).findLast(({ name }) => /^(?:\w+:)?Signature$/.test(name))
  if (!signature) return text
  const mark = root.slice(signature.start, signature.end)
  const list = without(root, signature)
  const inner = random.pick([root, list])
  const id = random.pick([' Id="tl"', ' ID="tl"', ' id="tl"', ' xml:id="tl"', ' Id="x"', ''])
  const fake = list.replace(piece, by).replace(/ Id="[^"]*"/, id)
  const carrier = random.pick([
    mark,
    mark.replace('</ds:Object>', () => `${inner}</ds:Object>`),
    mark.replace('</ds:Object>', () => `</ds:Object><ds:Object>${inner}</ds:Object>`),
    mark.replace('</ds:KeyInfo>', () => `${inner}</ds:KeyInfo>`),
    mark.replace(
      '</xades:QualifyingProperties>',
      () => `<xades:UnsignedProperties>${inner}</xades:UnsignedProperties></xades:QualifyingProperties>`,
    ),
  ])
  const places = spansOf(fake)
  const at = random.pick([fake.search(/<\/[^/]*$/), random.pick(places).inside, random.pick(places).end])
  const around = insert(fake, at, carrier)
  return carrier === mark ? insert(around, random.pick(spansOf(around)).inside, inner) : around
}
