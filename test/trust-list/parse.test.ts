import { describe, expect, test } from 'vitest'
import { oid } from '../../src/core/oid.ts'
import { instant } from '../../src/core/time.ts'
import type { ListContent } from '../../src/trust-list/parse.ts'
import { readSignedList } from '../../src/trust-list/read-list.ts'
import type { Service, TrustList } from '../../src/trust-list/trust-list.ts'
import {
  CA_QC,
  certificateId,
  extension,
  GRANTED,
  identity,
  LIST_OF_LISTS,
  pointer,
  providers,
  type SchemePlan,
  type StatePlan,
  scheme,
  service,
  WITHDRAWN,
} from './list-content.ts'
import { listSigner, listText } from './list-writer.ts'
import { cut, swap } from './verdict.ts'

const signer = listSigner()

function contentOf(content: string): ListContent {
  const read = readSignedList(new TextEncoder().encode(listText({ content, signer })))
  if (!read.ok) throw new RangeError(read.reason)
  return read.value.unsafeContent
}

function listOf(content: string): TrustList {
  const read = contentOf(content)
  if (!read.ok) throw new RangeError(`${read.reason} ${read.field}`)
  return read.list
}

function problem(content: string): string {
  const read = contentOf(content)
  return read.ok ? 'read' : `${read.reason} ${read.field}`
}

/** The one service of a list. */
function serviceOf(plan: StatePlan, history: readonly StatePlan[] = [], supplyPoints = ''): Service {
  const [only] =
    listOf(scheme() + providers(service(plan, history, supplyPoints))).providers[0]?.services ?? []
  if (!only) throw new RangeError('no service')
  return only
}

