import type { Random } from './random.ts'
import { type Key, newKey, type Says, signedCertificate } from './signed-certificate.ts'

/** A chain as it is to be written: the root first, the leaf last, and who signs each. */
export interface ChainPlan {
  readonly members: readonly Member[]
  /** The mutations that were applied, in order, each with the place where. */
  readonly defects: readonly string[]
}

interface Member {
  readonly says: Says
  readonly signer: Key
  /** One bit of the signature's last octet turned. */
  readonly broken?: boolean
}

export const CHAIN_AT = '2026-06-01T00:00:00Z'
const POLICY = '2.999.7.1'
const SERVER = '1.3.6.1.5.5.7.3.1'
const CLIENT = '1.3.6.1.5.5.7.3.2'
const ANY_PURPOSE = '2.5.29.37.0'
const ANY_POLICY = '2.5.29.32.0'

/** Keys are few and used again, under names that are not. */
export function keyRing(size: number): readonly Key[] {
  return Array.from({ length: size }, newKey)
}

/**
 * Plans a chain that is sound and then, most of the time, no more: one or two things are changed at random
 * places.
 *
 * @param index Makes its names its own, so that chains can lie side by side.
 */
export function planChain(random: Random, index: number, keys: readonly Key[]): ChainPlan {
  const sound = soundChain(random, index, keys)
  const times = random.pick([0, 1, 1, 1, 1, 2, 2])
  let plan: ChainPlan = { members: sound, defects: [] }
  for (let i = 0; i < times; i++) plan = mutated(plan, random, keys)
  return plan
}

function soundChain(random: Random, index: number, keys: readonly Key[]): readonly Member[] {
  const length = 2 + random.below(4)
  const chainKeys = random.shuffled(keys).slice(0, length)
  const nameAt = (at: number): string =>
    `/O=Chain ${index}/CN=${at === length - 1 ? 'Leaf' : `Authority ${at}`}`
  const withPolicies = random.once(2)
  return chainKeys.map((key, at): Member => {
    const above = Math.max(0, at - 1)
    const isLeaf = at === length - 1
    const signer = chainKeys[above] ?? key
    const says: Says = {
      subject: nameAt(at),
      issuer: nameAt(above),
      key,
      serial: 1 + index * 10 + at,
      notBefore: '260101000000Z',
      notAfter: '270101000000Z',
      basicConstraints: { ca: !isLeaf },
      keyUsage: isLeaf ? [7, '80'] : [1, '06'],
      ...(at > 0 && { authorityKey: signer }),
      ...(withPolicies && at > 0 && { policies: [POLICY] }),
      ...(isLeaf && { purposes: [SERVER], names: [['dns', `host.c${index}.example`]] }),
    }
    return { says, signer }
  })
}

type Change = (
  member: Member,
  random: Random,
  at: { readonly index: number; readonly keys: readonly Key[] },
) => Member

const saying =
  (change: Partial<Says> | ((says: Says, random: Random) => Partial<Says>)): Change =>
  (member, random) => ({
    ...member,
    says: { ...member.says, ...(typeof change === 'function' ? change(member.says, random) : change) },
  })

/** The number of the chain, as its names have it. */
const numberOf = ({ subject }: Says): string => /Chain ([0-9]+)/.exec(subject)?.[1] ?? ''

/** What can be changed in any certificate but the root. */
const ANYWHERE: Readonly<Record<string, Change>> = {
  expired: saying({ notAfter: '260531235959Z' }),
  'ends now': saying({ notAfter: '260601000000Z' }),
  'begins now': saying({ notBefore: '260601000000Z' }),
  'not yet valid': saying({ notBefore: '260601000001Z' }),
  'signature broken': member => ({ ...member, broken: true }),
  'signed by another key': (member, random, { keys }) => ({
    ...member,
    signer: random.pick(keys.filter(key => key !== member.signer)),
  }),
  'issuer of another name': saying(({ issuer }) => ({ issuer: `${issuer} B` })),
  'issuer in capitals': saying(({ issuer }) => ({
    issuer: issuer.replace(/CN=.*/, name => name.toUpperCase()),
  })),
  'unknown critical extension': saying({ unknown: true }),
  'no authority key identifier': member => {
    const { authorityKey: _, ...says } = member.says
    return { ...member, says }
  },
  'other authority key identifier': (member, random, { keys }) => ({
    ...member,
    says: { ...member.says, authorityKey: random.pick(keys.filter(key => key !== member.signer)) },
  }),
  'no subject key identifier': saying({ withoutSubjectKey: true }),
  'version 1': saying({ version1: true }),
  'no basic constraints': member => {
    const { basicConstraints: _, ...says } = member.says
    return { ...member, says }
  },
  'no key usage': member => {
    const { keyUsage: _, ...says } = member.says
    return { ...member, says }
  },
  'any purpose': saying({ purposes: [ANY_PURPOSE] }),
  'client only': saying({ purposes: [CLIENT] }),
  'client and server': saying({ purposes: [CLIENT, SERVER] }),
  'no policies': member => {
    const { policies: _, ...says } = member.says
    return { ...member, says }
  },
  'other policy': saying({ policies: ['2.999.7.2'] }),
  'any policy': saying({ policies: [ANY_POLICY] }),
  'two policies': saying({ policies: [POLICY, '2.999.7.2'] }),
  'more names': saying(({ names = [] }, random) => ({
    names: [...names, ...random.shuffled(MORE_NAMES).slice(0, 2)],
  })),
  'names only of other forms': saying((_, random) => ({ names: [random.pick(MORE_NAMES)] })),
}

