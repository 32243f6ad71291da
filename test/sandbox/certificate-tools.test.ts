import { describe, expect, test } from 'vitest'
import { CERTIFICATE_DEFECTS } from '../../src/sandbox/certificates/certificate-defects.ts'
import { createDelegate } from '../../src/sandbox/certificates/delegates.ts'
import { SIGNING } from '../../src/sandbox/keys/signing.ts'
import type { AuthorityKind, CertificateDefect, KeyKind } from '../../src/sandbox/mint-options.ts'
import { installed } from '../support/installed.ts'
import { mintedIn, now, territory } from './minted.ts'
import { openssl } from './openssl.ts'

/** What the sandbox mints before OpenSSL, where it is installed. */

const LU = await territory()

interface Question {
  readonly certificate: Uint8Array
  readonly chain: readonly Uint8Array[]
  readonly anchor: Uint8Array
  readonly purpose?: string
}

/** What `openssl verify` says, by its strict rules and at the moment of the world. */
async function verify({ certificate, chain, anchor, purpose = 'any' }: Question): Promise<string> {
  const strict = ['-x509_strict', '-check_ss_sig', '-partial_chain', '-no-CApath', '-no-CAstore']
  const trusted = ['-CAfile', 'anchor.pem', ...(chain.length > 0 ? ['-untrusted', 'chain.pem'] : [])]
  const moment = ['-attime', String(now / 1000), '-purpose', purpose]
  const files = { 'certificate.pem': [certificate], 'chain.pem': chain, 'anchor.pem': [anchor] }
  return (await openssl(['verify', ...strict, ...moment, ...trusted, 'certificate.pem'], files)).says
}

const KINDS = Object.keys(SIGNING) as KeyKind[]
const DEFECTS = Object.keys(CERTIFICATE_DEFECTS) as CertificateDefect[]
const OK = 'certificate.pem: OK'

describe.skipIf(!installed('openssl'))('openssl verify', () => {
  test.each(KINDS)('a chain of three in which every key is %s', async kind => {
    const here = await territory({ authorityKey: kind })
    const minted = await mintedIn(here, { key: kind, issuer: 'intermediate' })
    const anchor = here.authorities.listed.certificate
    expect(await verify({ ...minted, anchor, purpose: 'sslclient' })).toContain(OK)
    expect(await verify({ ...minted, anchor, purpose: 'sslserver' })).toContain(OK)
    const other = LU.authorities.withdrawn.certificate
    expect(await verify({ ...minted, anchor: other })).toContain('unable to get local issuer certificate')
  })

  test.each<[AuthorityKind, AuthorityKind, string]>([
    ['listed', 'listed', OK],
    ['intermediate', 'listed', OK],
    ['cross-signed', 'listed', OK],
    ['withdrawn', 'withdrawn', OK],
    ['withdrawn', 'listed', 'unable to get local issuer certificate'],
    ['taken-over', 'taken-over', OK],
    ['taken-over', 'listed', 'unable to get local issuer certificate'],
    ['unlisted', 'unlisted', OK],
    ['unlisted', 'listed', 'self-signed certificate in certificate chain'],
  ])('issued by the %s authority, trusted the %s one: %s', async (issuer, trusted, says) => {
    const minted = await mintedIn(LU, { issuer })
    const anchor = LU.authorities[trusted].certificate
    expect(await verify({ ...minted, anchor })).toContain(says)
  })

  test.each([
    ['smimesign', OK],
    ['sslserver', 'unsuitable certificate purpose'],
  ])('a seal, whose key only commits to what is signed, for %s: %s', async (purpose, says) => {
    const minted = await mintedIn(LU, { kind: 'seal', issuer: 'intermediate' })
    expect(await verify({ ...minted, anchor: LU.authorities.listed.certificate, purpose })).toContain(says)
  })

  test('issued by the cross-signed authority, trusted its own root', async () => {
    const { certificate } = await mintedIn(LU, { issuer: 'cross-signed' })
    const [, , anchor] = LU.authorities['cross-signed'].certificates
    expect(await verify({ certificate, chain: [], anchor: anchor! })).toContain(OK)
  })

  const SAYS: Readonly<Partial<Record<CertificateDefect, string>>> = {
    'wrong-signature': 'certificate signature failure',
    expired: 'certificate has expired',
    'not-yet-valid': 'certificate is not yet valid',
    'issuer-not-listed': 'self-signed certificate in certificate chain',
  }
  test.each(DEFECTS.map(defect => [defect, SAYS[defect] ?? OK] as const))('%s: %s', async (defect, says) => {
    const minted = await mintedIn(LU, { defect })
    expect(await verify({ ...minted, anchor: LU.authorities.listed.certificate })).toContain(says)
  })

  test.each([
    ['responder', 'ocsphelper', OK],
    ['responder-without-purpose', 'ocsphelper', OK],
    ['crl-signer', 'crlsign', OK],
    ['indirect-crl-signer', 'crlsign', OK],
    ['responder', 'crlsign', 'unsuitable certificate purpose'],
    ['crl-signer', 'sslclient', 'unsuitable certificate purpose'],
  ] as const)('the %s of an authority, for %s: %s', async (kind, purpose, says) => {
    const { certificate } = await createDelegate(LU.mint, LU.authorities.intermediate, kind)
    const { chain } = LU.authorities.intermediate
    expect(
      await verify({ certificate, chain, anchor: LU.authorities.listed.certificate, purpose }),
    ).toContain(says)
  })

  test.each([
    ['responder', /OCSP Signing[\s\S]*OCSP No Check/],
    ['responder-without-purpose', /TLS Web Client Authentication[\s\S]*OCSP No Check/],
    ['crl-signer', /Key Usage: critical\s+CRL Sign\s/],
  ] as const)('the %s of an authority shows %s', async (kind, shows) => {
    const { certificate } = await createDelegate(LU.mint, LU.authorities.listed, kind)
    const options = ['x509', '-inform', 'der', '-in', 'delegate.der', '-noout', '-text']
    const { says } = await openssl(options, { 'delegate.der': certificate })
    expect(says).toMatch(shows)
    expect(says).not.toContain('CA:TRUE')
  })

  test.each(KINDS)('a private key of the kind %s is one', async kind => {
    const { privateKey } = await mintedIn(LU, { key: kind })
    const { says } = await openssl(['pkey', '-in', 'key.pem', '-check', '-noout'], { 'key.pem': privateKey })
    expect(says).toContain('Key is valid')
  })
})
