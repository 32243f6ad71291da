import { parseCrl } from '../../src/revocation/crl/crl.ts'
import { parseOcspResponse } from '../../src/revocation/ocsp/parse.ts'
import type { CrlOptions, OcspOptions } from '../../src/sandbox/revocation/options.ts'
import { revocationWorld } from '../sandbox/revocation-world.ts'
import type { Input, Subject } from './campaign.ts'
import { octetsOf } from './certificate-readers.ts'
import { mutateOctets, octetSeed } from './mutate-octets.ts'

const LISTS: readonly CrlOptions[] = [{}, { scope: 'delta' }, { scope: 'partitioned' }, { scope: 'indirect' }]
const RESPONSES: readonly OcspOptions[] = [
  { nonce: Uint8Array.of(1, 2, 3, 4), certHash: true },
  { signer: 'delegated', hash: 'SHA-256' },
  { status: 'unknown' },
  { error: 'tryLater' },
]

/** Revocation lists and OCSP responses, made from those of the sandbox. */
export async function revocationSubjects(): Promise<readonly Subject[]> {
  const world = await revocationWorld()
  const revoked = await world.mint({ subject: 'Revoked' })
  const other = await world.mint({ subject: 'Other' })
  world.revoke(revoked, { reason: 'keyCompromise' })
  world.revoke(other)
  const lists = await Promise.all(LISTS.map(options => world.crl(options)))
  const responses = await Promise.all(RESPONSES.map(options => world.ocsp(revoked, options)))
  return [
    subject('revocation lists', lists, [
      { name: 'revocation list', read: input => parseCrl(octetsOf(input)) },
      { name: 'revocation list, entries', read: readEntries },
    ]),
    subject('OCSP responses', responses, [
      { name: 'OCSP response', read: input => parseOcspResponse(octetsOf(input)) },
    ]),
  ]
}

function subject(name: string, written: readonly Uint8Array[], readers: Subject['readers']): Subject {
  const seeds = written.map(each => octetSeed(each))
  return {
    name,
    share: 5,
    mutate: random => mutateOctets(random.pick(seeds), seeds, random),
    readers,
  }
}

/** Every entry, and some found by their numbers: once by going through, then by the index. */
function readEntries(input: Input): unknown {
  const list = parseCrl(octetsOf(input))
  if (!list.ok) return list
  const { entries } = list.value
  const numbers = [...entries].map(({ serialNumber }) => serialNumber)
  const some = [numbers[0], numbers[numbers.length >> 1], numbers.at(-1)]
  return some.map(number => number && entries.find(number, () => true))
}
