import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import { parseCertificate } from '../../../src/certificate/parse.ts'
import { checkPsd2, findPsd2Deviations } from '../../../src/certificate/psd2/checks.ts'
import { DEVIATION_REASONS } from '../../../src/certificate/psd2/deviations.ts'
import { acceptedPsd2, psd2ReadingOf } from '../../../src/certificate/psd2/reading.ts'
import { readPsd2Statement } from '../../../src/certificate/psd2/statement.ts'
import { toHex } from '../../../src/core/bytes.ts'
import { PSD2_ROLE } from '../../../src/core/object-identifiers.ts'
import { readDer } from '../../../src/encoding/der/der.ts'
import { certificate, extension } from '../../support/certificate-writer.ts'
import { oid, sequence, tlv, utf8 } from '../../support/der-writer.ts'

/** A value of DER: octets, or values inside. */
interface Node {
  readonly tag: number
  readonly contents: Uint8Array | readonly Node[]
}

const leaf = (tag: number, contents: Uint8Array): Node => ({ tag, contents })
const text = (value: string): Node => leaf(0x0c, new TextEncoder().encode(value))
const node = (...contents: readonly Node[]): Node => ({ tag: 0x30, contents })
const identifier = (dotted: string): Node => leaf(0x06, oid(dotted).subarray(2))

function encode({ tag, contents }: Node): Uint8Array {
  return contents instanceof Uint8Array ? tlv(tag, contents) : tlv(tag, ...contents.map(encode))
}

const ROLES = Object.entries({
  '0': 'Unspecified',
  '1': 'PSP_AS',
  '2': 'PSP_PI',
  '3': 'PSP_AI',
  '51': 'VOP_RS',
})
const role = fc
  .tuple(fc.constantFrom(...ROLES), fc.constantFrom(...ROLES), fc.integer({ min: 0, max: 9 }))
  .map(([[arc, name], [, other], chance]) =>
    node(identifier(`0.4.0.19495.1.${arc}`), text(chance === 0 ? other : name)),
  )
const statement = fc
  .tuple(
    fc.array(role, { maxLength: 4 }),
    fc.constantFrom('Bank of Spain', 'NA', 'Τράπεζα', 'a'.repeat(257)),
    fc.constantFrom('ES-BE', 'NA', 'ESBE', 'ES_BE'),
  )
  .map(([roles, name, id]) => node(node(...roles), text(name), text(id)))

type Edit = 'retag' | 'drop' | 'double' | 'swap' | 'wrap' | 'unwrap' | 'cut'
const edit = fc.record({
  kind: fc.constantFrom<Edit[]>('retag', 'drop', 'double', 'swap', 'wrap', 'unwrap', 'cut'),
  /** Which value, in the order of the octets. */
  at: fc.nat(24),
  tag: fc.constantFrom(0x04, 0x06, 0x0c, 0x13, 0x14, 0x16, 0x1e, 0x30, 0x31, 0x81, 0xa0, 0xa1),
})

/** Changes the value of that number; how many values stand before the next one is counted along. */
function edited(root: Node, { kind, at, tag }: { kind: Edit; at: number; tag: number }): Node {
  let count = 0
  const visit = (each: Node): readonly Node[] => {
    const isHere = count++ === at
    const { contents } = each
    const children = contents instanceof Uint8Array ? contents : contents.flatMap(visit)
    const same = { tag: each.tag, contents: children }
    if (!isHere) return [same]
    if (kind === 'retag') return [{ tag, contents: children }]
    if (kind === 'drop') return []
    if (kind === 'double') return [same, same]
    if (kind === 'wrap') return [{ tag: tag | 0x20, contents: [same] }]
    if (children instanceof Uint8Array) return [{ tag: each.tag, contents: children.subarray(1) }]
    if (kind === 'unwrap') return children
    return [{ tag: each.tag, contents: kind === 'swap' ? children.toReversed() : children.slice(1) }]
  }
  return visit(root)[0] ?? node()
}

/** Whether a statement is of its type: asked of the tree, so independent of the reader. */
function isOfType(root: Node): boolean {
  const [roles, name, id, ...rest] = childrenOf(root, 0x30) ?? []
  const entries = roles && childrenOf(roles, 0x30)
  if (entries === undefined || entries.length === 0 || rest.length > 0) return false
  return isText(name) && isText(id) && entries.every(isEntry)
}

