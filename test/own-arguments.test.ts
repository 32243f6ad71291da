import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import {
  assess,
  authenticate,
  BILATERAL_POLICY,
  bilateralAnchor,
  gather,
  instant,
  NOTICES,
  nodeCrypto,
  OCSP_POLICY,
  type Policy,
  parseCertificate,
  type Question,
  QWAC_POLICY,
  REVOCATION_POLICY,
  validate,
} from '../src/index.ts'
import {
  type CertificateRequest,
  DEFAULT_PATH_BUDGET,
  oid,
  validateCertificate,
  validatePath,
} from '../src/path.ts'
import { createTestWorld } from '../src/sandbox/index.ts'

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'own arguments', now })
const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })
const { certificate, chain } = await world.mint({ issuer: 'intermediate', dnsName: 'api.psp.example' })
const authority = parseCertificate(world.caCertificate)
if (!authority.ok) throw new Error(authority.reason)

const agreed = bilateralAnchor({
  agreement: 'a',
  purposes: ['client'],
  period: { from: now, until: now },
  certificate: authority.value,
  names: {
    permitted: [{ base: { form: 'dNSName', text: 'psp.example' }, minimum: 0 }],
    excluded: [{ base: { form: 'dNSName', text: 'evil.example' }, minimum: 0 }],
  },
})

/** A question with a policy that uses every field, all of it made anew. */
function given() {
  const ocsp = { ...OCSP_POLICY, certHashCountries: ['DE'] }
  const policy: Policy = {
    required: [...BILATERAL_POLICY.required],
    toleratedDeviations: ['no-qc-type'],
    profile: { name: 'qwac', weight: 'profile' },
    revocation: { missing: 'hard', ocsp },
    agreements: {
      anchors: [
        {
          ...agreed,
          purposes: [...agreed.purposes],
          period: { ...agreed.period },
          ...(agreed.nameConstraints && { nameConstraints: structuredClone(agreed.nameConstraints) }),
        },
      ],
      purpose: 'client',
    },
  }
  const intermediates = chain.map(each => new Uint8Array(each))
  const evidence = { certificate: new Uint8Array(certificate), intermediates, ocspResponses: [], crls: [] }
  const question: Question = { ...evidence, at: now, policy }
  return { question, policy }
}

type Given = ReturnType<typeof given>

/** Nothing but the types says that arrays are not to be changed. */
const open = <T>(array: readonly T[] = []): T[] => array as T[]

const plain = given()
const answer = await validate(plain.question, { lists, crypto })

describe('what a caller changes while a validation waits changes nothing:', () => {
  test.each<[string, (given: Given) => unknown]>([
    ['codes that are required', ({ policy: own }) => open(own.required).splice(0)],
    ['further codes', ({ policy: own }) => open(own.required).push('qualification.website-authentication')],
    ['deviations', ({ policy: own }) => open(own.toleratedDeviations).push('no-common-name')],
    [
      'the weight of the profile',
      ({ policy: own }) => Object.assign(own.profile ?? {}, { weight: 'warning' }),
    ],
    ['silence', ({ policy: own }) => Object.assign(own.revocation ?? {}, { missing: 'soft' })],
    ['the anchors', ({ policy: own }) => open(own.agreements?.anchors).splice(0)],
    ['purposes', ({ policy: own }) => open(own.agreements?.anchors[0]?.purposes).splice(0, 1, 'server')],
    [
      'a period',
      ({ policy: own }) =>
        Object.assign(own.agreements?.anchors[0]?.period ?? {}, { until: instant('2026-01-01T00:00:00Z') }),
    ],
    ['names', ({ policy: own }) => open(own.agreements?.anchors[0]?.nameConstraints?.permitted).splice(0)],
    [
      'a name',
      ({ policy: own }) =>
        Object.assign(own.agreements?.anchors[0]?.nameConstraints?.excluded[0]?.base ?? {}, {
          text: 'psp.example',
        }),
    ],
    ['responses', ({ question }) => open(question.ocspResponses).push(new Uint8Array(1))],
    ['revocation lists', ({ question }) => open(question.crls).push(new Uint8Array(1))],
    ['the moment', ({ question }) => Object.assign(question, { at: instant('2036-01-01T00:00:00Z') })],
    ['the policy', ({ question }) => Object.assign(question, { policy: QWAC_POLICY })],
    ['the certificate', ({ question }) => question.certificate.fill(0)],
    ['an intermediate', ({ question }) => question.intermediates?.[0]?.fill(0)],
    ['the intermediates', ({ question }) => open(question.intermediates).splice(0)],
    [
      'its memory',
      ({ question }) => structuredClone(0, { transfer: [question.certificate.buffer as ArrayBuffer] }),
    ],
  ])('%s', async (_, change) => {
    const before = given()
    const asked = validate(before.question, { lists, crypto })
    change(before)
    expect(await asked).toEqual(answer)

    const source = given()
    const { notice } = world
    const waiting = validate({ ...source.question, notice }, { lists: world.source, crypto })
    change(source)
    const { verdict, certificate: read } = await waiting
    expect({ verdict, read }).toEqual({ verdict: answer.verdict, read: answer.certificate })

    const evidence = given()
    const all = { intermediates: [], ...evidence.question, lists, crypto }
    const assessed = assess(all, all)
    change({ ...evidence, question: all })
    expect(await assessed).toEqual(answer)
  })
})

