import type { Random } from './random.ts'
import { type Key, type Says, signedCertificate } from './signed-certificate.ts'

/**
 * Authorities that certify each other as it happens, two of them trusted, and a leaf below one of them. DER.
 */
export interface Hierarchy {
  readonly leaf: Uint8Array
  readonly intermediates: readonly Uint8Array[]
  readonly anchors: readonly Uint8Array[]
  /** Certificates of other names, which belong to no path. */
  readonly strangers: readonly Uint8Array[]
}

export const HIERARCHY_AT = '2026-06-01T00:00:00Z'

interface Authority {
  readonly name: string
  /** The last one is in use; the others were, so that names have several keys. */
  readonly keys: readonly Key[]
}

export function makeHierarchy(random: Random, keys: readonly Key[]): Hierarchy {
  const ring = random.shuffled(keys)
  const authorities = Array.from({ length: 3 + random.below(3) }, (_, i): Authority => {
    const own = ring.slice(i * 2, i * 2 + (random.once(4) ? 2 : 1))
    return { name: `/CN=Authority ${i}`, keys: own }
  })
  const [first, ...others] = authorities
  if (first === undefined) throw new Error('there are at least three')
  const trusted = random.once(2) ? [first] : [first, random.pick(others)]
  const certified = others.flatMap(subject =>
    [first, ...random.shuffled(authorities).slice(0, random.below(3))].map(
      issuer => [issuer, subject] as const,
    ),
  )
  const write = (issuer: Authority, subject: Authority): Uint8Array => certify(random, issuer, subject)
  return {
    leaf: endEntity(random, random.pick(others), random.pick(ring)),
    intermediates: certified.map(([issuer, subject]) => write(issuer, subject)),
    anchors: trusted.map(authority => sound(authority)),
    strangers: Array.from({ length: 3 }, (_, i) => {
      const stranger = { name: `/CN=Stranger ${i}`, keys: [random.pick(ring)] }
      return write(random.once(2) ? first : stranger, stranger)
    }),
  }
}

const keyOf = (random: Random, { keys }: Authority): Key => random.pick(keys)

const BASE = { serial: 1, notBefore: '260101000000Z', notAfter: '270101000000Z' } as const

function sound({ name, keys: [key] }: Authority): Uint8Array {
  if (key === undefined) throw new Error('an authority has a key')
  return signedCertificate({ ...BASE, subject: name, issuer: name, key, ...AUTHORITY }, key)
}

const AUTHORITY = { basicConstraints: { ca: true }, keyUsage: [1, '06'] } as const

/** Most are sound; some are not, in a way that only some paths suffer from. */
function certify(random: Random, issuer: Authority, subject: Authority): Uint8Array {
  const signer = keyOf(random, issuer)
  const says: Says = {
    ...BASE,
    serial: 1 + random.below(1_000_000),
    subject: subject.name,
    issuer: issuer.name,
    key: keyOf(random, subject),
    authorityKey: signer,
    ...AUTHORITY,
    ...(random.once(4) && random.pick(DEFECTS)),
  }
  return signedCertificate(says, random.once(10) ? keyOf(random, subject) : signer)
}

const DEFECTS: readonly Partial<Says>[] = [
  { notAfter: '260201000000Z' },
  { basicConstraints: { ca: false } },
  { basicConstraints: { ca: true, pathLength: 0 } },
  { keyUsage: [1, '02'] },
  { permitted: [['dns', 'example']] },
  { excluded: [['dns', 'example']] },
  { unknown: true },
  { policyConstraints: { explicit: 0 } },
]

function endEntity(random: Random, issuer: Authority, key: Key): Uint8Array {
  const signer = keyOf(random, issuer)
  const says: Says = {
    ...BASE,
    subject: '/CN=Leaf',
    issuer: issuer.name,
    key,
    authorityKey: signer,
    keyUsage: [7, '80'],
    names: [['dns', 'host.example']],
  }
  return signedCertificate(says, signer)
}
