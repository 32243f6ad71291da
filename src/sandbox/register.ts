import type { Psd2Role } from '../certificate/psd2/statement.ts'
import { formatInstant, type Instant } from '../core/time.ts'
import { MARKER } from './certificates/marker.ts'
import type { Role, TestProvider } from './mint-options.ts'
import { daysAfter } from './moments.ts'

/**
 * The register of payment service providers of one world. A provider is known by its authority and its
 * number; who was minted twice has the roles and the names of both, and the first of its seats in the order
 * of letters.
 */
export interface Register {
  /** Enters a holder with the roles of its certificate. */
  add(provider: TestProvider, roles: readonly Role[]): void
  /**
   * Appends the date on which the authorisation was withdrawn. Services stay, as they do in the original.
   *
   * @throws RangeError when the provider is not in the register, is not authorised, or was not on that date.
   */
  withdraw(provider: TestProvider, at: Instant): void
  /**
   * Adds services in a host country.
   *
   * @param country ISO 3166-1 alpha-2.
   * @throws RangeError when the provider is not in the register or does not have one of the roles at home,
   *   when none of them is a payment service, or when the country is its home.
   */
  passport(provider: TestProvider, country: string, roles: readonly Psd2Role[]): void
  /**
   * JSON, UTF-8, in the shape of the EBA's golden copy: `[[{disclaimer}], [entities]]`. The order is that of
   * the identifiers, so the same providers give the same bytes.
   *
   * Left out are those whom the original does not hold: credit institutions, which here means holders of
   * PSP_AS and of no role that is a payment service by itself; central banks and public authorities; holders
   * without any such role.
   */
  bytes(): Uint8Array
}

/** @param clock Dates what is entered and changed. Authorisations begin two years before. */
export function createRegister(clock: () => Instant): Register {
  const entities = new Map<string, Entity>()
  const known = (provider: TestProvider): Entity => {
    const entity = entities.get(keyOf(provider))
    if (!entity || !isListed(entity)) throw new RangeError(`not in the register: ${keyOf(provider)}`)
    return entity
  }
  return {
    add(provider, roles) {
      const entity = entities.get(keyOf(provider)) ?? entityOf(provider, clock())
      entities.set(keyOf(provider), entity)
      entity.names.add(provider.name)
      entity.seats.add(provider.country)
      for (const role of roles) if (typeof role === 'string') entity.roles.add(role)
    },
    withdraw(provider, at) {
      const entity = known(provider)
      if (entity.authorisations.length % 2 === 0) throw new RangeError('not authorised')
      if (dayOf(at) < (entity.authorisations.at(-1) ?? ''))
        throw new RangeError('not authorised at that time')
      entity.authorisations.push(dayOf(at))
      entity.changed = clock()
    },
    passport(provider, country, roles) {
      const entity = known(provider)
      if (!/^[A-Z]{2}$/.test(country) || country === homeOf(provider))
        throw new RangeError(`not a host country: ${country}`)
      if (servicesOf(roles).length === 0) throw new RangeError('no payment service to offer')
      for (const role of roles) {
        if (!entity.roles.has(role)) throw new RangeError(`not authorised for ${role}`)
      }
      entity.hosts.set(country, new Set([...(entity.hosts.get(country) ?? []), ...roles]))
      entity.changed = clock()
    },
    bytes() {
      const listed = [...entities.values()].filter(isListed).sort((a, b) => (a.code < b.code ? -1 : 1))
      return new TextEncoder().encode(JSON.stringify([[DISCLAIMER], listed.map(entityRecord)]))
    },
  }
}

interface Entity {
  /** EntityCode. */
  readonly code: string
  readonly provider: TestProvider
  readonly names: Set<string>
  /** Countries. */
  readonly seats: Set<string>
  readonly roles: Set<Psd2Role>
  readonly hosts: Map<string, ReadonlySet<Psd2Role>>
  /** Dates, in turn of an authorisation and of its withdrawal. */
  readonly authorisations: string[]
  changed: Instant
}