describe('a certificate is its octets, whatever holds them:', () => {
  const shared = new Uint8Array(new SharedArrayBuffer(certificate.length))
  shared.set(certificate)
  const room: ArrayBuffer = Reflect.construct(ArrayBuffer, [certificate.length, { maxByteLength: 100_000 }])
  const resizable = new Uint8Array(room)
  resizable.set(certificate)
  const foreign: Uint8Array = runInNewContext('Uint8Array.from(octets)', { octets: certificate })
  const within = Buffer.concat([Buffer.from('before'), certificate, Buffer.from('after')])
  test.each([
    ['shared memory', shared],
    ['memory that can shrink', resizable],
    ['an array of another realm', foreign],
    ['a part of a buffer', within.subarray(6, 6 + certificate.length)],
    ['a view of another type', new DataView(new Uint8Array(certificate).buffer) as unknown as Uint8Array],
  ])('%s', async (_, octets) => {
    const { question } = given()
    expect(await validate({ ...question, certificate: octets }, { lists, crypto })).toEqual(answer)
  })
})

/** A request for a path, made anew, which comes to `valid`. */
function pathRequest() {
  const request: CertificateRequest = {
    certificate: new Uint8Array(certificate),
    intermediates: chain.map(each => new Uint8Array(each)),
    anchors: [new Uint8Array(world.caCertificate)],
    crypto,
    at: now,
    purpose: 'client',
    initialExplicitPolicy: false,
    userInitialPolicySet: [oid('2.5.29.32.0')],
    keyUsage: ['digitalSignature'],
    expectedName: { form: 'dns', text: 'api.psp.example' },
    budget: { ...DEFAULT_PATH_BUDGET },
    maxDepth: 1,
    crls: [],
  }
  return request
}

/** None where something else was given. */
function octetsIn(given: unknown): Uint8Array {
  return given instanceof Uint8Array ? given : new Uint8Array(0)
}

describe('what a caller changes while a path is looked for changes nothing:', () => {
  test.each<[string, (request: CertificateRequest) => unknown]>([
    ['the moment', request => Object.assign(request, { at: instant('2036-01-01T00:00:00Z') })],
    ['the name', request => Object.assign(request.expectedName ?? {}, { text: 'evil.example' })],
    ['the usages', request => open(request.keyUsage).push('keyCertSign')],
    ['the policies', request => open(request.userInitialPolicySet).splice(0, 1, oid('1.2.3'))],
    ['that one is needed', request => Object.assign(request, { initialExplicitPolicy: true, maxDepth: 0 })],
    ['the budget', request => Object.assign(request.budget ?? {}, { nameComparisons: 0, policyNodes: 0 })],
    ['the lists', request => open(request.crls).push(new Uint8Array(1))],
    ['the intermediates', request => open(request.intermediates).splice(0)],
    ['the anchors', request => open(request.anchors).splice(0)],
    ['the octets of the certificate', request => octetsIn(request.certificate).fill(0)],
    ['the octets of an intermediate', request => octetsIn(request.intermediates?.[0]).fill(0)],
    ['the octets of an anchor', request => octetsIn(request.anchors[0]).fill(0)],
  ])('%s', async (_, change) => {
    const before = pathRequest()
    const asked = validateCertificate(before)
    change(before)
    expect(await asked).toMatchObject({ outcome: 'valid' })

    const { certificates: found, anchor } = (await validateCertificate(pathRequest())).best?.path ?? {}
    if (found === undefined || anchor === undefined) throw new Error('no path')
    const one = { ...pathRequest(), certificates: [...found], anchor }
    const validated = validatePath({ ...one, intermediates: [] })
    const later = { ...one, intermediates: [] }
    const changed = validatePath(later)
    change(later)
    later.certificates.splice(0)
    expect(await changed).toEqual(await validated)
  })
})

