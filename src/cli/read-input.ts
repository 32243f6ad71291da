import { checkChainOrder, orderChain } from '../certificate/input/chain-order.ts'
import type { CertificateInput } from '../certificate/input/form.ts'
import { readCertificateInput as readForms } from '../certificate/input/input.ts'
import { parseCertificate } from '../certificate/parse.ts'
import { ok, type Result } from '../core/result.ts'
import type { Check } from '../requirements/finding.ts'
import { type FileReason, readFileBytes } from '../sources/file.ts'
import { requirementOf } from '../verdict/explain.ts'
import { EXIT, type Stop } from './exit.ts'
import { readStandardInput } from './standard-input.ts'
import { shown } from './terminal.ts'

/** Stands for the standard input where a file is asked for. */
const STANDARD_INPUT = '-'

/** Reads a file, of which as many octets as are told, or the standard input for `-`; or says why the command ends. */
export async function readInput(path: string, most?: number): Promise<Uint8Array | Stop> {
  const file = await readOctets(path, most)
  return file.ok ? file.value : unreadable(path, file.reason)
}

async function readOctets(path: string, most?: number): Promise<Result<Uint8Array, FileReason>> {
  return path === STANDARD_INPUT ? ok(await readStandardInput()) : readFileBytes(path, most)
}

/** Reads the certificates of a file in whatever form, in their order; or says why not, and what helps. */
export async function readCertificateInput(path: string): Promise<CertificateInput | Stop> {
  const file = await readInput(path)
  if (isStop(file)) return file
  const read = await readForms(file)
  if (read.ok) return read.value
  const { means, remedy } = requirementOf('input.certificates').reasons[read.reason] ?? {
    means: '',
    remedy: '',
  }
  const { code, message } = unreadable(path, read.reason, read.offset)
  return { code, message: `${message}\n  ${means}\n  → ${remedy}` }
}

/** What a file holds for a judgement: the certificate that is meant, and what was given with it. */
export interface ChainInput {
  readonly certificate: Uint8Array
  readonly intermediates: readonly Uint8Array[]
  /** What there is to say about the order of several; nothing about one. */
  readonly checks: readonly Check[]
}

/** Reads a file whose certificates belong together, and finds the one that is meant. */
export async function readChainInput(path: string): Promise<ChainInput | Stop> {
  const input = await readCertificateInput(path)
  return isStop(input) ? input : chainOf(input.certificates)
}

/**
 * Where the first cannot be read, nobody can say whether it issued another, and it is taken as the one that is meant: the
 * judgement says that it cannot be read. Others that cannot be read are handed on behind those that can.
 */
function chainOf(certificates: readonly Uint8Array[]): ChainInput {
  const [certificate = new Uint8Array(0), ...intermediates] = certificates
  const asGiven = { certificate, intermediates, checks: [] }
  if (intermediates.length === 0 || !parseCertificate(certificate).ok) return asGiven
  const read = certificates.map(bytes => ({ bytes, parsed: parseCertificate(bytes) }))
  const order = orderChain(read.flatMap(({ parsed }) => (parsed.ok ? [parsed.value] : [])))
  if (order === undefined) return asGiven
  const others = [...order.issuers, ...order.unused].map(({ bytes }) => bytes)
  const unreadableOnes = read.filter(({ parsed }) => !parsed.ok).map(({ bytes }) => bytes)
  return {
    certificate: order.leaf.bytes,
    intermediates: [...others, ...unreadableOnes],
    checks: checkChainOrder(order),
  }
}

export function unreadable(path: string, reason: string, offset?: number): Stop {
  const where = offset === undefined ? '' : ` at offset ${offset}`
  return { code: EXIT.unreadable, message: `${shown(path)}: ${reason}${where}` }
}

export function isStop(value: object): value is Stop {
  return 'code' in value && 'message' in value
}
