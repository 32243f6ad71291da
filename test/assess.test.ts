import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { readCertificates } from '../src/encoding/pem.ts'
import {
  assess,
  authenticateLists,
  type Evidence,
  type Finding,
  instant,
  nodeCrypto,
  type OfficialJournalNotice,
  parseCertificate,
  type Report,
  type TrustListSet,
} from '../src/index.ts'

const FIXTURES = join(import.meta.dirname, '..', 'fixtures')
const read = (...path: readonly string[]): Uint8Array => new Uint8Array(readFileSync(join(FIXTURES, ...path)))
const json = (...path: readonly string[]) => JSON.parse(readFileSync(join(FIXTURES, ...path), 'utf8'))

/** What a fixture is and what should come of it, written down by the standards and not by this library. */
interface Case {
  readonly at: string
  readonly certificate: string
  readonly lotl: string
  readonly list: string
  readonly says: string
  readonly website?: Report['qualification']['website']
  readonly seal?: Pick<Report['qualification']['seal'], 'result'>
  readonly reasonsInclude?: readonly string[]
  readonly psd2?: Report['psd2']
  readonly verdict?: Report['verdict']
}

const cases: readonly Case[] = ['.', 'certificates', 'lists-defect'].flatMap(folder =>
  readdirSync(join(FIXTURES, folder))
    .filter(
      name => name.endsWith('.json') && existsSync(join(FIXTURES, folder, name)) && name !== 'notice.json',
    )
    .map(name => json(folder, name)),
)

const crypto = nodeCrypto()
const notice: OfficialJournalNotice = json('notice.json')

async function listsOf({ lotl, list }: Pick<Case, 'lotl' | 'list'>, at: string): Promise<TrustListSet> {
  return authenticateLists({
    listOfLists: { bytes: read(lotl) },
    lists: [{ bytes: read(list) }],
    notice,
    crypto,
    at: instant(at),
  })
}

async function evidenceOf(each: Case): Promise<Evidence> {
  const [certificate, ...intermediates] = certificatesOf(each.certificate)
  return { certificate: certificate!, intermediates, lists: await listsOf(each, each.at) }
}

function certificatesOf(path: string): readonly Uint8Array[] {
  const certificates = readCertificates(read(path))
  if (!certificates.ok) throw new Error(certificates.reason)
  return certificates.value
}

async function reportOn(each: Case): Promise<Report> {
  return assess(await evidenceOf(each), { at: instant(each.at), crypto })
}

describe('the fixtures, one defect each', () => {
  test.each(cases.map(each => [`${each.certificate} with ${each.lotl} and ${each.list}`, each] as const))(
    'are judged as the standards say: %s',
    async (_, each) => {
      const report = await reportOn(each)
      if (each.website !== undefined) expect(report.qualification.website).toMatchObject(each.website)
      if (each.seal !== undefined) expect(report.qualification.seal).toMatchObject(each.seal)
      for (const reason of each.reasonsInclude ?? [])
        expect(report.qualification.website.reasons).toContain(reason)
      if (each.psd2 !== undefined)
        expect(report.psd2).toEqual(each.psd2 && expect.objectContaining(each.psd2))
      if (each.verdict !== undefined) expect(report.verdict).toBe(each.verdict)
      expect(report.verdict).not.toBe('passed')
    },
  )
})

