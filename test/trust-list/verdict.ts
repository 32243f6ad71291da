import { instant } from '../../src/core/time.ts'
import type { Crypto } from '../../src/crypto/crypto.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { readSignedList } from '../../src/trust-list/read-list.ts'
import { type Verification, verifySignedList } from '../../src/trust-list/verify.ts'
import { providers, scheme, service } from './list-content.ts'
import { type ListDraft, listSigner } from './list-writer.ts'

/** What tests of signatures share: a sound list, its signer, and one word for what became of a file. */
export const NOW = instant('2026-08-20T12:00:00Z')
export const crypto = nodeCrypto()
export const signer = listSigner()
export const content = scheme() + providers(service())
export const sound: ListDraft = { content, signer }

/** Reads and verifies a file: `authentic`, or the code and the reason of the check that ended it. */
export async function verdict(
  text: string | Uint8Array,
  pins: readonly string[] = [signer.sha256],
): Promise<string> {
  const verification = await verify(text, pins)
  if (typeof verification === 'string') return verification
  const last = verification.checks.at(-1)
  return verification.list ? 'authentic' : `${last?.code} ${last?.reason}`
}

/** @returns The reason, where the file cannot be read. */
export async function verify(
  text: string | Uint8Array,
  pins: readonly string[] = [signer.sha256],
): Promise<Verification | string> {
  const read = readSignedList(typeof text === 'string' ? new TextEncoder().encode(text) : text)
  if (!read.ok) return read.reason
  return verifySignedList(read.value, { pins: new Set(pins), crypto, at: NOW })
}

/** Verifies a list of the usual signer with other arithmetic. */
export async function verifyWith(other: Crypto, text: string): Promise<Verification> {
  const read = readSignedList(new TextEncoder().encode(text))
  if (!read.ok) throw new RangeError(read.reason)
  return verifySignedList(read.value, { pins: new Set([signer.sha256]), crypto: other, at: NOW })
}

type Edit = (xml: string) => string

export const form = (reason: string): string => `trust-list.signature-form ${reason}`
export const cut = (piece: string | RegExp): Edit => swap(piece, '')

/** Puts one piece of a text into the place of another, which must be there. */
export function swap(piece: string | RegExp, by: string): Edit {
  return xml => {
    const result = xml.replace(piece, () => by)
    if (result === xml) throw new RangeError(`not in the text: ${piece}`)
    return result
  }
}
