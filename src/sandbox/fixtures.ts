import { formatInstant, instant } from '../core/time.ts'
import { CERTIFICATE_DEFECTS } from './certificates/certificate-defects.ts'
import {
  BY_ISSUER,
  type Expectation,
  OF_CERTIFICATES,
  OF_LISTS_OF_LISTS,
  OF_NATIONAL_LISTS,
  SOUND,
} from './expectations.ts'
import { LIST_DEFECTS, SERVICE_DEFECTS } from './lists/list-defects.ts'
import { CERTIFICATE_DEFECT_NAMES, type MintOptions } from './mint-options.ts'
import { daysAfter } from './moments.ts'
import { bundle, pem } from './pem.ts'
import type { TestWorld } from './test-world.ts'
import { createTestWorld } from './world.ts'

/** The moment at which the fixtures are to be judged. */
export const FIXTURE_MOMENT = instant('2026-06-01T12:00:00Z')
const SEED = 'fixtures'

/** A file by its path, relative and with slashes. */
export interface FixtureFile {
  readonly path: string
  readonly content: string | Uint8Array
}

/** What to judge together, and what is to be expected. Paths are relative to the folder of fixtures. */
export interface FixtureCase extends Expectation {
  readonly says: string
  readonly at: string
  readonly certificate: string
  readonly lotl: string
  readonly list: string
}

/**
 * Everything that belongs into `fixtures/`. There is no private key in it: keys come from the seed when
 * needed.
 */
export async function fixtureFiles(): Promise<readonly FixtureFile[]> {
  const world = await createTestWorld({ seed: SEED, now: FIXTURE_MOMENT })
  return [
    { path: 'notice.json', content: json(world.notice) },
    { path: SOUND_CASE.lotl, content: world.lotl },
    { path: 'earlier/notice.json', content: json(world.earlierNotice) },
    ...world.pivots.map((content, index) => ({ path: `earlier/pivots/${index + 1}.xml`, content })),
    ...world.lists.map(({ territory, bytes }) => ({ path: `lists/${territory}.xml`, content: bytes })),
    { path: 'ca.pem', content: pem(world.caCertificate) },
    { path: SOUND_CASE.certificate, content: bundle(await world.mint()) },
    expected({ ...SOUND_CASE, ...SOUND, says: 'Nothing is wrong.' }),
    ...(await certificatesByIssuer(world)),
    ...(await defectiveCertificates(world)),
    ...(await defectiveLists(world)),
  ]
}

const SOUND_CASE = {
  at: formatInstant(FIXTURE_MOMENT),
  certificate: 'qwac.pem',
  lotl: 'lotl.xml',
  list: 'lists/LU.xml',
}

const LU_CSSF = { id: 'LU-CSSF', name: 'Commission for the Supervision of Financial Sector' } as const

/** How each came about, and in words. */
const ISSUED: Readonly<Record<keyof typeof BY_ISSUER, Issued>> = {
  'through-intermediate': {
    says: 'An authority that the listed one certified issued it; its certificate follows.',
    options: { issuer: 'intermediate' },
  },
  'through-cross-certificate': {
    says: 'An authority with a root of its own, which the listed one certified too, issued it; that certificate follows.',
    options: { issuer: 'cross-signed' },
  },
  'from-another-territory': {
    says: 'The listed authority of another territory issued it; the list there has version 5.',
    options: { territory: 'AT', authority: LU_CSSF },
  },
  'issuer-withdrawn': {
    says: 'Its issuer was withdrawn before it was issued.',
    options: { issuer: 'withdrawn' },
  },
  'issuer-withdrawn-since': {
    says: 'Its issuer was withdrawn after it was issued.',
    options: { issuer: 'withdrawn', notBefore: daysAfter(FIXTURE_MOMENT, -180) },
  },
  'issuer-taken-over': {
    says: 'Another provider runs its issuer since a year ago; criteria in the list say that it is for websites.',
    options: { issuer: 'taken-over' },
  },
  seal: { says: 'It is for seals, and qualified for them.', options: { kind: 'seal' } },
}

interface Issued {
  readonly says: string
  readonly options: MintOptions
}

async function certificatesByIssuer(world: TestWorld): Promise<readonly FixtureFile[]> {
  const files: FixtureFile[] = []
  for (const name of keys(ISSUED)) {
    const certificate = `certificates/${name}.pem`
    const { says, options } = ISSUED[name]
    const list = `lists/${options.territory ?? 'LU'}.xml`
    files.push({ path: certificate, content: bundle(await world.mint(options)) })
    files.push(expected({ ...SOUND_CASE, certificate, list, says, ...BY_ISSUER[name] }, certificate))
  }
  return files
}

async function defectiveCertificates(world: TestWorld): Promise<readonly FixtureFile[]> {
  const files: FixtureFile[] = []
  for (const defect of CERTIFICATE_DEFECT_NAMES) {
    const certificate = `certificates/${defect}.pem`
    const { says } = CERTIFICATE_DEFECTS[defect]
    files.push({ path: certificate, content: bundle(await world.mint({ defect })) })
    files.push(expected({ ...SOUND_CASE, certificate, says, ...OF_CERTIFICATES[defect] }, certificate))
  }
  return files
}

async function defectiveLists(world: TestWorld): Promise<readonly FixtureFile[]> {
  const files: FixtureFile[] = []
  for (const defect of keys(LIST_DEFECTS)) {
    const lotl = `lists-defect/lotl-${defect}.xml`
    const { says } = LIST_DEFECTS[defect]
    files.push({ path: lotl, content: await world.lotlWith(defect) })
    files.push(expected({ ...SOUND_CASE, lotl, says, ...OF_LISTS_OF_LISTS[defect] }, lotl))
  }
  const defects = { ...LIST_DEFECTS, ...SERVICE_DEFECTS }
  for (const defect of keys(defects)) {
    const list = `lists-defect/${defect}.xml`
    const { says } = defects[defect]
    files.push({ path: list, content: await world.listWith(defect) })
    files.push(expected({ ...SOUND_CASE, list, says, ...OF_NATIONAL_LISTS[defect] }, list))
  }
  return files
}

/** Stands beside what it speaks of, under the same name. */
function expected(content: FixtureCase, beside: string = content.certificate): FixtureFile {
  return { path: beside.replace(/\.[a-z]+$/, '.json'), content: json(content) }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function keys<T extends Readonly<Record<string, unknown>>>(table: T): readonly Extract<keyof T, string>[] {
  const names: Extract<keyof T, string>[] = []
  for (const name in table) names.push(name)
  return names
}
