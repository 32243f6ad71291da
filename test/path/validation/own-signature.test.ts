import { describe, expect, test } from 'vitest'
import { instant } from '../../../src/core/time.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { type Check, parseCertificate, validateCertificate, validatePath } from '../../../src/path.ts'
import { authority, type Certified, ID, leaf, someone } from '../../support/certified.ts'
import type { Key } from '../../support/signed-certificate.ts'

const at = instant('2026-06-01T00:00:00Z')
const crypto = nodeCrypto()
const [root, holder] = [someone('Root'), someone('www.example.com')]
const PROFILES = ['rfc5280', 'webpki'] as const

describe('an anchor without the key of its issuer', () => {
  const other = someone('Other')
  const silent: Certified = { extensions: { [ID.authorityKey]: undefined } }
  const below = (anchor: Uint8Array) =>
    Promise.all(
      PROFILES.map(profile =>
        validateCertificate({ certificate: leaf(root, holder), anchors: [anchor], crypto, at, profile }),
      ),
    )
  /** The certificate of the root under the name of another issuer, signed by a key. */
  const issuedAs = (key: Key, said: Certified = silent) => authority({ name: other.name, key }, root, said)
  const UNNAMED = 'path.certificate-profile: authority-key-identifier'

  test('is self-signed where its own key signed it, whoever it names as its issuer', async () => {
    for (const { outcome } of await below(issuedAs(root.key))) expect(outcome).toBe('valid')
  })

  test('is none where another key signed it', async () => {
    for (const { outcome, best } of await below(issuedAs(other.key)))
      expect([outcome, reasonsOf(best?.validation.anchor)]).toEqual(['invalid', [UNNAMED]])
  })

  test('is asked for no signature where it names that key', async () => {
    for (const { outcome } of await below(issuedAs(other.key, {}))) expect(outcome).toBe('valid')
  })

  test('is asked for none where its issuer and its subject are one', async () => {
    const bytes = authority({ name: root.name, key: other.key }, root, silent)
    for (const { outcome } of await below(bytes)) expect(outcome).toBe('valid')
  })

  test('is judged alike where one path is given', async () => {
    const certificates = [parsed(leaf(root, holder))]
    for (const [key, outcome] of [
      [root.key, 'valid'],
      [other.key, 'invalid'],
    ] as const) {
      const certificate = parsed(issuedAs(key))
      const anchor = { name: certificate.subject, publicKey: certificate.publicKey, certificate }
      expect((await validatePath({ certificates, anchor, crypto, at })).outcome).toBe(outcome)
    }
  })

  test('does not vouch for itself by another key than the one that is trusted', async () => {
    const certificate = parsed(issuedAs(root.key))
    const anchor = {
      name: certificate.subject,
      publicKey: parsed(authority(other, other)).publicKey,
      certificate,
    }
    const certificates = [parsed(leaf({ name: root.name, key: other.key }, holder))]
    const { outcome, anchor: checks } = await validatePath({ certificates, anchor, crypto, at })
    expect([outcome, reasonsOf(checks)]).toEqual(['invalid', [UNNAMED]])
  })

  function reasonsOf(checks: readonly Check[] = []): readonly string[] {
    return checks.flatMap(({ code, reason }) => (reason === undefined ? [] : [`${code}: ${reason}`]))
  }

  function parsed(bytes: Uint8Array) {
    const read = parseCertificate(bytes)
    if (!read.ok) throw new Error(read.reason)
    return read.value
  }
})
