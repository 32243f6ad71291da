import type { Certificate } from '../../src/certificate/certificate.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { toHex } from '../../src/core/bytes.ts'
import type { Crypto } from '../../src/crypto/crypto.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { checkCrls } from '../../src/revocation/crl/check.ts'
import { parseCrl } from '../../src/revocation/crl/crl.ts'
import { readCrl } from '../../src/revocation/crl/question.ts'
import { checkOcsp } from '../../src/revocation/ocsp/check.ts'
import { parseOcspResponse } from '../../src/revocation/ocsp/parse.ts'
import type { StatusEvidence } from '../../src/revocation/status.ts'
import type { CrlOptions, OcspOptions } from '../../src/sandbox/revocation/options.ts'
import { NOW, revocationWorld } from '../sandbox/revocation-world.ts'
import type { Input, Reader, Subject } from './campaign.ts'
import { octetsOf } from './certificate-readers.ts'
import { mutateOctets, nudgeOctets, octetSeed } from './mutate-octets.ts'

const LISTS: readonly CrlOptions[] = [
  {},
  { scope: 'delta' },
  { scope: 'partitioned' },
  { scope: 'indirect' },
  { signer: 'delegated' },
]
const RESPONSES: readonly OcspOptions[] = [
  { nonce: Uint8Array.of(1, 2, 3, 4), certHash: true },
  { signer: 'delegated', hash: 'SHA-256' },
  { signer: 'issuer' },
  { status: 'unknown' },
  { error: 'tryLater' },
]

/**
 * Revocation lists and OCSP responses, made from those of the sandbox: read, and judged for a certificate
 * that is revoked. Whatever is done to them, they say what was signed or nothing.
 *
 * @param crypto Computes signatures.
 */
export async function revocationSubjects(crypto: Crypto = nodeCrypto()): Promise<readonly Subject[]> {
  const world = await revocationWorld()
  const revoked = await world.mint({ subject: 'Revoked' })
  const other = await world.mint({ subject: 'Other' })
  world.revoke(revoked, { reason: 'keyCompromise' })
  const lists = await Promise.all(LISTS.map(options => world.crl(options)))
  const responses = await Promise.all([
    ...RESPONSES.map(options => world.ocsp(revoked, options)),
    // What is good of another certificate must not become so of this one.
    ...RESPONSES.map(options => world.ocsp(other, options)),
  ])
  const judges = judgesFor(certificateOf(revoked), certificateOf(world.ca), crypto)
  return [
    subject('revocation lists', lists, [
      { name: 'revocation list', read: input => parseCrl(octetsOf(input)) },
      { name: 'revocation list, entries', read: readEntries },
      { name: 'revocation list, judged', read: await sayingWhatWasSigned(judges.list, signedList, lists) },
    ]),
    subject('OCSP responses', responses, [
      { name: 'OCSP response', read: input => parseOcspResponse(octetsOf(input)) },
      {
        name: 'OCSP response, judged',
        read: await sayingWhatWasSigned(judges.response, signedResponse, responses),
      },
    ]),
  ]
}

function subject(name: string, written: readonly Uint8Array[], readers: Subject['readers']): Subject {
  const seeds = written.map(each => octetSeed(each))
  return {
    name,
    share: 12,
    mutate: random => {
      const seed = random.pick(seeds)
      return random.once(2) ? mutateOctets(seed, seeds, random) : nudgeOctets(seed, random)
    },
    readers,
  }
}

function certificateOf(bytes: Uint8Array): Certificate {
  const parsed = parseCertificate(bytes)
  if (!parsed.ok) throw new RangeError(parsed.reason)
  return parsed.value
}

type Judge = (bytes: Uint8Array) => Promise<StatusEvidence | undefined>

function judgesFor(
  certificate: Certificate,
  ca: Certificate,
  crypto: Crypto,
): { readonly list: Judge; readonly response: Judge } {
  const issuer = { name: ca.subject, publicKey: ca.publicKey }
  const question = { certificate, issuer, at: NOW, crypto }
  return {
    response: async bytes => checkOcsp(bytes, question),
    list: async bytes => {
      const given = await readCrl(bytes, crypto)
      if ('outcome' in given) return given
      const [evidence] = await checkCrls({ ...question, anchor: issuer, intermediates: [], lists: [given] })
      return evidence
    },
  }
}

/** Judges; what is verified must be what the seed said whose signed octets these are. */
async function sayingWhatWasSigned(
  judge: Judge,
  signedIn: (bytes: Uint8Array) => Uint8Array | undefined,
  seeds: readonly Uint8Array[],
): Promise<Reader['read']> {
  const said = new Map<string, string>()
  for (const seed of seeds) {
    const status = statusOf(await judge(seed))
    if (status !== undefined) said.set(toHex(signedIn(seed) ?? new Uint8Array()), status)
  }
  if (said.size === 0) throw new RangeError('no seed says anything')
  return async input => {
    const bytes = octetsOf(input)
    const evidence = await judge(bytes)
    const status = statusOf(evidence)
    if (status !== undefined && status !== said.get(toHex(signedIn(bytes) ?? new Uint8Array())))
      throw new Error(`what nobody signed is believed: ${status}`)
    return evidence
  }
}

/** What verified evidence says; nothing where it is not verified. */
function statusOf(evidence: StatusEvidence | undefined): string | undefined {
  return evidence?.outcome === 'verified' ? JSON.stringify(evidence.status) : undefined
}

function signedResponse(bytes: Uint8Array): Uint8Array | undefined {
  const parsed = parseOcspResponse(bytes)
  return parsed.ok ? parsed.value.tbs : undefined
}

function signedList(bytes: Uint8Array): Uint8Array | undefined {
  const parsed = parseCrl(bytes)
  return parsed.ok ? parsed.value.tbs : undefined
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
