import { beforeAll, describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { fromHex } from '../../src/core/bytes.ts'
import { oid } from '../../src/core/oid.ts'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { DEFAULT_PATH_BUDGET } from '../../src/path/budget.ts'
import { checkProfile } from '../../src/path/profile/certificate-rules.ts'
import { PROFILE_RULES, type Profile, type Role } from '../../src/path/profile/profile.ts'
import { type CertificateRequest, validateCertificate } from '../../src/path.ts'
import { type IssueOptions, issue, type Party, party, x509 } from '../support/authorities.ts'

const at = instant('2026-06-01T00:00:00Z')
const { keyCertSign, cRLSign, digitalSignature } = x509.KeyUsageFlags
const SERVER = '1.3.6.1.5.5.7.3.1'
const CLIENT = '1.3.6.1.5.5.7.3.2'
const MAIL = '1.3.6.1.5.5.7.3.4'
const EVERY = '2.5.29.37.0'

let root: Party
let middle: Party
let holder: Party

beforeAll(async () => {
  const parties = await Promise.all(['Root', 'Middle', 'Holder'].map(name => party(name)))
  ;[root, middle, holder] = parties as [Party, Party, Party]
})

type Changes = Readonly<Record<string, x509.Extension | undefined>>
interface Made {
  readonly root?: Changes
  readonly middle?: Changes
  readonly leaf?: Changes
}

const extension = (id: string, critical: boolean, ...octets: readonly number[]) =>
  new x509.Extension(id, critical, Uint8Array.from(octets))
const names = (critical: boolean, ...hosts: readonly string[]) =>
  new x509.SubjectAlternativeNameExtension(
    hosts.map(value => ({ type: 'dns' as const, value })),
    critical,
  )
const purposes = (critical: boolean, ...ids: readonly string[]) =>
  new x509.ExtendedKeyUsageExtension([...ids], critical)
const basic = (ca: boolean, critical: boolean) => new x509.BasicConstraintsExtension(ca, undefined, critical)
const usage = (flags: x509.KeyUsageFlags) => new x509.KeyUsagesExtension(flags, true)
/** One permitted dNSName, "example.com". */
const constraints = (critical: boolean) =>
  extension('2.5.29.30', critical, 0x30, 17, 0xa0, 15, 0x30, 13, 0x82, 11, ...Buffer.from('example.com'))
const keyOf = (issuer: Party) => x509.AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey)
const keyIdOf = (subject: Party) => x509.SubjectKeyIdentifierExtension.create(subject.keys.publicKey)

/** A certificate that keeps every profile, but for what is changed by the name of the extension. */
async function make(issuer: Party, subject: Party, changes: Changes = {}): Promise<Certificate> {
  const isLeaf = subject === holder
  const own = {
    ...(issuer !== subject && { authorityKey: await keyOf(issuer) }),
    subjectKey: await keyIdOf(subject),
    basic: basic(!isLeaf, true),
    usage: usage(isLeaf ? digitalSignature : keyCertSign | cRLSign),
    ...(isLeaf && { purposes: purposes(false, SERVER), names: names(false, 'www.example.com') }),
    ...changes,
  }
  const extensions = Object.values(own).flatMap(each => each ?? [])
  const options: IssueOptions = { extensions, basicConstraints: 'as-told' }
  return issue(issuer, subject, options)
}

async function ask(made: Made, asked: Partial<CertificateRequest> = {}) {
  return validateCertificate({
    certificate: (await make(middle, holder, made.leaf)).bytes,
    intermediates: [(await make(root, middle, made.middle)).bytes],
    anchors: [(await make(root, root, made.root)).bytes],
    crypto: nodeCrypto(),
    at,
    purpose: 'server',
    expectedName: { form: 'dns', text: 'www.example.com' },
    ...asked,
  })
}

const PROFILES: readonly Profile[] = ['rfc5280', 'webpki', 'eidas']
const C = 'path.certificate-profile'
const W = 'path.website-profile'

