import type { Instant } from '../../core/time.ts'
import type { Authorities, Authority, ProviderName, Providers } from '../certificates/authorities.ts'
import { marked } from '../certificates/marker.ts'
import { daysAfter } from '../moments.ts'
import { commonPlan, pointerTo, type Scheme } from './schemes.ts'
import type { QualificationPlan } from './service-qualifications.ts'
import type { ProviderPlan, ServiceIdentity, ServicePlan } from './services.ts'
import type { ListPlan } from './trust-lists.ts'

export interface NationalWishes {
  readonly version: 5 | 6
  readonly now: Instant
  readonly providers: Providers
  readonly authorities: Authorities
}

/** A national list: the provider that issues today, and one whose service another took over. */
export function planNationalList(scheme: Scheme, lotl: Scheme, wishes: NationalWishes): ListPlan {
  const { version, now, providers, authorities } = wishes
  const { territory } = scheme
  const services = [listed(authorities.listed, now), withdrawn(authorities.withdrawn, now)]
  const former = takenOver(authorities['taken-over'], { now, by: providers.current, territory })
  return {
    ...commonPlan(scheme, daysAfter(now, -10)),
    version,
    sequenceNumber: 70,
    informationUris: ['https://lists.example/'],
    pointers: [pointerTo(lotl)],
    providers: [
      provider(providers.current, territory, services),
      provider(providers.former, territory, [former]),
    ],
  }
}

function provider(
  { name, registration }: ProviderName,
  territory: string,
  services: readonly ServicePlan[],
): ProviderPlan {
  return { name, tradeName: registration, territory, services }
}

/** One service for two purposes, as many real entries have it; granted for three years. */
function listed(authority: Authority, now: Instant): ServicePlan {
  return {
    name: marked('qualified certificates for websites and seals'),
    identity: identityOf(authority),
    current: {
      status: 'granted',
      since: daysAfter(now, -1096),
      purposes: ['ForWebSiteAuthentication', 'ForeSeals'],
    },
    history: [],
  }
}

/** Granted three years ago, withdrawn ninety days ago. */
function withdrawn(authority: Authority, now: Instant): ServicePlan {
  const purposes = ['ForWebSiteAuthentication', 'ForeSeals'] as const
  return {
    name: marked('withdrawn service'),
    identity: identityOf(authority),
    current: { status: 'withdrawn', since: daysAfter(now, -90), purposes },
    history: [{ status: 'granted', since: daysAfter(now, -1096), purposes }],
  }
}

interface Takeover {
  readonly now: Instant
  readonly by: ProviderName
  readonly territory: string
}

/**
 * Stays under the name of whoever began it, as in real lists; the current entry tells who runs it since a
 * year ago. The entry says by criteria which certificates are for websites.
 */
function takenOver(authority: Authority, { now, by, territory }: Takeover): ServicePlan {
  const state = {
    status: 'granted',
    purposes: ['ForWebSiteAuthentication'],
    qualifications: [FOR_WEBSITES],
  } as const
  return {
    name: marked('taken-over service'),
    identity: identityOf(authority),
    current: { ...state, since: daysAfter(now, -365), takenOverBy: { provider: by.name, territory } },
    history: [{ ...state, since: daysAfter(now, -1461) }],
  }
}

/** QEVCP-w, QNCP-w and QNCP-w-gen. @standard ETSI EN 319 411-2 */
const WEBSITE_POLICIES = ['0.4.0.194112.1.4', '0.4.0.194112.1.5', '0.4.0.194112.1.6']

const FOR_WEBSITES: QualificationPlan = {
  qualifiers: ['QCForWSA'],
  criteria: {
    assert: 'all',
    keyUsage: ['digitalSignature'],
    lists: [{ assert: 'atLeastOne', policies: WEBSITE_POLICIES }],
  },
}

function identityOf({ certificate, name, keys }: Authority): ServiceIdentity {
  return { certificate, subject: name, keyIdentifier: keys.identifier }
}
