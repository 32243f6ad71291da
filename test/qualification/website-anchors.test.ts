import { beforeAll, describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { type Instant, instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { websiteAnchors } from '../../src/qualification/website-anchors.ts'
import { authenticateLists } from '../../src/trust-list/authenticate.ts'
import {
  authority,
  provider,
  publishLists,
  purpose,
  signers,
  type WorldPlan,
  websiteService,
} from '../support/website-lists.ts'
import { CA_QC, GRANTED, WITHDRAWN } from '../trust-list/list-content.ts'

const NOW = instant('2026-08-20T12:00:00Z')
const WEBSITES = purpose('ForWebSiteAuthentication')

let one: Certificate
let other: Certificate
beforeAll(async () => {
  one = (await authority('one')).certificate
  other = (await authority('other')).certificate
})

async function anchorsOf(plan: WorldPlan, { at = NOW, turned = false } = {}) {
  const { notice, lotl, lists } = publishLists(plan)
  const given = Object.values(lists).map(bytes => ({ bytes }))
  const set = await authenticateLists({
    listOfLists: { bytes: lotl },
    lists: turned ? given.toReversed() : given,
    notice,
    crypto: nodeCrypto(),
    at,
  })
  return websiteAnchors(set, at)
}

/** How many anchors there are where XX lists one service. */
async function count(service: string, at?: Instant): Promise<number> {
  const found = await anchorsOf({ XX: { providers: [provider('P', service)] } }, at ? { at } : {})
  return found.anchors.length
}

describe('a service gives its certificates where it', () => {
  test.each([
    ['is granted and for websites', {}, 1],
    ['is withdrawn', { status: WITHDRAWN }, 0],
    ['has another good word for its status', { status: GRANTED.replace('granted', 'accredited') }, 0],
    ['has a status of another address', { status: 'https://example.com/Svcstatus/granted' }, 0],
    ['is for seals', { extensions: purpose('ForeSeals') }, 0],
    ['is for websites and seals', { extensions: WEBSITES + purpose('ForeSeals') }, 1],
    ['says not what it is for', { extensions: '' }, 0],
    ['is of another type', { type: CA_QC.replace('CA/QC', 'CA/PKC') }, 0],
  ])('%s: %#', async (_, plan, expected) => {
    expect(await count(websiteService([one.bytes], plan))).toBe(expected)
  })

  test.each([
    ['2026-01-31T23:59:59Z', 0],
    ['2026-02-01T00:00:00Z', 1],
    ['2026-05-31T23:59:59Z', 1],
    ['2026-06-01T00:00:00Z', 0],
  ])('is granted at the moment: at %s there are %i', async (at, expected) => {
    const states = [{ status: GRANTED, since: '2026-02-01T00:00:00Z', extensions: WEBSITES }]
    const plan = { status: WITHDRAWN, since: '2026-06-01T00:00:00Z' }
    expect(await count(websiteService([one.bytes], plan, states), instant(at))).toBe(expected)
  })

  test('has a past in order, where the past is asked', async () => {
    const past = (since: string) => ({ status: GRANTED, since, extensions: WEBSITES })
    const plan = { status: WITHDRAWN, since: '2026-06-01T00:00:00Z' }
    const disorder = [past('2026-02-01T00:00:00Z'), past('2026-03-01T00:00:00Z')]
    const at = instant('2026-05-01T00:00:00Z')
    expect(await count(websiteService([one.bytes], plan, disorder), at)).toBe(0)
    expect(await count(websiteService([one.bytes], plan, disorder.toReversed()), at)).toBe(1)
  })

  test('all of them, and those that cannot be read are counted', async () => {
    const service = websiteService([one.bytes, Uint8Array.of(0x30, 0), other.bytes])
    const found = await anchorsOf({ XX: { providers: [provider('P', service)] } })
    expect([found.anchors.length, found.unreadable]).toEqual([2, 1])
  })
})

describe('a list gives its services where it', () => {
  const providers = () => [provider('P', websiteService([one.bytes]))]
  const due = (moment: string) => ({ nextUpdate: `<NextUpdate><dateTime>${moment}</dateTime></NextUpdate>` })

  test.each([
    ['is due now', () => ({ providers: providers(), ...due('2026-08-20T12:00:00Z') }), 1, undefined],
    [
      'was due a second ago',
      () => ({ providers: providers(), ...due('2026-08-20T11:59:59Z') }),
      0,
      'list-expired',
    ],
    [
      'is closed',
      () => ({ providers: providers(), nextUpdate: '<NextUpdate></NextUpdate>' }),
      0,
      'list-closed',
    ],
    [
      'is signed by a stranger',
      () => ({ providers: providers(), signer: signers.stranger }),
      0,
      'list-refused',
    ],
    ['is not there', () => undefined, 0, 'list-missing'],
  ])('%s: %#', async (_, plan, anchors, obstacle) => {
    const XX = plan()
    const found = await anchorsOf(XX ? { XX } : {})
    expect(found.anchors.length).toBe(anchors)
    expect(found.lists.map(use => use.obstacle)).toEqual([obstacle, 'list-missing'])
  })

  test('and no list gives any where the list of lists is overdue', async () => {
    const lotl = due('2026-08-20T11:59:59Z')
    const found = await anchorsOf({ lotl, XX: { providers: providers() } })
    expect(found.anchors).toEqual([])
    expect(found.lists.map(({ obstacle }) => obstacle)).toEqual([
      'list-of-lists-expired',
      'list-of-lists-expired',
    ])
  })
})

describe('a certificate that is listed twice', () => {
  const plan = (): WorldPlan => ({
    XX: { providers: [provider('P', websiteService([one.bytes, one.bytes]), websiteService([one.bytes]))] },
    YY: {
      providers: [provider('Q', websiteService([other.bytes])), provider('P', websiteService([one.bytes]))],
    },
  })

  test('is there once, with every entry that has it', async () => {
    const { anchors } = await anchorsOf(plan())
    expect(anchors.map(({ certificate }) => certificate.bytes)).toEqual([one.bytes, other.bytes])
    expect(anchors[0]?.entries.map(({ territory }) => territory)).toEqual(['XX', 'XX', 'YY'])
  })

  test('and all of them stand in one order, whatever that of the files', async () => {
    const words = ({ anchors }: Awaited<ReturnType<typeof anchorsOf>>) =>
      anchors.map(({ certificate, entries }) => [
        Buffer.from(certificate.bytes).toString('hex'),
        entries.map(({ territory }) => territory),
      ])
    expect(words(await anchorsOf(plan(), { turned: true }))).toEqual(words(await anchorsOf(plan())))
  })
})
