import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  DIGESTS,
  DS,
  ENVELOPED,
  EXCLUSIVE,
  INCLUSIVE,
  type KeyKind,
  type ListSigner,
  listSigner,
  listText,
  METHODS,
  SHA256,
  transforms,
} from './list-writer.ts'
import { content, crypto, cut, form, signer, sound, swap, verdict, verify, verifyWith } from './verdict.ts'

const other = listSigner()

describe('a sound list', () => {
  test.each([
    ['to the document', {}],
    ['to the root by its Id', { rootId: 'tl' }],
    ['over lines', { edit: { signature: swap('</ds:SignatureValue>', '\n</ds:SignatureValue>\n') } }],
    [
      'with an older form of the certificate',
      { edit: { properties: (xml: string) => xml.replaceAll('CertificateV2', 'Certificate') } },
    ],
    [
      'with unsigned properties',
      {
        edit: {
          signature: swap(
            '</xades:QualifyingProperties>',
            '<xades:UnsignedProperties></xades:UnsignedProperties></xades:QualifyingProperties>',
          ),
        },
      },
    ],
    [
      'with a name of the key',
      { edit: { keyInfo: swap('<ds:KeyInfo>', '<ds:KeyInfo><ds:KeyName>x</ds:KeyName>') } },
    ],
    ['with a byte order mark', { edit: { file: (xml: string) => `\ufeff${xml}` } }],
    [
      'with comments between the parts',
      { edit: { file: swap('<SchemeInformation>', '<!-- x --><SchemeInformation>') } },
    ],
  ] as const)('%s', async (_, plan) => {
    expect(await verdict(listText({ ...sound, ...plan }))).toBe('authentic')
  })

  test('covers the instructions around the root, or not, as its reference says', async () => {
    const instruction = (xml: string) => xml.replace('<TrustS', '<?p?><TrustS')
    expect(await verdict(listText({ ...sound, rootId: 'tl', edit: { file: instruction } }))).toBe('authentic')
    expect(await verdict(listText({ ...sound, edit: { file: instruction } }))).toBe(
      'trust-list.signature list-changed',
    )
  })

  test.each([
    ['P-256', 'ecdsa-sha256'],
    ['P-256', 'ecdsa-sha512'],
    ['P-384', 'ecdsa-sha384'],
    ['P-521', 'ecdsa-sha512'],
    ['brainpoolP256r1', 'ecdsa-sha256'],
    ['brainpoolP384r1', 'ecdsa-sha384'],
    ['brainpoolP512r1', 'ecdsa-sha512'],
    ['rsa-2048', 'rsa-sha256'],
    ['rsa-2048', 'rsa-sha384'],
    ['rsa-2048', 'rsa-sha512'],
    ['rsa-2048', 'sha256-rsa-MGF1'],
    ['rsa-2048', 'sha384-rsa-MGF1'],
    ['rsa-2048', 'sha512-rsa-MGF1'],
    ['rsa-pss', 'sha256-rsa-MGF1'],
    ['rsa-pss', 'sha512-rsa-MGF1'],
    ['rsa-2032', 'rsa-sha256'],
  ] as const)('signed with %s by %s', async (kind, method) => {
    const own = listSigner(kind)
    expect(await verdict(listText({ content, signer: own, method }), [own.sha256])).toBe('authentic')
  })

  test.each([3, 5, 7, 13, 65539, 0x4000_0081])('signed with an RSA key of exponent %d', async exponent => {
    const own = listSigner('rsa-2048', exponent)
    expect(await verdict(listText({ content, signer: own, method: 'rsa-sha256' }), [own.sha256])).toBe(
      'authentic',
    )
  })

  test.each(Object.keys(DIGESTS) as (keyof typeof DIGESTS)[])('digested by %s', async digest => {
    expect(await verdict(listText({ ...sound, digest }))).toBe('authentic')
  })

  test('is told by its pins alone: any of several will do', async () => {
    expect(await verdict(listText(sound), [other.sha256, signer.sha256])).toBe('authentic')
  })
})

