import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { assess } from '../src/assess.ts'
import { createCaches } from '../src/caches.ts'
import { readCertificateInput } from '../src/certificate/input/input.ts'
import { instant } from '../src/core/time.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { listFolder } from '../src/sources/index.ts'
import { authenticate } from '../src/validate.ts'
import { type Contender, measureInTurn } from './in-turn.ts'
import { rsaVerification } from './rsa.ts'
import { printTable } from './table.ts'

const FIXTURES = fileURLToPath(new URL('../../fixtures', import.meta.url))
const REAL = 'certificates/quovadis-trustlink-b-v_psdnl-dnb-r161162_web_f1e0ff0c.pem'

/**
 * One assessment, lists authenticated: of a certificate that was seen before, of one that was not, and one
 * signature as the limit.
 */
export async function benchAssess(corpus: string | undefined): Promise<void> {
  const minted = { lotl: join(FIXTURES, 'lotl.xml'), lists: join(FIXTURES, 'lists') }
  const notice = JSON.parse(readFileSync(join(FIXTURES, 'notice.json'), 'utf8'))
  const file = join(FIXTURES, 'qwac.pem')
  await table('minted certificate and lists', { ...minted, notice, file, moment: '2026-06-01T12:00:00Z' })
  if (corpus === undefined) return
  const real = { lotl: join(corpus, 'lotl/eu-lotl-390.xml'), lists: join(corpus, 'lists') }
  await table('real certificate and lists', {
    ...real,
    file: join(corpus, REAL),
    moment: '2026-08-03T14:00:00Z',
  })
}

interface Material {
  readonly lotl: string
  readonly lists: string
  readonly notice?: Parameters<typeof authenticate>[1]['notice']
  readonly file: string
  readonly moment: string
}

async function table(title: string, { lotl, lists, notice, file, moment }: Material): Promise<void> {
  const crypto = nodeCrypto()
  const at = instant(moment)
  const set = await authenticate(listFolder({ lotl, lists }), { crypto, at, ...(notice && { notice }) })
  const read = await readCertificateInput(readFileSync(file))
  if (!read.ok) throw new Error(`the certificate to measure with is refused: ${read.reason}`)
  const [certificate = new Uint8Array(), ...intermediates] = read.value.certificates
  const evidence = { certificate, intermediates, lists: set }
  const [warm, known] = [createCaches(), createCaches()]
  const contenders: readonly Contender[] = [
    { name: 'one RSA-2048 verification', work: rsaVerification() },
    { name: 'a certificate seen before', work: () => assess(evidence, { at, crypto, caches: warm }) },
    {
      name: 'one not seen before, on lists that were',
      work: () => assess(evidence, { at, crypto, caches: { ...createCaches(), ...listsOf(known) } }),
    },
    { name: 'nothing seen before', work: () => assess(evidence, { at, crypto }) },
  ]
  const rows = await measureInTurn(contenders, { batch: 20, rounds: 40, of: 'fastest' })
  printTable(`One assessment, ${title} (CPU of the fastest of 40 batches)`, 'µs', rows)
}

/** What caches know of lists, and of no certificate. */
function listsOf({ names, index, findings, facts }: ReturnType<typeof createCaches>) {
  return { names, index, findings, facts }
}
