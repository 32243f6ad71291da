import { describe, expect, test } from 'vitest'
import {
  authenticate,
  instant,
  NOTICES,
  nodeCrypto,
  type OfficialJournalNotice,
  validate,
} from '../../src/index.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'

/** What the sandbox mints, before the anchors of the Official Journal and before its own. */

const at = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'a seed', now: at })

const KINDS = ['listed', 'intermediate', 'cross-signed', 'withdrawn', 'taken-over', 'unlisted'] as const

async function judged(notice: OfficialJournalNotice, issuer: (typeof KINDS)[number]) {
  const { certificate, chain } = await world.mint({ issuer })
  const lists = await authenticate(world.source, { notice, crypto, at })
  const report = await validate({ certificate, intermediates: chain, at }, { lists, crypto })
  return {
    listOfLists: lists.listOfLists.outcome,
    qualified: report.qualification.website.result,
    verdict: report.verdict,
  }
}

test.each(['listed', 'intermediate', 'cross-signed'] as const)(
  'by its own notice the list of lists is accepted, and a certificate of the %s authority is a QWAC',
  async issuer => {
    const answer = await judged(world.notice, issuer)
    expect(answer).toMatchObject({ listOfLists: 'authentic', qualified: 'QWAC' })
  },
)

describe.each(NOTICES)('by the notice $id of the Official Journal', notice => {
  test.each(KINDS)(
    'neither the list of lists is accepted nor a certificate of the %s authority',
    async issuer => {
      const { listOfLists, qualified, verdict } = await judged(notice, issuer)
      expect(listOfLists).not.toBe('authentic')
      expect(qualified).not.toBe('QWAC')
      expect(verdict).not.toBe('passed')
    },
  )
})
