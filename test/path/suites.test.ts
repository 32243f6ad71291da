import { describe, expect, test } from 'vitest'
import { oid as policy } from '../../src/core/oid.ts'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { Profile } from '../../src/path/profile/profile.ts'
import { type CertificateRequest, validateCertificate } from '../../src/path.ts'
import {
  authority,
  type Certified,
  CLIENT,
  dns,
  excluded,
  ID,
  ip,
  leaf,
  MAIL,
  mail,
  names,
  permitted,
  purposes,
  someone,
} from '../support/certified.ts'
import {
  bits,
  boolean,
  hex,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  tlv,
  utf8,
} from '../support/der-writer.ts'

const at = instant('2026-06-01T00:00:00Z')
const host = (text: string) => ({ expectedName: { form: 'dns', text } }) as const

const root = someone('Root')
const middle = someone('Middle')
const lower = someone('Lower')
const holder = someone('www.example.com')

interface Chain {
  readonly root?: Certified
  readonly middle?: Certified
  readonly lower?: Certified
  readonly leaf?: Certified
}

/** Root, authority, leaf; and a second authority where something is said of it. */
async function ask(made: Chain, asked: Partial<CertificateRequest> = {}) {
  const last = made.lower === undefined ? middle : lower
  return validateCertificate({
    certificate: asked.certificate ?? leaf(last, holder, made.leaf),
    intermediates: asked.intermediates ?? [
      authority(root, middle, made.middle),
      ...(made.lower === undefined ? [] : [authority(middle, lower, made.lower)]),
    ],
    anchors: asked.anchors ?? [authority(root, root, made.root)],
    crypto: nodeCrypto(),
    at,
    purpose: 'server',
    ...host('www.example.com'),
    ...asked,
  })
}

const PROFILES: readonly Profile[] = ['rfc5280', 'webpki']
const says = (
  id: string,
  value: Uint8Array | readonly [Uint8Array, 'critical' | 'not critical'] | undefined,
) => ({
  extensions: { [id]: value },
})
const of = (...all: readonly Uint8Array[]) => says(ID.names, names(...all))
const SYNTAX = 'certificate.extension-syntax: malformed'
const C = 'path.certificate-profile'
const W = 'path.website-profile'
const NC = 'path.name-constraints'
const VALID = ['', ''] as const
const both = (objection: string) => [objection, objection] as const

/** The first objection under each of the two profiles, empty where the chain is valid. */
type Row = readonly [
  what: string,
  made: Chain,
  expected: readonly [string, string],
  asked?: Partial<CertificateRequest>,
]

function table(rows: readonly Row[]) {
  return rows.map(([what, made, expected, asked]) => ({ what, made, expected, asked }))
}

async function expectRow({ made, expected, asked }: ReturnType<typeof table>[number]): Promise<void> {
  const answers = await Promise.all(PROFILES.map(profile => ask(made, { ...asked, profile })))
  expect(answers.map(({ objections: [first = ''] }) => first)).toEqual(expected)
  expect(answers.map(({ outcome }) => outcome === 'valid')).toEqual(expected.map(each => each === ''))
}

