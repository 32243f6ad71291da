import { EXTENSION } from '../../core/object-identifiers.ts'
import { type Oid, oidText } from '../../core/oid.ts'
import type { Code } from '../../requirements/catalogue.ts'
import { type Check, notApplicable, satisfied, undetermined, violated } from '../../requirements/finding.ts'
import type { Certificate } from '../certificate.ts'
import type { KeyUsage } from '../extensions.ts'
import type { ProfileSettings, Rule } from './profile.ts'
import { extensionOf } from './profile-facts.ts'
import type { Traits } from './traits.ts'

/**
 * Told once: what is asked of single extensions does not apply where there are none. @standard RFC 5280,
 * section 4.2
 */
function checkExtensions({ extensions }: Certificate): Check {
  const code = 'profile.extensions'
  if (extensions.all.length === 0) return violated(code, 'absent')
  return satisfied(code)
}

/** @standard RFC 5280, section 4.2.1.1 */
function checkAuthorityKeyIdentifier(certificate: Certificate): Check {
  const code = 'profile.authority-key-identifier'
  const { authorityKeyIdentifier } = certificate.extensions
  if (extensionOf(certificate, EXTENSION.authorityKeyIdentifier) === undefined)
    return violated(code, 'absent')
  if (authorityKeyIdentifier === undefined) return undetermined(code, 'unreadable')
  if (authorityKeyIdentifier.keyIdentifier === undefined) return violated(code, 'key-identifier-missing')
  return satisfied(code)
}

/** The combinations of EN 319 412-2, table 1. B, D and F mix uses. */
type KeyUsageType = 'A' | 'B' | 'C' | 'D' | 'E' | 'F'

const MIXED: readonly KeyUsageType[] = ['B', 'D', 'F']
const COMMITTING: readonly KeyUsageType[] = ['A', 'B', 'F']

/**
 * Which combination it is; undefined where it is none. Keys are established in one way: transport or
 * agreement.
 */
function keyUsageType(usage: KeyUsage): KeyUsageType | undefined {
  const { digitalSignature, nonRepudiation, keyEncipherment, keyAgreement } = usage
  if (usage.dataEncipherment || usage.keyCertSign || usage.cRLSign) return undefined
  if (usage.encipherOnly || usage.decipherOnly || (keyEncipherment && keyAgreement)) return undefined
  const establishes = keyEncipherment || keyAgreement
  if (nonRepudiation && digitalSignature) return establishes ? 'F' : 'B'
  if (nonRepudiation) return establishes ? undefined : 'A'
  if (digitalSignature) return establishes ? 'D' : 'C'
  return establishes ? 'E' : undefined
}

/** @standard ETSI EN 319 412-2, NAT-4.3.2-1, to which EN 319 412-3 refers for organisations */
function checkKeyUsage(
  certificate: Certificate,
  _settings: ProfileSettings,
  { followsForum }: Traits,
): Check {
  const code = 'profile.key-usage'
  if (followsForum || hasNone(certificate)) return notApplicable(code)
  const { keyUsage } = certificate.extensions
  if (extensionOf(certificate, EXTENSION.keyUsage) === undefined) return violated(code, 'absent')
  if (keyUsage === undefined) return undetermined(code, 'unreadable')
  const type = keyUsageType(keyUsage)
  if (type === undefined) return violated(code, 'other-combination', { keyUsage: { ...keyUsage } })
  return satisfied(code, { type })
}

/** @standard ETSI EN 319 412-2, NAT-4.3.2-1 */
function checkKeyUsageSeparation(
  certificate: Certificate,
  _settings: ProfileSettings,
  traits: Traits,
): Check {
  const code = 'profile.key-usage-separation'
  const type = ruledKeyUsage(certificate, traits)
  if (type === undefined) return notApplicable(code)
  return MIXED.includes(type) ? violated(code, 'mixed', { type }) : satisfied(code)
}

/** @standard ETSI EN 319 412-2, NAT-4.3.2-2 */
function checkKeyUsageCommitment(
  certificate: Certificate,
  { commitment }: ProfileSettings,
  traits: Traits,
): Check {
  const code = 'profile.key-usage-commitment'
  const type = ruledKeyUsage(certificate, traits)
  if (!commitment || type === undefined) return notApplicable(code)
  return COMMITTING.includes(type) ? satisfied(code) : violated(code, 'not-for-commitment', { type })
}

function ruledKeyUsage({ extensions }: Certificate, { followsForum }: Traits): KeyUsageType | undefined {
  const { keyUsage } = extensions
  if (keyUsage === undefined || followsForum) return undefined
  return keyUsageType(keyUsage)
}

/** Requirements that an extension is not critical; violated, all of them give the one reason. */
type CriticalityCode =
  | 'profile.subject-alt-name-criticality'
  | 'profile.issuer-alt-name-criticality'
  | 'profile.extended-key-usage-criticality'
  | 'profile.crl-distribution-points-criticality'
  | 'profile.certificate-policies-criticality'

function notCritical(code: CriticalityCode & Code, id: Oid): Rule {
  return {
    code,
    check: (certificate, _settings, { followsForum }) => {
      const extension = extensionOf(certificate, id)
      if (extension === undefined || followsForum) return notApplicable(code)
      return extension.critical ? violated(code, 'critical') : satisfied(code)
    },
  }
}

const OF_AUTHORITIES: ReadonlySet<Oid> = new Set([
  EXTENSION.policyMappings,
  EXTENSION.nameConstraints,
  EXTENSION.policyConstraints,
  EXTENSION.inhibitAnyPolicy,
])

/** @standard ETSI EN 319 412-2, GEN-4.3.4-1, GEN-4.3.8-1, GEN-4.3.9-1 and GEN-4.3.12-1 */
function checkExtensionsOfAuthorities({ extensions }: Certificate): Check {
  const code = 'profile.extensions-of-authorities'
  const present = extensions.all.filter(({ id }) => OF_AUTHORITIES.has(id))
  if (present.length === 0) return satisfied(code)
  return violated(code, 'present', { extensions: present.map(({ id }) => oidText(id)) })
}

/** Extensions by themselves. */
export const EXTENSION_RULES: readonly Rule[] = [
  { code: 'profile.extensions', check: checkExtensions },
  { code: 'profile.authority-key-identifier', check: checkAuthorityKeyIdentifier },
  { code: 'profile.key-usage', check: checkKeyUsage },
  { code: 'profile.key-usage-separation', check: checkKeyUsageSeparation },
  { code: 'profile.key-usage-commitment', check: checkKeyUsageCommitment },
  notCritical('profile.subject-alt-name-criticality', EXTENSION.subjectAltName),
  notCritical('profile.issuer-alt-name-criticality', EXTENSION.issuerAltName),
  notCritical('profile.extended-key-usage-criticality', EXTENSION.extendedKeyUsage),
  notCritical('profile.crl-distribution-points-criticality', EXTENSION.crlDistributionPoints),
  notCritical('profile.certificate-policies-criticality', EXTENSION.certificatePolicies),
  { code: 'profile.extensions-of-authorities', check: checkExtensionsOfAuthorities },
]

function hasNone({ extensions }: Certificate): boolean {
  return extensions.all.length === 0
}