describe('the head of a list', () => {
  test('says which list it is', () => {
    expect(listOf(scheme({ uris: [' https://a.example/ ', 'https://b.example/'] }))).toMatchObject({
      version: 6,
      sequenceNumber: 7,
      territory: 'XX',
      operatorNames: [{ language: 'en', text: 'Operator' }],
      informationUris: ['https://a.example/', 'https://b.example/'],
      issued: instant('2026-06-01T00:00:00Z'),
      nextUpdate: instant('2026-12-01T00:00:00Z'),
      providers: [],
    })
  })

  test.each([
    ['an empty element', '<NextUpdate></NextUpdate>'],
    ['an element with space in it', '<NextUpdate>\n</NextUpdate>'],
    ['an element that is nil', '<NextUpdate xmlns:i="urn:i" i:nil="true"></NextUpdate>'],
  ])('is closed by %s for the next update', (_, nextUpdate) => {
    expect(listOf(scheme({ nextUpdate })).nextUpdate).toBeNull()
  })

  const plans: readonly (readonly [string, SchemePlan, string])[] = [
    ['version 5', { version: '5' }, 'read'],
    ['space around a number', { version: '\n 6 ' }, 'read'],
    ['a plus sign', { sequenceNumber: '+7' }, 'read'],
    ['the largest number that can be told', { sequenceNumber: '9007199254740991' }, 'read'],
    ['the next one', { sequenceNumber: '9007199254740992' }, 'number-malformed TSLSequenceNumber'],
    [
      'a number beyond 2^66',
      { sequenceNumber: '73786976294838206464' },
      'number-malformed TSLSequenceNumber',
    ],
    ['zero', { sequenceNumber: '0' }, 'number-malformed TSLSequenceNumber'],
    ['a negative number', { sequenceNumber: '-7' }, 'number-malformed TSLSequenceNumber'],
    ['a fraction', { sequenceNumber: '7.0' }, 'number-malformed TSLSequenceNumber'],
    ['another base', { sequenceNumber: '0x7' }, 'number-malformed TSLSequenceNumber'],
    ['digits of another script', { sequenceNumber: '٧' }, 'number-malformed TSLSequenceNumber'],
    ['no number', { sequenceNumber: '' }, 'field-empty TSLSequenceNumber'],
    ['a comment in a number', { sequenceNumber: '1<!-- -->00' }, 'read'],
    ['an instruction in a number', { sequenceNumber: '1<?p?>00' }, 'text-split TSLSequenceNumber'],
    ['an element in a number', { sequenceNumber: '1<X></X>00' }, 'text-split TSLSequenceNumber'],
    ['CDATA in a number', { sequenceNumber: '1<![CDATA[00]]>' }, 'read'],
    ['version 4', { version: '4' }, 'version-unsupported TSLVersionIdentifier'],
    ['version 7', { version: '7' }, 'version-unsupported TSLVersionIdentifier'],
    ['a time without zone', { issued: '2026-06-01T00:00:00' }, 'time-malformed ListIssueDateTime'],
    ['the end of a day', { issued: '2026-05-31T24:00:00Z' }, 'read'],
    ['a time after the end of a day', { issued: '2026-05-31T24:00:01Z' }, 'time-malformed ListIssueDateTime'],
    ['a day that does not exist', { issued: '2026-02-29T00:00:00Z' }, 'time-malformed ListIssueDateTime'],
    ['no next update', { nextUpdate: '' }, 'field-absent NextUpdate'],
    [
      'two next updates',
      { nextUpdate: '<NextUpdate></NextUpdate><NextUpdate></NextUpdate>' },
      'field-repeated NextUpdate',
    ],
    [
      'an empty time in it',
      { nextUpdate: '<NextUpdate><dateTime></dateTime></NextUpdate>' },
      'field-empty dateTime',
    ],
    [
      'something else in it',
      { nextUpdate: '<NextUpdate><never></never></NextUpdate>' },
      'field-absent dateTime',
    ],
    ['text in it', { nextUpdate: '<NextUpdate>never</NextUpdate>' }, 'field-absent dateTime'],
  ]
  test.each(plans)('%s', (_, plan, expected) => {
    expect(problem(scheme(plan))).toBe(expected)
  })

  test.each([
    ['no head', () => '', 'field-absent SchemeInformation'],
    ['two heads', (xml: string) => xml + xml, 'field-repeated SchemeInformation'],
    ['no version', cut(/<TSLVersion.*?<\/TSLVersionIdentifier>/), 'field-absent TSLVersionIdentifier'],
    ['no territory', cut(/<SchemeTerritory>.*?<\/SchemeTerritory>/), 'field-absent SchemeTerritory'],
    [
      'two territories',
      swap('<SchemeTerritory>', '<SchemeTerritory>YY</SchemeTerritory><SchemeTerritory>'),
      'field-repeated SchemeTerritory',
    ],
    [
      'a territory of another namespace',
      swap('<SchemeTerritory>', '<SchemeTerritory xmlns="urn:x">'),
      'field-absent SchemeTerritory',
    ],
    ['a name that is split', swap('>Operator<', '>Opera<?p?>tor<'), 'text-split Name'],
  ])('%s', (_, edit, expected) => {
    expect(problem(edit(scheme()))).toBe(expected)
  })
})

