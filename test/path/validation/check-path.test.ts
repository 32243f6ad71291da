import { beforeAll, describe, expect, test } from 'vitest'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import { instant } from '../../../src/core/time.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { DEFAULT_PATH_BUDGET } from '../../../src/path/budget.ts'
import { buildPaths } from '../../../src/path/building/build.ts'
import { indexAnchors } from '../../../src/path/building/candidates.ts'
import { judgeSearch, standing } from '../../../src/path/judge.ts'
import { checkPath } from '../../../src/path/validation/check-path.ts'
import type { Check } from '../../../src/requirements/finding.ts'
import {
  anchorOf,
  type IssueOptions,
  issue,
  type Party,
  party,
  RSA_2048,
  x509,
} from '../../support/authorities.ts'

const at = instant('2026-06-01T00:00:00Z')

let root: Party
let middle: Party
let holder: Party
let rootCertificate: Certificate

beforeAll(async () => {
  ;[root, middle, holder] = (await Promise.all(['Root', 'Middle', 'Holder'].map(name => party(name)))) as [
    Party,
    Party,
    Party,
  ]
  rootCertificate = await issue(root, root, { ca: true })
})

/** The path Root, Middle, Holder with the intermediate and the leaf made as told. */
async function pathWith(intermediate: IssueOptions, leaf: IssueOptions = {}) {
  const certificate = await issue(middle, holder, leaf)
  const intermediates = [await issue(root, middle, intermediate)]
  const anchors = indexAnchors([anchorOf(rootCertificate)])
  const { paths } = await buildPaths({ certificate, intermediates, anchors, crypto: nodeCrypto(), at })
  expect(paths).toHaveLength(1)
  return paths[0]!
}

function objectionsIn(
  path: Awaited<ReturnType<typeof pathWith>>,
  moment = at,
): readonly (string | undefined)[][] {
  const checks: readonly Check[] = checkPath(path, { at: moment, profile: 'eidas' }).certificates.flatMap(
    each => each.checks,
  )
  return checks
    .filter(({ outcome }) => outcome === 'violated' || outcome === 'undetermined')
    .map(({ code, outcome, reason }) => [code, outcome, reason])
}

const unknown = (critical: boolean): x509.Extension =>
  new x509.Extension('2.999.1', critical, Uint8Array.of(0x05, 0x00))
const poison = new x509.Extension('1.3.6.1.4.1.11129.2.4.3', true, Uint8Array.of(0x05, 0x00))
/** NameConstraints with one permitted directoryName, C=XX; PolicyConstraints with requireExplicitPolicy 0. */
const nameConstraints = new x509.Extension(
  '2.5.29.30',
  true,
  Uint8Array.from(
    [0x30, 0x15, 0xa0, 0x13, 0x30, 0x11, 0xa4, 0x0f, 0x30, 0x0d, 0x31, 0x0b, 0x30, 0x09].concat([
      0x06, 0x03, 0x55, 0x04, 0x06, 0x13, 0x02, 0x58, 0x58,
    ]),
  ),
)
const policyConstraints = new x509.Extension('2.5.29.36', true, Uint8Array.of(0x30, 3, 0x80, 1, 0))
/**
 * One policy with the qualifier 1.3.6.1.5.5.7.2.1 (0x2b: an address) or 1.2.6.1.5.5.7.2.1 (0x2a: nobody
 * knows).
 */
const policiesWith = (first: number): x509.Extension => {
  const qualifier = [0x30, 13, 0x06, 8, first, 6, 1, 5, 5, 7, 2, 1, 0x16, 1, 0x61]
  const policy = [0x30, 21, 0x06, 2, 0x2a, 3, 0x30, qualifier.length, ...qualifier]
  return new x509.Extension('2.5.29.32', true, Uint8Array.of(0x30, policy.length, ...policy))
}
/**
 * One statement without information: 0.4.0.1862.1.1, QcCompliance, or one that ends otherwise under another
 * arc.
 */
const statementsWith = (last: number): x509.Extension => {
  const id = last === 1 ? [4, 0, 0x8e, 0x46, 1, 1] : [4, 0, 0x8e, 0x46, 2, last]
  return new x509.Extension('1.3.6.1.5.5.7.1.3', true, Uint8Array.of(0x30, 10, 0x30, 8, 0x06, 6, ...id))
}
/** keyUsage that is an INTEGER. */
const malformed = new x509.Extension('2.5.29.15', true, Uint8Array.of(0x02, 1, 1))

