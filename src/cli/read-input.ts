import { readCertificates } from '../encoding/pem.ts'
import { readFileBytes } from '../sources/file.ts'
import { EXIT, type Stop } from './exit.ts'
import { shown } from './terminal.ts'

/** Reads a file, or says why the command ends. */
export async function readInput(path: string): Promise<Uint8Array | Stop> {
  const file = await readFileBytes(path)
  return file.ok ? file.value : unreadable(path, file.reason)
}

/** Reads the certificates of a file, DER or PEM, in their order. */
export async function readCertificateInput(path: string): Promise<readonly Uint8Array[] | Stop> {
  const file = await readInput(path)
  if (isStop(file)) return file
  const certificates = readCertificates(file)
  return certificates.ok ? certificates.value : unreadable(path, certificates.reason, certificates.offset)
}

export function unreadable(path: string, reason: string, offset?: number): Stop {
  const where = offset === undefined ? '' : ` at offset ${offset}`
  return { code: EXIT.unreadable, message: `${shown(path)}: ${reason}${where}` }
}

export function isStop(value: object): value is Stop {
  return 'code' in value && 'message' in value
}
