import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { authenticateLists } from '../../src/trust-list/authenticate.ts'
import { providers, scheme, service } from './list-content.ts'
import { DS, ENVELOPED, type ListDraft, listSigner, listText, SHA256, TSL } from './list-writer.ts'
import { content, crypto, cut, form, NOW, signer, sound, swap, verdict } from './verdict.ts'

/**
 * What lists since 2010 have looked like, and what becomes of each: versions before 5 are told and not read,
 * everything since is.
 */
const LINES = '\n  '
const SERVICE_TYPES = 'http://uri.etsi.org/TrstSvc/Svctype/'
const STATUSES = 'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/'

/** Each kind with each state, the second of them in the past. */
const OLD_SERVICES = [
  'CA/PKC',
  'TSA',
  'IdV/nothavingPKIid',
  'Archiv',
  'RA',
  'NationalRootCA-QC',
  'unspecified',
].map(kind =>
  service({ type: `${SERVICE_TYPES}${kind}`, status: `${STATUSES}recognisedatnationallevel` }, [
    {
      type: `${SERVICE_TYPES}CA/QC`,
      status: `${STATUSES}supervisionincessation`,
      since: '2012-01-01T00:00:00Z',
    },
    { type: `${SERVICE_TYPES}CA/QC`, status: `${STATUSES}accredited`, since: '2010-01-01T00:00:00Z' },
  ]),
)

const spread = content.replaceAll('><', `>${LINES}<`)