describe('a path through one intermediate', () => {
  test('has no objection when all is as it should be', async () => {
    const path = await pathWith({ ca: true, pathLength: 0, keyUsage: x509.KeyUsageFlags.keyCertSign })
    expect(objectionsIn(path)).toEqual([])
    expect(standing(path, at)).toBe('verified')
  })

  test.each<[string, IssueOptions, string, string, string | undefined, ReturnType<typeof standing>]>([
    [
      'is not that of an authority',
      {},
      'path.certification-authority',
      'violated',
      'not-an-authority',
      'broken',
    ],
    [
      'may not sign certificates',
      { ca: true, keyUsage: x509.KeyUsageFlags.cRLSign },
      'path.key-usage',
      'violated',
      'not-for-certificates',
      'broken',
    ],
    [
      'is not valid yet',
      { ca: true, notBefore: '2026-06-02' },
      'certificate.validity-period',
      'violated',
      'not-yet-valid',
      'verified',
    ],
    [
      'is valid no longer',
      { ca: true, notAfter: '2026-05-31' },
      'certificate.validity-period',
      'violated',
      'expired',
      'verified',
    ],
    [
      'carries an unknown critical extension',
      { ca: true, extensions: [unknown(true)] },
      'path.critical-extensions',
      'undetermined',
      'unrecognised',
      'undetermined',
    ],
    [
      'permits only names that the leaf has not',
      { ca: true, extensions: [nameConstraints] },
      'path.name-constraints',
      'violated',
      'not-permitted',
      'broken',
    ],
    [
      'demands a policy that is not there',
      { ca: true, extensions: [policyConstraints] },
      'path.policies',
      'violated',
      'no-valid-policy',
      'broken',
    ],
    [
      'carries an extension that cannot be read',
      { ca: true, extensions: [malformed] },
      'certificate.extension-syntax',
      'violated',
      'malformed',
      'broken',
    ],
  ])('says that the intermediate %s', async (_, intermediate, code, outcome, reason, stands) => {
    const path = await pathWith(intermediate)
    expect(objectionsIn(path)).toEqual([[code, outcome, reason]])
    expect(standing(path, at)).toBe(stands)
  })

  test.each<[string, IssueOptions, readonly (readonly string[])[]]>([
    ['carries an unknown extension that is not critical', { extensions: [unknown(false)] }, []],
    [
      'carries an unknown critical extension',
      { extensions: [unknown(true)] },
      [['path.critical-extensions', 'undetermined', 'unrecognised']],
    ],
    [
      'has a critical policy with a qualifier of an unknown kind',
      { extensions: [policiesWith(0x2a)] },
      [['path.critical-extensions', 'undetermined', 'unrecognised']],
    ],
    ['has a critical policy with a qualifier of a known kind', { extensions: [policiesWith(0x2b)] }, []],
    [
      'has critical statements of which one is unknown',
      { extensions: [statementsWith(9)] },
      [['path.critical-extensions', 'undetermined', 'unrecognised']],
    ],
    ['has critical statements that are all known', { extensions: [statementsWith(1)] }, []],
    [
      'asks for an explicit policy',
      { extensions: [policyConstraints] },
      [['path.policies', 'violated', 'no-valid-policy']],
    ],
    [
      'is a precertificate',
      { extensions: [poison] },
      [['path.critical-extensions', 'undetermined', 'precertificate']],
    ],
    [
      'is a precertificate with another unknown critical extension',
      { extensions: [poison, unknown(true)] },
      [['path.critical-extensions', 'undetermined', 'unrecognised']],
    ],
  ])('says what there is to say where the leaf %s', async (_, leaf, expected) => {
    expect(objectionsIn(await pathWith({ ca: true }, leaf))).toEqual(expected)
  })
})