describe('pointers', () => {
  const pointers = (xml: string) => listOf(scheme({ pointers: xml })).pointers

  test('name a list and its signers', () => {
    const second = listSigner()
    const [only] = pointers(pointer({ type: LIST_OF_LISTS, territory: 'EU', signers: [signer, second] }))
    expect(only).toMatchObject({
      location: 'https://lists.example/list.xml',
      type: LIST_OF_LISTS,
      territory: 'EU',
      mimeType: 'application/vnd.etsi.tsl+xml',
    })
    expect(only?.signers).toEqual([signer.certificate, second.certificate])
  })

  test.each([
    ['is no certificate', 'AAAA', [new Uint8Array(3)]],
    ['is empty', '', []],
    ['is not base64', 'A?=', []],
    ['is split', 'AA<?p?>AA', []],
  ])('keep the octets of a signer that %s, where there are any', (_, text, expected) => {
    const xml = pointer({ type: LIST_OF_LISTS, signers: [signer] })
    const [only] = pointers(xml.replace(/(?<=<X509Certificate>)[^<]+/, text))
    expect(only?.signers).toEqual(expected)
  })

  const type = /<OtherInformation><TSLType>.*?<\/OtherInformation>/
  test.each([
    ['missing', cut(type), ''],
    ['split', swap('<TSLType>http', '<TSLType><?p?>http'), ''],
    [
      'said twice in the same way',
      (xml: string) => swap(type, `${type.exec(xml)?.[0]}${type.exec(xml)?.[0]}`)(xml),
      LIST_OF_LISTS,
    ],
    [
      'said in two ways',
      (xml: string) =>
        swap(type, `${type.exec(xml)?.[0]}<OtherInformation><TSLType>x</TSLType></OtherInformation>`)(xml),
      '',
    ],
  ])('whose type is %s', (_, edit, expected) => {
    const [only] = pointers(edit(pointer({ type: LIST_OF_LISTS, signers: [] })))
    expect(only?.type).toBe(expected)
  })
})

