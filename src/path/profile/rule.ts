import type { Certificate } from '../../certificate/certificate.ts'

/** Whose rules a path is held to, beyond the algorithm that all share (RFC 5280, section 6.1). */
export type Profile = 'rfc5280' | 'webpki' | 'eidas'

/**
 * Which certificates a rule is about. The anchor's counts only where the anchor was given as a certificate.
 */
export type Role = 'anchor' | 'authority' | 'leaf'

/**
 * What a rule is about: certificates in their roles, and the revocation lists that are given beside a path.
 */
export type Subject = Role | 'list'

/** One difference between the profiles. */
export interface ProfileRule {
  /** What is asked, where it is asked. */
  readonly asks: string
  /** Whose certificates each profile asks it of, or whether of revocation lists. */
  readonly of: Readonly<Record<Profile, readonly Subject[]>>
  /** Why the profiles differ. */
  readonly because: string
  readonly source: string
}

/** What a certificate has against itself. */
export type Broken = (certificate: Certificate, isSelfSigned: boolean) => boolean
