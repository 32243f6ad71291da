import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCertificates } from '../../src/encoding/pem.ts'

/** Where the fixtures are, seen from the folder in which the command is given. */
const FIXTURES = 'fixtures'

/**
 * Certificates to begin from, DER: those of the fixtures, which the sandbox minted, and those of the corpus
 * where there is one.
 */
export function certificateSeeds(corpus: string | undefined): readonly Uint8Array[] {
  const minted = [...certificatesIn(FIXTURES), ...certificatesIn(join(FIXTURES, 'certificates'))]
  if (corpus === undefined) return minted
  const folders = [join(corpus, 'certificates'), join(corpus, 'certificates', 'issuers')]
  return [...minted, ...folders.flatMap(certificatesIn), ...lintCases(corpus)]
}

function certificatesIn(folder: string): readonly Uint8Array[] {
  const files = readdirSync(folder).filter(name => name.endsWith('.pem'))
  return files.toSorted().flatMap(name => certificatesOf(readFileSync(join(folder, name))))
}

function lintCases(corpus: string): readonly Uint8Array[] {
  const { cases }: { cases: readonly { pem: string }[] } = JSON.parse(
    readFileSync(join(corpus, 'etsi-lint', 'pkilint-etsi.json'), 'utf8'),
  )
  return cases.flatMap(({ pem }) => certificatesOf(Buffer.from(pem)))
}

function certificatesOf(file: Uint8Array): readonly Uint8Array[] {
  const read = readCertificates(new Uint8Array(file))
  return read.ok ? read.value : []
}
