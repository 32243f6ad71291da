import { ok, type Result } from '../core/result.ts'
import { type FileReason, readFileBytes } from '../sources/file.ts'
import { EXIT, type Stop } from './exit.ts'
import { readStandardInput } from './standard-input.ts'
import { shown } from './terminal.ts'

/** Stands for the standard input where a file is asked for. */
const STANDARD_INPUT = '-'

/**
 * Reads a file, of which as many octets as are told, or the standard input for `-`; or says why the command
 * ends.
 */
export async function readInput(path: string, most?: number): Promise<Uint8Array | Stop> {
  const file = await readOctets(path, most)
  return file.ok ? file.value : unreadable(path, file.reason)
}

async function readOctets(path: string, most?: number): Promise<Result<Uint8Array, FileReason>> {
  return path === STANDARD_INPUT ? ok(await readStandardInput()) : readFileBytes(path, most)
}

export function unreadable(path: string, reason: string, offset?: number): Stop {
  const where = offset === undefined ? '' : ` at offset ${offset}`
  return { code: EXIT.unreadable, message: `${shown(path)}: ${reason}${where}` }
}

export function isStop(value: object): value is Stop {
  return 'code' in value && 'message' in value
}
