import { createHash } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { authenticate, instant, nodeCrypto, type Report, validate } from '../../src/index.ts'
import { createTestWorld, type MintedCertificate } from '../../src/sandbox/index.ts'
import { httpClient, revocationSources } from '../../src/sources/index.ts'

/** Lists of every kind that the sandbox makes, through whole validations. */

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'kinds', now, responders: true })
const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })
const before = await world.crl()
const [good, revoked] = [await world.mint({ subject: 'Good' }), await world.mint({ subject: 'Revoked' })]
const indirect = { revocationList: 'indirect' } as const
const goodThere = await world.mint({ subject: 'Good There', ...indirect })
const revokedThere = await world.mint({ subject: 'Revoked There', ...indirect })
for (const each of [revoked, revokedThere]) world.revoke(each, { reason: 'keyCompromise' })
const cleared = await world.crl()
const { crlSigner, indirectCrlSigner } = await world.delegates()
afterAll(() => world.close())

const said = ({ findings }: Report) =>
  findings
    .filter(({ code }) => code === 'revocation.status' || code === 'revocation.crl')
    .map(({ code, outcome, reason }) => `${code.slice('revocation.'.length)} ${reason ?? outcome}`)

async function judge(
  { certificate, chain }: MintedCertificate,
  crls: readonly Uint8Array[],
  signers: readonly Uint8Array[] = [],
): Promise<readonly string[]> {
  const question = { certificate, intermediates: [...chain, ...signers], crls, at: now }
  return said(await validate(question, { lists, crypto }))
}

describe('a list', () => {
  type Row = readonly [string, Parameters<typeof world.crl>[0], readonly Uint8Array[], string, string]

  test.each<Row>([
    ['of everything', {}, [], 'satisfied', 'revoked'],
    ['for the distribution point', { scope: 'partitioned' }, [], 'satisfied', 'revoked'],
    ['that a delegate signed', { signer: 'delegated' }, [crlSigner], 'satisfied', 'revoked'],
    [
      'of the distribution point that a delegate signed, whose own status nothing tells',
      { scope: 'partitioned', signer: 'delegated' },
      [crlSigner],
      'no-usable-evidence',
      'revoked',
    ],
    [
      'that a delegate signed whom nobody sent',
      { signer: 'delegated' },
      [],
      'no-usable-evidence',
      'no-usable-evidence',
    ],
    [
      'that a delegate signed, and another was sent',
      { signer: 'delegated' },
      [indirectCrlSigner],
      'no-usable-evidence',
      'no-usable-evidence',
    ],
    [
      'that a stranger signed',
      { signer: 'stranger' },
      [crlSigner],
      'no-usable-evidence',
      'no-usable-evidence',
    ],
    [
      'for another distribution point',
      { scope: 'other-partition' },
      [],
      'no-usable-evidence',
      'no-usable-evidence',
    ],
    ['of changes alone', { scope: 'delta' }, [], 'no-usable-evidence', 'revoked'],
    ['that ended', { freshness: 'stale' }, [], 'stale', 'stale'],
    [
      'that ended, of the distribution point',
      { freshness: 'stale', scope: 'partitioned' },
      [],
      'stale',
      'stale',
    ],
    ['from the future', { freshness: 'future' }, [], 'no-usable-evidence', 'no-usable-evidence'],
    ['of several authorities', { scope: 'indirect' }, [indirectCrlSigner], 'not-checked', 'not-checked'],
  ])('%s', async (_, options, signers, ofGood, ofRevoked) => {
    const list = await world.crl(options)
    expect((await judge(good, [list], signers))[0]).toBe(`status ${ofGood}`)
    expect((await judge(revoked, [list], signers))[0]).toBe(`status ${ofRevoked}`)
  })

  test('of changes, beside the complete one before it', async () => {
    const both = [before, await world.crl({ scope: 'delta' })]
    expect((await judge(good, both))[0]).toBe('status satisfied')
    expect((await judge(revoked, both))[0]).toBe('status revoked')
  })
})

