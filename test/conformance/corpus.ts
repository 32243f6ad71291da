import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where the conformance corpus lies; undefined where the environment does not say. */
export const corpus: string | undefined = process.env['QWAC_CORPUS'] || undefined

/** A file or folder of the corpus. */
export function corpusPath(...parts: readonly string[]): string {
  return join(corpus ?? '', ...parts)
}

/** Whether a missing corpus is a failure, as it is in continuous integration. */
export const corpusRequired = process.env['QWAC_REQUIRE_CORPUS'] === '1'

export const corpusExists = corpus !== undefined && existsSync(join(corpus, 'README.md'))
