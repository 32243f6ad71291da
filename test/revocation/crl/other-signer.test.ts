import { describe, expect, test } from 'vitest'
import { issue, type Party, party, x509 } from '../../support/authorities.ts'
import { certificateIssuer, crlNumber, entry, issuingDistributionPoint } from '../../support/crl-writer.ts'
import { tlv } from '../../support/der-writer.ts'
import { signerName } from '../by-hand.ts'
import {
  ask,
  CRL_SIGN,
  ca,
  caCertificate,
  leafWith,
  list,
  nameOf,
  other,
  point,
  root,
  serialOf,
  signer,
  TRUE,
  told,
} from './asked.ts'

describe('a list of another than the issuer', () => {
  const indirect = {
    extensions: [issuingDistributionPoint(tlv(0x84, TRUE)), crlNumber(7)],
    issuer: '/O=Test/CN=Signer',
  }
  const rootList = (entries: readonly Uint8Array[] = []): Uint8Array =>
    list({ issuer: nameOf(root), entries }, root)
  const indirectLeaf = () => leafWith(point(undefined, { crlIssuer: '/O=Test/CN=Signer' }))

  async function withSigner(
    lists: readonly Uint8Array[],
    options: Parameters<typeof issue>[2] = { keyUsage: CRL_SIGN },
    by: Party = root,
  ) {
    const certificate = await issue(by, signer, options)
    return {
      certificate,
      evidence: await ask(await indirectLeaf(), lists, { intermediates: [caCertificate, certificate] }),
    }
  }

  test('counts when the certificate names it and its signer is proved and not revoked', async () => {
    const { evidence } = await withSigner([list(indirect, signer), rootList()])
    expect(told(evidence)[0]).toBe('good')
    expect(evidence[0]).toMatchObject({ signer: { role: 'delegate' } })
    expect(evidence[0] && signerName(evidence[0])).toBe('CN=Signer,O=Test,C=LU')
  })

  test('says that it is revoked only under the issuer of the certificate', async () => {
    const leaf = await indirectLeaf()
    const certificate = await issue(root, signer, { keyUsage: CRL_SIGN })
    const serial = serialOf(leaf)
    const outcome = async (...entries: readonly Uint8Array[]) =>
      told(
        await ask(leaf, [list({ ...indirect, entries }, signer), rootList()], {
          intermediates: [caCertificate, certificate],
        }),
      )[0]
    expect(await outcome(entry(serial))).toBe('good')
    expect(await outcome(entry(serial, undefined, certificateIssuer('/O=Test/CN=Other')))).toBe('good')
    expect(await outcome(entry(serial, undefined, certificateIssuer(nameOf(ca))))).toBe('revoked')
    expect(await outcome(entry('01', undefined, certificateIssuer(nameOf(ca))), entry(serial))).toBe(
      'revoked',
    )
  })

  test.each<[string, Parameters<typeof issue>[2]]>([
    ['signer-key-usage', { keyUsage: x509.KeyUsageFlags.digitalSignature }],
    ['signer-key-usage', {}],
    ['signer-without-path', { keyUsage: CRL_SIGN, notAfter: '2026-05-31' }],
  ])('is %s by a certificate with %o', async (expected, options) => {
    const { evidence } = await withSigner([list(indirect, signer), rootList()], options)
    expect(told(evidence)).toContain(expected)
    expect(told(evidence)).not.toContain('good')
  })

  test('does not count by a signer under another anchor', async () => {
    const { evidence } = await withSigner([list(indirect, signer), rootList()], { keyUsage: CRL_SIGN }, other)
    expect(told(evidence)[0]).toBe('signer-without-path')
  })

  test('does not count while nobody speaks of its signer, or its signer was revoked', async () => {
    const certificate = await issue(root, signer, { keyUsage: CRL_SIGN })
    const intermediates = [caCertificate, certificate]
    const leaf = await indirectLeaf()
    const own = list(indirect, signer)
    expect(told(await ask(leaf, [own], { intermediates }))).toEqual(['signer-status-open'])
    const revoking = rootList([entry(serialOf(certificate))])
    expect(told(await ask(leaf, [own, revoking], { intermediates }))[0]).toBe('signer-revoked')
  })

  test('does not count without being named, or without saying that it is one', async () => {
    const certificate = await issue(root, signer, { keyUsage: CRL_SIGN })
    const intermediates = [caCertificate, certificate]
    expect(told(await ask(await leafWith(), [list(indirect, signer)], { intermediates }))).toEqual([
      'other-issuer',
    ])
    const plain = list({ issuer: '/O=Test/CN=Signer' }, signer)
    expect(told(await ask(await indirectLeaf(), [plain], { intermediates }))).toEqual(['other-issuer'])
    expect(told(await ask(await indirectLeaf(), [list(indirect, signer)]))).toEqual(['signer-not-found'])
  })

  test('stops among many of its name', async () => {
    const certificates = await Promise.all(
      Array.from({ length: 20 }, () => issue(root, signer, { keyUsage: CRL_SIGN })),
    )
    const stranger = await party('Signer')
    const evidence = await ask(await indirectLeaf(), [list(indirect, stranger), rootList()], {
      intermediates: [caCertificate, ...certificates],
    })
    expect(told(evidence)[0]).toMatch(/^(?:signature-wrong|budget-spent)$/)
  })
})