describe('canonical forms', () => {
  const documentTransforms = transforms([ENVELOPED, EXCLUSIVE])
  const propertiesTransforms = transforms([EXCLUSIVE])

  test.each([
    [
      'the list, inclusive',
      { document: 'inclusive' },
      swap(documentTransforms, transforms([ENVELOPED, INCLUSIVE])),
    ],
    ['the list, implied', { document: 'inclusive' }, swap(documentTransforms, transforms([ENVELOPED]))],
    [
      'the properties, inclusive',
      { properties: 'inclusive' },
      swap(propertiesTransforms, transforms([INCLUSIVE])),
    ],
    ['the properties, implied', { properties: 'inclusive' }, cut(propertiesTransforms)],
    [
      'SignedInfo, inclusive',
      { signedInfo: 'inclusive' },
      swap(
        `CanonicalizationMethod Algorithm="${EXCLUSIVE}"`,
        `CanonicalizationMethod Algorithm="${INCLUSIVE}"`,
      ),
    ],
  ] as const)('%s', async (_, forms, signedInfo) => {
    for (const rootId of [undefined, 'tl']) {
      const plan = { ...sound, ...(rootId && { rootId }), edit: { signedInfo } }
      expect(await verdict(listText({ ...plan, forms }))).toBe('authentic')
      expect(await verdict(listText(plan)), 'computed in the other form').not.toBe('authentic')
    }
  })
})