describe('the path length constraint', () => {
  test.each([
    [0, []],
    [1, []],
    [undefined, []],
  ] as const)('of %s allows no further authority below', async (pathLength, expected) => {
    const options = pathLength === undefined ? { ca: true } : { ca: true, pathLength }
    expect(objectionsIn(await pathWith(options))).toEqual(expected)
  })

  test.each([
    [0, [['path.length', 'violated', 'exceeded']]],
    [1, []],
  ] as const)('of %i with one authority below gives %o', async (pathLength, expected) => {
    const lower = await party('Lower')
    const certificate = await issue(lower, holder)
    const intermediates = [
      await issue(root, middle, { ca: true, pathLength }),
      await issue(middle, lower, { ca: true }),
    ]
    const search = await buildPaths({
      certificate,
      intermediates,
      anchors: indexAnchors([anchorOf(rootCertificate)]),
      crypto: nodeCrypto(),
      at,
    })
    expect(objectionsIn(search.paths[0]!)).toEqual(expected)
  })

  test('does not count an authority that renewed its own key', async () => {
    const renewed: Party = { ...(await party('Middle')), name: middle.name }
    const certificate = await issue(renewed, holder)
    const intermediates = [
      await issue(root, middle, { ca: true, pathLength: 0 }),
      await issue(middle, renewed, { ca: true }),
    ]
    const search = await buildPaths({
      certificate,
      intermediates,
      anchors: indexAnchors([anchorOf(rootCertificate)]),
      crypto: nodeCrypto(),
      at,
    })
    expect(search.paths.map(path => objectionsIn(path))).toEqual([[]])
  })
})

describe('a signature by a key that becomes too weak', () => {
  test.each([
    ['2028-12-31T23:59:59Z', 'verified', 'verified'],
    ['2029-01-01T00:00:00Z', 'unproven', 'undetermined'],
  ] as const)('at %s leaves the path %s, and the service on it %s', async (moment, outcome, stands) => {
    const weak = await party('Weak', RSA_2048)
    const listed = await issue(weak, weak, { ca: true, notAfter: '2030-01-01' })
    const certificate = await issue(middle, holder, { notAfter: '2030-01-01' })
    const intermediates = [await issue(weak, middle, { ca: true, notAfter: '2030-01-01' })]
    const later = instant(moment)
    const anchors = indexAnchors([anchorOf(listed)])
    const search = await buildPaths({ certificate, intermediates, anchors, crypto: nodeCrypto(), at: later })
    expect(search.paths.map(path => [path.outcome, standing(path, later)])).toEqual([[outcome, stands]])
  })
})

describe('among several paths', () => {
  test('the one with the fewest objections is told', async () => {
    const certificate = await issue(middle, holder)
    const bad = await issue(root, middle, { ca: true, notAfter: '2026-02-01' })
    const good = await issue(root, middle, { ca: true })
    const search = await buildPaths({
      certificate,
      intermediates: [bad, good],
      anchors: indexAnchors([anchorOf(rootCertificate)]),
      crypto: nodeCrypto(),
      at,
    })
    expect(search.paths).toHaveLength(2)
    expect(judgeSearch(search, at).best?.path.certificates[1]).toBe(good)
  })

  test.each([
    [100, 'satisfied', undefined],
    [1, 'undetermined', 'budget-spent'],
  ])('within %i paths, the first of them broken, is %s', async (paths, outcome, reason) => {
    const certificate = await issue(middle, holder)
    const bad = await issue(root, middle, { ca: true, extensions: [nameConstraints] })
    const good = await issue(root, middle, { ca: true })
    const judged = judgeSearch(await searchFor(certificate, [bad, good], paths), at)
    expect(judged.anchor).toMatchObject({ outcome, ...(reason && { reason }) })
    expect(judged.best?.path.certificates[1]).toBe(paths === 1 ? undefined : good)
    if (paths === 1) {
      expect(judged.anchor.facts).toMatchObject({
        budget: 'paths',
        objections: ['path.name-constraints: not-permitted'],
      })
    }
  })

  test('that is broken is told where all were searched', async () => {
    const certificate = await issue(middle, holder)
    const bad = await issue(root, middle, { ca: true, extensions: [nameConstraints] })
    const judged = judgeSearch(await searchFor(certificate, [bad], 100), at)
    expect(judged.anchor.outcome).toBe('satisfied')
    expect(judged.best?.path.certificates[1]).toBe(bad)
  })
})

async function searchFor(certificate: Certificate, intermediates: readonly Certificate[], paths: number) {
  const anchors = indexAnchors([anchorOf(rootCertificate)])
  const budget = { ...DEFAULT_PATH_BUDGET, paths }
  return buildPaths({ certificate, intermediates, anchors, crypto: nodeCrypto(), at, budget })
}
