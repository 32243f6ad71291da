import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certificate, extension } from '../support/certificate-writer.ts'
import { rdn, sequence, utf8 } from '../support/der-writer.ts'
import { FIXTURES } from './support.ts'

export const sound = join(FIXTURES, 'qwac.pem')
export const fixture = (name: string): string => join(FIXTURES, 'certificates', `${name}.pem`)

/** Files that are hard to judge or to show, in a folder of their own. */
export function lintFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'qwac-lint-'))
  const file = (name: string, contents: Uint8Array): string => {
    const path = join(folder, name)
    writeFileSync(path, contents)
    return path
  }
  return {
    none: join(folder, 'none.pem'),
    /**
     * Key usage is an octet string where a bit string belongs: nobody knows what it says, and little else is
     * there.
     */
    unclear: file('unclear.der', certificate({ extensions: [extension('2.5.29.15', utf8('?'))] })),
    /** A subject that speaks XML, and a tab and a right-to-left mark as well. */
    hostile: file(
      'a "b" <c>&.der',
      certificate({ subject: sequence(rdn('2.5.4.10', utf8('</testsuite>\u202e\t<x a="'))) }),
    ),
    remove: (): void => rmSync(folder, { recursive: true, force: true }),
  }
}
