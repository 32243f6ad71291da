import { expect, test } from 'vitest'
import { instant } from '../src/core/time.ts'
import {
  assess,
  authenticate,
  BILATERAL_POLICY,
  bilateralAnchor,
  nodeCrypto,
  OCSP_POLICY,
  parseCertificate,
  QWAC_POLICY,
  type RevocationPolicy,
  validate,
} from '../src/index.ts'
import { createTestWorld } from '../src/sandbox/index.ts'

/** What a program without types can pass: `untyped` takes the types away. */

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'misuse', now })
const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })
const { certificate, chain: intermediates } = await world.mint()
const untyped = (value: unknown): never => value as never
const NUMBERS = [Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5, '3600000', 1n, null]
const ocsp = (given: object) => ({
  policy: revocation({ missing: 'hard', ocsp: { ...OCSP_POLICY, ...given } }),
})
const revocation = (policy: unknown) => ({ ...QWAC_POLICY, revocation: untyped(policy) as RevocationPolicy })
const authority = parseCertificate(world.caCertificate)
if (!authority.ok) throw new Error(authority.reason)
const agreed = bilateralAnchor({
  agreement: 'a',
  purposes: ['client'],
  period: { from: now, until: now },
  certificate: authority.value,
})
const agreement = (anchor: object, terms: object = {}) => ({
  policy: { ...BILATERAL_POLICY, agreements: { anchors: [{ ...agreed, ...anchor }], ...terms } },
})
const { certHashCountries: _, ...withoutCountries } = OCSP_POLICY

