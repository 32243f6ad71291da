import { expect, test } from 'vitest'
import { block, element } from '../../../src/sandbox/lists/xml.ts'

test('text and attributes are escaped as canonical XML has it', () => {
  const xml = element('a', { b: '<&>"\'\t\n\r' }, '<&>"\'\t\n\r')
  expect(xml.canonical).toBe('<a b="&lt;&amp;>&quot;\'&#x9;&#xA;&#xD;">&lt;&amp;&gt;"\'\t\n&#xD;</a>')
})

test('declarations come first, the default one before the others, then plain attributes, then xml:lang', () => {
  const attributes = {
    'xml:lang': 'en',
    b: '2',
    'xmlns:z': 'urn:z',
    a: '1',
    'xmlns:y': 'urn:y',
    xmlns: 'urn:x',
  }
  expect(element('e', attributes).canonical).toBe(
    '<e xmlns="urn:x" xmlns:y="urn:y" xmlns:z="urn:z" a="1" b="2" xml:lang="en"></e>',
  )
})

test('a block puts its children on lines of their own, and leaves out those that are not there', () => {
  expect(block('a', {}, element('b', {}), undefined, element('c', {}, 'd')).canonical).toBe(
    '<a>\n<b></b>\n<c>d</c>\n</a>',
  )
})
