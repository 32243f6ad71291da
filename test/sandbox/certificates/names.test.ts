import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { nameText } from '../../../src/sandbox/certificates/names.ts'
import { legacyObject } from '../../support/legacy-object.ts'
import { mintedIn, territory } from '../minted.ts'

// The first example is of RFC 4514, section 4.
test.each([
  ['James "Jim" Smith, III', 'CN=James \\"Jim\\" Smith\\, III'],
  ['a+b;c<d>e\\f=g', 'CN=a\\+b\\;c\\<d\\>e\\\\f=g'],
  ['#1 in payments', 'CN=\\#1 in payments'],
  ['in # out', 'CN=in # out'],
  [' both ends ', 'CN=\\ both ends\\ '],
  [' ', 'CN=\\ '],
])('%j is written %s', (value, text) => {
  expect(nameText([['CN', value]])).toBe(text)
})

test('attributes are written last first, and one without a name as its number and DER', () => {
  const name = [
    ['C', 'LU'],
    ['organizationIdentifier', 'Hi'],
    ['O', 'Payments'],
  ] as const
  expect(nameText(name)).toBe('O=Payments,2.5.4.97=#0c024869,C=LU')
})

test('a holder may have any name', async () => {
  const subject = 'Société "Générale", Πειραιώς + Zahlen = 1 #'
  const { certificate } = await mintedIn(await territory(), { subject })
  const { O } = legacyObject(new X509Certificate(certificate)).subject
  expect(O).toBe(`TEST – NOT QUALIFIED ${subject}`)
})
