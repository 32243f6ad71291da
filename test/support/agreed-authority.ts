import { BILATERAL_POLICY, bilateralAnchor, instant, type Policy } from '../../src/index.ts'
import { parsed } from './authorities.ts'
import { authority, ID, leaf, someone } from './certified.ts'
import { ia5, oid, sequence } from './der-writer.ts'

/** An authority that is trusted by agreement, and one below it that nobody knows until it is fetched. */
export const exchange = someone('Exchange')
const desk = someone('Desk')
export const between: Uint8Array = authority(exchange, desk)

/** Trusts the authority in 2026, and lets issuers be fetched. */
export const policy: Policy = {
  ...BILATERAL_POLICY,
  agreements: {
    anchors: [
      bilateralAnchor({
        agreement: 'a',
        purposes: ['server'],
        period: { from: instant('2026-01-01T00:00:00Z'), until: instant('2026-12-31T00:00:00Z') },
        certificate: parsed(authority(exchange, exchange)),
      }),
    ],
  },
  fetchIssuers: true,
}

/** Where a certificate says that others can be asked. */
interface Addresses {
  readonly responders?: readonly string[]
  readonly issuers?: readonly string[]
}

/** A certificate by the authority below, with its addresses in this order. */
export function certificateNaming({ responders = [], issuers = [] }: Addresses): Uint8Array {
  const access = (method: string) => (url: string) => sequence(oid(method), ia5(url, 0x86))
  const named = [
    ...responders.map(access('1.3.6.1.5.5.7.48.1')),
    ...issuers.map(access('1.3.6.1.5.5.7.48.2')),
  ]
  return leaf(desk, someone('www.example.com'), { extensions: { [ID.access]: sequence(...named) } })
}
