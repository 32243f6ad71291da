import { describe, expect, test } from 'vitest'
import { DS, ENVELOPED, EXCLUSIVE, listText, METHODS, SHA256, transforms } from './list-writer.ts'
import { cut, form, sound, swap, verdict } from './verdict.ts'

describe('a signature that is not of the one form', () => {
  const info = (signedInfo: (xml: string) => string) => ({ edit: { signedInfo } })
  const whole = (signature: (xml: string) => string) => ({ edit: { signature } })
  const properties = (edit: (xml: string) => string) => ({ edit: { properties: edit } })
  const key = (keyInfo: (xml: string) => string) => ({ edit: { keyInfo } })
  const enveloped = transforms([ENVELOPED, EXCLUSIVE])
  const many = (count: number) => transforms([ENVELOPED, ...Array.from({ length: count }, () => EXCLUSIVE)])
  const toProperties = /<ds:Reference Type.*?<\/ds:Reference>/
  const toList = /<ds:Reference Id.*?<\/ds:Reference>/

  test.each([
    ['no SignedInfo', whole(cut(/<ds:SignedInfo.*<\/ds:SignedInfo>/)), 'signature-structure'],
    [
      'two SignedInfo',
      whole(swap('<ds:SignatureValue>', `<ds:SignedInfo ${DS}></ds:SignedInfo><ds:SignatureValue>`)),
      'signature-structure',
    ],
    ['no SignatureValue', whole(cut(/<ds:SignatureValue>.*<\/ds:SignatureValue>/)), 'signature-structure'],
    [
      'two SignatureValues',
      whole(swap('<ds:KeyInfo>', '<ds:SignatureValue>AAAA</ds:SignatureValue><ds:KeyInfo>')),
      'signature-structure',
    ],
    ['no KeyInfo', key(() => ''), 'signature-structure'],
    ['two KeyInfo', key(xml => xml + xml), 'signature-structure'],
    ['no Object', whole(cut(/<ds:Object>.*<\/ds:Object>/)), 'signature-structure'],
    ['two Objects', whole(swap('<ds:Object>', '<ds:Object></ds:Object><ds:Object>')), 'signature-structure'],
    ['text between the parts', whole(swap('<ds:KeyInfo>', 'x<ds:KeyInfo>')), 'signature-structure'],
    [
      'a comment between the parts',
      whole(swap('<ds:KeyInfo>', '<!-- --><ds:KeyInfo>')),
      'signature-structure',
    ],
    [
      'an instruction in SignedInfo',
      whole(swap('<ds:SignatureMethod', '<?p?><ds:SignatureMethod')),
      'signature-structure',
    ],
    [
      'an element of another namespace',
      whole(swap('<ds:KeyInfo>', '<KeyInfo></KeyInfo><ds:KeyInfo>')),
      'signature-structure',
    ],
    ['comments kept', info(swap(EXCLUSIVE, `${EXCLUSIVE}WithComments`)), 'canonicalization-unsupported'],
    [
      'Canonical XML 1.1',
      info(swap(EXCLUSIVE, 'http://www.w3.org/2006/12/xml-c14n11')),
      'canonicalization-unsupported',
    ],
    [
      'a list of prefixes',
      info(
        swap(
          '></ds:CanonicalizationMethod>',
          `><InclusiveNamespaces xmlns="${EXCLUSIVE}" PrefixList="u"></InclusiveNamespaces></ds:CanonicalizationMethod>`,
        ),
      ),
      'canonicalization-unsupported',
    ],
    ['no method', info(cut(/<ds:SignatureMethod.*?<\/ds:SignatureMethod>/)), 'signature-structure'],
    ['a key that all know', info(swap('ecdsa-sha256', 'hmac-sha256')), 'signature-algorithm-unsupported'],
    ['ECDSA with SHA-1', info(swap('ecdsa-sha256', 'ecdsa-sha1')), 'signature-algorithm-unsupported'],
    [
      'RSA with SHA-1',
      info(swap(METHODS['ecdsa-sha256'].address, 'http://www.w3.org/2000/09/xmldsig#rsa-sha1')),
      'signature-algorithm-unsupported',
    ],
    [
      'no algorithm',
      info(swap(` Algorithm="${METHODS['ecdsa-sha256'].address}"`, '')),
      'signature-algorithm-unsupported',
    ],
    [
      'a cut of the signature',
      info(
        swap('></ds:SignatureMethod>', '><ds:HMACOutputLength>8</ds:HMACOutputLength></ds:SignatureMethod>'),
      ),
      'signature-algorithm-unsupported',
    ],
    ['no reference', info(xml => cut(toList)(cut(toProperties)(xml))), 'reference-count'],
    ['no reference to the list', info(cut(toList)), 'reference-count'],
    ['no reference to the properties', info(cut(toProperties)), 'reference-count'],
    [
      'two references to the list',
      info(xml => swap(toProperties, (toList.exec(xml)?.[0] ?? '').replace(' Id="list"', ''))(xml)),
      'reference-count',
    ],
    [
      'two references to the properties',
      info(xml => swap(toList, toProperties.exec(xml)?.[0] ?? '')(xml)),
      'reference-count',
    ],
    [
      'a third reference',
      info(swap('</ds:SignedInfo>', '<ds:Reference URI="#x"></ds:Reference></ds:SignedInfo>')),
      'reference-count',
    ],
    ['a reference without URI', info(swap(' URI=""', '')), 'reference-target'],
    ['a reference to a part', info(swap('URI=""', 'URI="#part"')), 'reference-target'],
    ['a reference to another file', info(swap('URI=""', 'URI="https://lists.example/"')), 'reference-target'],
    ['a reference by a pointer', info(swap('URI=""', 'URI="#xpointer(/)"')), 'reference-target'],
    ['a reference to nothing', info(swap('URI=""', 'URI="#"')), 'reference-target'],
    ['a reference to properties elsewhere', info(swap('"#properties"', '"#others"')), 'reference-target'],
    ['no transform of the list', info(cut(enveloped)), 'transform-unsupported'],
    ['no enveloped signature', info(swap(enveloped, transforms([EXCLUSIVE]))), 'transform-unsupported'],
    [
      'the transforms in the other order',
      info(swap(enveloped, transforms([EXCLUSIVE, ENVELOPED]))),
      'transform-unsupported',
    ],
    ['no transforms in Transforms', info(swap(enveloped, transforms([]))), 'transform-unsupported'],
    [
      'a path expression',
      info(swap(enveloped, transforms([ENVELOPED, 'http://www.w3.org/TR/1999/REC-xpath-19991116']))),
      'transform-unsupported',
    ],
    [
      'a canonical form with comments',
      info(swap(enveloped, transforms([ENVELOPED, `${EXCLUSIVE}WithComments`]))),
      'transform-unsupported',
    ],
    ['two canonical forms', info(swap(enveloped, many(2))), 'transform-unsupported'],
    ['a thousand transforms', info(swap(enveloped, many(1000))), 'transform-unsupported'],
    ['the properties enveloped', info(swap(transforms([EXCLUSIVE]), enveloped)), 'transform-unsupported'],
    [
      'prefixes in a transform',
      info(
        swap(
          `${EXCLUSIVE}"></ds:Transform>`,
          `${EXCLUSIVE}"><x xmlns="${EXCLUSIVE}" PrefixList="u"></x></ds:Transform>`,
        ),
      ),
      'transform-unsupported',
    ],
    [
      'something else in Transforms',
      info(swap('<ds:Transforms>', '<ds:Transforms><ds:X></ds:X>')),
      'signature-structure',
    ],
    [
      'a digest by SHA-1',
      info(swap(SHA256, 'http://www.w3.org/2000/09/xmldsig#sha1')),
      'digest-algorithm-unsupported',
    ],
    [
      'a digest by MD5',
      info(swap(SHA256, 'http://www.w3.org/2001/04/xmldsig-more#md5')),
      'digest-algorithm-unsupported',
    ],
    ['no digest', info(cut(/<ds:DigestValue>.*?<\/ds:DigestValue>/)), 'signature-structure'],
    [
      'an empty digest',
      info(swap(/<ds:DigestValue>.*?<\/ds:DigestValue>/, '<ds:DigestValue></ds:DigestValue>')),
      'base64-malformed',
    ],
    [
      'a comment in a digest',
      whole(swap('<ds:DigestValue>', '<ds:DigestValue><!-- x -->')),
      'base64-malformed',
    ],
    [
      'an element in a digest',
      info(swap('<ds:DigestValue>', '<ds:DigestValue><ds:X></ds:X>')),
      'base64-malformed',
    ],
    [
      'a value that is not base64',
      whole(swap('<ds:SignatureValue>', '<ds:SignatureValue>*')),
      'base64-malformed',
    ],
    ['an empty value', whole(swap(/<ds:SignatureValue>.*?</, '<ds:SignatureValue><')), 'base64-malformed'],
    ['no certificate', key(cut(/<ds:X509Certificate>.*<\/ds:X509Certificate>/)), 'key-info'],
    [
      'two certificates',
      key(xml => swap('</ds:X509Data>', `${/<ds:X509C.*?te>.*?te>/.exec(xml)?.[0]}</ds:X509Data>`)(xml)),
      'key-info',
    ],
    [
      'a certificate to be fetched',
      key(
        swap(
          '<ds:KeyInfo>',
          '<ds:KeyInfo><ds:RetrievalMethod URI="https://x.example/"></ds:RetrievalMethod>',
        ),
      ),
      'key-info',
    ],
    ['a kind of key that is not known', key(swap('<ds:KeyInfo>', '<ds:KeyInfo><X></X>')), 'key-info'],
    [
      'a certificate that is not base64',
      key(swap('<ds:X509Certificate>', '<ds:X509Certificate>*')),
      'base64-malformed',
    ],
    [
      'a comment in the certificate',
      key(swap('<ds:X509Certificate>', '<ds:X509Certificate><!-- -->')),
      'base64-malformed',
    ],
    ['other properties beside', whole(swap('</ds:Object>', '<x></x></ds:Object>')), 'properties-structure'],
    ['properties of another signature', whole(swap('#signature', '#other')), 'properties-structure'],
    ['a signature without Id', whole(swap(' Id="signature"', '')), 'properties-structure'],
    ['properties without Id', { edit: { properties: cut(' Id="properties"') } }, 'properties-structure'],
    [
      'properties of another namespace',
      properties(xml => xml.replaceAll('01903/v1.3.2#', '01903/v1.1.1#')),
      'properties-structure',
    ],
    [
      'no signature properties',
      properties(cut(/<xades:SignedSignatureProperties>.*<\/xades:SignedSignatureProperties>/)),
      'properties-structure',
    ],
    [
      'two signature properties',
      properties(
        swap(
          '</xades:SignedProperties>',
          '<xades:SignedSignatureProperties></xades:SignedSignatureProperties></xades:SignedProperties>',
        ),
      ),
      'properties-structure',
    ],
    ['no time', properties(cut(/<xades:SigningTime>.*<\/xades:SigningTime>/)), 'signing-time'],
    ['a time that is none', properties(swap('00:00:00Z', '00:60:00')), 'signing-time'],
    [
      'no certificate in the properties',
      properties(cut(/<xades:SigningCertificateV2>.*<\/xades:SigningCertificateV2>/)),
      'signing-certificate',
    ],
    [
      'both forms of it',
      properties(
        swap(
          '<xades:SigningCertificateV2>',
          '<xades:SigningCertificate></xades:SigningCertificate><xades:SigningCertificateV2>',
        ),
      ),
      'signing-certificate',
    ],
    ['an empty form of it', properties(cut(/<xades:Cert>.*<\/xades:Cert>/)), 'signing-certificate'],
    [
      'its digest by MD5',
      properties(swap(SHA256, 'http://www.w3.org/2001/04/xmldsig-more#md5')),
      'signing-certificate',
    ],
  ])('%s', async (_, plan, reason) => {
    expect(await verdict(listText({ ...sound, ...plan }))).toBe(form(reason))
  })
})