function isEntry(entry: Node): boolean {
  const [type, name, ...rest] = childrenOf(entry, 0x30) ?? []
  return type?.tag === 0x06 && isIdentifier(type.contents) && isText(name) && rest.length === 0
}

function childrenOf({ tag, contents }: Node, expected: number): readonly Node[] | undefined {
  return tag === expected && !(contents instanceof Uint8Array) ? contents : undefined
}

function isText(each: Node | undefined): boolean {
  if (each?.tag !== 0x0c || !(each.contents instanceof Uint8Array)) return false
  const value = Buffer.from(each.contents).toString('utf8')
  const isWhole = Buffer.from(value, 'utf8').equals(each.contents)
  return isWhole && value.length > 0 && [...value].length <= 256 && !value.includes('\0')
}

function isIdentifier(contents: Node['contents']): boolean {
  if (!(contents instanceof Uint8Array) || contents.length === 0) return false
  if ((contents.at(-1) ?? 0x80) >= 0x80) return false
  return contents.every((octet, i) => octet !== 0x80 || (i > 0 && (contents[i - 1] ?? 0) >= 0x80))
}

const STATEMENT = oid('0.4.0.19495.2')

function certificateWith(info: Uint8Array, isBare: boolean): Uint8Array {
  const inner = isBare ? sequence(STATEMENT, info) : sequence(sequence(STATEMENT, info))
  return certificate({ extensions: [extension('1.3.6.1.5.5.7.1.3', inner)] })
}

/**
 * What the answers about a statement contradict each other in: nothing. One comparison, because there are
 * many statements.
 */
function contradictions(parsed: Certificate): readonly string[] {
  const reading = psd2ReadingOf(parsed)
  const offsets = findPsd2Deviations(parsed).map(({ offset = 0 }) => offset)
  const isStrict = reading !== undefined && reading.deviations.length === 0
  const possible = acceptedPsd2(parsed, DEVIATION_REASONS)
  const written = toHex(parsed.bytes)
  return [
    ...(checkPsd2(parsed).length === 0 ? ['nothing was judged'] : []),
    ...((acceptedPsd2(parsed) !== undefined) === isStrict ? [] : ['strictly']),
    ...((possible !== undefined) === (reading !== undefined) ? [] : ['leniently']),
    ...(offsets.every(offset => offset <= parsed.bytes.length) ? [] : ['an offset']),
    ...(possible?.roles ?? []).filter(each => !written.includes(PSD2_ROLE[each])),
  ]
}

test('a statement counts strictly exactly where it is of its type, whatever was done to it', () => {
  fc.assert(
    fc.property(statement, fc.array(edit, { maxLength: 3 }), fc.boolean(), (whole, edits, isBare) => {
      const mutated = edits.reduce(edited, whole)
      const parsed = parseCertificate(certificateWith(encode(mutated), isBare))
      if (!parsed.ok) return
      expect(contradictions(parsed.value)).toEqual([])
      expect(acceptedPsd2(parsed.value) !== undefined).toBe(isOfType(mutated) && !isBare)
    }),
    { numRuns: 6000 },
  )
}, 60_000)

test('octets of chance in a statement are a value, whatever they are', () => {
  const sound = encode(
    node(node(node(identifier('0.4.0.19495.1.2'), text('PSP_PI'))), text('A'), text('ES-BE')),
  )
  const change = fc.tuple(fc.nat(sound.length - 1), fc.nat(255))
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), changes => {
      const mutated = Uint8Array.from(sound)
      for (const [at, octet] of changes) mutated[at] = octet
      const read = readDer(mutated, { bytes: 4096, depth: 32, elements: 1000 }, readPsd2Statement)
      const offset = read.ok ? read.value.deviations.at(-1)?.offset : read.offset
      return (offset ?? 0) <= mutated.length
    }),
    { numRuns: 14_000 },
  )
}, 60_000)

test('a statement without changes is read', () => {
  const plain = sequence(sequence(sequence(oid('0.4.0.19495.1.2'), utf8('PSP_PI'))), utf8('A'), utf8('ES-BE'))
  const parsed = parseCertificate(certificateWith(plain, false))
  expect(parsed.ok && acceptedPsd2(parsed.value)?.roles).toEqual(['PSP_PI'])
})
