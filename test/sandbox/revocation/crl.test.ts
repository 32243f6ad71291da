import { X509Certificate } from 'node:crypto'
import * as pkijs from 'pkijs'
import { describe, expect, test } from 'vitest'
import { toHex } from '../../../src/core/bytes.ts'
import { type Instant, instant } from '../../../src/core/time.ts'
import { KEY_KINDS } from '../../../src/sandbox/mint-options.ts'
import type { CrlOptions, RevocationReason } from '../../../src/sandbox/revocation/options.ts'
import { installed } from '../../support/installed.ts'
import { openssl, seconds } from '../openssl.ts'
import { NOW, revocationWorld } from '../revocation-world.ts'

const world = await revocationWorld()
const good = await world.mint({ subject: 'Good' })
const revoked = await world.mint({ subject: 'Revoked' })
const long = await world.mint({ subject: 'Long Revoked' })
world.revoke(long, { at: instant('2026-05-10T08:00:00Z') })
const before = await world.crl()
world.revoke(revoked, { reason: 'keyCompromise', invalidityDate: instant('2026-05-20T00:00:00Z') })

const serial = (certificate: Uint8Array) => new X509Certificate(certificate).serialNumber.toLowerCase()

/** Read by pkijs, which wrote nothing of it. */
function read(der: Uint8Array) {
  const crl = pkijs.CertificateRevocationList.fromBER(new Uint8Array(der))
  return {
    tbs: toHex(new Uint8Array(crl.tbs)),
    thisUpdate: crl.thisUpdate.value.toISOString(),
    nextUpdate: crl.nextUpdate?.value.toISOString(),
    extensions: crl.crlExtensions?.extensions.map(({ extnID, critical }) => [extnID, critical]),
    number: numberIn(crl.crlExtensions, '2.5.29.20'),
    base: numberIn(crl.crlExtensions, '2.5.29.27'),
    scope: crl.crlExtensions?.extensions.find(({ extnID }) => extnID === '2.5.29.28')?.parsedValue,
    entries: (crl.revokedCertificates ?? []).map(entry => ({
      serial: toHex(new Uint8Array(entry.userCertificate.valueBlock.valueHexView)),
      at: entry.revocationDate.value.toISOString(),
      extensions: entry.crlEntryExtensions?.extensions.map(
        ({ extnID, critical, extnValue }) =>
          `${extnID}${critical ? ' critical' : ''} ${toHex(extnValue.valueBlock.valueHexView)}`,
      ),
    })),
  }
}

function numberIn(extensions: pkijs.Extensions | undefined, id: string): bigint | undefined {
  const value = extensions?.extensions.find(({ extnID }) => extnID === id)?.extnValue.valueBlock.valueHexView
  return value && BigInt(`0x${toHex(value.subarray(2))}`)
}

const serialsIn = (der: Uint8Array) => read(der).entries.map(entry => entry.serial)

describe('a complete list', () => {
  test('says what was revoked, when and why, in the order of serial numbers', async () => {
    const { entries, scope, base } = read(await world.crl())
    const expected = [
      { serial: serial(long), at: '2026-05-10T08:00:00.000Z', extensions: undefined },
      {
        serial: serial(revoked),
        at: '2026-06-01T12:00:00.000Z',
        extensions: ['2.5.29.21 0a0101', '2.5.29.24 180f32303236303532303030303030305a'],
      },
    ]
    expect(entries).toEqual(expected.sort((a, b) => (a.serial < b.serial ? -1 : 1)))
    expect([scope, base]).toEqual([undefined, undefined])
  })

  test('has no field for entries where there are none', async () => {
    const { crl } = await revocationWorld()
    const list = pkijs.CertificateRevocationList.fromBER(new Uint8Array(await crl()))
    expect(list.revokedCertificates).toBeUndefined()
  })

  test('has a key identifier, a number and the address of its delta, none of them critical', async () => {
    expect(read(await world.crl()).extensions).toEqual([
      ['2.5.29.35', false],
      ['2.5.29.20', false],
      ['2.5.29.46', false],
    ])
  })

  test.each([
    ['unspecified', undefined],
    ['keyCompromise', '0a0101'],
    ['cACompromise', '0a0102'],
    ['affiliationChanged', '0a0103'],
    ['superseded', '0a0104'],
    ['cessationOfOperation', '0a0105'],
    ['certificateHold', '0a0106'],
    ['privilegeWithdrawn', '0a0109'],
    ['aACompromise', '0a010a'],
  ] as const)('for the reason %s has the reason code %s', async (reason, code) => {
    const { crl, mint, revoke } = await revocationWorld()
    revoke(await mint(), { reason })
    expect(read(await crl()).entries[0]?.extensions).toEqual(code && [`2.5.29.21 ${code}`])
  })

  test('has the number that is asked for', async () => {
    expect(read(await world.crl({ number: 7 })).number).toBe(7n)
    expect(read(await world.crl({ number: 0 })).number).toBe(0n)
  })
})