describe('alternative names', () => {
  test.each(
    table([
      ['of the host', {}, VALID],
      ['with a star', { leaf: of(dns('*.example.com')) }, VALID],
      [
        'with a star that would stand for two labels',
        { leaf: of(dns('*.com')) },
        both('path.expected-name: other-name'),
      ],
      [
        'with a star in front of one label',
        { leaf: of(dns('*.com')) },
        both('path.expected-name: other-name'),
        host('example.com'),
      ],
      ['that are a star', { leaf: of(dns('*')) }, both(SYNTAX)],
      ['with a part of a label as a star', { leaf: of(dns('w*.example.com')) }, both(SYNTAX)],
      ['with a star behind the first label', { leaf: of(dns('www.*.com')) }, both(SYNTAX)],
      ['with a star in an A-label', { leaf: of(dns('xn--*-1b3c148a.example.com')) }, both(SYNTAX)],
      ['outside of ASCII', { leaf: of(dns('wöw.example.com')) }, both(SYNTAX)],
      [
        'with an underscore',
        { leaf: of(dns('www.example.com'), dns('a_b.example.com')) },
        both(`${C}: host-name-syntax`),
      ],
      [
        'with an underscore behind a star',
        { leaf: of(dns('www.example.com'), dns('*.a_b.com')) },
        both(`${C}: host-name-syntax`),
      ],
      [
        'with an address as a domain name',
        { leaf: of(dns('www.example.com'), dns('192.0.2.1')) },
        both(`${C}: host-name-syntax`),
      ],
      [
        'with an address, expected as one',
        { leaf: of(ip('c0000201')) },
        VALID,
        { expectedName: { form: 'ip', text: '192.0.2.1' } },
      ],
      ['with an address and a mask', { leaf: of(ip('c0000200ffffff00')) }, both(SYNTAX)],
      [
        'with an address of five octets',
        { leaf: of(dns('www.example.com'), ip('c000020100')) },
        both(SYNTAX),
      ],
      ['that are none', { leaf: of() }, both(SYNTAX)],
      [
        'that are no DER',
        { leaf: says(ID.names, utf8('x').subarray(2)) },
        both('certificate.encoding: malformed'),
      ],
      ['of another type', { leaf: says(ID.names, utf8('www.example.com')) }, both(SYNTAX)],
      [
        'with an underscore, of an authority',
        { middle: of(dns('a_b.example.com')) },
        both(`${C}: host-name-syntax`),
      ],
    ]),
  )('$what', expectRow)

  test('with an underscore are no matter of the European lists', async () => {
    const made = { leaf: of(dns('www.example.com'), dns('a_b.example.com')) }
    expect((await ask(made, { profile: 'eidas' })).outcome).toBe('valid')
  })
})

describe('extensions', () => {
  test.each(
    table([
      ['purposes that are none', { leaf: says(ID.purposes, sequence()) }, both(SYNTAX)],
      ['a key usage without a bit', { leaf: says(ID.keyUsage, bits(0, '')) }, both(SYNTAX)],
      ['access descriptions that are none', { leaf: says(ID.access, sequence()) }, both(SYNTAX)],
      ['access descriptions of another type', { leaf: says(ID.access, utf8('malformed')) }, both(SYNTAX)],
      [
        'an access by a domain name',
        { leaf: says(ID.access, sequence(sequence(oid('1.3.6.1.5.5.7.48.2'), dns('example.com')))) },
        VALID,
      ],
      [
        'critical access descriptions',
        {
          leaf: says(ID.access, [
            sequence(sequence(oid('1.3.6.1.5.5.7.48.2'), dns('example.com'))),
            'critical',
          ]),
        },
        both(`${C}: critical-by-mistake`),
      ],
      ['name constraints that are none', { middle: says(ID.constraints, sequence()) }, both(SYNTAX)],
      ['permitted subtrees that are none', { middle: says(ID.constraints, permitted()) }, both(SYNTAX)],
      [
        'policy constraints without a mark, of an authority without policies',
        { middle: says('2.5.29.36', [sequence(tlv(0x80, hex('03'))), 'not critical']) },
        [`${C}: policy-constraints-without-policies`, `${C}: policy-constraints-not-critical`],
      ],
      [
        'policy constraints without a mark, of an authority with policies',
        {
          middle: {
            extensions: {
              '2.5.29.32': sequence(sequence(oid('2.999.1.1'))),
              '2.5.29.36': [sequence(tlv(0x80, hex('03'))), 'not critical'],
            },
          },
        },
        ['', `${C}: policy-constraints-not-critical`],
      ],
      [
        'policy constraints with the mark, of an authority without policies',
        { middle: says('2.5.29.36', [sequence(tlv(0x80, hex('03'))), 'critical']) },
        VALID,
      ],
      [
        'policy constraints that are none',
        { middle: says('2.5.29.36', [sequence(), 'critical']) },
        both(SYNTAX),
      ],
      [
        'a path length without authority',
        { leaf: says(ID.basic, sequence(integer(0))) },
        both(`${C}: path-length-without-authority`),
      ],
      [
        'a path length of an authority that does not say what its key is for',
        {
          middle: {
            extensions: { [ID.basic]: sequence(boolean(true), integer(0)), [ID.keyUsage]: undefined },
          },
        },
        both(`${C}: path-length-without-authority`),
      ],
      [
        'an authority key identifier that says nothing',
        { leaf: says(ID.authorityKey, sequence()) },
        both(`${C}: authority-key-identifier`),
      ],
      [
        'an authority key identifier with an issuer and no number',
        { root: says(ID.authorityKey, sequence(tlv(0xa1, tlv(0xa4, root.name)))) },
        both(SYNTAX),
      ],
      [
        'a root that names another key',
        { root: says(ID.authorityKey, sequence(tlv(0x80, hex('00')))) },
        ['', `${W}: root-key-identifier`],
      ],
      ['a leaf without key usage', { leaf: says(ID.keyUsage, undefined) }, VALID],
      ['a leaf with empty basic constraints', { leaf: says(ID.basic, sequence()) }, VALID],
      [
        'an extension twice',
        { leaf: { parts: { extensions: twice(ID.names) } } },
        both('certificate.encoding: malformed'),
      ],
      [
        'purposes of an authority that are others',
        { middle: says(ID.purposes, purposes(CLIENT)) },
        both('path.extended-key-usage: other-purpose'),
      ],
      [
        'a negative path length',
        { middle: says(ID.basic, sequence(boolean(true), tlv(0x02, hex('ff')))) },
        both(SYNTAX),
      ],
    ]),
  )('$what', expectRow)

  describe('the key of the issuer', () => {
    const renewed = someone('Middle')
    const chained = (said: Certified) => ({
      certificate: leaf(renewed, holder),
      intermediates: [authority(root, middle), authority(middle, renewed, said)],
    })
    test.each<readonly [string, Certified, string]>([
      ['is named by an authority that hands over a new one', {}, ''],
      [
        'is left out by an authority that hands over a new one, which is no self-signed certificate',
        says(ID.authorityKey, undefined),
        `${C}: authority-key-identifier`,
      ],
    ])('%s', async (what, said, objection) => {
      await expectRow({ what, made: {}, expected: both(objection), asked: chained(said) })
    })

    test('may be left out where it is the own one', async () => {
      // The anchor is a name and a key: its certificate with another date is self-signed, and no part of the
      // path.
      const again = authority(root, root, says(ID.authorityKey, undefined))
      await expectRow({
        what: '',
        made: {},
        expected: VALID,
        asked: { intermediates: [again, authority(root, middle)] },
      })
    })
  })

  function twice(id: string): readonly Uint8Array[] {
    const once = sequence(oid(id), octets(names(dns('www.example.com'))))
    return [once, once]
  }
})

