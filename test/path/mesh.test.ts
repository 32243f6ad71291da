import { describe, expect, test } from 'vitest'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { DEFAULT_PATH_BUDGET } from '../../src/path/budget.ts'
import { buildPaths } from '../../src/path/building/build.ts'
import { indexAnchors } from '../../src/path/building/candidates.ts'
import { judgeSearch } from '../../src/path/judge.ts'
import { anchorFrom, validateCertificate } from '../../src/path.ts'
import { certificate, extension } from '../support/certificate-writer.ts'
import { bits, boolean, ia5, integer, octets, oid, rdn, sequence, tlv, utf8 } from '../support/der-writer.ts'
import {
  ECDSA_WITH_SHA256,
  identifierOf,
  newKey,
  signedCertificate,
  writtenNameOf,
} from '../support/signed-certificate.ts'

/**
 * Certificates that nobody has signed, by an algorithm that nobody knows: each of two authorities of a name
 * leads to each of two of the next, so that three names make eight paths, none of which is proven.
 */

const at = instant('2026-06-01T00:00:00Z')
const name = (text: string) => sequence(rdn('2.5.4.3', utf8(text)))
const UNKNOWN = sequence(oid('2.999.1'))
const authority = extension('2.5.29.19', sequence(boolean(true)), true)
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i))
const dns = (text: string) => ia5(text, 0x82)
const constraints = extension(
  '2.5.29.30',
  sequence(tlv(0xa1, ...times(10, i => sequence(dns(`${i}.example.org`))))),
  true,
)

function made(issuer: string, subject: string, extensions: readonly Uint8Array[]): Uint8Array {
  return certificate({
    serialNumber: integer(1),
    signatureAlgorithm: UNKNOWN,
    issuer: name(issuer),
    subject: name(subject),
    publicKey: newKey().spki,
    extensions,
  })
}

const root = made('Root', 'Root', [authority])
const intermediates = [
  ['Root', 'A'],
  ['A', 'B'],
  ['B', 'C'],
].flatMap(([issuer = '', subject = '']) => times(2, () => made(issuer, subject, [authority, constraints])))
const leaf = made('C', 'leaf', [extension('2.5.29.17', sequence(...times(10, i => dns(`${i}.example.com`))))])

/** Of one path: ten names and thirty subtrees. */
const COMPARISONS = 300
const PATHS = 8

test('the paths of a search share what they compare, and the budget for it', async () => {
  const asked = { certificate: leaf, intermediates, anchors: [root], crypto: nodeCrypto(), at }
  const spent = async (nameComparisons: number) => {
    const { candidates } = await validateCertificate({
      ...asked,
      budget: { ...DEFAULT_PATH_BUDGET, nameComparisons },
    })
    return candidates.map(({ validation }) => validation.comparisons).toSorted((a, b) => b - a)
  }
  // The first remembers nothing. Then there are ten names below six authorities of ten subtrees each.
  const all = [COMPARISONS, COMPARISONS, 200, 100, ...times(PATHS - 4, () => 0)]
  expect(await spent(COMPARISONS + 600)).toEqual(all)
  // Where it is spent, each further path is given one comparison, which says so.
  const left = [COMPARISONS, 150, 1, 1, 1, 1, 1, 1]
  expect(await spent(COMPARISONS + 150)).toEqual(left)
})

test('so do those to a listed service', async () => {
  const anchor = anchorFrom(root)
  const many = extension('2.5.29.17', sequence(...times(1000, i => dns(`${i}.example.com`))))
  const wide = times(40, () => made('Root', 'C', [authority, constraints]))
  const search = await buildPaths({
    certificate: parsed(made('C', 'leaf', [many])),
    intermediates: [...intermediates, ...wide].map(parsed),
    anchors: indexAnchors(anchor === undefined ? [] : [anchor]),
    crypto: nodeCrypto(),
    at,
  })
  const { paths } = judgeSearch(search, at)
  const isSpent = (checks: readonly { readonly reason?: string }[]) =>
    checks.some(({ reason }) => reason === 'budget-spent')
  const spent = paths.filter(({ certificates }) => certificates.some(({ checks }) => isSpent(checks)))
  // The forty that are nearer to the root come first, each with 10,000 of 250,000.
  expect([paths.length, spent.length]).toEqual([40 + PATHS, 15 + PATHS])
})

test('what anybody can put in front of a path takes nothing from one that is proven', async () => {
  const [rootKey, key] = [newKey(), newKey()]
  const years = { notBefore: '260101000000Z', notAfter: '270101000000Z' }
  const sound = (subject: string, issuer: string) => ({ subject, issuer, serial: 1, ...years })
  const capable = { basicConstraints: { ca: true }, keyUsage: [1, '06'] } as const
  const top = signedCertificate({ ...sound('/CN=Root', '/CN=Root'), key: rootKey, ...capable }, rootKey)
  const permitted = [['dns', 'example.com']] as const
  const says = { ...sound('/CN=C', '/CN=Root'), authorityKey: rootKey, permitted, ...capable }
  const real = signedCertificate({ ...says, key }, rootKey)
  const names = times(10, i => ['dns', `${i}.example.com`] as const)
  const holder = { ...sound('/CN=leaf', '/CN=C'), key: newKey(), authorityKey: key, names }
  const under = (issuer: string, subject: string, own = newKey()) =>
    certificate({
      signatureAlgorithm: UNKNOWN,
      issuer: writtenNameOf(issuer),
      subject: writtenNameOf(subject),
      publicKey: own.spki,
      extensions: [extension('2.5.29.14', octets(identifierOf(own))), authority, constraints],
    })
  const forged = [
    ...times(3, () => under('/CN=Root', '/CN=B')),
    ...times(3, () => under('/CN=B', '/CN=C', key)),
    ...times(3, () => under('/CN=Root', '/CN=C', key)),
  ]
  const asked = { certificate: signedCertificate(holder, key), anchors: [top], crypto: nodeCrypto(), at }
  const budget = { ...DEFAULT_PATH_BUDGET, nameComparisons: 105 }
  for (const intermediates of [
    [...forged, real],
    [real, ...forged],
  ]) {
    const { outcome } = await validateCertificate({ ...asked, intermediates, budget })
    expect(outcome).toBe('valid')
  }
})

