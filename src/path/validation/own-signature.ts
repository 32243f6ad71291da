import { equalBytes } from '../../core/bytes.ts'
import { after, type Later } from '../../core/later.ts'
import type { Anchor } from '../building/candidates.ts'
import { type LinkRules, verifyLink } from '../link.ts'
import { isSelfIssued } from '../profile/certificate-rules.ts'
import { asks } from '../profile/profile.ts'

/**
 * Whether the certificate that an anchor was given as counts as self-signed. Where its issuer and its subject
 * are one, or where nothing depends on it, nothing is computed: an anchor is trusted without its signature.
 * One that bears another name than its issuer and names no key is self-signed where its own key made the
 * signature, and was certified by somebody else where it did not.
 *
 * @standard RFC 5280, section 4.2.1.1
 */
export function isSignedByItself(anchor: Anchor, rules: LinkRules): Later<boolean> {
  const { certificate, publicKey } = anchor
  const { profile = 'rfc5280' } = rules
  if (certificate === undefined || isSelfIssued(certificate)) return true
  const isNamed = certificate.extensions.authorityKeyIdentifier?.keyIdentifier !== undefined
  if (isNamed || !asks(profile, 'authority-key-identifier', 'anchor')) return false
  if (!equalBytes(certificate.publicKey.bytes, publicKey.bytes)) return false
  return after(verifyLink(certificate, publicKey, rules), ({ outcome }) => outcome === 'verified')
}
