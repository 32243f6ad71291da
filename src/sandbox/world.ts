import type { Instant } from '../core/time.ts'
import type { ListSource } from '../trust-list/source.ts'
import { type AuthorityId, createMint, type Mint } from './certificates/authorities.ts'
import type { Addresses } from './certificates/extensions.ts'
import { createLeafMint } from './certificates/leaf-certificate.ts'
import { ROLES } from './certificates/leaf-draft.ts'
import { lateContents } from './lists/late-contents.ts'
import { createTrustFramework, type TrustFramework } from './lists/trust-framework.ts'
import { createRegister, type Register } from './register.ts'
import { revocationContents } from './revocation/contents.ts'
import { type Contents, type Responders, startResponders } from './revocation/responders.ts'
import { createRevocations, type Revocations } from './revocation/revocations.ts'
import type { Service, TerritoryOptions, TestDelegates, TestWorld, TestWorldOptions } from './test-world.ts'

/**
 * Makes a test world. The same options give the same bytes, except for signatures that are random by nature
 * (ECDSA and RSASSA-PSS), for digests of what holds one, and for the ports of responders. In what order
 * things are asked for makes no difference.
 *
 * @throws RangeError when the seed is empty, `now` is not a whole second, a territory is not written as lists
 *   write it, there is none, or one twice, a list has another version than 5 and 6, or the address of lists
 *   is none.
 */
export async function createTestWorld(options: TestWorldOptions): Promise<TestWorld> {
  const { now, clock = () => now } = options
  const territories = checked(options)
  const late = lateContents()
  const responders = options.responders ? await startResponders(late.contents) : undefined
  try {
    const mint = createMint(options.seed, now, wishes(options, responders))
    const base = options.listsUrl ?? responders?.addresses.lists ?? 'https://lists.example'
    const framework = await createTrustFramework(mint, territories, base)
    const revocations = createWorldRevocations(mint, framework, clock)
    const parts = { mint, framework, revocations, register: createRegister(clock), responders }
    late.settle(contentsOf(parts, base))
    return worldOf(parts)
  } catch (error) {
    await responders?.close()
    throw error
  }
}

const DEFAULT_TERRITORIES: readonly TerritoryOptions[] = [
  { territory: 'LU', listVersion: 6 },
  { territory: 'AT', listVersion: 5 },
]

function checked({ seed, now, territories = DEFAULT_TERRITORIES, listsUrl }: TestWorldOptions) {
  if (seed === '') throw new RangeError('a world needs a seed')
  if (now % 1000 !== 0) throw new RangeError('a world begins at a whole second')
  const names = territories.map(({ territory }) => territory)
  const wrong = names.find(name => !/^[A-Z]{2}$/.test(name) || NEVER_LISTED.includes(name))
  if (wrong !== undefined) throw new RangeError(`not a territory: ${wrong}`)
  if (territories.some(({ listVersion = 6 }) => listVersion !== 5 && listVersion !== 6))
    throw new RangeError('lists have version 5 or 6')
  if (names.length === 0 || new Set(names).size < names.length)
    throw new RangeError('a world needs territories, each of them once')
  if (listsUrl !== undefined && !(/^https?:\/\/.*[^/]$/.test(listsUrl) && URL.canParse(listsUrl)))
    throw new RangeError(`not an address without a slash at its end: ${listsUrl}`)
  return territories
}

/** The list of lists itself, and the countries that lists write otherwise: EL and UK. */
const NEVER_LISTED: readonly string[] = ['EU', 'GR', 'GB']

function wishes({ authorityKey, listSignerKey }: TestWorldOptions, responders: Responders | undefined) {
  return {
    ...(authorityKey && { authorityKey }),
    ...(listSignerKey && { listSignerKey }),
    ...(responders && { addresses: addressesAt(responders.addresses) }),
  }
}

function addressesAt({ issuer, crl, ocsp }: Readonly<Record<Service, string>>) {
  return (authority: AuthorityId): Addresses => ({
    issuer: `${issuer}/${authority}.cer`,
    crl: `${crl}/${authority}.crl`,
    ocsp,
  })
}

interface Parts {
  readonly mint: Mint
  readonly framework: TrustFramework
  readonly revocations: Revocations
  readonly register: Register
  readonly responders: Responders | undefined
}