describe('profiles', () => {
  test.each(PROFILES)('a chain that keeps all rules is valid under %s', async profile => {
    expect(await ask({}, { profile })).toMatchObject({ outcome: 'valid', objections: [] })
  })

  test.each<[string, Made, Partial<Record<Profile, string>>]>([
    [
      'a leaf without the key of its issuer',
      { leaf: { authorityKey: undefined } },
      { rfc5280: `${C}: authority-key-identifier`, webpki: `${C}: authority-key-identifier` },
    ],
    [
      'an authority without an identifier of its key',
      { middle: { subjectKey: undefined } },
      { rfc5280: `${C}: subject-key-identifier`, webpki: `${C}: subject-key-identifier` },
    ],
    [
      'a root without an identifier of its key',
      { root: { subjectKey: undefined } },
      { rfc5280: `${C}: subject-key-identifier`, webpki: `${C}: subject-key-identifier` },
    ],
    [
      'an authority whose basic constraints are not critical',
      { middle: { basic: basic(true, false) } },
      { webpki: `${C}: basic-constraints-not-critical` },
    ],
    [
      'a root whose basic constraints are not critical',
      { root: { basic: basic(true, false) } },
      { rfc5280: `${C}: basic-constraints-not-critical`, webpki: `${C}: basic-constraints-not-critical` },
    ],
    [
      'a root that is no authority',
      { root: { basic: undefined } },
      {
        rfc5280: 'path.certification-authority: not-an-authority',
        webpki: 'path.certification-authority: not-an-authority',
      },
    ],
    [
      'a root that may not sign',
      { root: { usage: usage(cRLSign) } },
      { rfc5280: 'path.key-usage: not-for-certificates', webpki: 'path.key-usage: not-for-certificates' },
    ],
    [
      'a root with an unknown critical extension',
      { root: { unknown: extension('2.999.1', true, 5, 0) } },
      { rfc5280: 'path.critical-extensions: unrecognised', webpki: 'path.critical-extensions: unrecognised' },
    ],
    [
      'a root with purposes',
      { root: { purposes: purposes(false, SERVER) } },
      { webpki: `${W}: root-with-purposes` },
    ],
    [
      'a root that permits other names',
      { root: { constraints: extension('2.5.29.30', true, 0x30, 8, 0xa0, 6, 0x30, 4, 0x82, 2, 0x6c, 0x75) } },
      { rfc5280: 'path.name-constraints: not-permitted', webpki: 'path.name-constraints: not-permitted' },
    ],
    [
      'name constraints that are not critical',
      { middle: { constraints: constraints(false) } },
      { rfc5280: `${C}: name-constraints-not-critical` },
    ],
    ['name constraints that are critical', { middle: { constraints: constraints(true) } }, {}],
    [
      'name constraints of a leaf',
      { leaf: { constraints: constraints(true) } },
      { rfc5280: `${C}: name-constraints-of-leaf`, webpki: `${C}: name-constraints-of-leaf` },
    ],
    [
      'policy constraints that are not critical, of an authority without policies',
      { middle: { policy: extension('2.5.29.36', false, 0x30, 3, 0x80, 1, 9) } },
      {
        rfc5280: `${C}: policy-constraints-without-policies`,
        webpki: `${C}: policy-constraints-not-critical`,
      },
    ],
    [
      'an inhibition of anyPolicy that is not critical',
      { middle: { policy: extension('2.5.29.54', false, 2, 1, 9) } },
      {
        rfc5280: `${C}: any-policy-inhibited-not-critical`,
        webpki: `${C}: any-policy-inhibited-not-critical`,
      },
    ],
    [
      'a leaf that may sign certificates',
      { leaf: { usage: usage(digitalSignature | keyCertSign) } },
      { rfc5280: `${C}: signs-without-authority`, webpki: `${C}: signs-without-authority` },
    ],
    [
      'an identifier of a key that is critical',
      { leaf: { subjectKey: extension('2.5.29.14', true, 4, 1, 1) } },
      { rfc5280: `${C}: critical-by-mistake`, webpki: `${C}: critical-by-mistake` },
    ],
    [
      'a leaf that is an authority',
      { leaf: { basic: basic(true, true) } },
      { webpki: `${W}: authority-as-leaf` },
    ],
    [
      'critical names beside a subject',
      { leaf: { names: names(true, 'www.example.com') } },
      { webpki: `${W}: alternative-name-critical` },
    ],
    [
      'an authority without key usage',
      { middle: { usage: undefined } },
      { webpki: `${W}: authority-without-key-usage` },
    ],
    ['a leaf without purposes', { leaf: { purposes: undefined } }, { webpki: `${W}: website-purposes` }],
    [
      'a leaf whose purposes are critical',
      { leaf: { purposes: purposes(true, SERVER) } },
      { webpki: `${W}: website-purposes` },
    ],
    [
      'a leaf for every purpose',
      { leaf: { purposes: purposes(false, EVERY) } },
      { webpki: `${W}: website-purposes` },
    ],
    [
      'a leaf for mail too',
      { leaf: { purposes: purposes(false, SERVER, MAIL) } },
      { webpki: `${W}: website-purposes` },
    ],
    ['a leaf for clients too', { leaf: { purposes: purposes(false, SERVER, CLIENT) } }, {}],
    [
      'an authority for clients',
      { middle: { purposes: purposes(false, CLIENT) } },
      { rfc5280: 'path.extended-key-usage: other-purpose', webpki: 'path.extended-key-usage: other-purpose' },
    ],
    ['an authority for every purpose', { middle: { purposes: purposes(false, EVERY) } }, {}],
  ])('%s', async (_, made, expected) => {
    const answers = await Promise.all(PROFILES.map(profile => ask(made, { profile })))
    const found = Object.fromEntries(PROFILES.map((profile, index) => [profile, answers[index]?.objections]))
    const wanted = PROFILES.map(profile => [
      profile,
      expected[profile] === undefined ? [] : [expected[profile]],
    ])
    expect(found).toEqual(Object.fromEntries(wanted))
    for (const { outcome, objections } of answers) expect(outcome === 'valid').toBe(objections.length === 0)
  })

  test('what no issuer here can be made to write is seen in records', async () => {
    const leaf = await make(middle, holder)
    const authority = await make(root, middle)
    const anchor = await make(root, root, { authorityKey: await keyOf(middle) })
    const none = { ...leaf.subject, rdns: [] }
    const { bytes, key, algorithm } = leaf.publicKey
    const odd = { bytes, key, algorithm: { ...algorithm, algorithm: oid('1.3.101.112') } }
    const said = (certificate: Certificate, role: Role, profile: Profile) =>
      checkProfile(certificate, { role, profile, selfSigned: role === 'anchor' }).flatMap(
        ({ reason }) => reason ?? [],
      )
    const table: readonly (readonly [Certificate, Role, readonly string[], readonly string[]])[] = [
      [{ ...leaf, issuer: none }, 'leaf', ['empty-issuer'], ['empty-issuer']],
      [{ ...leaf, subject: none }, 'leaf', ['only-name-not-critical'], ['only-name-not-critical']],
      [{ ...authority, subject: none }, 'authority', ['empty-subject'], ['empty-subject']],
      [{ ...leaf, version: 2 }, 'leaf', [], ['not-version-3']],
      [{ ...leaf, publicKey: odd }, 'leaf', [], ['key-of-other-kind']],
      [await make(middle, holder, { names: undefined }), 'leaf', [], ['no-alternative-name']],
      [anchor, 'anchor', [], ['root-key-identifier']],
      [await make(root, root, { authorityKey: await keyOf(root) }), 'anchor', [], []],
    ]
    for (const [certificate, role, rfc5280, webpki] of table) {
      expect(said(certificate, role, 'rfc5280')).toEqual(rfc5280)
      expect(said(certificate, role, 'webpki')).toEqual(webpki)
      expect(said(certificate, role, 'eidas')).toEqual([])
    }
  })

  test.each([
    ['00', ['violated', 'violated', 'violated']],
    ['80', ['', 'violated', 'violated']],
    ['7f', ['', '', '']],
    ['00'.repeat(1) + 'ff'.repeat(20), ['', '', '']],
    ['7f'.repeat(21), ['violated', 'violated', 'violated']],
  ])('a leaf with the serial number %s', async (hex, expected) => {
    const certificate = { ...(await make(middle, holder)), serialNumber: fromHex(hex) }
    const answers = await Promise.all(PROFILES.map(profile => ask({}, { certificate, profile })))
    const said = answers.map(({ objections }) =>
      objections.some(each => each.startsWith('certificate.serial-number')) ? 'violated' : '',
    )
    expect(said).toEqual(expected)
  })

  test.each(PROFILES)('a leaf for clients serves nobody under %s', async profile => {
    const { outcome, objections } = await ask({ leaf: { purposes: purposes(false, CLIENT) } }, { profile })
    expect([outcome, objections]).toEqual(['invalid', ['path.extended-key-usage: other-purpose']])
  })

  test('a root that is past its dates is no anchor where it was given as a certificate, and one by name and key', async () => {
    const expired = await issue(root, root, {
      ca: true,
      notAfter: '2026-03-01',
      extensions: [await keyIdOf(root)],
    })
    const objections = (await ask({}, { anchors: [expired] })).objections
    expect(objections).toEqual(['certificate.validity-period: expired'])
    const { subject: name, publicKey } = expired
    expect((await ask({}, { anchors: [{ name, publicKey }] })).outcome).toBe('valid')
    expect((await ask({}, { anchors: [expired], profile: 'eidas' })).outcome).toBe('valid')
  })

  test.each(Object.entries(PROFILE_RULES))('%s says what it asks, of whom, why and where from', (_, rule) => {
    expect(Object.keys(rule.of).toSorted()).toEqual(PROFILES.toSorted())
    for (const text of [rule.asks, rule.because]) expect(text).toMatch(/^\S.*\.$/)
    expect(rule.source).toMatch(/RFC|ETSI|CA\/Browser/)
  })
})

