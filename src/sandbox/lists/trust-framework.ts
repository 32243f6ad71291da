import {
  type Authorities,
  type Authority,
  createAuthorities,
  type Mint,
  providersOf,
} from '../certificates/authorities.ts'
import type { ListDefect, ServiceDefect, TerritoryOptions, TestList } from '../test-world.ts'
import { LIST_DEFECTS, SERVICE_DEFECTS } from './list-defects.ts'
import { createListOfLists, type ListOfLists } from './list-of-lists.ts'
import { planNationalList } from './national-list.ts'
import { countryOf, createScheme, publish, type Scheme, soundList, UNION } from './schemes.ts'
import type { ListPlan } from './trust-lists.ts'

/** The lists of a world, and the authorities in them. */
export interface TrustFramework extends Omit<ListOfLists, 'plan'> {
  readonly lotl: TestList
  readonly lists: readonly TestList[]
  /** @throws RangeError when the world has no such territory. */
  authoritiesOf(territory?: string): Authorities
  /** Of all territories, those of the first one before others. */
  allAuthorities(): readonly Authority[]
  lotlWith(defect: ListDefect): Promise<Uint8Array>
  /** @throws RangeError when the world has no such territory. */
  listWith(defect: ListDefect | ServiceDefect, territory?: string): Promise<Uint8Array>
}

/** @param base Where lists are published, an address without a slash at the end. */
export async function createTrustFramework(
  mint: Mint,
  territories: readonly TerritoryOptions[],
  base: string,
): Promise<TrustFramework> {
  const scheme = await createScheme(mint, UNION, base)
  const nationals = new Map<string, National>()
  for (const options of territories)
    nationals.set(options.territory, await createNational(mint, options, { lotl: scheme, base }))
  const all = [...nationals.values()]
  const schemes = all.map(national => national.scheme)
  const { plan, ...lotl } = await createListOfLists({ mint, scheme, nationals: schemes, base })
  const known = (territory = territories[0]?.territory ?? ''): National => {
    const national = nationals.get(territory)
    if (!national) throw new RangeError(`not a territory of this world: ${territory}`)
    return national
  }
  return {
    ...lotl,
    lotl: await publishedList(mint, { scheme, plan }),
    lists: await Promise.all(all.map(national => publishedList(mint, national))),
    authoritiesOf: territory => known(territory).authorities,
    allAuthorities: () => all.flatMap(({ authorities }) => Object.values(authorities)),
    lotlWith: defect => publish(mint, scheme, LIST_DEFECTS[defect].apply(soundList(plan), mint.now)),
    async listWith(defect, territory) {
      const national = known(territory)
      const draft = NATIONAL_DEFECTS[defect].apply(soundList(national.plan), mint.now)
      return publish(mint, national.scheme, draft)
    },
  }
}

const NATIONAL_DEFECTS = { ...LIST_DEFECTS, ...SERVICE_DEFECTS }

interface PlannedList {
  readonly scheme: Scheme
  readonly plan: ListPlan
}

interface National extends PlannedList {
  readonly authorities: Authorities
}

async function createNational(
  mint: Mint,
  { territory, listVersion = 6 }: TerritoryOptions,
  { lotl, base }: { readonly lotl: Scheme; readonly base: string },
): Promise<National> {
  const scheme = await createScheme(mint, territory, base)
  const providers = providersOf(countryOf(territory))
  const authorities = await createAuthorities(mint, providers)
  const plan = planNationalList(scheme, lotl, { version: listVersion, now: mint.now, providers, authorities })
  return { scheme, plan, authorities }
}

async function publishedList(mint: Mint, { scheme, plan }: PlannedList): Promise<TestList> {
  const bytes = await publish(mint, scheme, soundList(plan))
  return { territory: scheme.territory, location: scheme.location, bytes }
}
