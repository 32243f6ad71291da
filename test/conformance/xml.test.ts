import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { readXml } from '../../src/encoding/xml/xml.ts'
import { readSignedList } from '../../src/trust-list/read-list.ts'
import { verifySignedList } from '../../src/trust-list/verify.ts'
import { corpusExists, corpusPath } from './corpus.ts'
import exceptions from './exceptions.json' with { type: 'json' }

interface Case {
  readonly id: string
  readonly file: string
  readonly rationale: string
  readonly trust?: string
  readonly expected: { readonly outcome: string }
  readonly limits?: { readonly max_ms: number; readonly max_extra_heap_mb: number }
}

const cases: readonly Case[] = corpusExists
  ? JSON.parse(readFileSync(corpusPath('xml', 'cases.json'), 'utf8')).cases
  : []

/** Lists of their time: the algorithms were good enough then, and are still. */
const NOW = instant('2026-08-20T12:00:00Z')
const crypto = nodeCrypto()

function bytesOf({ file }: Case): Uint8Array {
  const bytes = readFileSync(corpusPath('xml', file))
  return new Uint8Array(file.endsWith('.gz') ? gunzipSync(bytes) : bytes)
}

function parsed(bytes: Uint8Array): string {
  const nothing = () => undefined
  const handler = { open: nothing, close: nothing, text: nothing, comment: nothing, instruction: nothing }
  const read = readXml(bytes, handler)
  return read.ok ? 'parsed' : read.reason
}

/** Pins the signer that the case trusts; where it names none, whoever signed. */
async function verdict(given: Case, bytes: Uint8Array): Promise<string> {
  const read = readSignedList(bytes)
  if (!read.ok) return read.reason
  const { signature } = read.value
  const trusted = given.trust
    ? readFileSync(corpusPath('xml', given.trust))
    : signature.ok
      ? signature.value.keyInfo.certificate
      : new Uint8Array()
  const pins = new Set([createHash('sha256').update(trusted).digest('hex')])
  const { list, checks } = await verifySignedList(read.value, { pins, crypto, at: NOW })
  return list ? 'authentic' : (checks.at(-1)?.reason ?? '')
}

/** What this library makes of a case, in the words of the suite. */
async function outcomeOf(given: Case, bytes: Uint8Array): Promise<string> {
  const { outcome } = given.expected
  if (outcome === 'bounded') return outcome
  if (outcome === 'parse-error' || outcome === 'accept-parse') {
    return parsed(bytes) === 'parsed' ? 'accept-parse' : 'parse-error'
  }
  const word = await verdict(given, bytes)
  if (word !== 'authentic') return `reject: ${word}`
  return outcome
}

describe.skipIf(!corpusExists)('XML cases', () => {
  test.each(cases.map(given => [given.id, given] as const))('%s', async (id, given) => {
    const bytes = bytesOf(given)
    const exception = exceptions.find(each => each.suite === 'xml' && each.id === id)
    const actual = await outcomeOf(given, bytes)
    const expected = exception?.actual ?? given.expected.outcome
    expect(actual.startsWith(expected), `${actual}: ${given.rationale}`).toBe(true)
  })

  test.each(cases.filter(({ limits }) => limits).map(given => [given.id, given] as const))(
    '%s stays within its time and memory',
    async (_, given) => {
      const bytes = bytesOf(given)
      const before = process.memoryUsage().heapUsed
      const start = performance.now()
      parsed(bytes)
      await verdict(given, bytes)
      const spent = performance.now() - start
      const extra = (process.memoryUsage().heapUsed - before) / 1e6
      expect(spent).toBeLessThan(given.limits?.max_ms ?? 0)
      expect(extra).toBeLessThan(given.limits?.max_extra_heap_mb ?? 0)
    },
  )
})
