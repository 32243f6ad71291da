import type { Certificate } from '../certificate/certificate.ts'
import { matchCriteria } from './criteria.ts'
import type { StateFacts } from './listed-facts.ts'
import type { Qualifier } from './words.ts'

/**
 * Qualifiers of a state: those that apply for certain, and those of each element that could not be evaluated.
 */
export interface Capture {
  readonly applied: readonly Qualifier[]
  readonly open: readonly (readonly Qualifier[])[]
}

/** Says which qualifiers a state holds for one certificate. */
export type Capturing = (state: StateFacts) => Capture

/**
 * The qualifiers of clause 4.4 that states hold for a certificate. Each state is asked once, though both
 * moments and every step ask for it.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.4 (PRO-4.4.4-11, -19, -27); ETSI TS 119 612, clause 5.5.9.2
 */
export function captureFor(certificate: Certificate): Capturing {
  let known: WeakMap<StateFacts, Capture> | undefined
  return state => {
    if (state.elements.length === 0) return NONE
    const earlier = known?.get(state)
    if (earlier !== undefined) return earlier
    const capture = evaluate(state, certificate)
    known = (known ?? new WeakMap<StateFacts, Capture>()).set(state, capture)
    return capture
  }
}

function evaluate({ elements }: StateFacts, certificate: Certificate): Capture {
  const applied: Qualifier[] = []
  const open: (readonly Qualifier[])[] = []
  for (const { qualifiers, criteria } of elements) {
    const match = matchCriteria(criteria, certificate)
    if (match === 'matched') applied.push(...qualifiers)
    if (match === 'indeterminate') open.push(qualifiers)
  }
  return { applied, open }
}

const NONE: Capture = { applied: [], open: [] }
