import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import { checkChainOrder, orderChain } from '../../../src/certificate/input/chain-order.ts'
import { attributeTexts } from '../../../src/certificate/name/name.ts'
import { parseCertificate } from '../../../src/certificate/parse.ts'
import { ATTRIBUTE } from '../../../src/core/object-identifiers.ts'
import { extension, certificate as write } from '../../support/certificate-writer.ts'
import { boolean, integer, octets, rdn, sequence, tlv, utf8 } from '../../support/der-writer.ts'

interface Member {
  readonly name: string
  readonly by: string
  readonly ca?: boolean
  /** One octet each: the key, and the key that is said to have signed. */
  readonly key?: number
  readonly signedBy?: number
  readonly serial?: number
}

const nameOf = (text: string): Uint8Array => sequence(rdn('2.5.4.3', utf8(text)))

function member({ name, by, ca = false, key, signedBy, serial = 7 }: Member): Certificate {
  const extensions = [
    ...(ca ? [extension('2.5.29.19', sequence(boolean(true)), true)] : []),
    ...(key === undefined ? [] : [extension('2.5.29.14', octets(Uint8Array.of(key)))]),
    ...(signedBy === undefined ? [] : [extension('2.5.29.35', sequence(tlv(0x80, Uint8Array.of(signedBy))))]),
  ]
  const parsed = parseCertificate(
    write({
      subject: nameOf(name),
      issuer: nameOf(by),
      serialNumber: integer(serial),
      ...(extensions.length > 0 && { extensions }),
    }),
  )
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.value
}

const leaf = member({ name: 'leaf', by: 'sub' })
const sub = member({ name: 'sub', by: 'top', ca: true })
const top = member({ name: 'top', by: 'root', ca: true })
const root = member({ name: 'root', by: 'root', ca: true })
const stranger = member({ name: 'stranger', by: 'nobody', ca: true })
const second = member({ name: 'second', by: 'sub' })

const label = ({ subject, serialNumber }: Certificate): string =>
  `${attributeTexts(subject, ATTRIBUTE.commonName).join()}${serialNumber[0] === 7 ? '' : serialNumber[0]}`
const labels = (certificates: readonly Certificate[]): string => certificates.map(label).join(' ')

function sorted(...given: readonly Certificate[]) {
  const order = orderChain(given)
  if (order === undefined) throw new Error('no certificate')
  const { leaf: first, issuers, unused, leaves, repeated, reordered } = order
  return {
    chain: labels([first, ...issuers]),
    unused: labels(unused),
    leaves: labels(leaves),
    repeated,
    reordered,
  }
}

const outcomes = (...given: readonly Certificate[]): readonly string[] => {
  const order = orderChain(given)
  return order === undefined ? [] : checkChainOrder(order).map(({ outcome, reason }) => reason ?? outcome)
}

const permutations = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map(rest => [item, ...rest]))

describe('the order of a chain', () => {
  test.each(permutations([leaf, sub, top, root]).map(given => [labels(given), given] as const))(
    'is found again from %s',
    (_, given) => {
      const chain = 'leaf sub top root'
      expect(sorted(...given)).toEqual({
        chain,
        unused: '',
        leaves: 'leaf',
        repeated: 0,
        reordered: labels(given) !== chain,
      })
    },
  )

  test.each<[string, readonly Certificate[], Partial<ReturnType<typeof sorted>>]>([
    ['one certificate', [leaf], { chain: 'leaf', reordered: false }],
    ['one that issued itself', [root], { chain: 'root', leaves: 'root' }],
    ['a gap', [root, top, leaf], { chain: 'leaf', unused: 'root top', leaves: 'leaf' }],
    [
      'a stranger among them',
      [stranger, sub, leaf],
      { chain: 'leaf sub', unused: 'stranger', leaves: 'leaf' },
    ],
    ['a copy', [leaf, sub, leaf], { chain: 'leaf sub', repeated: 1, leaves: 'leaf', reordered: false }],
    [
      'two leaves of one issuer',
      [sub, second, leaf],
      { chain: 'second sub', unused: 'leaf', leaves: 'second leaf' },
    ],
    [
      'two leaves and nothing else',
      [leaf, second],
      { chain: 'leaf', unused: 'second', leaves: 'leaf second' },
    ],
    ['authorities alone', [root, sub, top], { chain: 'sub top root', leaves: 'sub' }],
    [
      'two authorities that nobody here issued',
      [stranger, sub],
      { chain: 'stranger', leaves: 'stranger sub' },
    ],
  ])('with %s', (_, given, expected) => {
    expect(sorted(...given)).toMatchObject(expected)
  })

  test('of no certificate is none', () => {
    expect(orderChain([])).toBeUndefined()
  })

  test('goes by the key identifier where several have the name of the issuer', () => {
    const end = member({ name: 'end', by: 'ca', signedBy: 2 })
    const old = member({ name: 'ca', by: 'root', ca: true, key: 1, serial: 1 })
    const current = member({ name: 'ca', by: 'root', ca: true, key: 2, serial: 2 })
    const unmarked = member({ name: 'ca', by: 'root', ca: true, serial: 3 })
    expect(sorted(old, unmarked, current, end, root)).toMatchObject({
      chain: 'end ca2 root ca3',
      unused: 'ca1',
      leaves: 'end',
    })
    expect(sorted(old, end)).toMatchObject({ chain: 'end', unused: 'ca1' })
    expect(sorted(unmarked, end)).toMatchObject({ chain: 'end ca3', unused: '' })
  })

  test('comes to an end where authorities certified one another', () => {
    const a = member({ name: 'a', by: 'b', ca: true })
    const b = member({ name: 'b', by: 'a', ca: true })
    expect(sorted(a, b)).toMatchObject({ chain: 'a b', leaves: 'a' })
    expect(sorted(b, a)).toMatchObject({ chain: 'b a', leaves: 'b' })
    const end = member({ name: 'end', by: 'b' })
    expect(sorted(a, b, end)).toMatchObject({ chain: 'end b a', leaves: 'end' })
  })

  test('takes an authority that rolled its key over for no leaf of its own', () => {
    const before = member({ name: 'root', by: 'root', ca: true, key: 1, signedBy: 1, serial: 1 })
    const after = member({ name: 'root', by: 'root', ca: true, key: 2, signedBy: 1, serial: 2 })
    const end = member({ name: 'end', by: 'root', signedBy: 2 })
    expect(sorted(before, after, end)).toMatchObject({ chain: 'end root2 root1', unused: '', leaves: 'end' })
  })
})

describe('what there is to say about it', () => {
  test.each<[string, readonly Certificate[], readonly string[]]>([
    ['a chain in order', [leaf, sub, top], ['satisfied', 'satisfied']],
    ['a chain in another order', [sub, leaf, top], ['satisfied', 'out-of-order']],
    ['a member that is not needed', [leaf, sub, stranger], ['satisfied', 'unused-members']],
    ['a copy', [leaf, leaf], ['satisfied', 'unused-members']],
    ['two leaves', [leaf, second, sub], ['two-leaves', 'unused-members']],
  ])('%s', (_, given, expected) => {
    expect(outcomes(...given)).toEqual(expected)
  })

  test('only the question which is meant decides', () => {
    const order = orderChain([leaf, second])
    const checks = order === undefined ? [] : checkChainOrder(order)
    expect(checks.map(({ code, outcome, severity }) => [code, outcome, severity])).toEqual([
      ['input.leaf', 'undetermined', 'error'],
      ['input.chain', 'violated', 'warning'],
    ])
  })
})