test.each<[string, (octets: Uint8Array) => Uint8Array]>([
  ['arrays of another realm', octets => runInNewContext('Uint8Array.from(octets)', { octets })],
  ['buffers', octets => Buffer.from(octets)],
])('certificates of a path may be %s', async (_, made) => {
  const request = { ...pathRequest(), certificate: made(certificate), intermediates: chain.map(made) }
  const answered = await validateCertificate({ ...request, anchors: [made(world.caCertificate)] })
  expect(answered.outcome).toBe('valid')
})

test('what was read is what was signed, whatever is written into its memory while a path is looked for', async () => {
  const asked = pathRequest()
  const octets = octetsIn(asked.certificate)
  const name = new TextEncoder().encode('api.psp.example')
  const at = Buffer.from(octets).lastIndexOf(name)
  octets.set(new TextEncoder().encode('api.bad.example'), at)
  const request = { ...asked, expectedName: { form: 'dns', text: 'api.bad.example' } } as const
  const answered = validateCertificate(request)
  octets.set(name, at)
  expect((await answered).outcome).toBe('invalid')
})

test('the policies, notices and limits that are given are frozen', () => {
  const given = [QWAC_POLICY, BILATERAL_POLICY, OCSP_POLICY, REVOCATION_POLICY, NOTICES, DEFAULT_PATH_BUDGET]
  for (const each of given) expect(changeable(each)).toEqual([])
})

/** What of a value lets itself be written into. */
function changeable(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return []
  const within = Object.values(value).flatMap(changeable)
  return Object.isFrozen(value) ? within : [value, ...within]
}

/** The same members, none of them its own. */
function inheriting(value: object): object {
  const members = Object.entries(value).map(([name, member]) => [name, deeper(member)])
  return Object.create(Object.fromEntries(members))
}

function deeper(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deeper)
  const isPlain = typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)
  return isPlain ? inheriting(value) : value
}

describe('a member that is inherited, as by a class with getters, counts:', () => {
  const past = { from: instant('2020-01-01T00:00:00Z'), until: instant('2021-01-01T00:00:00Z') }
  const over = (period: object) => {
    const { question, policy } = given()
    const anchors = (policy.agreements?.anchors ?? []).map(anchor => ({ ...anchor, period }))
    return { ...question, policy: { ...policy, agreements: { anchors } } as Policy }
  }

  test('a whole policy', async () => {
    const { question, policy } = given()
    const { anchors = [] } = policy.agreements ?? {}
    const inherited = inheriting({ ...policy, agreements: undefined }) as Policy
    const agreements = inheriting({ purpose: 'client' })
    Object.assign(inherited, { agreements: Object.assign(agreements, { anchors }) })
    expect(await validate({ ...question, policy: inherited }, { lists, crypto })).toEqual(answer)
  })

  test('the period of an agreement', async () => {
    const plainly = await validate(over(past), { lists, crypto })
    expect(plainly.verdict).toBe('failed')
    expect(await validate(over(Object.create(past)), { lists, crypto })).toEqual(plainly)
  })

  test('the moment', async () => {
    const { question } = given()
    const at = instant('2036-01-01T00:00:00Z')
    const { certificate: octets, intermediates = [], policy = QWAC_POLICY } = question
    const evidence = { certificate: octets, intermediates, lists }
    const inherited = Object.assign(Object.create({ at }), { policy, crypto })
    const plainly = await assess(evidence, { at, policy, crypto })
    expect(plainly.verdict).toBe('failed')
    expect(await assess(evidence, inherited)).toEqual(plainly)
  })

  test('a question, its evidence and its ports', async () => {
    const { question } = given()
    const asked = Object.create(question)
    expect(await validate(asked, Object.create({ lists, crypto }))).toEqual(answer)
    const all = Object.create({ intermediates: [], ...question, lists, crypto })
    expect(await assess(all, all)).toEqual(answer)
  })

  test('a source, and what it gave', async () => {
    const { question } = given()
    const urls: string[] = []
    const down = { ok: false, reason: 'unreachable' } as const
    const ask = async (url: string) => {
      urls.push(url)
      return down
    }
    const ports = { lists, crypto, ocsp: { ocsp: ask }, crl: { crl: ask } }
    const deadline = () => new AbortController().signal
    const plainly = await validate(question, { ...ports, deadline })
    expect(urls.length).toBeGreaterThan(0)
    const asked = urls.splice(0)
    expect(await validate(question, Object.create({ ...ports, deadline }))).toEqual(plainly)
    expect(urls).toEqual(asked)

    const evidence = await gather(question, { ...ports, deadline })
    const fetched = (evidence.fetched ?? []).map(each => Object.create(each))
    const terms = { at: question.at, crypto, ...(question.policy && { policy: question.policy }) }
    expect(await assess({ ...evidence, fetched }, terms)).toEqual(plainly)
  })
})

