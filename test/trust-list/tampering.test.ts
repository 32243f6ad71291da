import { describe, expect, test } from 'vitest'
import { listText, TSL, XADES } from './list-writer.ts'
import { cut, form, sound, swap, verdict } from './verdict.ts'

describe('a list that is wrapped', () => {
  const original = listText({ ...sound, rootId: 'tl' }).replace(/<\?xml.*?\?>\n/, '')
  const signature = /<ds:Signature .*<\/ds:Signature>/.exec(original)?.[0] ?? ''
  const unsigned = original.replace(signature, '').trim()
  const fake = unsigned.replace('<TSLSequenceNumber>7', '<TSLSequenceNumber>8')

  test.each([
    [
      'into an Object of its signature',
      fake
        .replace('Id="tl"', 'Id="x"')
        .replace(
          '</Trust',
          () =>
            `${signature.replace('</ds:Object>', `</ds:Object><ds:Object>${unsigned}</ds:Object>`)}</Trust`,
        ),
    ],
    [
      'with the same Id',
      fake.replace(
        '</TrustServiceStatusList>',
        () => `${signature.replace('</ds:Object>', `${unsigned}</ds:Object>`)}</TrustServiceStatusList>`,
      ),
    ],
    [
      'with an Id in other letters',
      fake
        .replace('Id="tl"', 'ID="tl"')
        .replace('</Trust', () => `${signature.replace('</ds:Object>', `${unsigned}</ds:Object>`)}</Trust`),
    ],
    [
      'with the fake Id as xml:id',
      fake.replace('Id="tl"', 'xml:id="tl"').replace('</Trust', () => `${signature}</Trust`),
    ],
    [
      'as a part of the fake',
      fake
        .replace('Id="tl"', '')
        .replace('<SchemeInformation>', () => `${unsigned}<SchemeInformation>`)
        .replace(/<\/TrustServiceStatusList>$/, () => `${signature}</TrustServiceStatusList>`),
    ],
  ])('%s', async (_, file) => {
    expect(await verdict(file)).not.toBe('authentic')
  })
})

describe('what is changed after signing', () => {
  test.each([
    ['a number', swap('<TSLSequenceNumber>7', '<TSLSequenceNumber>8'), 'trust-list.signature list-changed'],
    ['a space', swap('<TSLType>', ' <TSLType>'), 'trust-list.signature list-changed'],
    [
      'an attribute of the root',
      swap('<TrustServiceStatusList ', '<TrustServiceStatusList x="1" '),
      'trust-list.signature list-changed',
    ],
    [
      'a namespace that is used',
      swap('<TSLType>', '<TSLType xmlns="urn:x">'),
      'trust-list.signature list-changed',
    ],
    [
      'the time of signing',
      swap('2026-06-01T00:00:00Z</xades', '2026-06-02T00:00:00Z</xades'),
      'trust-list.signature properties-changed',
    ],
    [
      'the digest of the list, to fit another',
      (xml: string) => xml.replace(/<ds:DigestValue>..../, '<ds:DigestValue>AAAA'),
      'trust-list.signature list-changed',
    ],
    ['an identifier in SignedInfo', swap('Id="list"', 'Id="last"'), 'trust-list.signature invalid'],
    [
      'the value',
      (xml: string) => xml.replace(/<ds:SignatureValue>..../, '<ds:SignatureValue>AAAA'),
      'trust-list.signature invalid',
    ],
    [
      'the value, to zero',
      swap(/(?<=<ds:SignatureValue>)[^<]+/, Buffer.alloc(64).toString('base64')),
      'trust-list.signature invalid',
    ],
  ])('%s', async (_, file, expected) => {
    expect(await verdict(listText({ ...sound, edit: { file } }))).toBe(expected)
  })

  test.each([
    ['a namespace that is not used', swap(' xmlns:u="urn:unused"', '')],
    ['a comment where no text is read', swap('<TSLType>', '<!-- x --><TSLType>')],
    ['the declaration', cut(/<\?xml.*?\?>\n/)],
  ])('but %s is no part of what was signed', async (_, file) => {
    expect(await verdict(listText({ ...sound, edit: { file } }))).toBe('authentic')
  })

  test('no flipped bit survives but in declarations of namespaces that the exclusive form leaves out', async () => {
    const file = new TextEncoder().encode(listText({ ...sound, rootId: 'tl' }))
    const text = new TextDecoder().decode(file)
    const survivors: string[] = []
    for (let at = text.indexOf('<TrustServiceStatusList'); at < file.length - 27; at += 3) {
      const flipped = file.slice()
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
      if ((await verdict(flipped)) === 'authentic') survivors.push(text.slice(text.lastIndexOf(' ', at), at))
    }
    expect(survivors.filter(before => !before.startsWith(' xmlns:'))).toEqual([])
  })
})

describe('the octets of a namespace', () => {
  test.each([
    ['the root', swap(`xmlns="${TSL}"`, 'xmlns="urn:other"'), 'root-unexpected'],
    ['the properties', swap(XADES, 'xmlns:xades="urn:other"'), form('properties-structure')],
  ])('%s', async (_, file, expected) => {
    expect(await verdict(listText({ ...sound, edit: { file } }))).toBe(expected)
  })
})
