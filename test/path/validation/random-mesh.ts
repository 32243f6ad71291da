import type { Certificate } from '../../../src/certificate/certificate.ts'
import { sameName } from '../../../src/certificate/name/match.ts'
import { parseCertificate } from '../../../src/certificate/parse.ts'
import { oid } from '../../../src/core/oid.ts'
import { instant } from '../../../src/core/time.ts'
import type { Anchor } from '../../../src/path/building/candidates.ts'
import type { PathRules } from '../../../src/path/rules.ts'
import type { VerifiedPath } from '../../../src/path/validation/check-path.ts'
import { type Check, satisfied, undetermined } from '../../../src/requirements/finding.ts'
import type { Random } from '../../support/random.ts'
import { type Key, type Says, signedCertificate, type WrittenName } from '../../support/signed-certificate.ts'

/** Paths through one set of certificates, and the rules by which all of them are judged. */
export interface Mesh {
  readonly paths: readonly VerifiedPath[]
  readonly rules: PathRules
}

const at = instant('2026-06-01T00:00:00Z')
const ROOT = '/CN=Root'
const AUTHORITIES = ['/CN=A', '/CN=B', '/CN=C']
const HOLDERS = ['/CN=a.example.com', '/O=X/CN=b.example.org', '/CN=Holder']
const POLICIES = ['2.999.1', '2.999.2', '2.999.3', '2.5.29.32.0']
const NAMES: readonly WrittenName[] = [
  ['dns', 'a.example.com'],
  ['dns', 'b.example.org'],
  ['dns', '*.example.com'],
  ['email', 'joe@example.com'],
  ['uri', 'https://a.example.com/'],
  ['ip', 'c0000201'],
  ['directory', '/O=X'],
]
const BASES: readonly WrittenName[] = [
  ['dns', 'example.com'],
  ['dns', 'example.org'],
  ['dns', 'a.example.com'],
  ['email', 'example.com'],
  ['uri', 'a.example.com'],
  ['ip', 'c0000200ffffff00'],
  ['directory', ''],
  ['directory', '/O=X'],
]
const ALGORITHMS: readonly Check[] = [
  satisfied('path.algorithm', {}),
  undetermined('path.algorithm', 'unsupported'),
]
/** None of its form. */
const NO_BASE: WrittenName = ['dns', '-']

/**
 * Draws certificates that stand above each other in many ways: under anchors of one name and key that differ
 * in their limits, self-issued ones among them, and each at the end of a path as well as within one.
 */
export function randomMesh(random: Random, keys: readonly Key[]): Mesh {
  const authorities = times(6, i => drawn(random, keys, { serial: i, subject: random.pick(AUTHORITIES) }))
  const holders = times(2, i => drawn(random, keys, { serial: 10 + i, subject: random.pick(HOLDERS) }))
  const certificates = [...authorities, ...holders]
  const anchors = anchorsIn(random, keys)
  const paths = times(16, () => pathThrough(random, certificates, anchors))
  return { paths, rules: rulesOf(random) }
}

const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => make(i))

