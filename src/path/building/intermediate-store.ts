import type { Certificate } from '../../certificate/certificate.ts'
import { nameKey } from '../../certificate/name/match.ts'
import { equalBytes } from '../../core/bytes.ts'
import { type Authority, asAuthority, type ByName } from './candidates.ts'

/**
 * Intermediate certificates of paths that were proven, for leaves that come without theirs. Whoever makes it
 * owns it. What is in it is a candidate like any other: every signature is computed again, so it can be wrong
 * about nothing.
 */
export interface IntermediateStore extends ByName<Authority> {
  readonly size: number
  /**
   * Keeps the intermediates of a path to an anchor, each signature of which was verified. Those kept longest
   * ago go first.
   */
  remember(intermediates: readonly Certificate[]): void
}

/**
 * Makes an empty store.
 *
 * @param limit Certificates that it keeps at most.
 * @throws RangeError when the limit is not a positive integer.
 */
export function createIntermediateStore(limit: number): IntermediateStore {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError('limit must be a positive integer')
  return new Store(limit)
}

class Store implements IntermediateStore {
  readonly #limit: number
  /** By subject; in each list the one that was kept last comes last. */
  readonly #named = new Map<string, readonly Authority[]>()
  /**
   * A set keeps the order in which things were added, so the first is the one that was not kept for longest.
   */
  readonly #order = new Set<Authority>()

  constructor(limit: number) {
    this.#limit = limit
  }

  get size(): number {
    return this.#order.size
  }

  named(name: Certificate['subject']): readonly Authority[] {
    return this.keyed(nameKey(name))
  }

  keyed(key: string): readonly Authority[] {
    return this.#named.get(key) ?? []
  }

  remember(intermediates: readonly Certificate[]): void {
    for (const certificate of intermediates) this.#keep(certificate)
    for (const oldest of this.#order) {
      if (this.#order.size <= this.#limit) return
      this.#forget(oldest)
    }
  }

  #keep(certificate: Certificate): void {
    const key = nameKey(certificate.subject)
    const named = this.keyed(key)
    const known = named.find(each => equalBytes(each.certificate.bytes, certificate.bytes))
    const authority = known ?? asAuthority(certificate)
    if (known === undefined) this.#named.set(key, [...named, authority])
    this.#order.delete(authority)
    this.#order.add(authority)
  }

  #forget(authority: Authority): void {
    this.#order.delete(authority)
    const key = nameKey(authority.certificate.subject)
    const others = this.keyed(key).filter(each => each !== authority)
    if (others.length === 0) this.#named.delete(key)
    else this.#named.set(key, others)
  }
}

/** Both, each certificate once. */
export function alongside(first: ByName<Authority>, second: ByName<Authority>): ByName<Authority> {
  const keyed = (key: string): readonly Authority[] => {
    const own = first.keyed(key)
    const isNew = ({ certificate: { bytes } }: Authority): boolean =>
      !own.some(({ certificate }) => equalBytes(certificate.bytes, bytes))
    return [...own, ...second.keyed(key).filter(isNew)]
  }
  return { keyed, named: name => keyed(nameKey(name)) }
}
