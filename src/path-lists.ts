import type { GeneralName } from './certificate/general-name.ts'
import { isPlace } from './path/profile/certificate-rules.ts'
import type { LIST_RULES } from './path/profile/list-rules.ts'
import { asks, type Profile } from './path/profile/profile.ts'
import type { RevocationList } from './revocation/crl/crl.ts'
import { hasDatesOfType, isMarkedRightly, isNumbered, namesEachOnce } from './revocation/crl/issuance.ts'

/**
 * What a profile demands of a revocation list beyond its meaning, in the order of the sections of RFC 5280.
 */
const KEPT = {
  'list-dates': hasDatesOfType,
  'list-repeats': namesEachOnce,
  'list-number': isNumbered,
  'list-criticality': isMarkedRightly,
  'list-place': list => pointNames(list).every(isPlace),
  'list-address': list => hasAddressesAlone(list),
  'list-of-others': ({ extensions }) => extensions.issuingDistributionPoint?.indirectCrl !== true,
} as const satisfies Readonly<Record<ListRule, (list: RevocationList) => boolean>>

type ListRule = keyof typeof LIST_RULES

const NAMES = Object.keys(KEPT).filter((name): name is ListRule => Object.hasOwn(KEPT, name))

/** The rules of a profile that a list breaks. */
export function brokenByList(list: RevocationList, profile: Profile): readonly ListRule[] {
  return NAMES.filter(name => asks(profile, name, 'list') && !KEPT[name](list))
}

function pointNames({ extensions }: RevocationList): readonly GeneralName[] {
  return extensions.issuingDistributionPoint?.fullName ?? []
}

function hasAddressesAlone(list: RevocationList): boolean {
  const isRelative = list.extensions.issuingDistributionPoint?.nameRelativeToCrlIssuer !== undefined
  return !isRelative && pointNames(list).every(({ form }) => form === 'uniformResourceIdentifier')
}