describe('what a list is made of', () => {
  test.each([['full'], ['delta'], ['partitioned'], ['other-partition'], ['indirect']] as const)(
    '%s: the same state gives the same octets to be signed, in whatever order it came',
    async scope => {
      const lists: string[] = []
      for (const order of [
        ['A', 'B', 'C'],
        ['C', 'A', 'B'],
      ]) {
        const { crl, mint, revoke } = await revocationWorld()
        for (const subject of order) revoke(await mint({ subject }), { reason: 'superseded' })
        lists.push(read(await crl({ scope })).tbs)
      }
      expect(lists[1]).toBe(lists[0])
    },
  )

  test('is what the clock says that is over', async () => {
    let now: Instant = NOW
    const { crl, mint, revoke } = await revocationWorld({ clock: () => now })
    const certificate = await mint()
    revoke(certificate, { at: instant('2026-06-02T00:00:00Z') })
    expect(serialsIn(await crl())).toEqual([])
    now = instant('2026-06-01T23:59:59Z')
    expect(serialsIn(await crl())).toEqual([])
    now = instant('2026-06-02T00:00:00Z')
    expect(serialsIn(await crl())).toEqual([serial(certificate)])
  })
})

describe('when a list was made', () => {
  const quiet = () => revocationWorld()

  test.each([
    ['fresh', '2026-06-01T11:00:00.000Z', '2026-06-08T11:00:00.000Z'],
    ['stale', '2026-05-24T12:00:00.000Z', '2026-05-31T12:00:00.000Z'],
    ['future', '2026-06-01T13:00:00.000Z', '2026-06-08T13:00:00.000Z'],
  ] as const)('%s: from %s to %s', async (freshness, thisUpdate, nextUpdate) => {
    const { crl } = await quiet()
    expect(read(await crl({ freshness }))).toMatchObject({ thisUpdate, nextUpdate })
  })

  test('a revocation is a reason to make a new one at once', async () => {
    expect(read(before).thisUpdate).toBe('2026-06-01T11:00:00.000Z')
    expect(read(await world.crl()).thisUpdate).toBe('2026-06-01T12:00:00.000Z')
  })

  test('a stale one knows what was revoked before it was made, and nothing later', async () => {
    expect(serialsIn(await world.crl({ freshness: 'stale' }))).toEqual([serial(long)])
  })

  test('numbers grow with time and with what is known', async () => {
    const numbers = [
      await world.crl({ freshness: 'stale' }),
      before,
      await world.crl(),
      await world.crl({ freshness: 'future' }),
    ].map(list => read(list).number ?? 0n)
    expect(numbers).toEqual([...numbers].sort((a, b) => (a < b ? -1 : 1)))
    expect(new Set(numbers).size).toBe(4)
  })
})

describe('a delta', () => {
  test('says what happened since its base, and follows the complete list of before', async () => {
    const delta = read(await world.crl({ scope: 'delta' }))
    const complete = read(before).number ?? 0n
    expect(delta.entries.map(entry => entry.serial)).toEqual([serial(revoked)])
    expect(delta.extensions).toEqual([
      ['2.5.29.35', false],
      ['2.5.29.20', false],
      ['2.5.29.27', true],
    ])
    expect((delta.base ?? 0n) <= complete && complete < (delta.number ?? 0n)).toBe(true)
  })

  test('made at the time of a complete list has its number', async () => {
    expect(read(await world.crl({ scope: 'delta' })).number).toBe(read(await world.crl()).number)
  })

  test('alone says that a hold has ended', async () => {
    let now: Instant = NOW
    const { crl, mint, revoke } = await revocationWorld({ clock: () => now })
    const held = await mint()
    revoke(held, { reason: 'certificateHold' })
    expect(read(await crl()).entries).toMatchObject([
      { serial: serial(held), extensions: ['2.5.29.21 0a0106'] },
    ])
    now = instant('2026-06-01T13:00:00Z')
    revoke(held, { reason: 'removeFromCRL' })
    expect(serialsIn(await crl())).toEqual([])
    expect(read(await crl({ scope: 'delta' })).entries).toMatchObject([
      { serial: serial(held), at: '2026-06-01T13:00:00.000Z', extensions: ['2.5.29.21 0a0108'] },
    ])
  })
})

