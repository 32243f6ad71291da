import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { memoryListMemory } from '../../src/sources/list-memory/list-memory.ts'
import { memoryStore } from '../../src/sources/stores/store-in-memory.ts'
import { checkSequence, type SeenList } from '../../src/trust-list/sequence-memory.ts'
import { listWorld, signers } from '../sources/lists/list-world.ts'
import { writeList } from '../trust-list/list-writer.ts'
import { corpusExists, corpusPath } from './corpus.ts'

/**
 * The case of the suite that is about what was seen before. The suite signs it without the properties of
 * XAdES, for which it is refused before any memory is asked, so it is judged twice: by what the file says,
 * and signed anew as lists are.
 */
const ID = 'hostile/dsig-same-seq-different-content'
const PREDECESSOR = 'hostile/dsig-valid-empty-uri'

interface Case {
  readonly id: string
  readonly file: string
  readonly state?: { readonly last_sequence_number: number; readonly last_sha256: string }
}

const cases: readonly Case[] = corpusExists
  ? JSON.parse(readFileSync(corpusPath('xml', 'cases.json'), 'utf8')).cases
  : []

function fileOf(id: string): Buffer {
  const given = cases.find(each => each.id === id)
  if (!given) throw new Error(`the suite has no case ${id}`)
  return readFileSync(corpusPath('xml', given.file))
}

/** What a file would be remembered by. */
function seenOf(id: string): SeenList {
  const sequenceNumber = Number(/<TSLSequenceNumber>(\d+)</.exec(fileOf(id).toString())?.[1])
  const digest = createHash('sha256').update(fileOf(id)).digest('hex')
  return { territory: 'XX', sequenceNumber, digest, issued: instant('2026-05-01T00:00:00Z') }
}

/** What stands in the root of a file, with the names and the identity that every service of a list has. */
function signedAnew(id: string): Uint8Array {
  const text = fileOf(id).toString()
  const content = text.slice(text.indexOf('<SchemeInformation>'), text.indexOf('<ds:Signature'))
  const service = content
    .replace('</ServiceTypeIdentifier>', `</ServiceTypeIdentifier>${NAME}`)
    .replace('</ServiceStatus>', `</ServiceStatus>${SINCE}`)
    .replace('<TSPServices>', `${PROVIDER}<TSPServices>`)
  return writeList({ content: service, signer: signers.XX })
}

const NAME =
  '<ServiceName><Name xml:lang="en">S</Name></ServiceName><ServiceDigitalIdentity><DigitalId>' +
  `<X509Certificate>${Buffer.from(signers.stranger.certificate).toString('base64')}</X509Certificate>` +
  '</DigitalId></ServiceDigitalIdentity>'
const SINCE = '<StatusStartingTime>2020-01-01T00:00:00Z</StatusStartingTime>'
const PROVIDER = '<TSPInformation><TSPName><Name xml:lang="en">P</Name></TSPName></TSPInformation>'

describe.skipIf(!corpusExists)('a list beside the one that was seen before', () => {
  test('is what the suite says that it was', () => {
    const given = cases.find(each => each.id === ID)
    const { sequenceNumber, digest } = seenOf(PREDECESSOR)
    expect(given?.state).toEqual({ last_sequence_number: sequenceNumber, last_sha256: digest })
  })

  test.each([
    [ID, { outcome: 'violated', reason: 'same-number-other-content' }],
    [PREDECESSOR, { outcome: 'satisfied', facts: { place: 'same' } }],
  ])('%s', (id, expected) => {
    const remembered = { seen: new Map([['XX', seenOf(PREDECESSOR)]]), unreadable: new Set<string>() }
    expect(checkSequence(seenOf(id), remembered)).toMatchObject(expected)
  })

  test(`${ID}, signed as lists are, is refused by a keeper, reported, and let in by no restart`, async () => {
    const reason = 'same-number-other-content'
    const world = await listWorld()
    const shared = { store: memoryStore(), memory: memoryListMemory() }
    const digests = (keeper: ReturnType<typeof world.keeper>) => {
      const lists = keeper.current()
      const file = lists.ok
        ? lists.value.territories.find(({ territory }) => territory === 'XX')?.file
        : undefined
      return file?.sha256
    }
    try {
      world.files.set('XX.xml', signedAnew(PREDECESSOR))
      const keeper = world.keeper(shared)
      expect((await keeper.refresh()).lists['XX']).toMatchObject({ state: 'fresh', sequenceNumber: 5 })
      const good = digests(keeper)
      expect(good).toBeDefined()

      world.files.set('XX.xml', signedAnew(ID))
      for (const each of [keeper, world.keeper(shared)]) {
        world.events.length = 0
        const { lists } = await each.refresh()
        expect(lists).toMatchObject({
          XX: { state: 'fresh', sequenceNumber: 5, lastAttempt: { outcome: 'failed', reason } },
          YY: { state: 'fresh' },
        })
        expect(digests(each)).toBe(good)
        const alarm = world.events.find(event => event.kind === 'list' && event.territory === 'XX')
        expect(alarm).toMatchObject({ attempt: { outcome: 'failed', reason } })
      }

      // Where nothing is held any more, the memory alone keeps it out.
      const alone = await world.keeper({ memory: shared.memory }).refresh()
      expect(alone.lists['XX']).toMatchObject({ state: 'refused', reason })
    } finally {
      await world.close()
    }
  })
})
