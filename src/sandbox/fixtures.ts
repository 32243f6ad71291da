import { formatInstant, instant } from '../core/time.ts'
import { CERTIFICATE_DEFECTS } from './certificate-defects.ts'
import {
  type Expectation,
  OF_CERTIFICATES,
  OF_LISTS_OF_LISTS,
  OF_NATIONAL_LISTS,
  SOUND,
} from './expectations.ts'
import { LIST_DEFECTS, SERVICE_DEFECTS } from './list-defects.ts'
import { x509 } from './peculiar.ts'
import type { MintedCertificate, TestWorld } from './test-world.ts'
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

/** Everything that belongs into `fixtures/`. There is no private key in it: keys come from the seed when needed. */
export async function fixtureFiles(): Promise<readonly FixtureFile[]> {
  const world = await createTestWorld({ seed: SEED, now: FIXTURE_MOMENT })
  const [list] = world.lists
  return [
    { path: 'notice.json', content: json(world.notice) },
    { path: SOUND_CASE.lotl, content: world.lotl },
    ...(list ? [{ path: SOUND_CASE.list, content: list.bytes }] : []),
    { path: 'ca.pem', content: pem(world.caCertificate) },
    { path: SOUND_CASE.certificate, content: bundle(await world.mint()) },
    expected({ ...SOUND_CASE, ...SOUND, says: 'Nothing is wrong.' }),
    ...(await throughIntermediate(world)),
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

async function throughIntermediate(world: TestWorld): Promise<readonly FixtureFile[]> {
  const certificate = 'certificates/through-intermediate.pem'
  const minted = await world.mint({ issuer: 'intermediate' })
  const says = 'An authority that the listed one certified issued it; its certificate follows.'
  return [
    { path: certificate, content: bundle(minted) },
    expected({ ...SOUND_CASE, certificate, ...SOUND, says }, certificate),
  ]
}

async function defectiveCertificates(world: TestWorld): Promise<readonly FixtureFile[]> {
  const files: FixtureFile[] = []
  for (const defect of keys(CERTIFICATE_DEFECTS)) {
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

/** The leaf, then what stands above it. */
function bundle({ certificate, chain }: MintedCertificate): string {
  return [certificate, ...chain].map(pem).join('')
}

function pem(der: Uint8Array): string {
  return `${x509.PemConverter.encode(new Uint8Array(der), x509.PemConverter.CertificateTag)}\n`
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function keys<T extends Readonly<Record<string, unknown>>>(table: T): readonly Extract<keyof T, string>[] {
  const names: Extract<keyof T, string>[] = []
  for (const name in table) names.push(name)
  return names
}
