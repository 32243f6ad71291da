import { beforeAll, describe, expect, test } from 'vitest'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import { oid } from '../../../src/core/oid.ts'
import { instant } from '../../../src/core/time.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { DEFAULT_PATH_BUDGET } from '../../../src/path/budget.ts'
import { type ValidationRequest, validatePath } from '../../../src/path/validation/validate.ts'
import { anchorOf, type IssueOptions, issue, type Party, party, x509 } from '../../support/authorities.ts'

const at = instant('2026-06-01T00:00:00Z')
const crypto = nodeCrypto()
const A = '2.999.1'
const B = '2.999.2'
const ANY = '2.5.29.32.0'

let root: Party
let upper: Party
let lower: Party
let holder: Party
let rootCertificate: Certificate

beforeAll(async () => {
  const parties = await Promise.all(['Root', 'Upper', 'Lower', 'Holder'].map(name => party(name)))
  ;[root, upper, lower, holder] = parties as [Party, Party, Party, Party]
  rootCertificate = await issue(root, root, { ca: true })
})

/** Validates the path Root, Upper, Lower, Holder, made and asked about as told. */
async function validate(
  made: { readonly upper?: IssueOptions; readonly lower?: IssueOptions; readonly leaf?: IssueOptions } = {},
  asked: Partial<ValidationRequest> = {},
) {
  const certificates = [
    await issue(lower, holder, made.leaf),
    await issue(upper, lower, { ca: true, ...made.lower }),
    await issue(root, upper, { ca: true, ...made.upper }),
  ]
  const anchor = anchorOf(rootCertificate)
  return validatePath({ certificates, anchor, crypto, at, profile: 'eidas', ...asked })
}

function objections({ certificates }: Awaited<ReturnType<typeof validate>>) {
  return certificates.flatMap(({ checks }, index) =>
    checks
      .filter(({ outcome }) => outcome === 'violated' || outcome === 'undetermined')
      .map(({ code, reason }) => [index, code, reason]),
  )
}

const policies = (...ids: readonly string[]) => new x509.CertificatePolicyExtension([...ids])
const extension = (id: string, ...octets: readonly number[]) =>
  new x509.Extension(id, true, Uint8Array.from(octets))
/** requireExplicitPolicy and inhibitPolicyMapping; inhibitAnyPolicy. */
const explicitAfter = (skip: number) => extension('2.5.29.36', 0x30, 3, 0x80, 1, skip)
const unmappedAfter = (skip: number) => extension('2.5.29.36', 0x30, 3, 0x81, 1, skip)
const noAnyAfter = (skip: number) => extension('2.5.29.54', 0x02, 1, skip)
/** 2.999.1 becomes 2.999.2. */
const A_TO_B = extension('2.5.29.33', 0x30, 12, 0x30, 10, 0x06, 3, 0x88, 0x37, 1, 0x06, 3, 0x88, 0x37, 2)
const having = (...extensions: readonly x509.Extension[]): IssueOptions => ({ extensions })

describe('a path of three certificates', () => {
  test('is valid, and vouches for the key of its leaf', async () => {
    const validation = await validate()
    expect(validation.outcome).toBe('valid')
    expect(objections(validation)).toEqual([])
    expect(validation.publicKey).toBe(validation.certificates[0]?.certificate.publicKey)
  })

  test('that is empty is never valid', async () => {
    expect((await validate({}, { certificates: [] })).outcome).toBe('undetermined')
  })

  test('in another order is none', async () => {
    const validation = await validate()
    const certificates = validation.certificates.map(({ certificate }) => certificate).toReversed()
    const other = await validate({}, { certificates })
    expect(other.outcome).toBe('invalid')
    expect(objections(other)).toContainEqual([0, 'path.signature', 'wrong'])
    expect(objections(other)).toContainEqual([0, 'path.name-chaining', 'other-issuer'])
  })

  test('under the key of another anchor is none, and under its name neither', async () => {
    const { name, publicKey } = anchorOf(await issue(lower, lower, { ca: true }))
    const right = anchorOf(rootCertificate)
    expect(objections(await validate({}, { anchor: { ...right, publicKey } }))).toEqual([
      [2, 'path.signature', 'wrong'],
    ])
    expect(objections(await validate({}, { anchor: { ...right, name } }))).toEqual([
      [2, 'path.name-chaining', 'other-issuer'],
    ])
  })

  test.each([
    ['2025-12-31T23:59:59Z', 'not-yet-valid'],
    ['2026-01-01T00:00:00Z', undefined],
    ['2027-01-01T00:00:00Z', undefined],
    ['2027-01-01T00:00:01Z', 'expired'],
  ])('at %s says of every certificate: %s', async (moment, reason) => {
    const found = objections(await validate({}, { at: instant(moment) }))
    const expected = [0, 1, 2].map(index => [index, 'certificate.validity-period', reason])
    expect(found).toEqual(reason === undefined ? [] : expected)
  })

  test('stays open where a signature was not computed because the budget was spent', async () => {
    const validation = await validate({}, { budget: { ...DEFAULT_PATH_BUDGET, signatures: 2 } })
    expect(validation.outcome).toBe('undetermined')
    expect(objections(validation)).toEqual([[2, 'path.signature', 'not-computed']])
  })

  test('does not reach further than the anchor allows', async () => {
    const anchor = anchorOf(rootCertificate)
    expect((await validate({}, { anchor: { ...anchor, pathLength: 2 } })).outcome).toBe('valid')
    const limited = await validate({}, { anchor: { ...anchor, pathLength: 1 } })
    expect(objections(limited)).toEqual([[1, 'path.length', 'exceeded']])
  })

  test.each([-1, 0.5, Number.NaN])('is not asked about with a depth of %d', async maxDepth => {
    await expect(validate({}, { maxDepth })).rejects.toThrow(RangeError)
  })

  test('does not name whom the anchor does not allow', async () => {
    const base = { form: 'directoryName', name: rootCertificate.subject } as const
    const nameConstraints = { permitted: [{ base, minimum: 0 }], excluded: [] }
    const anchor = { ...anchorOf(rootCertificate), nameConstraints }
    expect(objections(await validate({}, { anchor }))).toEqual(
      [0, 1, 2].map(index => [index, 'path.name-constraints', 'not-permitted']),
    )
  })
})