describe('a rule for paths that is inherited counts:', () => {
  test.each<[string, object]>([
    ['none', {}],
    ['the moment', { at: instant('2046-01-01T00:00:00Z') }],
    ['the purpose', { purpose: 'email' }],
    ['the name', { expectedName: { form: 'dns', text: 'evil.example' } }],
    ['the depth', { maxDepth: 0 }],
    ['the usages', { keyUsage: ['keyCertSign'] }],
    ['that a policy is needed', { initialExplicitPolicy: true, userInitialPolicySet: [oid('1.2.3')] }],
    ['that revocation is asked about', { revocation: { missing: 'hard' } }],
    ['the lists', { crls: [new Uint8Array(1)] }],
    ['the budget', { budget: { ...DEFAULT_PATH_BUDGET, signatures: 1 } }],
  ])('%s', async (_, rules) => {
    const asked = { ...pathRequest(), ...rules }
    const plainly = await validateCertificate(asked)
    const { expectedName, revocation, budget, ...others } = asked
    const deep = Object.create({
      ...others,
      ...(expectedName && { expectedName: Object.create(expectedName) }),
      ...(revocation && { revocation: Object.create(revocation) }),
      ...(budget && { budget: Object.create(budget) }),
    })
    expect(await validateCertificate(deep)).toEqual(plainly)
    expect(plainly.outcome === 'valid').toBe(Object.keys(rules).length === 0)

    const { certificates: found, anchor } = (await validateCertificate(pathRequest())).best?.path ?? {}
    if (found === undefined || anchor === undefined) throw new Error('no path')
    const one = { ...asked, certificates: found, anchor, intermediates: [] }
    const validated = await validatePath(one)
    expect(await validatePath(Object.create(one))).toEqual(validated)
  })
})

test.each<[string, object, typeof TypeError | typeof RangeError]>([
  ['no lists', { crls: null }, TypeError],
  ['no policy of revocation', { revocation: null }, TypeError],
  ['a misspelt policy of revocation', { revocation: { missing: 'Hard' } }, RangeError],
  ['common names by another word', { commonNames: 'Listed' }, RangeError],
  ['a budget of nothing', { budget: null }, TypeError],
  ['a depth as a text', { maxDepth: '1' }, RangeError],
])('%s is refused where a path is asked for', async (_, rules, error) => {
  const asked = { ...pathRequest(), ...rules } as CertificateRequest
  await expect(validateCertificate(asked)).rejects.toThrow(error)
})

test.each([0, 1, 2, 3])('a moment that is no moment after being read %i times is read once', async times => {
  const { question } = given()
  const at = instant('2036-01-01T00:00:00Z')
  const plainly = await validate({ ...question, at }, { lists, crypto })
  let read = 0
  const changing = Object.defineProperty({ ...question }, 'at', {
    get: () => (read++ <= times ? at : Number.NaN),
  })
  expect(await validate(changing, { lists, crypto })).toEqual(plainly)
  read = 0
  const assessment = Object.assign(changing, { crypto })
  const { certificate: octets, intermediates = [] } = question
  expect(await assess({ certificate: octets, intermediates, lists }, assessment)).toEqual(plainly)
})