describe('lists as they were and are written', () => {
  test.each<[string, Partial<ListDraft>]>([
    ['on lines of their own', { content: spread }],
    [
      'with the line ends of Windows',
      { content: spread, edit: { file: xml => xml.replaceAll('\n', '\r\n') } },
    ],
    [
      'with a carriage return written out in the value of the signature',
      { edit: { signature: swap('</ds:SignatureValue>', '&#13;\n</ds:SignatureValue>') } },
    ],
    [
      'with a carriage return written out in the certificate',
      { edit: { keyInfo: swap('</ds:X509Certificate>', '&#xD;\n</ds:X509Certificate>') } },
    ],
    [
      'with a declaration that says nothing of an encoding',
      { edit: { file: swap(' encoding="UTF-8"', '') } },
    ],
    [
      'with a declaration that says that it stands alone',
      { edit: { file: swap('encoding="UTF-8"', 'encoding="UTF-8" standalone="no"') } },
    ],
    ['with texts in no language', { content: content.replaceAll(/ xml:lang="\w+"/g, '') }],
    [
      'with services of the old kinds and states of the Directive',
      { content: scheme({ version: '5' }) + providers(...OLD_SERVICES) },
    ],
    ['without a declaration', { edit: { file: cut(/^<\?xml.*\?>\n/) } }],
    [
      'with the names of issuer and subject beside the certificate',
      {
        edit: {
          keyInfo: swap(
            '</ds:X509Data>',
            '<ds:X509IssuerSerial><ds:X509IssuerName>CN=X</ds:X509IssuerName><ds:X509SerialNumber>7</ds:X509SerialNumber>' +
              '</ds:X509IssuerSerial><ds:X509SubjectName>CN=X</ds:X509SubjectName></ds:X509Data>',
          ),
        },
      },
    ],
    [
      'with a reference to the list that has an empty type',
      { edit: { signedInfo: swap('Id="list" URI=""', 'Id="list" Type="" URI=""') } },
    ],
    [
      'with identifiers on every part of the signature',
      {
        edit: {
          signature: xml =>
            xml
              .replace('<ds:SignatureValue>', '<ds:SignatureValue Id="value">')
              .replace('<ds:KeyInfo>', '<ds:KeyInfo Id="key">')
              .replace('<ds:Object>', '<ds:Object Id="object">'),
        },
      },
    ],
    [
      'with a policy of the signature and a place',
      {
        edit: {
          properties: swap(
            '</xades:SignedSignatureProperties>',
            '<xades:SignaturePolicyIdentifier><xades:SignaturePolicyImplied></xades:SignaturePolicyImplied>' +
              '</xades:SignaturePolicyIdentifier><xades:SignatureProductionPlace><xades:City>X</xades:City>' +
              '</xades:SignatureProductionPlace></xades:SignedSignatureProperties>',
          ),
        },
      },
    ],
    [
      'with the certificate named by SHA-1, which guards nothing where it is pinned',
      {
        edit: {
          properties: xml =>
            xml
              .replace(SHA256, 'http://www.w3.org/2000/09/xmldsig#sha1')
              .replace(
                /(<ds:DigestValue[^>]*>)[^<]*/,
                `$1${createHash('sha1').update(signer.certificate).digest('base64')}`,
              ),
        },
      },
    ],
    ['with times in parts of a second', { content: scheme({ issued: '2015-06-24T00:00:00.000Z' }) }],
    ['with times of another zone', { content: scheme({ issued: '2015-06-24T02:00:00+02:00' }) }],
    ['with providers and no services', { content: scheme() + providers() }],
    ['of version 5', { content: scheme({ version: '5' }) + providers(service()) }],
  ])('%s are authentic', async (_, plan) => {
    expect(await verdict(listText({ ...sound, ...plan }))).toBe('authentic')
  })

  test.each<[string, Partial<ListDraft>, string]>([
    ['version 3', { content: scheme({ version: '3' }) }, 'trust-list.version version-unsupported'],
    ['version 4', { content: scheme({ version: '4' }) }, 'trust-list.version version-unsupported'],
    [
      'a signature with SHA-1',
      {
        edit: {
          signedInfo: swap(
            /http:\/\/www.w3.org\/2001\/04\/xmldsig-more#ecdsa-sha256/,
            `http://www.w3.org/2000/09/xmldsig#rsa-sha1`,
          ),
        },
      },
      form('signature-algorithm-unsupported'),
    ],
    [
      'a digest with SHA-1',
      {
        edit: {
          signedInfo: swap(
            'http://www.w3.org/2001/04/xmlenc#sha256',
            'http://www.w3.org/2000/09/xmldsig#sha1',
          ),
        },
      },
      form('digest-algorithm-unsupported'),
    ],
    [
      'the signature left out by a path expression',
      { edit: { signedInfo: swap(ENVELOPED, 'http://www.w3.org/TR/1999/REC-xpath-19991116') } },
      form('transform-unsupported'),
    ],
    [
      'the signature left out by a path filter',
      { edit: { signedInfo: swap(ENVELOPED, 'http://www.w3.org/2002/06/xmldsig-filter2') } },
      form('transform-unsupported'),
    ],
    [
      'two signatures',
      { edit: { signature: xml => xml + xml.replaceAll(/ Id="\w+"/g, '') } },
      'signature-repeated',
    ],
    ['no next update', { content: scheme({ nextUpdate: '' }) }, 'trust-list.content field-absent'],
    [
      'a chain of certificates',
      { edit: { keyInfo: xml => xml.replace(/(<ds:X509Certificate>.*<\/ds:X509Certificate>)/, '$1$1') } },
      form('key-info'),
    ],
    [
      'no word about the key',
      { edit: { signature: cut(/<ds:KeyInfo>.*<\/ds:KeyInfo>/) } },
      form('signature-structure'),
    ],
    ['an entity of HTML', { edit: { file: swap('>Provider<', '>Provider&nbsp;<') } }, 'not-well-formed'],
    ['a document type', { edit: { file: swap('?>\n', '?>\n<!DOCTYPE TrustServiceStatusList>') } }, 'doctype'],
    ['another encoding', { edit: { file: swap('UTF-8', 'ISO-8859-1') } }, 'encoding'],
    ['an older namespace', { edit: { file: swap(TSL, 'http://uri.etsi.org/02231/v1#') } }, 'root-unexpected'],
    ['no signature', { edit: { signature: () => '' } }, 'signature-absent'],
    [
      'a detached signature',
      { edit: { signature: swap(/^.*$/s, `<ds:Signature ${DS}></ds:Signature>`) } },
      form('signature-structure'),
    ],
  ])('with %s they are not', async (_, plan, expected) => {
    expect(await verdict(listText({ ...sound, ...plan }))).toBe(expected)
  })

  test('a weak key that was announced is refused all the same', async () => {
    const weak = listSigner('rsa-1024')
    expect(await verdict(listText({ content, signer: weak, method: 'rsa-sha256' }), [weak.sha256])).toBe(
      'trust-list.algorithm too-weak',
    )
  })

  test.each([
    ['nothing', ''],
    ['white space', ' \n'],
    ['a page', '<!DOCTYPE html><html><body>Not found</body></html>'],
    ['a page in XML', '<html xmlns="http://www.w3.org/1999/xhtml"></html>'],
    ['a document for people', '%PDF-1.4'],
    ['the beginning of a list', listText(sound).slice(0, 600)],
  ])('%s in the place of a list is unreadable', async (_, text) => {
    const notice = { id: 'test', locations: ['https://journal.example/'], certificates: [] }
    const listOfLists = { bytes: new TextEncoder().encode(text) }
    const set = await authenticateLists({ listOfLists, lists: [listOfLists], notice, crypto, at: NOW })
    expect(set.listOfLists.outcome).toBe('unreadable')
    expect(set.others).toMatchObject([{ outcome: 'unreadable' }])
  })
})
