import { assess } from '../assess.ts'
import type { Instant } from '../core/time.ts'
import { nodeCrypto } from '../crypto/node.ts'
import type { TrustListSet } from '../trust-list/trust-list-set.ts'
import type { Report } from '../verdict/report.ts'
import { EXIT, type Stop } from './exit.ts'
import { isStop, readCertificateInput } from './read-input.ts'
import { type ListChoice, readLists } from './read-lists.ts'
import { shown, type Terminal } from './terminal.ts'
import { describeReport } from './validate-text.ts'

export interface ValidateOptions extends ListChoice {
  readonly chain?: readonly string[]
  readonly at: Instant
  readonly listsAt?: Instant
  readonly json?: boolean
}

/** `qwac validate CERT`: the exit code is the verdict. */
export async function validateFile(
  file: string,
  options: ValidateOptions,
  terminal: Terminal,
): Promise<number> {
  const report = await reportOn(file, options)
  if (isStop(report)) {
    terminal.note(`qwac: ${report.message}`)
    return report.code
  }
  terminal.result(options.json ? JSON.stringify(report, undefined, 2) : describeReport(report, terminal))
  if (report.certificate !== null) return EXIT[report.verdict]
  terminal.note(`qwac: ${shown(file)}: the certificate cannot be read`)
  return EXIT.unreadable
}

async function reportOn(file: string, options: ValidateOptions): Promise<Report | Stop> {
  const certificates = await readChain([file, ...(options.chain ?? [])])
  if (isStop(certificates)) return certificates
  const lists = await readLists(options, options.listsAt ?? options.at)
  return isStop(lists) ? lists : judge(certificates, lists, options)
}

/** The certificates of all files, in their order. */
async function readChain(files: readonly string[]): Promise<readonly Uint8Array[] | Stop> {
  const certificates: Uint8Array[] = []
  for (const file of files) {
    const read = await readCertificateInput(file)
    if (isStop(read)) return read
    certificates.push(...read)
  }
  return certificates
}

/** Judges the first certificate; the others may stand between it and a listed service. */
export function judge(
  [certificate = new Uint8Array(0), ...intermediates]: readonly Uint8Array[],
  lists: TrustListSet,
  { at, listsAt }: Pick<ValidateOptions, 'at' | 'listsAt'>,
): Promise<Report> {
  const evidence = { certificate, intermediates, lists }
  return assess(evidence, { at, ...(listsAt !== undefined && { listsAt }), crypto: nodeCrypto() })
}
