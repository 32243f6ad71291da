import { beforeAll, describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'
import { authenticateLists } from '../../src/trust-list/authenticate.ts'
import { BlockWriter } from '../../src/trust-list/snapshot/block-writer.ts'
import { type Blocks, joinBlocks, splitBlocks } from '../../src/trust-list/snapshot/container.ts'
import { decodeSnapshot, encodeSnapshot, websitePart } from '../../src/trust-list/snapshot/snapshot.ts'
import { Random } from '../support/random.ts'

/** A set of lists has one form, so what is read is that form, and nothing else is read. */

const crypto = nodeCrypto()
const NOW = instant('2026-06-15T12:00:00Z')
const CA_QC = 'http://uri.etsi.org/TrstSvc/Svctype/CA/QC'
const FOR_WEBSITES = 'http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForWebSiteAuthentication'

let whole: Uint8Array
let part: Uint8Array
beforeAll(async () => {
  const world = await createTestWorld({ seed: 'form', now: NOW })
  const bad = [await world.listWith('digest-broken'), await world.listWith('signer-not-announced')]
  const set = await authenticateLists({
    listOfLists: { bytes: world.lotl },
    pivots: world.pivots,
    lists: [...world.lists.map(({ bytes }) => bytes), ...bad, new Uint8Array([1])].map(bytes => ({ bytes })),
    notice: world.earlierNotice,
    crypto,
    at: NOW,
  })
  whole = encodeSnapshot(set)
  part = websitePart(set)
})

/** Undefined where it is refused; whether it is written again as it was. */
async function isWrittenAgain(octets: Uint8Array): Promise<boolean | undefined> {
  const read = await decodeSnapshot(octets, { crypto, unsafeUnvouched: true })
  if (!read.ok) return undefined
  const { lists, part } = read.value
  return Buffer.from(encodeSnapshot(lists, { part })).equals(octets)
}

describe('whatever is read is written again as it was', () => {
  test('with any octet changed', async () => {
    let accepted = 0
    for (const octets of [whole, part]) {
      for (let at = 0; at < octets.length; at += at < 2000 ? 7 : 97) {
        const changed = octets.slice()
        changed[at] = (changed[at] ?? 0) ^ (1 << ((at * 7) % 8))
        const isAgain = await isWrittenAgain(changed)
        expect(isAgain, `octet ${at}`).not.toBe(false)
        if (isAgain) accepted++
      }
    }
    expect(accepted).toBeGreaterThan(20)
  })

  test('with octets of its blocks changed, left out, repeated or put elsewhere', async () => {
    const random = new Random(5)
    const split = splitBlocks(whole)
    if (!split.ok) throw new Error(split.reason)
    for (let round = 0; round < 500; round++) {
      const octets = joinBlocks(changed(split.value, random))
      expect(await isWrittenAgain(octets), `round ${round}`).not.toBe(false)
    }
  })
})

/** One block with a change, in a directory that fits. */
function changed({ part: kept, head, sections }: Blocks, random: Random): Blocks {
  const which = random.below(2 * sections.length + 1)
  const each = (block: Uint8Array, number: number) => (number === which ? mutated(block, random) : block)
  return {
    part: random.once(20) ? 'website' : kept,
    head: each(head, 2 * sections.length),
    sections: sections.map(({ files, list }, i) => ({
      files: each(files, 2 * i),
      list: each(list, 2 * i + 1),
    })),
  }
}

function mutated(block: Uint8Array, random: Random): Uint8Array {
  const octets = [...block]
  for (let count = 1 + random.below(3); count > 0; count--) {
    const at = random.below(octets.length)
    const taken = octets.slice(at, at + 1 + random.below(6))
    const kind = random.below(4)
    if (kind === 0) octets[at] = random.below(random.once(2) ? 16 : 256)
    else if (kind === 1) octets.splice(at, taken.length)
    else octets.splice(kind === 2 ? at : random.below(octets.length), 0, ...taken)
  }
  return Uint8Array.from(octets)
}

const SHA = (digit: string) => digit.repeat(64)

/** Writes a file that was refused, with one check that holds facts of these names. */
function refusedFile(to: BlockWriter, { sha256 = SHA('a'), facts = [] as readonly string[] } = {}): void {
  to.uint(1)
  to.hex(sha256)
  to.flag(false)
  to.flag(false)
  to.uint(1)
  to.text('trust-list.content')
  to.uint(1)
  to.flag(false)
  to.flag(false)
  to.text('document')
  to.flag(false)
  to.uint(facts.length)
  for (const name of facts) {
    to.text(name)
    to.uint(0)
  }
  to.text('reason')
}

function headOf(write: (to: BlockWriter) => void): Uint8Array {
  const to = new BlockWriter()
  write(to)
  return to.done()
}

const HEAD = headOf(to => {
  refusedFile(to)
  to.uint(0)
  to.uint(0)
})

const withHead = (head: Uint8Array, sections: Blocks['sections'] = []) =>
  joinBlocks({ part: 'all', head, sections })

describe('facts', () => {
  test.each([
    ['in the order in which an object has them', ['1', '2', 'b', 'a'], true],
    ['with a name that objects have of themselves', ['__proto__'], true],
    ['with numbers behind names', ['b', '1'], false],
    ['with numbers in another order', ['2', '1'], false],
    ['with a name twice', ['a', 'b', 'a'], false],
  ])('%s', async (_, facts, isRead) => {
    const head = headOf(to => {
      refusedFile(to, { facts })
      to.uint(0)
      to.uint(0)
    })
    expect(await isWrittenAgain(withHead(head))).toBe(isRead ? true : undefined)
  })
})

describe('further files', () => {
  test.each([
    ['by their digests', ['a', 'b'], true],
    ['of one digest', ['a', 'a'], true],
    ['in another order', ['b', 'a'], false],
  ])('%s', async (_, digits, isRead) => {
    const head = headOf(to => {
      refusedFile(to)
      to.uint(0)
      to.uint(digits.length)
      for (const digit of digits) refusedFile(to, { sha256: SHA(digit) })
    })
    expect(await isWrittenAgain(withHead(head))).toBe(isRead ? true : undefined)
  })
})

describe('tables', () => {
  test('with a text twice are refused', async () => {
    const octets = withHead(
      headOf(to => {
        refusedFile(to, { facts: ['fact-x', 'fact-y'] })
        to.uint(0)
        to.uint(0)
      }),
    )
    expect(await isWrittenAgain(octets)).toBe(true)
    const at = Buffer.from(octets).indexOf('fact-y')
    octets[at + 5] = 'x'.charCodeAt(0)
    expect(await isWrittenAgain(octets)).toBe(undefined)
  })

  test.each([
    ['short', ['01fffefd', '02fffefd']],
    ['long', [`01${'ff'.repeat(100)}`, `02${'ff'.repeat(100)}`]],
  ])('with an octet string twice, a %s one, are refused', async (_, identifiers) => {
    const octets = withHead(HEAD, [sectionOf({ identifiers })])
    expect(await isWrittenAgain(octets)).toBe(true)
    const second = Buffer.from(identifiers[1] ?? '', 'hex')
    // The last place where these octets stand is in the table of the list.
    octets[Buffer.from(octets).lastIndexOf(second)] = 1
    expect(await isWrittenAgain(octets)).toBe(undefined)
  })
})

interface Planned {
  readonly type?: string
  readonly past?: string
  readonly identifiers?: readonly string[]
  readonly providers?: number
  readonly services?: number
  /** Numbers of the names of the present state and of the past one. */
  readonly names?: readonly [number, number]
  /** Where there are no octets, why not. */
  readonly certificate?: { readonly octets: string; readonly reason?: string }
  readonly information?: string
}

function sectionOf(plan: Planned): Blocks['sections'][number] {
  const files = headOf(to => {
    to.text('XX')
    to.flag(true)
    to.uint(0)
    to.hex(SHA('b'))
    to.flag(false)
    to.flag(false)
    to.uint(0)
    to.hex(SHA('c'))
    to.hex(SHA('d'))
    to.uint(0)
  })
  return { files, list: headOf(to => writeList(to, plan)) }
}

function writeList(to: BlockWriter, plan: Planned): void {
  to.uint(5)
  to.uint(1)
  to.text('urn:type')
  to.text('XX')
  to.uint(0)
  to.uint(0)
  to.time(NOW)
  to.flag(false)
  const { providers = 1, services = 1 } = plan
  to.uint(providers)
  for (let provider = 0; provider < providers; provider++) {
    to.uint(0)
    to.uint(0)
    to.uint(services)
    for (let service = 0; service < services; service++) writeService(to, plan)
  }
}

function writeService(to: BlockWriter, plan: Planned): void {
  const { type = CA_QC, past = CA_QC, names = [0, 0], identifiers = [], certificate, information } = plan
  writeState(to, { type, names: names[0], isFirst: true, information })
  to.uint(certificate ? 1 : 0)
  if (certificate) {
    to.hex(certificate.octets)
    if (certificate.reason !== undefined) {
      to.text(certificate.reason)
      to.flag(false)
    }
  }
  to.uint(identifiers.length)
  for (const identifier of identifiers) to.hex(identifier)
  to.uint(0)
  to.uint(1)
  writeState(to, { type: past, names: names[1], isFirst: names[1] > names[0], information })
}

interface PlannedState {
  readonly type: string
  readonly names: number
  readonly isFirst: boolean
  readonly information: string | undefined
}

/** Without names and qualifications, which stand where their number is new. */
function writeState(to: BlockWriter, { type, names, isFirst, information }: PlannedState): void {
  to.text(type)
  to.uint(names)
  if (isFirst) to.uint(0)
  to.text('urn:status')
  to.time(NOW)
  to.uint(information === undefined ? 0 : 1)
  if (information !== undefined) to.text(information)
  to.uint(0)
  if (isFirst && names === 0) to.uint(0)
  to.flag(false)
  to.uint(0)
}

describe('services', () => {
  test.each<[string, Planned, boolean]>([
    ['that issue what is qualified', {}, true],
    ['that did so once', { type: 'urn:x' }, true],
    ['that do so since', { past: 'urn:x' }, true],
    ['that never did are not kept', { type: 'urn:x', past: 'urn:x' }, false],
    ['of nobody are not kept', { services: 0 }, false],
    ['of no provider', { providers: 0 }, true],
    ['with names that stood before', { names: [0, 1] }, false],
    ['with names that nobody wrote', { names: [0, 2] }, false],
    ['with a certificate that cannot be read', { certificate: { octets: '3000' } }, true],
    ['with no certificate, and why', { certificate: { octets: '', reason: 'base64' } }, true],
    ['with a certificate and a reason', { certificate: { octets: '3000', reason: 'base64' } }, false],
    ['with no certificate, and no reason', { certificate: { octets: '' } }, false],
  ])('%s', async (_, plan, isRead) => {
    expect(await isWrittenAgain(withHead(HEAD, [sectionOf(plan)]))).toBe(isRead ? true : undefined)
  })

  test.each([
    ['for websites', FOR_WEBSITES, true],
    ['for something else', 'urn:x', false],
  ])('%s in the part for websites', async (_, information, isRead) => {
    const sections = [sectionOf({ information })]
    const octets = joinBlocks({ part: 'website', head: HEAD, sections })
    expect(await isWrittenAgain(octets)).toBe(isRead ? true : undefined)
  })

  test('stand in no list that no service is taken from', async () => {
    const head = (providers: number) =>
      headOf(to => {
        to.uint(0)
        to.hex(SHA('b'))
        to.flag(false)
        to.flag(false)
        to.uint(0)
        to.hex(SHA('c'))
        to.hex(SHA('d'))
        writeList(to, { providers })
        to.uint(0)
        to.uint(0)
      })
    expect(await isWrittenAgain(withHead(head(0)))).toBe(true)
    expect(await isWrittenAgain(withHead(head(1)))).toBe(undefined)
  })
})