describe('name constraints', () => {
  const client = (text: string) => ({ purpose: 'client', expectedName: { form: 'email', text } }) as const
  const mailer = (...all: readonly Uint8Array[]) => ({
    extensions: { [ID.names]: names(...all), [ID.purposes]: purposes(CLIENT) },
  })
  const other = tlv(0xa0, oid('2.999.3'), tlv(0xa0, nothing()))
  test.each(
    table([
      ['permit the name', { root: says(ID.constraints, permitted(dns('example.com'))) }, VALID],
      [
        'permit another',
        { root: says(ID.constraints, permitted(dns('example.org'))) },
        both(`${NC}: not-permitted`),
      ],
      [
        'exclude the second name',
        {
          root: says(ID.constraints, excluded(dns('b.example.com'))),
          leaf: of(dns('www.example.com'), dns('b.example.com')),
        },
        both(`${NC}: excluded`),
      ],
      [
        'are nothing to names of other forms',
        { root: says(ID.constraints, permitted(ip('c0000200ffffff00'))) },
        VALID,
      ],
      [
        'of an address without its mask',
        { root: says(ID.constraints, permitted(ip('c0000201'))) },
        both(SYNTAX),
      ],
      [
        'with a leading period',
        { root: says(ID.constraints, permitted(dns('.example.com'))) },
        both(`${NC}: malformed-constraint`),
      ],
      [
        'with a star',
        { root: says(ID.constraints, permitted(dns('*.example.com'))) },
        both(`${NC}: malformed-constraint`),
      ],
      [
        'above a star that reaches what is excluded',
        { root: says(ID.constraints, excluded(dns('www.example.com'))), leaf: of(dns('*.example.com')) },
        both(`${NC}: excluded`),
      ],
      [
        'that permit one name of a star',
        { root: says(ID.constraints, permitted(dns('www.example.com'))), leaf: of(dns('*.example.com')) },
        both(`${NC}: not-permitted`),
      ],
      [
        'exclude a form without rules that is there',
        { root: says(ID.constraints, excluded(other)), leaf: of(dns('www.example.com'), other) },
        both(`${NC}: excluded`),
      ],
      [
        'exclude a form without rules that is not there',
        { root: says(ID.constraints, excluded(other)) },
        VALID,
      ],
      [
        'permit a mailbox',
        {
          middle: says(ID.constraints, permitted(mail('a@example.com'))),
          leaf: mailer(mail('a@example.com')),
        },
        VALID,
        client('a@example.com'),
      ],
      [
        'permit the mailboxes of a host',
        { middle: says(ID.constraints, permitted(mail('example.com'))), leaf: mailer(mail('a@example.com')) },
        VALID,
        client('a@example.com'),
      ],
      [
        'of a mailbox that is none',
        {
          middle: says(ID.constraints, permitted(mail('a@b@example.com'))),
          leaf: mailer(mail('a@example.com')),
        },
        both(`${NC}: malformed-constraint`),
        client('a@example.com'),
      ],
      [
        'above a mailbox that is none',
        {
          middle: says(ID.constraints, permitted(mail('example.com'))),
          leaf: mailer(mail('a@example.com'), mail('a@b@example.com')),
        },
        both(`${NC}: malformed-name`),
        client('a@example.com'),
      ],
      [
        'of the root that the authority breaks',
        { root: says(ID.constraints, excluded(dns('ca.example.com'))), middle: of(dns('ca.example.com')) },
        both(`${NC}: excluded`),
      ],
      [
        'of the authority that the next one breaks',
        { middle: says(ID.constraints, excluded(dns('ca.example.com'))), lower: of(dns('ca.example.com')) },
        both(`${NC}: excluded`),
      ],
      [
        'that get wider below',
        {
          middle: says(ID.constraints, permitted(dns('example.org'))),
          lower: says(ID.constraints, permitted(dns('example.com'), dns('example.org'))),
        },
        both(`${NC}: not-permitted`),
      ],
      [
        'that get narrower below',
        {
          middle: says(ID.constraints, permitted(dns('example.com'), dns('example.org'))),
          lower: says(ID.constraints, permitted(dns('example.org'))),
        },
        both(`${NC}: not-permitted`),
      ],
      [
        'of a leaf',
        { leaf: says(ID.constraints, permitted(dns('example.com'))) },
        both(`${C}: name-constraints-of-leaf`),
      ],
    ]),
  )('$what', expectRow)
})