const DISCLAIMER = { __EBA_Disclaimer: { text: `${MARKER}: nobody in this register exists.` } }

const SERVICES: Readonly<Partial<Record<Psd2Role, readonly string[]>>> = {
  PSP_PI: ['PS_070'],
  PSP_AI: ['PS_080'],
  PSP_IC: ['PS_05A'],
}

/** What it takes to hold payment accounts. By itself it is a matter of credit institutions. */
const ACCOUNTS = ['PS_010', 'PS_020', 'PS_03C']

function servicesOf(roles: Iterable<Psd2Role>): readonly string[] {
  const all = [...roles]
  const services = all.flatMap(role => SERVICES[role] ?? [])
  if (services.length === 0) return []
  return [...(all.includes('PSP_AS') ? ACCOUNTS : []), ...services].sort()
}

function entityOf(provider: TestProvider, moment: Instant): Entity {
  return {
    code: `${ownerOf(provider).replace('-', '_')}!${provider.authorizationNumber}`,
    provider,
    names: new Set(),
    seats: new Set(),
    roles: new Set(),
    hosts: new Map(),
    authorisations: [dayOf(daysAfter(moment, -730))],
    changed: moment,
  }
}

function keyOf({ authorityId, authorizationNumber }: TestProvider): string {
  return `${authorityId}-${authorizationNumber}`
}

/** `NA` stands for holders without an authority of their own. */
function isListed({ provider, roles }: Entity): boolean {
  return /^[A-Z]{2}-[A-Z]{2,8}$/.test(provider.authorityId) && servicesOf(roles).length > 0
}

/** CA_OwnerID. Two authorities have another spelling in the register than in certificates. */
function ownerOf({ authorityId }: TestProvider): string {
  return OTHER_SPELLINGS.get(authorityId) ?? authorityId.replace('-', '_')
}

const OTHER_SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['FI-FINFSA', 'FI_FIN-FSA'],
  ['LV-BL', 'LV_LV'],
])

/**
 * Who offers nothing but information on accounts is a registered provider of that, everybody else an
 * institution.
 */
function entityRecord(entity: Entity) {
  const services = servicesOf(entity.roles)
  return {
    CA_OwnerID: ownerOf(entity.provider),
    EntityCode: entity.code,
    EntityType: services.every(service => service === 'PS_080') ? 'PSD_AISP' : 'PSD_PI',
    Properties: propertiesOf(entity),
    Services: countriesOf(entity),
    __EBA_EntityVersion: `${formatInstant(entity.changed).replace(/\D/g, '')}000`,
  }
}

/**
 * A list of objects with one key each; a list as value only where there is more than one, but for ENT_AUT.
 */
function propertiesOf({ provider, names, seats, authorisations }: Entity): readonly object[] {
  return [
    { ENT_COD_TYP: 'NON_LEI' },
    { ENT_NAT_REF_COD: provider.authorizationNumber },
    { ENT_NAM: oneOrMore([...names].sort()) },
    { ENT_ADD: MARKER },
    { ENT_TOW_CIT_RES: 'Nowhere' },
    { ENT_COU_RES: [...seats].sort()[0] ?? provider.country },
    { ENT_AUT: authorisations },
  ]
}

/** The country of the authority, wherever the provider has its seat. */
function homeOf({ authorityId }: TestProvider): string {
  return authorityId.slice(0, 2)
}

function countriesOf({ provider, roles, hosts }: Entity): readonly object[] {
  const countries = new Map([...hosts, [homeOf(provider), roles] as const])
  return [...countries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([country, roles]) => ({ [country]: oneOrMore(servicesOf(roles)) }))
}

function oneOrMore(texts: readonly string[]): string | readonly string[] {
  const [first, ...others] = texts
  return first !== undefined && others.length === 0 ? first : texts
}

function dayOf(moment: Instant): string {
  return formatInstant(moment).slice(0, 10)
}