describe('policies', () => {
  const all = (...ids: readonly string[]) => ({
    upper: having(policies(...ids)),
    lower: having(policies(...ids)),
    leaf: having(policies(...ids)),
  })
  const OPEN = { initialExplicitPolicy: true }

  test.each<[string, Parameters<typeof validate>[0], Partial<ValidationRequest>, string | undefined]>([
    ['are not asked for where nobody demands them', {}, {}, undefined],
    ['that the user demands are missing', {}, OPEN, 'no-valid-policy'],
    ['that the user demands are there', all(A), OPEN, undefined],
    ['are others than the user accepts', all(A), { ...OPEN, userInitialPolicySet: [oid(B)] }, 'not-accepted'],
    [
      'are among those that the user accepts',
      all(A, B),
      { ...OPEN, userInitialPolicySet: [oid(B)] },
      undefined,
    ],
    [
      'are others than the user accepts, and need not be explicit',
      all(A),
      { userInitialPolicySet: [oid(B)] },
      undefined,
    ],
    [
      'are demanded from the leaf on, and missing there',
      { upper: having(explicitAfter(2)) },
      {},
      'no-valid-policy',
    ],
    ['would be demanded below the leaf', { upper: having(explicitAfter(3)) }, {}, undefined],
    ['of the leaf alone are demanded by itself', { leaf: having(explicitAfter(0)) }, {}, 'no-valid-policy'],
    [
      'are anyPolicy, and it is inhibited',
      all(ANY),
      { ...OPEN, initialAnyPolicyInhibit: true },
      'no-valid-policy',
    ],
    [
      'are anyPolicy, and an authority inhibits it for the leaf',
      { ...all(ANY), upper: having(policies(ANY), noAnyAfter(1)) },
      OPEN,
      'no-valid-policy',
    ],
    [
      'are anyPolicy, and an authority inhibits it below the leaf',
      { ...all(ANY), upper: having(policies(ANY), noAnyAfter(2)) },
      OPEN,
      undefined,
    ],
    [
      'are mapped',
      { upper: having(policies(A), A_TO_B), lower: having(policies(B)), leaf: having(policies(B)) },
      OPEN,
      undefined,
    ],
    [
      'are mapped, and the user inhibits it',
      { upper: having(policies(A), A_TO_B), lower: having(policies(B)), leaf: having(policies(B)) },
      { ...OPEN, initialPolicyMappingInhibit: true },
      'no-valid-policy',
    ],
    [
      'are mapped below an authority that inhibits it',
      {
        upper: having(policies(A), unmappedAfter(0)),
        lower: having(policies(A), A_TO_B),
        leaf: having(policies(B)),
      },
      OPEN,
      'no-valid-policy',
    ],
  ])('%s', async (_, made, asked, reason) => {
    const validation = await validate(made, asked)
    const found = objections(validation).map(([, code, why]) => [code, why])
    expect([...new Set(found.map(each => each.join(' ')))]).toEqual(
      reason === undefined ? [] : [`path.policies ${reason}`],
    )
    expect(validation.outcome).toBe(reason === undefined ? 'valid' : 'invalid')
  })

  test('that are too many for the budget leave the path open, and need none where nobody demands them', async () => {
    const budget = { ...DEFAULT_PATH_BUDGET, policyNodes: 2 }
    const spent = await validate(all(A), { ...OPEN, budget })
    expect([spent.outcome, objections(spent)]).toEqual([
      'undetermined',
      [[0, 'path.policies', 'budget-spent']],
    ])
    expect((await validate(all(A), { budget })).outcome).toBe('valid')
  })

  test('that cannot be read do not switch the demand off', async () => {
    const malformed = having(extension('2.5.29.32', 0x30, 0))
    const validation = await validate({ ...all(A), leaf: malformed }, OPEN)
    expect(objections(validation)).toEqual([
      [0, 'certificate.extension-syntax', 'malformed'],
      [0, 'path.policies', 'no-valid-policy'],
    ])
  })

  test('are told in both sets', async () => {
    const { policies: found } = await validate(all(A, B), { userInitialPolicySet: [oid(B)] })
    expect(found).toEqual({ authorityConstrained: [oid(A), oid(B)], userConstrained: [oid(B)] })
  })
})