/** The subordinate authorities are entered at once, holders when they are minted. */
function createWorldRevocations(mint: Mint, framework: TrustFramework, clock: () => Instant): Revocations {
  const { listed } = framework.authoritiesOf()
  const others = framework.allAuthorities().filter(({ id }) => id !== listed.id)
  const revocations = createRevocations({ mint, authorities: [listed, ...others], clock })
  for (const { certificates } of others) {
    const [certificate, issuer] = certificates
    if (certificate && issuer) revocations.add(certificate, issuer)
  }
  return revocations
}

/** What the responders serve. The register stands at the address itself, lists behind theirs. */
function contentsOf({ framework, revocations, register }: Parts, base: string): Contents {
  const { lotl, lists, pivots } = framework
  const files = new Map([lotl, ...lists, ...pivots].map(({ location, bytes }) => [location, bytes] as const))
  return {
    ...revocationContents(revocations, framework.allAuthorities()),
    lists: async path => files.get(`${base}/${path}`),
    register: async path => (path === '' ? register.bytes() : undefined),
  }
}

function worldOf(parts: Parts): TestWorld {
  const { mint, framework, responders } = parts
  const { notice, earlierNotice, lists, authoritiesOf, lotlWith, listWith } = framework
  const close = async () => responders?.close()
  return {
    now: mint.now,
    notice,
    earlierNotice,
    lotl: framework.lotl.bytes,
    pivots: framework.pivots.map(({ bytes }) => bytes),
    lists,
    source: sourceOf(framework),
    caCertificate: authoritiesOf().listed.certificate,
    authority: (kind, territory) => authoritiesOf(territory)[kind].certificates,
    lotlWith,
    listWith,
    ...holdersOf(parts),
    ...servicesOf(responders),
    close,
    [Symbol.asyncDispose]: close,
  }
}

type HolderMethods = 'mint' | 'revoke' | 'crl' | 'ocsp' | 'delegates' | 'register' | 'withdraw' | 'passport'

/** Those who hold certificates, and what becomes of them. */
function holdersOf({ mint, framework, revocations, register }: Parts): Pick<TestWorld, HolderMethods> {
  const mintLeaf = createLeafMint(mint)
  return {
    async mint(options = {}) {
      const authorities = framework.authoritiesOf(options.territory)
      const { minted, issuer } = await mintLeaf(authorities, options)
      revocations.add(minted.certificate, issuer.certificate)
      register.add(minted.provider, options.roles ?? ROLES)
      return minted
    },
    revoke: ({ certificate }, revocation) => revocations.revoke(certificate, revocation),
    crl: options => revocations.crl(options),
    ocsp: ({ certificate }, options) => revocations.ocsp(certificate, options),
    delegates: (issuer = framework.authoritiesOf().listed.certificate) => delegatesOf(revocations, issuer),
    register: () => register.bytes(),
    withdraw: (provider, at) => register.withdraw(provider, at),
    passport: (provider, country, roles) => register.passport(provider, country, roles),
  }
}

async function delegatesOf({ delegate }: Revocations, issuer: Uint8Array): Promise<TestDelegates> {
  return {
    responder: await delegate(issuer, 'responder'),
    crlSigner: await delegate(issuer, 'crl-signer'),
    indirectCrlSigner: await delegate(issuer, 'indirect-crl-signer'),
  }
}

type ServiceMethods = 'addresses' | 'calls' | 'outage' | 'restore'

function servicesOf(responders: Responders | undefined): Pick<TestWorld, ServiceMethods> {
  return {
    addresses: responders?.addresses ?? {},
    calls: service => responders?.calls(service) ?? 0,
    outage(service, kind) {
      if (!responders) throw new RangeError('this world has no responders')
      responders.outage(service, kind)
    },
    restore: service => responders?.restore(service),
  }
}

function sourceOf({ lotl, lists, pivots }: TrustFramework): ListSource {
  async function* nationals() {
    for (const { bytes } of lists) yield { bytes }
  }
  return {
    files: async () => ({
      listOfLists: { bytes: lotl.bytes },
      pivots: pivots.map(({ bytes }) => bytes),
      lists: nationals(),
    }),
  }
}
