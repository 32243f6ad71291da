import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createListSigner } from '../../../src/sandbox/certificates/authorities.ts'
import { createDelegate } from '../../../src/sandbox/certificates/delegates.ts'
import { MARKER, marked } from '../../../src/sandbox/certificates/marker.ts'
import { mintedIn, territory } from '../minted.ts'

const LU = await territory()
const { mint, authorities } = LU

const DELEGATES = ['responder', 'responder-without-purpose', 'crl-signer', 'indirect-crl-signer'] as const

/**
 * Every certificate that the sandbox can make, but for those with a defect, which have a table of their own.
 */
const certificates: readonly (readonly [string, Uint8Array])[] = [
  ...Object.entries(authorities).flatMap(([kind, authority]) =>
    authority.certificates.map((certificate, at) => [`${kind} ${at}`, certificate] as const),
  ),
  ...(await Promise.all(
    DELEGATES.map(
      async kind => [kind, (await createDelegate(mint, authorities.listed, kind)).certificate] as const,
    ),
  )),
  ['a signer of lists', await listSigner()],
  ['a QWAC', (await mintedIn(LU, { subject: 'A Real Bank' })).certificate],
  ['a seal', (await mintedIn(LU, { subject: 'A Real Bank', kind: 'seal' })).certificate],
]

async function listSigner(): Promise<Uint8Array> {
  const plan = { country: 'LU', operator: marked('LU Trusted List Operator'), commonName: 'LU List Signer' }
  return (await createListSigner(mint, plan)).certificate
}

describe.each(certificates)('the certificate of %s', (_, certificate) => {
  const { subject, issuer } = new X509Certificate(certificate)

  test('has the marker in the organisation of its holder and of its issuer', () => {
    expect(subject).toContain(`O=${MARKER} `)
    expect(issuer).toContain(`O=${MARKER} `)
  })

  test('has it in every common name that is not that of a server', () => {
    const names = [subject, issuer].flatMap(name => name.match(/(?<=CN=).*/g) ?? [])
    expect(names.filter(name => !name.startsWith(`${MARKER} `) && name !== 'psp.example')).toEqual([])
    expect(names.length).toBe(2)
  })
})

test('no two certificates have the same number, but for one that stands there twice', () => {
  const all = new Set(certificates.map(([, der]) => Buffer.from(der).toString('hex')))
  const numbers = [...all].map(der => new X509Certificate(Buffer.from(der, 'hex')).serialNumber)
  expect(new Set(numbers).size).toBe(all.size)
})
