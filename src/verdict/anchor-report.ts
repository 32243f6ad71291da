import { formatName } from '../certificate/name/name.ts'
import { formatInstant } from '../core/time.ts'
import type { BilateralAnchor } from '../path/bilateral-anchors.ts'
import type { Purpose } from '../path/rules.ts'
import { nameOf } from '../qualification/listed-name.ts'
import type { ServiceAnchor } from '../qualification/service-anchors.ts'

/** Whom a path leads to, and by what that one is trusted. */
export type AnchorReport =
  | {
      /** A service of an authenticated trusted list. */
      readonly kind: 'trust-list-service'
      /** RFC 4514. */
      readonly name: string
      /** ISO 3166-1 alpha-2, as the list has it. */
      readonly territory: string
      readonly provider: string
      readonly service: string
    }
  | {
      /**
       * An authority that the relying party has agreed on with its counterparty: nothing is qualified by
       * that.
       */
      readonly kind: 'bilateral'
      /** RFC 4514. */
      readonly name: string
      /** The relying party's own name for the agreement. */
      readonly agreement: string
      readonly purposes: readonly Purpose[]
      /** RFC 3339, the last moment included. */
      readonly from: string
      readonly until: string
    }

export function reportAnchor(
  path: { readonly anchor: BilateralAnchor | ServiceAnchor } | undefined,
): AnchorReport | null {
  if (path === undefined) return null
  const { anchor } = path
  const name = formatName(anchor.name)
  if (anchor.kind === 'trust-list') {
    const { territory, provider, service } = anchor
    const names = { provider: nameOf(provider.names), service: nameOf(service.names) }
    return { kind: 'trust-list-service', name, territory, ...names }
  }
  const { agreement, purposes, period } = anchor
  const term = { from: formatInstant(period.from), until: formatInstant(period.until) }
  return { kind: 'bilateral', name, agreement, purposes, ...term }
}