describe('what is expected of the leaf', () => {
  test.each<[string, Partial<CertificateRequest>, readonly string[]]>([
    ['its name', { expectedName: { form: 'dns', text: 'www.example.com' } }, []],
    [
      'another name',
      { expectedName: { form: 'dns', text: 'example.com' } },
      ['path.expected-name: other-name'],
    ],
    [
      'an address',
      { expectedName: { form: 'ip', text: '192.0.2.1' } },
      ['path.expected-name: no-name-of-this-form'],
    ],
    ['a use that it has', { keyUsage: ['digitalSignature'] }, []],
    [
      'a use that it has not',
      { keyUsage: ['digitalSignature', 'keyAgreement'] },
      ['path.leaf-key-usage: other-usage'],
    ],
    ['a common name among its names', { commonNames: 'listed' }, ['path.website-profile: common-name']],
  ])('%s', async (_, asked, objections) => {
    expect((await ask({}, asked)).objections).toEqual(objections)
  })

  test.each<[number, string, readonly string[]]>([
    [1, 'valid', []],
    [0, 'invalid', ['path.length: exceeded']],
  ])('a depth of %i with one authority is %s', async (maxDepth, outcome, objections) => {
    expect(await ask({}, { maxDepth })).toMatchObject({ outcome, objections })
  })

  test('a depth that does not count authorities that renewed their own keys', async () => {
    const renewed: Party = { ...(await party('Root')), name: root.name }
    const leaf = await make(renewed, holder)
    const intermediates = [await make(root, renewed)]
    expect((await ask({}, { certificate: leaf, intermediates, maxDepth: 0 })).outcome).toBe('valid')
    const budget = { ...DEFAULT_PATH_BUDGET, intermediates: 0 }
    const { outcome, exhausted } = await ask({}, { certificate: leaf, intermediates, budget })
    expect([outcome, exhausted]).toEqual(['undetermined', 'intermediates'])
  })
})

