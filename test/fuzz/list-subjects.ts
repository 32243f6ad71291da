import { equalBytes, toHex } from '../../src/core/bytes.ts'
import { instant } from '../../src/core/time.ts'
import type { Crypto } from '../../src/crypto/crypto.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'
import { authenticateLists } from '../../src/trust-list/authenticate.ts'
import { readSignedList } from '../../src/trust-list/read-list.ts'
import { decodeSnapshot, encodeSnapshot } from '../../src/trust-list/snapshot/snapshot.ts'
import { verifySignedList } from '../../src/trust-list/verify.ts'
import type { Random } from '../support/random.ts'
import type { Input, Reader, Subject } from './campaign.ts'
import { octetsOf } from './certificate-readers.ts'
import { edited } from './mutate-octets.ts'
import { mutateText } from './mutate-text.ts'

const NOW = instant('2026-06-15T12:00:00Z')

/**
 * Trusted lists as they are published, and snapshots of them, made from those of the sandbox. Whatever is
 * done to them, what is believed was signed.
 *
 * @param crypto Computes signatures and digests.
 */
export async function listSubjects(crypto: Crypto = nodeCrypto()): Promise<readonly Subject[]> {
  const world = await createTestWorld({ seed: 'fuzz', now: NOW })
  const set = await authenticateLists({
    listOfLists: { bytes: world.lotl },
    pivots: world.pivots,
    lists: world.lists.map(({ bytes }) => ({ bytes })),
    notice: world.notice,
    crypto,
    at: NOW,
  })
  const files = [world.lotl, ...world.lists.map(({ bytes }) => bytes)]
  return [
    await listSubject(files, signersOf(set), crypto),
    snapshotSubject(crypto, [encodeSnapshot(set), encodeSnapshot(set, { part: 'website' })]),
  ]
}

function signersOf({ territories }: Awaited<ReturnType<typeof authenticateLists>>): ReadonlySet<string> {
  return new Set(territories.flatMap(({ file }) => (file?.outcome === 'authentic' ? [file.list.signer] : [])))
}

/** Pieces that mean something to a reader of lists. */
const LIST_TOKENS = [
  ...[
    '<',
    '>',
    '</',
    '/>',
    '="',
    '"',
    "'",
    '&',
    '&amp;',
    '&#x0;',
    '&#x10FFFF;',
    ']]>',
    '<![CDATA[',
    '<!--',
    '-->',
  ],
  ...[
    '<?xml version="1.0"?>',
    '<?x ?>',
    '<!DOCTYPE x>',
    '<!ENTITY',
    'xmlns=""',
    'xmlns:a="urn:a"',
    'xml:id="list"',
  ],
  ...[
    'Id="list"',
    '<ds:Object>',
    '</ds:Object>',
    '<TSPService>',
    '</TSPService>',
    '<X509Certificate>',
    'MII',
  ],
  ...['2026-06-01T00:00:00Z', 'http://', ' ', '\n', '\r', '\t', 'é', '\u0000', '\ufeff', '\ud800'],
]

async function listSubject(
  files: readonly Uint8Array[],
  pins: ReadonlySet<string>,
  crypto: Crypto,
): Promise<Subject> {
  const texts = files.map(bytes => new TextDecoder().decode(bytes))
  return {
    name: 'trusted lists',
    share: 4,
    mutate: random => mutateText(random.pick(texts), LIST_TOKENS, random),
    readers: [
      { name: 'trusted list', read: input => readSignedList(octetsOf(input)) },
      { name: 'trusted list, verified', read: await believingWhatWasSigned(files, pins, crypto) },
    ],
  }
}

/** A list that is verified must be one of those that were signed. */
async function believingWhatWasSigned(
  files: readonly Uint8Array[],
  pins: ReadonlySet<string>,
  crypto: Crypto,
): Promise<Reader['read']> {
  const verify = async (bytes: Uint8Array) => {
    const read = readSignedList(bytes)
    return read.ok ? (await verifySignedList(read.value, { pins, crypto, at: NOW })).list : undefined
  }
  const signed = new Set((await Promise.all(files.map(verify))).map(list => JSON.stringify(list?.content)))
  if (signed.size < 2) throw new RangeError('no list is verified')
  return async input => {
    const list = await verify(octetsOf(input))
    const content = JSON.stringify(list?.content)
    if (!signed.has(content) && list !== undefined) throw new Error('what nobody signed is believed')
    return list?.digest
  }
}

function snapshotSubject(crypto: Crypto, seeds: readonly Uint8Array[]): Subject {
  return {
    name: 'snapshots',
    share: 4,
    mutate: random => mutateSnapshot(random.pick(seeds), random),
    readers: [
      { name: 'snapshot', read: input => readSnapshot(input, crypto) },
      { name: 'snapshot, vouched for', read: believingWhatWasVouchedFor(crypto, seeds) },
    ],
  }
}

/** A snapshot that is read by its digest must be the one that the digest is of. */
function believingWhatWasVouchedFor(crypto: Crypto, seeds: readonly Uint8Array[]): Reader['read'] {
  const digests = seeds.map(async seed => toHex(await crypto.digest('SHA-256', seed)))
  return async input => {
    for (const [index, expected] of (await Promise.all(digests)).entries()) {
      const read = await decodeSnapshot(octetsOf(input), { crypto, expected })
      const isSame = equalBytes(octetsOf(input), seeds[index] ?? new Uint8Array(0))
      if (read.ok && !isSame) throw new Error('what nobody vouched for is believed')
      if (!read.ok && isSame) throw new Error('what was vouched for is not believed')
    }
    return undefined
  }
}

/** Mostly octets in their places, because a directory of lengths stands in front. */
function mutateSnapshot(seed: Uint8Array, random: Random): Uint8Array {
  const octets = seed.slice()
  for (let count = 1 + random.below(6); count > 0; count--) {
    const at = random.below(octets.length)
    const other = random.below(octets.length)
    if (random.once(3)) octets.copyWithin(at, other, other + random.below(64))
    else
      octets[at] = random.once(2)
        ? (octets[at] ?? 0) ^ (1 << random.below(8))
        : random.pick([0, 0x7f, 0x80, 0xff])
  }
  return random.once(8) ? edited(octets, random) : octets
}

/** What can be read can be written again, so that all of it is looked at. */
async function readSnapshot(input: Input, crypto: Crypto): Promise<unknown> {
  const snapshot = await decodeSnapshot(octetsOf(input), { crypto, unsafeUnvouched: true })
  return snapshot.ok ? encodeSnapshot(snapshot.value.lists, { part: snapshot.value.part }) : snapshot
}