describe('a list with a scope', () => {
  const point = (url: string) => ({ distributionPoint: [{ type: 6, value: url }] })

  test('for the distribution point of the certificates speaks of all of them', async () => {
    const { scope, entries, extensions } = read(await world.crl({ scope: 'partitioned' }))
    expect(scope).toMatchObject({ ...point('http://qtsp.example/LU-listed.crl'), indirectCRL: false })
    expect(entries).toHaveLength(2)
    expect(extensions).toContainEqual(['2.5.29.28', true])
  })

  test('for another one speaks of none', async () => {
    const { scope, entries } = read(await world.crl({ scope: 'other-partition' }))
    expect(scope).toMatchObject(point('http://qtsp.example/LU-listed-other.crl'))
    expect(entries).toEqual([])
  })

  test('of another issuer names the issuer at the first entry of each', async () => {
    const { crl, mint, revoke, authorities, ca } = await revocationWorld()
    const [a, b, c] = [
      await mint({ subject: 'A' }),
      await mint({ subject: 'B' }),
      await mint({ issuer: 'intermediate' }),
    ]
    for (const certificate of [c, b, a]) revoke(certificate)
    const list = await crl({ scope: 'indirect' })
    const { scope, entries } = read(list)
    expect(scope).toMatchObject({
      ...point('http://qtsp.example/LU-listed-indirect.crl'),
      indirectCRL: true,
    })
    expect(entries.map(entry => entry.serial)).toEqual([...[serial(a), serial(b)].sort(), serial(c)])
    const named = entries.map(({ extensions }) => extensions?.[0]?.split(' ').slice(0, 2).join(' '))
    expect(named).toEqual(['2.5.29.29 critical', undefined, '2.5.29.29 critical'])
    const subject = (der: Uint8Array) =>
      toHex(new Uint8Array(pkijs.Certificate.fromBER(new Uint8Array(der)).subject.toSchema().toBER()))
    expect(entries[0]?.extensions?.[0]).toContain(subject(ca))
    expect(entries[2]?.extensions?.[0]).toContain(subject(authorities.intermediate.certificate))
  })
})

test('a list of another authority speaks of its certificates alone', async () => {
  const { crl, mint, revoke, authorities } = await revocationWorld()
  const below = await mint({ issuer: 'intermediate' })
  revoke(below)
  expect(serialsIn(await crl())).toEqual([])
  expect(serialsIn(await crl({ issuer: authorities.intermediate.certificate }))).toEqual([serial(below)])
  await expect(crl({ issuer: authorities.unlisted.certificate })).rejects.toThrow(RangeError)
})

describe('what cannot be done is a mistake of the caller', () => {
  const having =
    (...reasons: readonly RevocationReason[]) =>
    async () => {
      const { mint, revoke } = await revocationWorld()
      const certificate = await mint()
      for (const reason of reasons) revoke(certificate, { reason })
    }

  test.each([
    ['to end a hold that is none', having('removeFromCRL')],
    ['to revoke twice', having('superseded', 'keyCompromise')],
    ['to take a revocation back', having('superseded', 'removeFromCRL')],
    ['to hold twice after an end', having('certificateHold', 'removeFromCRL', 'removeFromCRL')],
  ])('%s', async (_, act) => {
    await expect(act()).rejects.toThrow(RangeError)
  })

  test.each([
    ['to make a hold final', having('certificateHold', 'keyCompromise')],
    ['to hold again', having('certificateHold', 'removeFromCRL', 'certificateHold')],
  ])('but not %s', async (_, act) => {
    await expect(act()).resolves.toBeUndefined()
  })

  test('a certificate of another world cannot be revoked, nor something that is no certificate', async () => {
    const other = await revocationWorld({ seed: 'another' })
    const foreign = await other.mint()
    expect(() => world.revoke(foreign)).toThrow(RangeError)
    expect(() => world.revoke(Uint8Array.of(0x30, 0))).toThrow(TypeError)
  })

  test('nothing happens before what happened already', () => {
    expect(() => world.revoke(long, { at: instant('2026-05-10T07:59:59Z') })).toThrow(RangeError)
  })
})

describe.skipIf(!installed('openssl'))('openssl crl -verify', () => {
  test.each(KEY_KINDS)('%s: the signature is the authority’s, and no longer after a change', async key => {
    const { crl, mint, revoke, ca } = await revocationWorld({ key })
    revoke(await mint())
    const list = await crl()
    const judge = (der: Uint8Array) =>
      openssl(['crl', '-in', 'list.crl', '-inform', 'DER', '-noout', '-verify', '-CAfile', 'ca.pem'], {
        'list.crl': der,
        'ca.pem': [ca],
      })
    expect((await judge(list)).says).toContain('verify OK')
    const revocationDate = Buffer.from(list).lastIndexOf('260601')
    expect((await judge(list.with(revocationDate, 0x33))).says).toContain('verify failure')
  })
})