describe('who signed', () => {
  test.each([
    [
      'somebody else, who is not announced',
      listText({ ...sound, signer: other }),
      'trust-list.signer not-announced',
    ],
    [
      'somebody else in the name of the announced one',
      listText({ ...sound, signer: { ...other, certificate: signer.certificate } }),
      'trust-list.signature invalid',
    ],
    [
      'the announced one, with another certificate named in the properties',
      listText({
        ...sound,
        edit: { properties: swap(/(?<=DigestValue xml.*?>)[^<]+/, Buffer.alloc(32).toString('base64')) },
      }),
      'trust-list.signer properties-name-another',
    ],
  ])('%s', async (_, file, expected) => {
    expect(await verdict(file)).toBe(expected)
  })

  test('an announced certificate that cannot be read proves nothing', async () => {
    const certificate = signer.certificate.slice(0, -1)
    const broken = { ...signer, certificate }
    const sha256 = createHash('sha256').update(certificate).digest('hex')
    const file = listText({ ...sound, signer: broken })
    expect(await verdict(file, [sha256])).toBe('trust-list.signer certificate-unreadable')
  })

  test('a signature that cannot be computed is neither right nor wrong', async () => {
    const incapable = { digest: crypto.digest, verify: () => 'unsupported' as const }
    const { checks, list } = await verifyWith(incapable, listText(sound))
    expect(list).toBeUndefined()
    expect(checks.at(-1)).toMatchObject({
      code: 'trust-list.signature',
      outcome: 'undetermined',
      reason: 'unsupported',
    })
  })

  test('nobody is announced', async () => {
    expect(await verdict(listText(sound), [])).toBe('trust-list.signer not-announced')
  })

  test('the properties may name further certificates', async () => {
    const further = `<xades:Cert><xades:CertDigest><ds:DigestMethod ${DS} Algorithm="${SHA256}"></ds:DigestMethod><ds:DigestValue ${DS}>AAAA</ds:DigestValue></xades:CertDigest></xades:Cert>`
    const plan = { ...sound, edit: { properties: swap('<xades:Cert>', `${further}<xades:Cert>`) } }
    expect(await verdict(listText(plan))).toBe('authentic')
  })

  describe('a key beside the certificate', () => {
    const [rsa, otherRsa, ec, otherEc] = [
      listSigner('rsa-2048'),
      listSigner('rsa-2048'),
      listSigner('P-256'),
      listSigner('P-256'),
    ]
    const base64 = (...parts: readonly (string | undefined)[]) =>
      Buffer.concat(parts.map(part => Buffer.from(part ?? '', 'base64url'))).toString('base64')
    const rsaKey = ({ privateKey }: ListSigner) => {
      const { n, e } = privateKey.export({ format: 'jwk' })
      return `<ds:RSAKeyValue><ds:Modulus>${base64(n)}</ds:Modulus><ds:Exponent>${base64(e)}</ds:Exponent></ds:RSAKeyValue>`
    }
    const ecKey = ({ privateKey }: ListSigner, curve = 'urn:oid:1.2.840.10045.3.1.7') => {
      const { x, y } = privateKey.export({ format: 'jwk' })
      return (
        `<k:ECKeyValue xmlns:k="http://www.w3.org/2009/xmldsig11#"><k:NamedCurve URI="${curve}"></k:NamedCurve>` +
        `<k:PublicKey>${base64('BA', x, y)}</k:PublicKey></k:ECKeyValue>`
      )
    }
    const value = (key: string) => `<ds:KeyValue>${key}</ds:KeyValue>`
    const foreign = 'trust-list.signer properties-name-another'

    test.each([
      ['its own, of RSA', rsa, value(rsaKey(rsa)), 'authentic'],
      ['another, of RSA', rsa, value(rsaKey(otherRsa)), foreign],
      ['its own, of a curve', ec, value(ecKey(ec)), 'authentic'],
      ['another, of a curve', ec, value(ecKey(otherEc)), foreign],
      ['its own, said to be of another curve', ec, value(ecKey(ec, 'urn:oid:1.3.132.0.34')), foreign],
      ['one of RSA beside a certificate of a curve', ec, value(rsaKey(rsa)), foreign],
      ['one of a curve beside a certificate of RSA', rsa, value(ecKey(ec)), foreign],
      ['a curve without a name', ec, value(ecKey(ec).replace(/<k:Named.*?Curve>/, '')), form('key-info')],
      ['a curve of another kind of name', ec, value(ecKey(ec, 'P-256')), form('key-info')],
      [
        'no point',
        ec,
        value(ecKey(ec).replace(/<k:PublicKey>.*?<\/k:PublicKey>/, '')),
        form('base64-malformed'),
      ],
      [
        'no exponent',
        rsa,
        value(rsaKey(rsa).replace(/<ds:Exponent>.*?<\/ds:Exponent>/, '')),
        form('base64-malformed'),
      ],
      ['a kind that is not known', ec, value('<ds:DSAKeyValue></ds:DSAKeyValue>'), form('key-info')],
      ['none in its place', ec, value(''), form('key-info')],
      ['text in its place', ec, value('key'), form('key-info')],
      ['two in one place', ec, value(ecKey(ec) + ecKey(ec)), form('key-info')],
      ['two', ec, value(ecKey(ec)) + value(ecKey(ec)), form('key-info')],
    ])('%s', async (_, own, keys, expected) => {
      const method = own === rsa ? 'rsa-sha256' : 'ecdsa-sha256'
      const keyInfo = swap('<ds:KeyInfo>', `<ds:KeyInfo>${keys}`)
      const text = listText({ content, signer: own, method, edit: { keyInfo } })
      expect(await verdict(text, [own.sha256])).toBe(expected)
    })
  })

  test.each([
    ['rsa-1024', 'rsa-sha256', 'too-weak'],
    ['rsa-2048', 'ecdsa-sha256', 'key-of-other-type'],
  ] as const)('with %s by %s', async (kind: KeyKind, method, reason) => {
    const own = listSigner(kind)
    const name = swap(METHODS['rsa-sha256'].address, METHODS[method].address)
    const plan = {
      content,
      signer: own,
      method: 'rsa-sha256',
      edit: { signedInfo: (xml: string) => (method === 'rsa-sha256' ? xml : name(xml)) },
    } as const
    expect(await verdict(listText(plan), [own.sha256])).toBe(`trust-list.algorithm ${reason}`)
  })

  test('a claimed time of signing outside of the certificate is told, and decides nothing', async () => {
    const verification = await verify(
      listText({ ...sound, edit: { properties: swap('2026-06-01T', '2030-06-01T') } }),
    )
    expect(verification).toHaveProperty('list')
    expect(verification).toHaveProperty(
      'checks',
      expect.arrayContaining([
        expect.objectContaining({
          code: 'trust-list.signing-time',
          outcome: 'violated',
          severity: 'warning',
        }),
      ]),
    )
  })

  test.each([
    [
      'without a zone',
      '00:00:00',
      { outcome: 'undetermined', reason: 'zone-missing' },
      '2026-06-01T00:00:00',
    ],
    ['at the end of a day', '24:00:00Z', { outcome: 'satisfied' }, '2026-06-02T00:00:00Z'],
    ['in another zone', '01:30:00+01:30', { outcome: 'satisfied' }, '2026-06-01T00:00:00Z'],
  ])('a claimed time of signing %s decides nothing', async (_, time, expected, signingTime) => {
    const verification = await verify(listText({ ...sound, edit: { properties: swap('00:00:00Z', time) } }))
    expect(verification).toHaveProperty('list')
    const check = { code: 'trust-list.signing-time', severity: 'warning', ...expected }
    expect(verification).toHaveProperty(
      'checks',
      expect.arrayContaining([
        expect.objectContaining({ ...check, facts: expect.objectContaining({ signingTime }) }),
      ]),
    )
  })
})