/** Counts how often something of a certificate is looked at. */
function counted<T extends object>(of: T): { readonly seen: T; readonly looks: () => number } {
  let looks = 0
  const seen = new Proxy(of, {
    // Octets answer to nobody but themselves.
    get: (target, key) => {
      looks++
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { seen, looks: () => looks }
}

const parsed = (octets: Uint8Array) => {
  const read = parseCertificate(octets)
  if (!read.ok) throw new Error(read.reason)
  return read.value
}

describe('what is said in a certificate is read once for all paths but the first', () => {
  const limits = extension(
    '2.5.29.30',
    sequence(tlv(0xa1, ...times(100, i => sequence(dns(`${i}.eu`))))),
    true,
  )
  const policies = extension('2.5.29.32', sequence(sequence(oid('2.999.1'))))
  const pairs = times(100, i => sequence(oid('2.999.1'), oid(`2.999.2.${i}`)))
  const mappings = extension('2.5.29.33', sequence(...pairs), true)
  const purposes = extension('2.5.29.37', sequence(...times(100, i => oid(`2.999.3.${i}`))))

  const EXCLUDED = { form: 'dNSName', text: 'b.de' } as const
  type Member = 'subtree' | 'mapping' | 'purposes' | 'excluded name'

  /** Looks at one member of the topmost authority, or of the leaf, of a mesh with 2, 4, … paths. */
  async function looks(levels: number, member: Member): Promise<number> {
    const says = [authority, limits, policies, mappings, purposes]
    const names = ['Root', ...times(levels, i => `L${i}`)]
    const all = times(levels, i =>
      times(2, () => parsed(made(names[i] ?? '', names[i + 1] ?? '', says))),
    ).flat()
    const [top] = all
    if (top === undefined) throw new Error('no authority')
    const { nameConstraints, policyMappings = [], extendedKeyUsage = [] } = top.extensions
    const [subtree] = nameConstraints?.excluded ?? []
    const [mapping] = policyMappings
    if (subtree === undefined || mapping === undefined) throw new Error('nothing is said')
    const watched = {
      'excluded name': counted({ form: 'dNSName', text: 'b.de' } as const),
      subtree: counted(subtree),
      mapping: counted(mapping),
      purposes: counted(extendedKeyUsage),
    }
    const extensions = {
      ...top.extensions,
      nameConstraints: { permitted: [], excluded: [watched.subtree.seen, { base: EXCLUDED, minimum: 0 }] },
      policyMappings: [watched.mapping.seen],
      extendedKeyUsage: watched.purposes.seen,
    }
    const first = { ...top, extensions }
    const leaf = parsed(made(names.at(-1) ?? '', 'leaf', [extension('2.5.29.17', sequence(dns('a.de')))]))
    const subjectAltName = [...(leaf.extensions.subjectAltName ?? []), watched['excluded name'].seen]
    const { candidates } = await validateCertificate({
      certificate: { ...leaf, extensions: { ...leaf.extensions, subjectAltName } },
      intermediates: [first, ...all.slice(1)],
      anchors: [root],
      crypto: nodeCrypto(),
      at,
      profile: 'webpki',
      purpose: 'server',
    })
    expect(candidates).toHaveLength(2 ** levels)
    return watched[member].looks()
  }

  test.each(['subtree', 'mapping', 'purposes', 'excluded name'] as const)('the %s', async member => {
    expect(await looks(6, member)).toBe(await looks(2, member))
  })
})

describe('keys and names are compared once for all ways on which a search gets nowhere', () => {
  const wrong = { signatureAlgorithm: ECDSA_WITH_SHA256, signature: bits(0, '3006020101020101') }

  /** Looks at the key of one of the topmost authorities, and at the name of the leaf, with 2, 4, … ways up. */
  async function looks(levels: number): Promise<readonly number[]> {
    const names = ['Root', ...times(levels, i => `L${i}`)]
    const own = newKey().spki
    const all = times(levels, i =>
      times(2, serial =>
        parsed(
          certificate({
            serialNumber: integer(serial),
            signatureAlgorithm: UNKNOWN,
            issuer: name(names[i] ?? ''),
            subject: name(names[i + 1] ?? ''),
            publicKey: own,
            extensions: [authority],
            ...(i === 0 ? wrong : {}),
          }),
        ),
      ),
    ).flat()
    const [top] = all
    if (top === undefined) throw new Error('no authority')
    const key = counted(top.publicKey.bytes)
    const bottom = parsed(made(names.at(-1) ?? '', 'leaf', [authority]))
    const subject = counted(bottom.subject)
    const { deadEnds } = await buildPaths({
      certificate: { ...bottom, subject: subject.seen, publicKey: { ...top.publicKey, bytes: own } },
      intermediates: [{ ...top, publicKey: { ...top.publicKey, bytes: key.seen } }, ...all.slice(1)],
      anchors: indexAnchors([{ name: parsed(root).subject, publicKey: parsed(root).publicKey }]),
      crypto: nodeCrypto(),
      at,
    })
    expect(deadEnds).toHaveLength(2 ** levels)
    return [key.looks(), subject.looks()]
  }

  test('of six levels as of three', async () => {
    expect(await looks(6)).toEqual(await looks(3))
  })
})