const MORE_NAMES = [
  ['dns', 'other.example'],
  ['dns', '*.example'],
  ['dns', 'a.b.other.example'],
  ['email', 'joe@host.example'],
  ['email', 'joe@other.example'],
  ['ip', 'c0000201'],
  ['ip', '20010db8000000000000000000000001'],
  ['uri', 'https://host.example/'],
  ['uri', 'https://other.example:8443/x'],
  ['directory', '/O=Else/CN=Elsewhere'],
] as const

/** What can be changed in the certificate of an authority below the root. */
const OF_AUTHORITIES: Readonly<Record<string, Change>> = {
  'no authority': saying({ basicConstraints: { ca: false } }),
  'path length 0': saying({ basicConstraints: { ca: true, pathLength: 0 } }),
  'path length 1': saying({ basicConstraints: { ca: true, pathLength: 1 } }),
  'path length 2': saying({ basicConstraints: { ca: true, pathLength: 2 } }),
  'signs lists only': saying({ keyUsage: [1, '02'] }),
  'signs data only': saying({ keyUsage: [7, '80'] }),
  'explicit policy now': saying({ policyConstraints: { explicit: 0 } }),
  'explicit policy soon': saying({ policyConstraints: { explicit: 1 } }),
  'mapping inhibited': saying({ policyConstraints: { mapping: 0 } }),
  'policy mapped': saying({ mappings: [[POLICY, '2.999.7.2']] }),
  'any policy inhibited': saying({ inhibitAnyPolicy: 0 }),
  'own names permitted': saying(says => ({
    permitted: [
      ['dns', `c${numberOf(says)}.example`],
      ['directory', `/O=Chain ${numberOf(says)}`],
    ],
  })),
  'names permitted': saying((_, random) => ({ permitted: random.shuffled(SUBTREES).slice(0, 2) })),
  'names excluded': saying((_, random) => ({ excluded: random.shuffled(SUBTREES).slice(0, 2) })),
  'own name excluded': saying(says => ({ excluded: [['dns', `host.c${numberOf(says)}.example`]] })),
  'directory excluded': saying(says => ({ excluded: [['directory', `/O=Chain ${numberOf(says)}`]] })),
}

const SUBTREES = [
  ['dns', 'example'],
  ['dns', 'other.example'],
  ['dns', 'b.other.example'],
  ['dns', ''],
  ['email', 'host.example'],
  ['email', '.example'],
  ['email', 'joe@host.example'],
  ['ip', 'c0000200ffffff00'],
  ['ip', '0000000000000000'],
  ['ip', `20010db8${'0'.repeat(24)}ffffffff${'0'.repeat(24)}`],
  ['uri', 'host.example'],
  ['uri', '.example'],
  ['directory', '/O=Else'],
] as const

/** What can be changed in the leaf alone. */
const OF_LEAVES: Readonly<Record<string, Change>> = {
  'an authority': saying({ basicConstraints: { ca: true }, keyUsage: [2, '84'] }),
  'signs certificates': saying({ keyUsage: [2, '84'] }),
  'no purposes': member => {
    const { purposes: _, ...says } = member.says
    return { ...member, says }
  },
  'constrains names': saying({ permitted: [['dns', 'example']] }),
}

function mutated({ members, defects }: ChainPlan, random: Random, keys: readonly Key[]): ChainPlan {
  const at = 1 + random.below(members.length - 1)
  const isLeaf = at === members.length - 1
  const changes = Object.entries({ ...ANYWHERE, ...(isLeaf ? OF_LEAVES : OF_AUTHORITIES) })
  const [what, change] = random.pick(changes)
  const changed = members.map((member, index) =>
    index === at ? change(member, random, { index, keys }) : member,
  )
  return { members: changed, defects: [...defects, `${isLeaf ? 'leaf' : 'authority'}: ${what}`] }
}

/** The certificates of a plan, DER, the root first. */
export function writeChain({ members }: ChainPlan): readonly Uint8Array[] {
  return members.map(({ says, signer, broken }) => {
    const bytes = signedCertificate(says, signer)
    const last = bytes.length - 1
    if (broken) bytes[last] = (bytes[last] ?? 0) ^ 1
    return bytes
  })
}