describe('providers and services', () => {
  test('are read with their present state and their past ones', () => {
    const { certificate } = signer
    const key = Buffer.from('0102', 'hex').toString('base64')
    const list = listOf(
      scheme() +
        providers(
          service(
            {
              identity: identity(
                certificateId(certificate),
                '<X509SubjectName>CN=X</X509SubjectName>',
                `<X509SKI>${key}</X509SKI>`,
              ),
            },
            [{ status: WITHDRAWN, since: '2018-01-01T00:00:00Z' }, { since: '2016-07-01T00:00:00Z' }],
            '<ServiceSupplyPoints><ServiceSupplyPoint>https://a.example/</ServiceSupplyPoint>' +
              '<ServiceSupplyPoint type="https://t.example/">https://b.example/</ServiceSupplyPoint></ServiceSupplyPoints>',
          ),
          service(),
        ),
    )
    const [provider] = list.providers
    expect(provider).toMatchObject({
      names: [{ language: 'en', text: 'Provider' }],
      tradeNames: [{ language: 'en', text: 'VATXX-1' }],
    })
    expect(provider?.services).toHaveLength(2)
    expect(provider?.services[0]).toMatchObject({
      type: CA_QC,
      names: [{ language: 'en', text: 'Service' }],
      status: GRANTED,
      since: instant('2020-01-01T00:00:00Z'),
      certificates: [{ ok: true, bytes: certificate }],
      keyIdentifiers: [Uint8Array.of(1, 2)],
      subjectNames: ['CN=X'],
      supplyPoints: [
        { uri: 'https://a.example/' },
        { type: 'https://t.example/', uri: 'https://b.example/' },
      ],
      history: [
        { status: WITHDRAWN, since: instant('2018-01-01T00:00:00Z') },
        { status: GRANTED, since: instant('2016-07-01T00:00:00Z') },
      ],
    })
  })

  test('one certificate that cannot be read stays with its service, and drops nothing', () => {
    const broken = signer.certificate.slice(0, -1)
    const { certificates } = serviceOf({
      identity: identity(
        certificateId(broken),
        '<X509Certificate>***</X509Certificate>',
        '<X509Certificate>QU<?p?>JD</X509Certificate>',
        certificateId(signer.certificate),
      ),
    })
    expect(certificates).toMatchObject([
      { ok: false, bytes: broken },
      { ok: false, reason: 'base64' },
      { ok: false, reason: 'text-split' },
      { ok: true },
    ])
  })

  test('a certificate that stands in two services is one record', () => {
    const both = service({ identity: identity(certificateId(signer.certificate)) })
    const services = listOf(scheme() + providers(both, both)).providers[0]?.services
    expect(services?.[0]?.certificates[0]).toBe(services?.[1]?.certificates[0])
  })

  test.each([
    [
      'no type',
      cut(/<ServiceTypeIdentifier>.*?<\/ServiceTypeIdentifier>/),
      'field-absent ServiceTypeIdentifier',
    ],
    ['no name', cut(/<ServiceName>.*?<\/ServiceName>/), 'field-absent ServiceName'],
    ['no status', cut(/<ServiceStatus>.*?<\/ServiceStatus>/), 'field-absent ServiceStatus'],
    [
      'two statuses',
      swap('<ServiceStatus>', '<ServiceStatus>x</ServiceStatus><ServiceStatus>'),
      'field-repeated ServiceStatus',
    ],
    ['an empty status', swap(GRANTED, ' '), 'field-empty ServiceStatus'],
    ['a split status', swap('granted', 'gran<?p?>ted'), 'text-split ServiceStatus'],
    ['no beginning', cut(/<StatusStartingTime>.*?<\/StatusStartingTime>/), 'field-absent StatusStartingTime'],
    ['a beginning that is no time', swap('2020-01-01T', '2020-13-01T'), 'time-malformed StatusStartingTime'],
    [
      'no information',
      cut(/<ServiceInformation>.*?<\/ServiceInformation>/),
      'field-absent ServiceInformation',
    ],
    [
      'two identities',
      swap('<ServiceStatus>', '<ServiceDigitalIdentity></ServiceDigitalIdentity><ServiceStatus>'),
      'field-repeated ServiceDigitalIdentity',
    ],
    ['no identity', cut(/<ServiceDigitalIdentity>.*?<\/ServiceDigitalIdentity>/), 'read'],
    ['an unknown field', swap('<ServiceStatus>', '<X></X><ServiceStatus>'), 'read'],
  ])('%s', (_, edit, expected) => {
    expect(problem(scheme() + providers(edit(service())))).toBe(expected)
  })

  test('a past state must be whole, too', () => {
    const history = service({}, [{ since: 'once' }])
    expect(problem(scheme() + providers(history))).toBe('time-malformed StatusStartingTime')
  })

  test.each([
    [
      'a provider without information',
      cut(/<TSPInformation>.*<\/TSPInformation>/),
      'field-absent TSPInformation',
    ],
    ['two lists of providers', (xml: string) => xml + xml, 'field-repeated TrustServiceProviderList'],
    [
      'information twice',
      swap('<TSPServices>', '<TSPInformation></TSPInformation><TSPServices>'),
      'field-repeated TSPInformation',
    ],
  ])('%s', (_, edit, expected) => {
    expect(problem(scheme() + edit(providers(service())))).toBe(expected)
  })

  test.each([
    ['in the root', (xml: string) => `<X></X>${xml}`],
    ['among the providers', swap('<TrustServiceProvider>', '<X></X><TrustServiceProvider>')],
    ['in a provider', swap('<TSPServices>', '<X></X><TSPServices>')],
    ['among the services', swap('<TSPService>', '<X></X><TSPService>')],
    ['of the right name and another namespace', swap('<TSPService>', '<TSPService xmlns="urn:x">')],
  ])('an element that has no place %s', (_, edit) => {
    const text = listText({ content: scheme() + edit(providers(service())), signer })
    expect(readSignedList(new TextEncoder().encode(text))).toMatchObject({ reason: 'element-unexpected' })
  })
})