describe('an indirect list', () => {
  /** What the list itself comes to; its signer is cleared by the list of the authority that certified it. */
  async function told(each: MintedCertificate, list: Uint8Array, signers: readonly Uint8Array[]) {
    const question = { certificate: each.certificate, intermediates: signers, crls: [list, cleared], at: now }
    const { findings } = await validate(question, { lists, crypto })
    const sha256 = createHash('sha256').update(list).digest('hex')
    const found = findings.find(({ about }) => about === sha256)
    return found?.reason ?? found?.outcome
  }

  test('decides about certificates that name its signer, and whom it tells is revoked', async () => {
    const list = await world.crl({ scope: 'indirect' })
    expect(await told(goodThere, list, [indirectCrlSigner])).toBe('satisfied')
    expect(await told(revokedThere, list, [indirectCrlSigner])).toBe('status-revoked')
    expect(await told(good, list, [indirectCrlSigner])).toBe('other-issuer')
  })

  test.each<[string, Parameters<typeof world.crl>[0], readonly Uint8Array[], string]>([
    ['without the certificate of its signer', { scope: 'indirect' }, [], 'signer-not-found'],
    [
      'that a stranger signed',
      { scope: 'indirect', signer: 'stranger' },
      [indirectCrlSigner],
      'signature-wrong',
    ],
    ['from the future', { scope: 'indirect', freshness: 'future' }, [indirectCrlSigner], 'not-yet-valid'],
  ])('%s decides nothing', async (_, options, signers, reason) => {
    const list = await world.crl(options)
    for (const each of [goodThere, revokedThere]) expect(await told(each, list, signers)).toBe(reason)
  })

  test('that ended decides nothing, and hides no revocation that another list tells', async () => {
    const list = await world.crl({ scope: 'indirect', freshness: 'stale' })
    expect(await told(goodThere, list, [indirectCrlSigner])).toBe('stale')
    const both = [list, cleared]
    expect((await judge(revokedThere, both, [indirectCrlSigner]))[0]).toBe('status revoked')
    expect((await judge(revokedThere, both.toReversed(), [indirectCrlSigner]))[0]).toBe('status revoked')
  })

  test('whose signer nothing clears decides nothing by its silence, and hides no revocation', async () => {
    const list = [await world.crl({ scope: 'indirect' })]
    expect(await judge(goodThere, list, [indirectCrlSigner])).toEqual([
      'status no-usable-evidence',
      'crl signer-status-open',
    ])
    expect(await judge(revokedThere, list, [indirectCrlSigner])).toEqual([
      'status revoked',
      'crl status-revoked',
    ])
  })

  test("stands beside the issuer's own list, which counts wherever certificates point", async () => {
    expect((await judge(goodThere, [cleared]))[0]).toBe('status satisfied')
    expect((await judge(revokedThere, [cleared]))[0]).toBe('status revoked')
  })
})

describe('a responder serves', () => {
  const port = Number(new URL(world.addresses.crl ?? '').port)
  const client = httpClient({ hosts: new Set(['127.0.0.1']), ports: [port], unsafeAddresses: ['127.0.0.1'] })
  const { crl } = revocationSources({ client, timeout: 60_000 })

  test.each([
    ['LU-listed.crl', goodThere, 'satisfied'],
    ['LU-listed.crl', revokedThere, 'revoked'],
    ['LU-listed-other.crl', good, 'no-usable-evidence'],
    ['LU-listed-indirect.crl', good, 'not-checked'],
    ['LU-listed-delta.crl', good, 'no-usable-evidence'],
  ])('%s, of which the judge makes the same', async (name, each, expected) => {
    const came = await crl?.crl(`${world.addresses.crl}/${name}`, new AbortController().signal)
    expect((await judge(each, came?.ok ? [came.value] : []))[0]).toBe(`status ${expected}`)
  })
})
