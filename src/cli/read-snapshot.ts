import { nodeCrypto } from '../crypto/node.ts'
import { verifySnapshot } from '../sources/snapshots/signature.ts'
import { decodeSnapshot, type Snapshot, type SnapshotTrust } from '../trust-list/snapshot/snapshot.ts'
import { EXIT, type Stop } from './exit.ts'
import { isStop, readInput, unreadable } from './read-input.ts'
import { shown } from './terminal.ts'

/** Who vouches for a snapshot. */
export interface SnapshotVouching {
  /** SHA-256, hexadecimal. */
  readonly digest?: string
  /** File with the public key of who signed it; the signature lies beside the snapshot, as `FILE.jws`. */
  readonly key?: string
  /** Nobody does, and that is meant. */
  readonly unvouched?: boolean
}

/** Reads a snapshot that somebody vouches for, or says why the command ends. */
export async function readSnapshot(path: string, vouching: SnapshotVouching): Promise<Snapshot | Stop> {
  const octets = await readInput(path)
  if (isStop(octets)) return octets
  const trust = await trustIn(octets, path, vouching)
  return isStop(trust) ? trust : decode(path, octets, trust)
}

/** Reads a snapshot to look at what it says, whoever wrote it. */
export async function lookAtSnapshot(path: string): Promise<Snapshot | Stop> {
  return readSnapshot(path, { unvouched: true })
}

async function decode(path: string, octets: Uint8Array, trust: SnapshotTrust): Promise<Snapshot | Stop> {
  const snapshot = await decodeSnapshot(octets, { ...trust, crypto: nodeCrypto() })
  if (snapshot.ok) return snapshot.value
  if (snapshot.reason !== 'digest-mismatch') return unreadable(path, snapshot.reason)
  return {
    code: EXIT.failed,
    message: `${shown(path)}: digest-mismatch: it is not the snapshot that was named`,
  }
}

async function trustIn(
  octets: Uint8Array,
  path: string,
  { digest, key, unvouched = false }: SnapshotVouching,
): Promise<SnapshotTrust | Stop> {
  if ([digest !== undefined, key !== undefined, unvouched].filter(Boolean).length !== 1)
    return usage('say who vouches for the snapshot, in one way: --digest, --key, or --unvouched for nobody')
  if (digest !== undefined) {
    const expected = digest.toLowerCase()
    return /^[0-9a-f]{64}$/.test(expected)
      ? { expected }
      : usage('--digest must be a SHA-256, in hexadecimal')
  }
  return key === undefined ? { unsafeUnvouched: true } : signedDigest(octets, path, key)
}

async function signedDigest(octets: Uint8Array, path: string, key: string): Promise<SnapshotTrust | Stop> {
  const [signature, publicKey] = [await readInput(`${path}.jws`), await readInput(key)]
  if (isStop(signature)) return signature
  if (isStop(publicKey)) return publicKey
  const text = new TextDecoder()
  const verified = await verifySnapshot(octets, text.decode(signature), text.decode(publicKey))
  if (verified.ok) return { expected: verified.value }
  if (verified.reason === 'key-unusable') return unreadable(key, verified.reason)
  const means =
    verified.reason === 'invalid' ? ': by another key, or over other octets than the file has' : ''
  return { code: EXIT.failed, message: `${shown(path)}.jws: signature ${verified.reason}${means}` }
}

function usage(message: string): Stop {
  return { code: EXIT.usage, message }
}