describe('the search', () => {
  test.each([
    [100, 'valid', []],
    [1, 'undetermined', ['path.anchor: budget-spent', 'path.name-constraints: not-permitted']],
  ])('within %i paths, when the first is broken, is %s', async (paths, outcome, objections) => {
    const good = await make(root, middle)
    const bad = await make(root, middle, { names: constraints(true) })
    const certificate = await make(middle, holder, { names: names(false, 'www.other.example') })
    const expectedName = { form: 'dns', text: 'www.other.example' } as const
    const asked = {
      certificate,
      expectedName,
      intermediates: [bad, good],
      budget: { ...DEFAULT_PATH_BUDGET, paths },
    }
    expect(await ask({}, asked)).toMatchObject({ outcome, objections })
  })

  test('goes on until a path is valid, and tells the best one when none is', async () => {
    const good = await make(root, middle)
    const bad = await make(root, middle, { purposes: purposes(false, MAIL) })
    const worse = await make(root, middle, { purposes: purposes(false, MAIL), usage: usage(cRLSign) })
    const found = await ask({}, { intermediates: [worse, bad, good] })
    expect([found.outcome, found.best?.path.certificates[1]]).toEqual(['valid', good])
    const none = await ask(
      {},
      {
        intermediates: [
          bad,
          await make(root, middle, { purposes: purposes(true, MAIL), subjectKey: undefined }),
        ],
      },
    )
    expect([none.outcome, none.best?.path.certificates[1], none.candidates.length]).toEqual([
      'invalid',
      bad,
      2,
    ])
  })

  test.each<[string, Partial<CertificateRequest>, string, string]>([
    [
      'without intermediates lacks an issuer',
      { intermediates: [] },
      'undetermined',
      'path.anchor: issuer-not-found',
    ],
    [
      'with octets that are no certificate reads none',
      { certificate: Uint8Array.of(0x30) },
      'invalid',
      'certificate.encoding: malformed',
    ],
  ])('%s', async (_, asked, outcome, objection) => {
    expect(await ask({}, asked)).toMatchObject({ outcome, objections: [objection] })
  })

  test('does not trust the certificate of an anchor as a leaf', async () => {
    const own = await make(root, root)
    const { outcome, objections } = await ask({}, { certificate: own, anchors: [own] })
    expect([outcome, objections]).toEqual(['undetermined', ['path.anchor: anchor-itself']])
  })

  test.each([
    { maxDepth: -1 },
    { maxDepth: 1.5 },
    { budget: { ...DEFAULT_PATH_BUDGET, signatures: 0 } },
    { budget: { ...DEFAULT_PATH_BUDGET, policyNodes: Number.NaN } },
  ])('refuses limits that are none: %o', async asked => {
    await expect(ask({}, asked)).rejects.toThrow(RangeError)
  })
})