describe('extensions', () => {
  const SIE = 'http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#'
  const INFORMATION = 'http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/'
  const TSLX = 'http://uri.etsi.org/02231/v2/additionaltypes#'
  const XADES = 'http://uri.etsi.org/01903/v1.3.2#'
  const identifier = (text: string) => `<x:Identifier xmlns:x="${XADES}">${text}</x:Identifier>`
  const policies = (...ids: readonly string[]) =>
    `<s:PolicySet>${ids.map(id => `<s:PolicyIdentifier>${identifier(id)}</s:PolicyIdentifier>`).join('')}</s:PolicySet>`
  const qualifications = (criteria: string) =>
    extension(
      `<s:Qualifications xmlns:s="${SIE}"><s:QualificationElement><s:Qualifiers><s:Qualifier uri=" urn:q "></s:Qualifier>` +
        `</s:Qualifiers>${criteria}</s:QualificationElement></s:Qualifications>`,
    )
  const list = (criteria: string, assert = ' assert="all"') =>
    `<s:CriteriaList${assert}>${criteria}</s:CriteriaList>`
  const criteriaOf = (xml: string) =>
    serviceOf({ extensions: qualifications(xml) }).qualifications[0]?.criteria

  test('of the standard are read, and no others are known', () => {
    const extensions = [
      extension(
        '<AdditionalServiceInformation><URI xml:lang="en">urn:a</URI></AdditionalServiceInformation>',
      ),
      extension(
        '<AdditionalServiceInformation><URI xml:lang="en">urn:b</URI></AdditionalServiceInformation>',
        'false',
      ),
      extension('<ExpiredCertsRevocationInfo>2016-01-01T00:00:00Z</ExpiredCertsRevocationInfo>'),
      extension(
        `<t:TakenOverBy xmlns:t="${TSLX}"><t:URI xml:lang="en">urn:t</t:URI><t:TSPName><Name xml:lang="en">Next</Name></t:TSPName>` +
          '<SchemeTerritory>YY</SchemeTerritory></t:TakenOverBy>',
      ),
      extension('<Unknown xmlns="urn:x"></Unknown>'),
      extension('<Ignored xmlns="urn:x"></Ignored>', 'false'),
      extension(''),
    ]
    expect(serviceOf({ extensions: extensions.join('') })).toMatchObject({
      additionalInformation: ['urn:a', 'urn:b'],
      takenOverBy: { uri: 'urn:t', names: [{ language: 'en', text: 'Next' }], territory: 'YY' },
      unknownCriticalExtensions: ['Unknown', ''],
    })
  })

  test.each([
    ['true', ['X']],
    ['1', ['X']],
    ['', ['X']],
    ['maybe', ['X']],
    ['false', []],
    [' 0 ', []],
  ])('Critical="%s" leaves %j unknown', (critical, unknown) => {
    const { unknownCriticalExtensions } = serviceOf({ extensions: extension('<X></X>', critical) })
    expect(unknownCriticalExtensions).toEqual(unknown)
  })

  test('additional information without an address is a field that is missing', () => {
    const extensions = extension('<AdditionalServiceInformation></AdditionalServiceInformation>')
    expect(problem(scheme() + providers(service({ extensions })))).toBe('field-absent URI')
  })

  test('the past has extensions as well', () => {
    const extensions = extension('<X></X>')
    expect(serviceOf({}, [{ extensions }]).history[0]?.unknownCriticalExtensions).toEqual(['X'])
  })

  describe('qualifiers', () => {
    const picked = list(policies('1.2.3'))
    const qualifier = (uri: string) => `<s:Qualifier uri="${uri}"></s:Qualifier>`
    const elements = (xml: string, critical?: string) =>
      extension(`<s:Qualifications xmlns:s="${SIE}">${xml}</s:Qualifications>`, critical)
    const element = (xml: string) => `<s:QualificationElement>${xml}</s:QualificationElement>`
    const qualified = (...uris: readonly string[]) =>
      element(`<s:Qualifiers>${uris.map(qualifier).join('')}</s:Qualifiers>${picked}`)

    test('of several lists of qualifiers are all read', () => {
      const several = ['urn:a', 'urn:b'].map(uri => `<s:Qualifiers>${qualifier(uri)}</s:Qualifiers>`)
      const { qualifications: read } = serviceOf({ extensions: elements(element(several.join('') + picked)) })
      expect(read.map(({ qualifiers }) => qualifiers)).toEqual([['urn:a', 'urn:b']])
    })

    test.each([
      ['that are not there', element(picked)],
      ['without an address', element(`<s:Qualifiers><s:Qualifier></s:Qualifier></s:Qualifiers>${picked}`)],
      [
        'of an element of another name',
        `<s:Other><s:Qualifiers>${qualifier('urn:a')}</s:Qualifiers></s:Other>`,
      ],
      ['of another namespace', '<QualificationElement xmlns="urn:x"></QualificationElement>'],
      ['that the standard does not have', qualified('urn:a')],
      ['of an address that ends as one of the standard', qualified('urn:x/SvcInfoExt/NotQualified')],
      ['in other letters', qualified(`${INFORMATION}notqualified`)],
      ['beside one that is known', qualified(`${INFORMATION}QCStatement`, 'urn:a')],
    ])('%s make a critical extension one that nobody understands', (_, xml) => {
      const unknown = (critical: string) =>
        serviceOf({ extensions: elements(xml, critical) }).unknownCriticalExtensions
      expect([unknown('true'), unknown('false')]).toEqual([['Qualifications'], []])
    })

    test.each(
      [
        'NotQualified',
        'QCStatement',
        'QCForESig',
        'QCForESeal',
        'QCForWSA',
        'QCForLegalPerson',
        'QCWithSSCD',
        'QCNoSSCD',
        'QCSSCDStatusAsInCert',
        'QCWithQSCD',
        'QCNoQSCD',
        'QCQSCDStatusAsInCert',
        'QCQSCDManagedOnBehalf',
      ].map(word => [word]),
    )('%s may stand in a critical extension', word => {
      const { unknownCriticalExtensions } = serviceOf({ extensions: elements(qualified(INFORMATION + word)) })
      expect(unknownCriticalExtensions).toEqual([])
    })

    test('may be more than a call has arguments', () => {
      const many = serviceOf({ extensions: elements('<s:x></s:x>'.repeat(200_000)) })
      expect(many.qualifications).toHaveLength(200_000)
    })

    test('with something unknown beside their criteria apply to nobody knows whom', () => {
      const xml = element(`<s:Qualifiers>${qualifier('urn:a')}</s:Qualifiers>${picked}<s:Except></s:Except>`)
      expect(serviceOf({ extensions: elements(xml) }).qualifications).toEqual([
        { qualifiers: ['urn:a'], criteria: { assert: '', criteria: [{ kind: 'unknown', name: 'Except' }] } },
      ])
    })
  })

  test('criteria are read in the order of the list, and may nest', () => {
    const bit = (name: string, value: string) => `<s:KeyUsageBit name="${name}">${value}</s:KeyUsageBit>`
    const other = (xml: string) => `<s:otherCriteriaList>${xml}</s:otherCriteriaList>`
    const purposes = `<t:ExtendedKeyUsage xmlns:t="${TSLX}"><t:KeyPurposeId>${identifier('1.3.6.1')}</t:KeyPurposeId></t:ExtendedKeyUsage>`
    const types = `<t:CertSubjectDNAttribute xmlns:t="${TSLX}"><t:AttributeOID>${identifier('2.5.4.3')}</t:AttributeOID></t:CertSubjectDNAttribute>`
    const xml = list(
      `<s:KeyUsage>${bit('nonRepudiation', ' true ')}${bit('crlSign', '0')}</s:KeyUsage>` +
        policies('1.2.3', 'urn:oid:2.999.1', 'URN:OID:0.4.0') +
        list(policies('1.2.3'), ' assert="none"') +
        other(purposes + types) +
        '<s:Description>anything</s:Description>',
    )
    expect(serviceOf({ extensions: qualifications(xml) }).qualifications).toEqual([
      {
        qualifiers: ['urn:q'],
        criteria: {
          assert: 'all',
          criteria: [
            {
              kind: 'key-usage',
              bits: [
                { name: 'nonRepudiation', value: true },
                { name: 'crlSign', value: false },
              ],
            },
            { kind: 'policy-set', policies: [oid('1.2.3'), oid('2.999.1'), oid('0.4.0')] },
            {
              kind: 'list',
              list: { assert: 'none', criteria: [{ kind: 'policy-set', policies: [oid('1.2.3')] }] },
            },
            { kind: 'extended-key-usage', purposes: [oid('1.3.6.1')] },
            { kind: 'subject-attributes', types: [oid('2.5.4.3')] },
          ],
        },
      },
    ])
  })

  test.each(['urn:oid:1.2.3', 'URN:OID:1.2.3', 'oid:1.2.3', 'OID:1.2.3', '1.2.3.', 'oid:1.2.3.', ' 1.2.3\n'])(
    '%j is a policy as any other',
    text => {
      expect(criteriaOf(list(policies(text)))?.criteria).toEqual([
        { kind: 'policy-set', policies: [oid('1.2.3')] },
      ])
    },
  )

  test.each([
    ['a policy that is no identifier', policies('1.2.x'), 'PolicySet'],
    ['a policy with two dots behind', policies('1.2.3..'), 'PolicySet'],
    ['a policy with a dot alone', policies('oid:.'), 'PolicySet'],
    ['a policy with two prefixes', policies('oid:urn:oid:1.2.3'), 'PolicySet'],
    ['a policy that is an address', policies('https://policies.example/1.2.3'), 'PolicySet'],
    ['a policy with an impossible arc', policies('1.40'), 'PolicySet'],
    ['a policy of one arc', policies('1'), 'PolicySet'],
    ['one bad policy among good ones', policies('1.2.3', ''), 'PolicySet'],
    ['no policy', policies(), 'PolicySet'],
    ['no bit', '<s:KeyUsage></s:KeyUsage>', 'KeyUsage'],
    [
      'a bit that is neither true nor false',
      '<s:KeyUsage><s:KeyUsageBit name="crlSign">yes</s:KeyUsageBit></s:KeyUsage>',
      'KeyUsage',
    ],
    ['a bit without a name', '<s:KeyUsage><s:KeyUsageBit>true</s:KeyUsageBit></s:KeyUsage>', 'KeyUsage'],
    ['an unknown criterion', '<s:Colour></s:Colour>', 'Colour'],
    ['a criterion of another namespace', '<PolicySet></PolicySet>', 'PolicySet'],
    ['another unknown criterion', '<s:otherCriteriaList><Colour></Colour></s:otherCriteriaList>', 'Colour'],
    [
      'a purpose that is no identifier',
      `<s:otherCriteriaList><t:ExtendedKeyUsage xmlns:t="${TSLX}"></t:ExtendedKeyUsage></s:otherCriteriaList>`,
      'ExtendedKeyUsage',
    ],
  ])('%s cannot be evaluated', (_, xml, name) => {
    expect(criteriaOf(list(xml))?.criteria).toEqual([{ kind: 'unknown', name }])
  })

  test.each([
    ['no list of criteria', '', { assert: '', criteria: [{ kind: 'unknown', name: 'CriteriaList' }] }],
    [
      'two lists of criteria',
      list('') + list(''),
      { assert: '', criteria: [{ kind: 'unknown', name: 'CriteriaList' }] },
    ],
    ['no word', list('', ''), { assert: '', criteria: [] }],
    ['an empty list', list(''), { assert: 'all', criteria: [] }],
  ])('%s', (_, xml, expected) => {
    expect(criteriaOf(xml)).toEqual(expected)
  })

  test('lists nest as deep as a document may, and no deeper', () => {
    const nested = (depth: number) => Array.from({ length: depth }).reduce<string>(xml => list(xml), '')
    expect(problem(scheme() + providers(service({ extensions: qualifications(nested(40)) })))).toBe('read')
    const text = listText({
      content: scheme() + providers(service({ extensions: qualifications(nested(60)) })),
      signer,
    })
    expect(readSignedList(new TextEncoder().encode(text))).toMatchObject({ reason: 'too-deep' })
  })
})