describe('lengths and policies', () => {
  const POLICIES = '2.5.29.32'
  const [gold, silver] = ['2.999.1.1', '2.999.1.2'] as const
  const under = (...ids: readonly string[]) => says(POLICIES, sequence(...ids.map(id => sequence(oid(id)))))
  const length = (limit: number) => says(ID.basic, sequence(boolean(true), integer(limit)))
  const mapping = {
    extensions: {
      [POLICIES]: sequence(sequence(oid(gold))),
      '2.5.29.33': [sequence(sequence(oid(gold), oid(silver))), 'critical'],
    },
  } as const
  const explicit = { initialExplicitPolicy: true }
  const renewed = someone('Middle')
  const selfIssued = () => leaf(middle, renewed, { extensions: under('2.5.29.32.0').extensions })

  test.each(
    table([
      ['a root that allows one authority', { root: length(1), middle: length(5) }, VALID],
      [
        'an authority that allows five below a root that allows one',
        { root: length(1), middle: length(5), lower: {} },
        both('path.length: exceeded'),
      ],
      [
        'an authority that allows none above another',
        { middle: length(0), lower: {} },
        both('path.length: exceeded'),
      ],
      ['a policy that is mapped', { middle: mapping, leaf: under(silver) }, VALID, explicit],
      [
        'the policy that another one took the place of',
        { middle: mapping, leaf: under(gold) },
        both('path.policies: no-valid-policy'),
        explicit,
      ],
      [
        'a policy that is mapped where none may be',
        { middle: mapping, leaf: under(silver) },
        both('path.policies: no-valid-policy'),
        { ...explicit, initialPolicyMappingInhibit: true },
      ],
      [
        'the policy that was to be mapped where none may be',
        { middle: mapping, leaf: under(gold) },
        both('path.policies: no-valid-policy'),
        { ...explicit, initialPolicyMappingInhibit: true },
      ],
      ['every policy', { middle: under(gold), leaf: under('2.5.29.32.0') }, VALID, explicit],
      [
        'every policy where that is inhibited',
        { middle: under(gold), leaf: under('2.5.29.32.0') },
        both('path.policies: no-valid-policy'),
        { ...explicit, initialAnyPolicyInhibit: true },
      ],
      [
        'every policy where that is inhibited, self-issued and the last',
        { middle: under(gold) },
        both('path.policies: no-valid-policy'),
        { ...explicit, initialAnyPolicyInhibit: true, certificate: selfIssued() },
      ],
      [
        'every policy, self-issued and the last',
        { middle: under(gold) },
        VALID,
        { ...explicit, certificate: selfIssued() },
      ],
      ['no policy', { middle: under(gold) }, both('path.policies: no-valid-policy'), explicit],
      [
        'a policy that is not asked for',
        { middle: under(gold), leaf: under(gold) },
        both('path.policies: not-accepted'),
        { ...explicit, userInitialPolicySet: [policy(silver)] },
      ],
    ]),
  )('$what', expectRow)
})

