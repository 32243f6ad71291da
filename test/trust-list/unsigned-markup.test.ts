import { describe, expect, test } from 'vitest'
import { readSignedList } from '../../src/trust-list/read-list.ts'
import type { TrustList } from '../../src/trust-list/trust-list.ts'
import { certificateId, extension, identity, pointer, providers, scheme, service } from './list-content.ts'
import { listSigner, listText } from './list-writer.ts'
import { signer, swap, verdict, verify } from './verdict.ts'

const SIE = 'http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#'

/** A list with something of every kind that is read, in one line. */
const { certificate } = listSigner()
const qualifications = extension(
  `<s:Qualifications xmlns:s="${SIE}"><s:QualificationElement><s:Qualifiers><s:Qualifier uri="urn:q"></s:Qualifier>` +
    '</s:Qualifiers><s:CriteriaList assert="all"><s:KeyUsage><s:KeyUsageBit name="digitalSignature">true</s:KeyUsageBit>' +
    '</s:KeyUsage><s:PolicySet><s:PolicyIdentifier><x:Identifier xmlns:x="http://uri.etsi.org/01903/v1.3.2#">1.2.3' +
    '</x:Identifier></s:PolicyIdentifier></s:PolicySet></s:CriteriaList></s:QualificationElement></s:Qualifications>',
)
const full = service(
  {
    identity: identity(
      certificateId(certificate),
      '<X509SKI>AQIDBAUGBwg=</X509SKI>',
      '<X509SubjectName>CN=x</X509SubjectName>',
    ),
    extensions: qualifications,
  },
  [{ since: '2019-01-01T00:00:00Z' }],
)
const content =
  scheme({ uris: ['https://a.example/'], pointers: pointer({ signers: [signer] }) }) + providers(full)
const original = listText({ content, signer })
const expected = plain(contentOf(original))

function contentOf(text: string): TrustList | undefined {
  const read = readSignedList(new TextEncoder().encode(text))
  return read.ok && read.value.unsafeContent.ok ? read.value.unsafeContent.list : undefined
}

/** All that a list says, with what is read only when it is asked for. */
function plain(list: TrustList | undefined): unknown {
  return JSON.parse(
    JSON.stringify(list ?? null, (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
    ),
  )
}

/** Every place outside of tags and of the signature, from the start of the root to its end. */
function places(text: string): number[] {
  const [from, to] = [text.indexOf('<ds:Signature '), text.indexOf('</ds:Signature>')]
  const found: number[] = []
  for (let at = text.indexOf('<Trust'), inTag = false; at < text.length; at++) {
    if (text[at] === '<') inTag = true
    if ((!inTag || text[at] === '<') && (at <= from || at > to + 15)) found.push(at)
    if (text[at] === '>') inTag = false
  }
  return found
}

describe('what nobody has signed changes nothing that is read', () => {
  test('the list that is tried says all of it', () => {
    const [only] = contentOf(original)?.providers[0]?.services ?? []
    expect(only?.certificates).toMatchObject([{ ok: true, bytes: certificate }])
    expect(only?.keyIdentifiers).toEqual([Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)])
    expect(only?.qualifications[0]?.criteria.criteria.map(({ kind }) => kind)).toEqual([
      'key-usage',
      'policy-set',
    ])
  })

  test('a comment, wherever it stands', () => {
    const all = places(original)
    expect(all.length).toBeGreaterThan(1000)
    for (const at of all) {
      const text = `${original.slice(0, at)}<!-- x -->${original.slice(at)}`
      expect(plain(contentOf(text)), text.slice(at - 40, at + 50)).toEqual(expected)
    }
  })

  test.each([
    ['the certificate of a service', certificateId(certificate).slice(0, 60)],
    ['a key identifier', '<X509SKI>AQI'],
    ['the territory of a pointer', '<OtherInformation><SchemeTerritory>X'],
    ['the type of a pointer', '<OtherInformation><TSLType>http'],
    ['the type of file of a pointer', 'application/vnd'],
    ['a bit of a criterion', 'name="digitalSignature">tr'],
    ['a policy of a criterion', 'v1.3.2#">1.2'],
    ['the status of a service', '<ServiceStatus>http'],
    ['the number', '<TSLSequenceNumber>'],
  ])('a comment in %s: the list is authentic and says the same', async (_, before) => {
    const text = swap(before, `${before}<!-- x -->`)(original)
    const verification = await verify(text)
    expect(typeof verification === 'string' ? verification : plain(verification.list?.content)).toEqual(
      expected,
    )
  })

  test('in the signature, where a comment could split what its own digest does not cover, it is refused', async () => {
    const text = swap('<ds:SignatureValue>', '<ds:SignatureValue><!-- x -->')(original)
    expect(await verdict(text)).toBe('trust-list.signature-form base64-malformed')
  })

  test.each([
    ['in CDATA', 'Pro<![CDATA[ ]]>vider'],
    ['beside CDATA', 'Pro<![CDATA[]]> <![CDATA[vider]]>'],
    ['between comments', 'Pro<!-- --> <!-- -->vider'],
    ['as a reference', 'Pro&#32;vider'],
  ])('white space within a text is part of it: %s', async (_, written) => {
    const spaced = listText({ content: scheme() + providers().replace('>Provider<', '>Pro vider<'), signer })
    const text = swap('>Pro vider<', `>${written}<`)(spaced)
    expect(await verdict(text)).toBe('authentic')
    expect(contentOf(text)?.providers[0]?.names).toEqual([{ language: 'en', text: 'Pro vider' }])
  })

  test('an instruction is signed, and splits what it stands in', async () => {
    const name = 'Pro<?p x?>vider'
    const text = listText({ content: scheme() + providers().replace('>Provider<', `>${name}<`), signer })
    expect(await verdict(text)).toBe('trust-list.content text-split')
    expect(await verdict(swap(name, 'Provider')(text))).toBe('trust-list.signature list-changed')
  })
})
