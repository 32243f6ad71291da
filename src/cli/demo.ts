import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { instant } from '../core/time.ts'
import { EXIT } from './exit.ts'
import { isStop, readCertificateInput } from './read-input.ts'
import { readLists } from './read-lists.ts'
import type { Terminal } from './terminal.ts'
import { judge } from './validate.ts'
import { describeReport } from './validate-text.ts'

/** The fixtures that come with the package: minted in a sandbox, trusted by nobody. */
const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'fixtures')

/** A moment at which the fixtures are valid. */
const AT = instant('2026-06-01T12:00:00Z')

/**
 * `qwac demo`: judges the minted certificate against the minted lists. What needs revocation and a register is
 * undetermined at this stage, so `indeterminate` is what must come out, with everything else satisfied.
 */
export async function demo(terminal: Terminal): Promise<number> {
  const lists = await readLists(
    {
      lotl: join(FIXTURES, 'lotl.xml'),
      lists: join(FIXTURES, 'lists'),
      anchor: join(FIXTURES, 'notice.json'),
    },
    AT,
  )
  const certificates = await readCertificateInput(join(FIXTURES, 'qwac.pem'))
  if (isStop(lists) || isStop(certificates)) {
    terminal.note(`qwac: ${isStop(lists) ? lists.message : 'the fixtures are missing'}`)
    return EXIT.internal
  }
  const report = await judge(certificates, lists, { at: AT })
  terminal.result('A minted certificate (TEST – NOT QUALIFIED) against minted lists, offline:\n')
  terminal.result(describeReport(report, terminal))
  const open = report.findings.filter(
    ({ outcome, severity }) => outcome === 'undetermined' && severity === 'error',
  )
  const expected =
    report.verdict === 'indeterminate' && open.every(({ code }) => EXPECTED_OPEN.includes(code))
  return expected && report.qualification.website.result === 'QWAC' ? EXIT.passed : EXIT.failed
}

const EXPECTED_OPEN: readonly string[] = ['revocation.status', 'register.authorization']