describe('a certificate without defect', () => {
  const sound: Case = json('qwac.json')
  let evidence: Evidence
  let report: Report

  beforeAll(async () => {
    evidence = await evidenceOf(sound)
    report = await assess(evidence, { at: instant(sound.at), crypto })
  })

  const open = ({ findings }: Report): readonly string[] =>
    findings
      .filter(
        ({ outcome, severity }) =>
          outcome !== 'satisfied' && outcome !== 'not-applicable' && severity === 'error',
      )
      .map(({ code }) => code)

  test('lacks only what is not consulted yet, and says so', () => {
    expect(open(report)).toEqual(['revocation.status', 'register.authorization'])
    expect(report.verdict).toBe('indeterminate')
  })

  test('gives the same report again from the same evidence', async () => {
    expect(await assess(evidence, { at: instant(sound.at), crypto })).toEqual(report)
  })

  test('has findings that each name the object they are about', () => {
    const digests = new Set(report.findings.map(({ about }) => about))
    expect([...digests].every(digest => /^[0-9a-f]{64}$/.test(digest))).toBe(true)
    expect(digests).toContain(report.certificate?.sha256)
    expect(digests.size).toBeGreaterThanOrEqual(3)
  })

  test('does not depend on what else was sent along', async () => {
    const strangers = [...certificatesOf('ca.pem'), Uint8Array.of(1, 2, 3), evidence.certificate]
    const other = await assess({ ...evidence, intermediates: strangers }, { at: instant(sound.at), crypto })
    expect(other.qualification).toEqual(report.qualification)
    expect(other.verdict).toBe(report.verdict)
    expect(other.findings.find(({ code }) => code === 'path.candidates')).toMatchObject({
      outcome: 'violated',
      severity: 'warning',
      reason: 'unreadable',
    })
  })

  test.each([
    ['notBefore', 0, undefined],
    ['before notBefore', -1000, 'not-yet-valid'],
  ])('at the moment %s is %s ms off, and the validity says %s', async (_, offset, reason) => {
    const parsed = parseCertificate(evidence.certificate)
    if (!parsed.ok) throw new Error(parsed.reason)
    const at = instant(new Date(parsed.value.validity.notBefore + offset).toISOString())
    const { findings } = await assess(evidence, { at, listsAt: instant(sound.at), crypto })
    expect(findings.find(({ code }) => code === 'certificate.validity-period')?.reason).toBe(reason)
  })

  test('needs the lists to be fresh at the moment that is asked for, whatever the moment of use', async () => {
    const stale = await assess(evidence, {
      at: instant(sound.at),
      listsAt: instant('2036-01-01T00:00:00Z'),
      crypto,
    })
    expect(stale.qualification.website.result).toBe('INDET_QWAC')
    expect(stale.qualification.website.reasons).toContain('list-of-lists-expired')
  })

  test('is never a QWAC with a bit flipped, wherever it is', async () => {
    const bits = evidence.certificate.length * 8
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bits - 1 }), async bit => {
        const certificate = Uint8Array.from(evidence.certificate)
        certificate[bit >> 3]! ^= 1 << (bit & 7)
        const flipped = await assess({ ...evidence, certificate }, { at: instant(sound.at), crypto })
        expect(flipped.qualification.website.result).not.toBe('QWAC')
        expect(flipped.verdict).not.toBe('passed')
      }),
      { numRuns: 300 },
    )
  })

  test('is not a QWAC by a list with a bit flipped, wherever it is', async () => {
    const list = read(sound.list)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: list.length * 8 - 1 }), async bit => {
        const bytes = Uint8Array.from(list)
        bytes[bit >> 3]! ^= 1 << (bit & 7)
        const lists = await authenticateLists({
          listOfLists: { bytes: read(sound.lotl) },
          lists: [{ bytes }],
          notice,
          crypto,
          at: instant(sound.at),
        })
        const flipped = await assess({ ...evidence, lists }, { at: instant(sound.at), crypto })
        // White space in tags is no part of the canonical form, so a few flips change nothing that was
        // signed.
        if (flipped.qualification.website.result === 'QWAC') {
          expect(contentOf(lists)).toEqual(contentOf(evidence.lists))
        }
      }),
      { numRuns: 200 },
    )
  })

  const contentOf = ({ territories }: TrustListSet) =>
    territories.map(({ file }) => (file?.outcome === 'authentic' ? file.list.content : undefined))
})

describe('octets that are no certificate', () => {
  test.each([
    ['nothing', new Uint8Array(0)],
    ['text', new TextEncoder().encode('no certificate')],
    ['half a certificate', certificatesOf('qwac.pem')[0]!.subarray(0, 300)],
  ])('%s gives a report without one, and fails', async (_, certificate) => {
    const sound: Case = json('qwac.json')
    const evidence = { ...(await evidenceOf(sound)), certificate }
    const report = await assess(evidence, { at: instant(sound.at), crypto })
    const [finding] = report.findings as readonly [Finding]
    expect(report).toMatchObject({ verdict: 'failed', certificate: null, psd2: null })
    expect(report.qualification.website.result).toBe('INDET_QWAC')
    expect(finding).toMatchObject({ code: 'certificate.encoding', outcome: 'violated', reason: 'malformed' })
  })
})
