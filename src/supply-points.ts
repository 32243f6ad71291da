import type { OtherAddress } from './revocation/plan.ts'
import type { Service } from './trust-list/trust-list.ts'

/**
 * The addresses at which a listed service says that the status of what it issued can be had. Lists seldom say what stands at
 * an address (the attribute came with version 6), so its words do where nothing else does: as in the reference
 * implementation of the Commission, `ocsp`, `crl` or `certificateRevocationList`.
 *
 * @standard ETSI TS 119 612, clause 5.5.7
 */
export function otherAddresses({ supplyPoints }: Pick<Service, 'supplyPoints'>): readonly OtherAddress[] {
  return supplyPoints.flatMap(({ type = '', uri }): readonly OtherAddress[] => {
    const words = (type === '' ? uri : type).toLowerCase()
    if (words.includes('ocsp')) return [{ source: 'ocsp', url: uri }]
    const isList = words.includes('crl') || words.includes('certificaterevocationlist')
    return isList ? [{ source: 'crl', url: uri }] : []
  })
}