test.each<[string, object, typeof TypeError | typeof RangeError]>([
  ['a moment that is no number', { at: Number.NaN }, RangeError],
  ['a moment as text', { at: '2026-06-01T12:00:00Z' }, RangeError],
  ['a moment as a date', { at: new Date(now) }, RangeError],
  ['a moment beyond the year 9999', { at: 1e20 }, RangeError],
  ['lists fresh at no moment', { listsAt: Number.NaN }, RangeError],
  ['a period that is no number', { refreshPeriod: Number.NaN }, RangeError],
  ['a period of nothing', { refreshPeriod: 0 }, RangeError],
  ['a certificate as text', { certificate: 'MII' }, TypeError],
  ['an intermediate that is none', { intermediates: [1] }, TypeError],
  ['a response as text', { ocspResponses: ['MII'] }, TypeError],
  ['a list that is none', { crls: [1] }, TypeError],
  ['a misspelt policy of revocation', { policy: revocation({ missing: 'Hard' }) }, RangeError],
  ['a policy of revocation without a word', { policy: revocation({}) }, RangeError],
  ['responses in views of another type', { ocspResponses: [new Uint16Array(8)] }, TypeError],
  ['lists in views of another type', { crls: [new DataView(new ArrayBuffer(8))] }, TypeError],
  ...NUMBERS.flatMap((value): readonly [string, object, typeof RangeError][] => [
    [
      `a grace of ${String(value)}`,
      { policy: revocation({ missing: 'hard', acceptStaleFor: value }) },
      RangeError,
    ],
    [`an age of ${String(value)}`, ocsp({ maximumAge: value }), RangeError],
    [`an age without an end of ${String(value)}`, ocsp({ maximumAgeWithoutNextUpdate: value }), RangeError],
  ]),
  ['a policy of responses of which nothing is told', ocsp({ maximumAge: undefined }), RangeError],
  ['countries as a text, which would be two of one letter', ocsp({ certHashCountries: 'DE' }), TypeError],
  ['a country in small letters, which would be none', ocsp({ certHashCountries: ['de'] }), RangeError],
  ['a country that is a list', ocsp({ certHashCountries: [['DE']] }), RangeError],
  ['a choice as a text, which would be true', ocsp({ acceptsUncheckedDelegates: 'false' }), TypeError],
  ['a choice that is missing', ocsp({ requiresNonce: undefined }), TypeError],
  ['SHA-1 as a number', ocsp({ unsafeSha1: 1 }), TypeError],
  ['a grace of a year', { policy: revocation({ missing: 'hard', acceptStaleFor: 3e10 }) }, RangeError],
  ['a period as a list', { refreshPeriod: [5] }, RangeError],
  ...[Number.NaN, Number.NEGATIVE_INFINITY, '2020-01-01T00:00:00Z', undefined, null, 1n].flatMap(
    (moment): readonly [string, object, typeof RangeError][] => [
      [
        `an agreement from ${String(moment)}`,
        agreement({ period: { from: moment, until: now } }),
        RangeError,
      ],
      [
        `an agreement until ${String(moment)}`,
        agreement({ period: { from: now, until: moment } }),
        RangeError,
      ],
    ],
  ),
  ['an agreement for nothing', agreement({ purposes: [] }), RangeError],
  ['an agreement for what there is not', agreement({ purposes: ['Client'] }), RangeError],
  ['an agreement for a text', agreement({ purposes: 'client' }), TypeError],
  [
    'an agreement about a form of name that there is not',
    agreement({
      nameConstraints: { permitted: [], excluded: [{ base: { form: 'dnsName', text: 'a.example' } }] },
    }),
    RangeError,
  ],
  ...['', null, 'Server', 0, ['server']].map((purpose): [string, object, typeof RangeError] => [
    `a purpose of ${JSON.stringify(purpose)}`,
    agreement({}, { purpose }),
    RangeError,
  ]),
  ['a misspelt purpose', agreement({}, { purpos: 'server' }), TypeError],
  ['a misspelt member of a policy', { policy: { ...QWAC_POLICY, revokation: 'hard' } }, TypeError],
  ['a member in other case', { policy: { ...QWAC_POLICY, Profile: { name: 'qwac' } } }, TypeError],
  [
    'a member that JSON has made',
    { policy: { ...JSON.parse('{"__proto__":{}}'), ...QWAC_POLICY, ['__proto__']: {} } },
    TypeError,
  ],
  [
    'a misspelt member that is not enumerable',
    { policy: Object.defineProperty({ ...QWAC_POLICY }, 'revokation', { value: 'hard' }) },
    TypeError,
  ],
  ['a misspelt policy of responses', { policy: revocation({ missing: 'hard', oscp: {} }) }, TypeError],
  ['a misspelt member of it', ocsp({ requireNonce: true }), TypeError],
  [
    'a misspelt member instead of another',
    { policy: revocation({ missing: 'hard', ocsp: { ...withoutCountries, certHashCountry: ['DE'] } }) },
    TypeError,
  ],
  [
    'a misspelt member of a profile',
    { policy: { ...QWAC_POLICY, profile: { name: 'qwac', wieght: 'profile' } } },
    TypeError,
  ],
  ['a profile that there is not', { policy: { ...QWAC_POLICY, profile: { name: 'QWAC' } } }, RangeError],
  [
    'a profile that every object has',
    { policy: { ...QWAC_POLICY, profile: { name: 'toString' } } },
    RangeError,
  ],
  ['codes as a text', { policy: { ...QWAC_POLICY, required: 'path.anchor' } }, TypeError],
  ['codes that are none', { policy: { ...QWAC_POLICY, required: undefined } }, TypeError],
  [
    'deviations that are no texts',
    { policy: { ...QWAC_POLICY, toleratedDeviations: [new String('no-qc-type')] } },
    TypeError,
  ],
  ['a permission as a text', { policy: { ...QWAC_POLICY, fetchIssuers: 'false' } }, TypeError],
])('%s is refused', async (_, given, error) => {
  const question = untyped({ certificate, intermediates, at: now, ...given })
  await expect(validate(question, { lists, crypto })).rejects.toThrow(error)
  const all = untyped({ certificate, intermediates, lists, at: now, crypto, ...given })
  await expect(assess(all, all)).rejects.toThrow(error)
})