function drawn(random: Random, keys: readonly Key[], own: Pick<Says, 'serial' | 'subject'>): Certificate {
  const some = <T>(items: readonly T[], rate = 3) => items.filter(() => random.once(rate))
  const isAuthority = AUTHORITIES.includes(own.subject)
  const selfIssued = isAuthority && random.once(4)
  const constraints = {
    permitted: [...some(BASES, 2), ...(random.once(40) ? [NO_BASE] : [])],
    excluded: some(BASES, 8),
  }
  const pathLength = random.once(4) ? { pathLength: random.below(3) } : {}
  const policies = POLICIES.filter(() => !random.once(3))
  const says: Says = {
    ...own,
    issuer: selfIssued ? own.subject : random.pick([ROOT, ROOT, ROOT, ...AUTHORITIES]),
    key: random.pick(keys),
    notBefore: '260101000000Z',
    notAfter: random.once(20) ? '260501000000Z' : '270101000000Z',
    ...(!random.once(10) && { names: some(NAMES, 4) }),
    ...(isAuthority && { basicConstraints: { ca: !random.once(20), ...pathLength } }),
    ...(isAuthority && !random.once(4) && { keyUsage: [1, '06'] as const }),
    ...(random.once(6) && { purposes: [random.pick(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'])] }),
    ...(policies.length > 0 && !random.once(8) && { policies }),
    ...(isAuthority && random.once(3) && { mappings: mappingsOf(random) }),
    ...(isAuthority && random.once(5) && { policyConstraints: limitsOf(random) }),
    ...(isAuthority && random.once(6) && { inhibitAnyPolicy: random.below(3) }),
    ...(isAuthority && random.once(3) && writable(constraints)),
    ...(random.once(30) && { unknown: true }),
  }
  return parsed(signedCertificate(says, random.pick(keys)))
}

/** An empty list of subtrees is none that can be written. */
function writable({ permitted, excluded }: Record<'permitted' | 'excluded', readonly WrittenName[]>) {
  return {
    ...(permitted.length > 0 && { permitted }),
    ...(excluded.length > 0 && { excluded }),
  }
}

function mappingsOf(random: Random): readonly (readonly [string, string])[] {
  const [, ...some] = random.shuffled(POLICIES.slice(0, 3))
  return some.map(policy => [policy, random.pick(POLICIES.slice(0, 3))])
}

function limitsOf(random: Random): NonNullable<Says['policyConstraints']> {
  const [explicit, mapping] = [random.below(3), random.below(3)]
  return random.pick([{ explicit }, { mapping }, { explicit, mapping }])
}

/** Of one name and key but for the last; the second gives its limits itself, the third as a certificate. */
function anchorsIn(random: Random, keys: readonly Key[]): readonly Anchor[] {
  const key = random.pick(keys)
  const own = { serial: 20, subject: ROOT }
  const certificate = drawn(random, [key], own)
  const limiting = drawn(random, keys, { ...own, subject: '/CN=A' }).extensions
  const plain = { name: certificate.subject, publicKey: certificate.publicKey }
  const { nameConstraints } = limiting
  return [
    plain,
    { ...plain, pathLength: random.below(3), ...(nameConstraints && { nameConstraints }) },
    { ...plain, certificate: { ...certificate, extensions: { ...certificate.extensions, ...limiting } } },
    { ...plain, publicKey: drawn(random, keys, own).publicKey },
  ]
}

/** Leads upwards by names, most of the time, and each signature is mostly proven. */
function pathThrough(random: Random, all: readonly Certificate[], anchors: readonly Anchor[]): VerifiedPath {
  const certificates: Certificate[] = random.once(40) ? [] : [random.pick(all)]
  while (certificates.length < 6 && !random.once(10)) {
    const below = certificates.at(-1)
    const above = all.filter(each => random.once(30) || isAbove(each, below))
    if (above.length === 0) break
    certificates.push(random.pick(above))
  }
  const anchor = random.pick(anchors)
  const signatures = certificates.map(() => (random.once(16) ? 'unproven' : 'verified'))
  const algorithms = certificates.map(() => random.pick(ALGORITHMS))
  return { anchor, certificates, signatures, ...(random.once(4) && { algorithms }) }
}

function isAbove({ subject }: Certificate, below: Certificate | undefined): boolean {
  return below !== undefined && sameName(subject, below.issuer)
}

function rulesOf(random: Random): PathRules {
  return {
    at,
    profile: random.pick(['rfc5280', 'webpki', 'eidas', 'eidas']),
    ...(random.once(5) && { userInitialPolicySet: [oid(random.pick(POLICIES))] }),
    initialExplicitPolicy: random.once(5),
    initialPolicyMappingInhibit: random.once(6),
    initialAnyPolicyInhibit: random.once(6),
    ...(random.once(4) && { purpose: random.pick(['server', 'client', 'email']) }),
    ...(random.once(6) && { expectedName: { form: 'dns', text: 'a.example.com' } }),
    ...(random.once(8) && { commonNames: 'listed' }),
    ...(random.once(8) && { maxDepth: random.below(4) }),
  }
}

function parsed(octets: Uint8Array): Certificate {
  const read = parseCertificate(octets)
  if (!read.ok) throw new Error(read.reason)
  return read.value
}