describe('paths that must be found', () => {
  /**
   * The graph of RFC 4158, section 2.3: two authorities that certify each other and a third one below both.
   */
  const [a, b, c] = ['A', 'B', 'C'].map(name => someone(name)) as [typeof root, typeof root, typeof root]
  const EDGES = {
    'root-a': [root, a],
    'root-c': [root, c],
    'a-c': [a, c],
    'c-a': [c, a],
    'a-b': [a, b],
    'c-b': [c, b],
  } as const
  type Edge = keyof typeof EDGES
  const DEFECTS: Readonly<Record<string, Certified>> = {
    'is past its dates': {
      parts: {
        validity: sequence(tlv(0x17, Buffer.from('250101000000Z')), tlv(0x17, Buffer.from('260101000000Z'))),
      },
    },
    'permits other names': says(ID.constraints, permitted(dns('example.org'))),
    'is for e-mail': says(ID.purposes, purposes(MAIL)),
    'has no basic constraints': says(ID.basic, undefined),
    'is no authority': says(ID.basic, sequence()),
    'is signed with SHA-1': { sha1: true },
  }
  const search = (broken: readonly Edge[], defect: Certified, profile: Profile) =>
    validateCertificate({
      certificate: leaf(b, holder),
      intermediates: (Object.keys(EDGES) as Edge[]).map(edge =>
        authority(...EDGES[edge], broken.includes(edge) ? defect : {}),
      ),
      anchors: [authority(root, root)],
      crypto: nodeCrypto(),
      at,
      profile,
      purpose: 'server',
      ...host('www.example.com'),
    })

  test.each<readonly [readonly Edge[], boolean]>([
    [[], true],
    [['root-a'], true],
    [['root-c'], true],
    [['a-b'], true],
    [['c-b'], true],
    [['root-a', 'c-b'], true],
    [['root-c', 'a-b'], true],
    [['root-a', 'a-b'], true],
    [['root-a', 'root-c'], false],
    [['a-b', 'c-b'], false],
    [['root-a', 'c-b', 'c-a'], false],
  ])('where %j is broken: %s', async (broken, exists) => {
    for (const [what, defect] of Object.entries(DEFECTS))
      for (const profile of PROFILES)
        expect([what, profile, (await search(broken, defect, profile)).outcome === 'valid']).toEqual([
          what,
          profile,
          exists,
        ])
  })

  test('an authority among the anchors is one, and its root beside it no hindrance', async () => {
    const anchors = [authority(root, middle)]
    for (const profile of PROFILES)
      expect((await ask({}, { anchors, intermediates: [authority(root, root)], profile })).outcome).toBe(
        'valid',
      )
  })

  test('a root that another one certified and whose certificate has expired is a root still', async () => {
    const second = someone('Second')
    const expired = authority(second, root, DEFECTS['is past its dates'])
    const anchors = [authority(root, root), authority(second, second)]
    expect(
      (await ask({}, { anchors, certificate: leaf(root, holder), intermediates: [expired] })).outcome,
    ).toBe('valid')
  })

  test('a root whose algorithms contradict each other is none', async () => {
    const anchors = [
      authority(root, root, { parts: { outerAlgorithm: sequence(oid('1.2.840.10045.4.3.3')) } }),
    ]
    expect(await ask({}, { anchors })).toMatchObject({ outcome: 'undetermined' })
  })
})
