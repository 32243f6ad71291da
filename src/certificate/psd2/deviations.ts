import type { SchemaReason } from '../../encoding/der/context.ts'
import type { ReasonOf } from '../../requirements/catalogue.ts'
import type { Facts } from '../../requirements/finding.ts'
import { PSD2 } from '../../requirements/psd2.ts'

/** A requirement about the PSD2 statement and the certificate around it. */
export type Psd2Code = keyof typeof PSD2

/** How a certificate departs from such a requirement. A policy tolerates deviations by this word. */
export type DeviationReason = ReasonOf<Psd2Code>

/** One departure, as a value: nothing is decided by it. */
export interface Deviation {
  readonly code: Psd2Code
  readonly reason: DeviationReason
  /** Octets from the start of the certificate, where the departure is one of encoding. */
  readonly offset?: number
  readonly facts: Facts
}

/** Writes a deviation down; the compiler refuses a reason that the requirement's row does not list. */
export function deviation<C extends Psd2Code>(code: C, reason: ReasonOf<C>, facts: Facts = {}): Deviation {
  return { code, reason, facts }
}

/** A departure from the encoding: the reading goes on, although a strict reader ends here. */
export interface EncodingDeviation extends Deviation {
  readonly offset: number
  /** Why a strict reader refuses the octets at that place. */
  readonly strict: SchemaReason
}

const UNREADABLE: DeviationReason = 'unreadable'

/** Every word that a policy can name. Where nothing can be read, there is nothing to tolerate. */
export const DEVIATION_REASONS: readonly DeviationReason[] = Object.values(PSD2)
  .flatMap(({ reasons }) => Object.keys(reasons))
  .filter(isDeviationReason)
  .filter(reason => reason !== UNREADABLE)

/** Whether a policy that names these words tolerates a deviation. */
export function isTolerated(reason: DeviationReason, tolerated: readonly DeviationReason[]): boolean {
  return reason !== UNREADABLE && tolerated.includes(reason)
}

export function isDeviationReason(word: string): word is DeviationReason {
  return Object.values(PSD2).some(({ reasons }) => Object.hasOwn(reasons, word))
}