describe('a signature in another place', () => {
  const signatureOf = (xml: string) => /<ds:Signature .*<\/ds:Signature>/.exec(xml)?.[0] ?? ''
  const moved = (to: (xml: string, signature: string) => string) => (xml: string) => {
    const signature = signatureOf(xml)
    return to(xml.replace(signature, ''), signature)
  }

  test.each([
    ['none', moved(xml => xml), 'signature-absent'],
    [
      'before the list',
      moved((xml, it) => xml.replace('<SchemeI', () => `${it}<SchemeI`)),
      'signature-misplaced',
    ],
    [
      'inside a part',
      moved((xml, it) => xml.replace('<TSLType>', () => `${it}<TSLType>`)),
      'signature-misplaced',
    ],
    [
      'twice',
      (xml: string) =>
        xml.replace(
          '</TrustServiceStatusList>',
          () => `${signatureOf(xml).replaceAll(/ Id=".*?"/g, '')}</TrustServiceStatusList>`,
        ),
      'signature-repeated',
    ],
    [
      'one in the other',
      (xml: string) => xml.replace('<ds:Object>', `<ds:Object><ds:Signature></ds:Signature>`),
      'signature-repeated',
    ],
    [
      'a part behind it',
      (xml: string) => xml.replace('</ds:Signature>', '</ds:Signature><X></X>'),
      'signature-misplaced',
    ],
    [
      'around the list',
      (xml: string) => `<ds:Signature ${DS}>${xml.replace(/<\?.*?\?>\n/, '')}</ds:Signature>`,
      'root-unexpected',
    ],
  ])('%s', async (_, file, reason) => {
    expect(await verdict(listText({ ...sound, edit: { file } }))).toBe(reason)
  })
})
