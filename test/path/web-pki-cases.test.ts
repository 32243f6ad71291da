import { generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { type CertificateRequest, validateCertificate } from '../../src/path.ts'
import { type CertificateParts, SHA256_WITH_RSA } from '../support/certificate-writer.ts'
import {
  authority,
  CLIENT,
  ID,
  leaf,
  MAIL,
  mail,
  names,
  purposes,
  SERVER,
  someone,
} from '../support/certified.ts'
import { bits } from '../support/der-writer.ts'
import { type Key, newKey } from '../support/signed-certificate.ts'

const at = instant('2026-06-01T00:00:00Z')
const crypto = nodeCrypto()
const W = 'path.website-profile'
const [root, middle, holder] = [someone('Root'), someone('Middle'), someone('www.example.com')]
const ANY = '2.5.29.37.0'

/** What stands in the way under `rfc5280` and under `webpki`; nothing where a chain is valid. */
async function objectionsTo(asked: Partial<CertificateRequest>): Promise<readonly (readonly string[])[]> {
  const request = { certificate: leaf(root, holder), anchors: [authority(root, root)], crypto, at, ...asked }
  const answers = (['rfc5280', 'webpki'] as const).map(profile =>
    validateCertificate({ purpose: 'server', ...request, profile }),
  )
  return (await Promise.all(answers)).map(({ objections }) => objections)
}

describe('an authority of websites', () => {
  const named = (...ids: readonly string[]) => ({
    certificate: leaf(middle, holder),
    intermediates: [
      authority(root, middle, ids.length === 0 ? {} : { extensions: { [ID.purposes]: purposes(...ids) } }),
    ],
  })

  test.each([
    ['nothing', []],
    ['websites', [SERVER]],
    ['websites and clients', [SERVER, CLIENT]],
    ['any purpose, as those who are certified without restriction', [ANY]],
    ['websites and what nobody has forbidden', [SERVER, '2.999.1']],
  ])('may say of its purposes: %s', async (_, ids) => {
    expect(await objectionsTo(named(...ids))).toEqual([[], []])
  })

  test.each([
    ['any purpose', ANY],
    ['code', '1.3.6.1.5.5.7.3.3'],
    ['e-mail', MAIL],
    ['time stamps', '1.3.6.1.5.5.7.3.8'],
    ['responses about revocation', '1.3.6.1.5.5.7.3.9'],
    ['precertificates', '1.3.6.1.4.1.11129.2.4.4'],
  ])('does not name, beside websites, %s', async (_, id) => {
    const objection = `${W}: website-authority-purposes`
    expect(await objectionsTo(named(SERVER, id))).toEqual([[], [objection]])
    expect(await objectionsTo(named(id, SERVER))).toEqual([[], [objection]])
  })
})

describe('the key of a website', () => {
  const RSA = newKey('RSA-2048')
  const using = (key: Key, unused: number, digits: string) => ({
    certificate: leaf(root, someone('www.example.com', key), {
      extensions: { [ID.keyUsage]: bits(unused, digits) },
    }),
  })

  test.each([
    ['RSA, signs', RSA, 7, '80'],
    ['RSA, encrypts keys', RSA, 5, '20'],
    ['RSA, signs and encrypts keys and data', RSA, 4, 'b0'],
    ['a curve, signs', holder.key, 7, '80'],
    ['a curve, signs and agrees on keys', holder.key, 3, '88'],
  ] as const)('on %s', async (_, key, unused, digits) => {
    expect(await objectionsTo(using(key, unused, digits))).toEqual([[], []])
  })

  test.each([
    ['RSA, agrees on keys', RSA, 3, '88'],
    ['RSA, commits to contents', RSA, 6, 'c0'],
    ['RSA, signs lists', RSA, 1, '82'],
    ['a curve, does not sign', holder.key, 3, '08'],
    ['a curve, encrypts keys', holder.key, 5, 'a0'],
    ['a curve, encrypts data', holder.key, 4, '90'],
    ['a curve, commits to contents', holder.key, 6, 'c0'],
    ['a curve, signs lists', holder.key, 1, '82'],
    ['a curve, only enciphers', holder.key, 0, '89'],
    ['a curve, only deciphers', holder.key, 7, '8880'],
  ] as const)('does not do this: on %s', async (_, key, unused, digits) => {
    expect(await objectionsTo(using(key, unused, digits))).toEqual([[], [`${W}: website-key-usage`]])
  })

  test('may be silent about it', async () => {
    const silent = { certificate: leaf(root, holder, { extensions: { [ID.keyUsage]: undefined } }) }
    expect(await objectionsTo(silent)).toEqual([[], []])
  })
})

describe('a mailbox', () => {
  const mailbox = (key: Key, from = root, parts: CertificateParts = {}) => ({
    purpose: 'email' as const,
    anchors: [authority(from, from, { parts })],
    certificate: leaf(from, someone('user', key), {
      extensions: { [ID.names]: names(mail('user@example.com')), [ID.purposes]: purposes(MAIL) },
      parts,
    }),
  })
  const made = ({ privateKey, publicKey }: KeyPairKeyObjectResult): Key => ({
    privateKey,
    spki: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
  })
  const ODD = made(generateKeyPairSync('rsa', { modulusLength: 2052 }))

  test.each([
    ['P-256', newKey(), []],
    ['RSA with 2,048 bits', newKey('RSA-2048'), []],
    ['Ed25519', made(generateKeyPairSync('ed25519')), []],
    ['RSA with 2,052 bits', ODD, [`${W}: mail-key`]],
    ['Brainpool', made(generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' })), [`${W}: mail-key`]],
  ])('with a key of %s', async (_, key, objections) => {
    expect(await objectionsTo(mailbox(key))).toEqual([[], objections])
  })

  test('below a root with 2,052 bits', async () => {
    const below = mailbox(newKey(), someone('Odd', ODD), { signatureAlgorithm: SHA256_WITH_RSA })
    expect(await objectionsTo(below)).toEqual([[], [`${W}: mail-key`]])
  })
})
