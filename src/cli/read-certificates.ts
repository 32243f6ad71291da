import { checkChainOrder, orderChain } from '../certificate/input/chain-order.ts'
import type { CertificateInput } from '../certificate/input/form.ts'
import { readCertificateInput as readForms } from '../certificate/input/input.ts'
import { parseCertificate } from '../certificate/parse.ts'
import type { Check } from '../requirements/finding.ts'
import { requirementOf } from '../verdict/explain.ts'
import type { Stop } from './exit.ts'
import { isStop, readInput, unreadable } from './read-input.ts'

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
 * Where the first cannot be read, nobody can say whether it issued another, and it is taken as the one that
 * is meant: the judgement says that it cannot be read. Others that cannot be read are handed on behind those
 * that can.
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