describe.skipIf(!installed('openssl'))('openssl verify -crl_check', () => {
  async function judge(
    certificate: Uint8Array,
    lists: readonly Uint8Array[],
    options: readonly string[] = [],
  ) {
    const signers = await Promise.all(
      (['crl-signer', 'indirect-crl-signer'] as const).map(kind => world.delegate(world.ca, kind)),
    )
    const files = Object.fromEntries(lists.map((list, index) => [`${index}.crl`, list]))
    const given = lists.flatMap((_, index) => ['-CRLfile', `${index}.crl`])
    const base = [
      'verify',
      '-x509_strict',
      '-attime',
      seconds(NOW),
      '-no-CApath',
      '-no-CAstore',
      '-crl_check',
    ]
    const { says } = await openssl(
      [...base, '-CAfile', 'ca.pem', '-untrusted', 'signers.pem', ...given, ...options, 'leaf.pem'],
      { 'ca.pem': [world.ca], 'leaf.pem': [certificate], 'signers.pem': signers, ...files },
    )
    return says
  }

  test.each([
    [{}, 'leaf.pem: OK', 'certificate revoked'],
    [{ scope: 'partitioned' }, 'leaf.pem: OK', 'certificate revoked'],
    [{ scope: 'other-partition' }, 'ifferent CRL scope', 'ifferent CRL scope'],
    [{ freshness: 'stale' }, 'CRL has expired', 'CRL has expired'],
    [{ freshness: 'future' }, 'CRL is not yet valid', 'CRL is not yet valid'],
    [{ signer: 'stranger' }, 'CRL signature failure', 'CRL signature failure'],
    // Without extended lists only the authority itself may sign.
    [{ signer: 'delegated' }, 'unable to get certificate CRL', 'unable to get certificate CRL'],
  ] as const satisfies readonly (readonly [CrlOptions, string, string])[])(
    '%o says of a good certificate: %s; of a revoked one: %s',
    async (options, ofGood, ofRevoked) => {
      const list = await world.crl(options)
      expect(await judge(good, [list])).toContain(ofGood)
      expect(await judge(revoked, [list])).toContain(ofRevoked)
    },
  )

  test('a signer of lists that the issuer certified is taken with -extended_crl, and a stranger is not', async () => {
    const delegated = [await world.crl({ signer: 'delegated' })]
    expect(await judge(good, delegated, ['-extended_crl'])).toContain('leaf.pem: OK')
    expect(await judge(revoked, delegated, ['-extended_crl'])).toContain('certificate revoked')
    const strangers = [await world.crl({ signer: 'stranger' })]
    expect(await judge(good, strangers, ['-extended_crl'])).not.toContain('OK')
  })

  test('a delta alone is no list, and the complete list of before calls a certificate good until it is used', async () => {
    const delta = await world.crl({ scope: 'delta' })
    expect(await judge(good, [delta], ['-extended_crl'])).toContain('unable to get certificate CRL')
    const both = [before, delta]
    expect(await judge(revoked, both, ['-extended_crl'])).toContain('leaf.pem: OK')
    expect(await judge(revoked, both, ['-extended_crl', '-use_deltas'])).toContain('certificate revoked')
    expect(await judge(good, both, ['-extended_crl', '-use_deltas'])).toContain('leaf.pem: OK')
  })
})

describe.skipIf(!installed('openssl'))(
  'openssl verify -extended_crl, where certificates name another signer of lists',
  () => {
    test('an indirect list decides, and one of the issuer does not', async () => {
      const { crl, mint, revoke, ca, delegate } = await revocationWorld()
      const named = (subject: string) => mint({ subject, revocationList: 'indirect' })
      const [a, b, c] = [await named('A'), await named('B'), await named('C')]
      revoke(a)
      revoke(b)
      const signer = await delegate(ca, 'indirect-crl-signer')
      const judge = async (certificate: Uint8Array, list: Uint8Array) => {
        const options = ['-x509_strict', '-attime', seconds(NOW), '-no-CApath', '-crl_check', '-extended_crl']
        const files = { 'ca.pem': [ca], 'leaf.pem': [certificate], 'signer.pem': [signer], 'list.crl': list }
        const given = ['-CAfile', 'ca.pem', '-untrusted', 'signer.pem', '-CRLfile', 'list.crl', 'leaf.pem']
        return (await openssl(['verify', ...options, ...given], files)).says
      }
      const list = await crl({ scope: 'indirect' })
      expect(await judge(a, list)).toContain('certificate revoked')
      // No issuer of its own: that of the entry before holds.
      expect(await judge(b, list)).toContain('certificate revoked')
      expect(await judge(c, list)).toContain('leaf.pem: OK')
      expect(await judge(c, await crl({ scope: 'partitioned' }))).not.toContain('OK')
      expect(await judge(c, await crl({ scope: 'indirect', signer: 'stranger' }))).not.toContain('OK')
    })
  },
)
