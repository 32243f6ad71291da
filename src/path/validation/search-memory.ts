import type { Certificate } from '../../certificate/certificate.ts'
import { NameReadings } from '../names/name-readings.ts'
import { type Place, type Position, positionOf } from './state.ts'

/**
 * What the paths of one search share. Whoever sends a mesh of certificates makes a hundred paths of a few of
 * them, so what a certificate says, and what there is to say of it below the one above it, is worked out
 * once. It holds for one search, by one set of rules.
 */
export class SearchMemory {
  readonly readings = new NameReadings()
  readonly #positions = new Map<Certificate, Position[]>()

  /** The position that was met before at the same place, with what was found there. */
  positionOf(place: Place): Position {
    const met = this.#positions.get(place.certificate)
    const known = met?.find(each => isSamePlace(each, place))
    if (known !== undefined) return known
    const position = positionOf(place, new Map())
    if (met === undefined) this.#positions.set(place.certificate, [position])
    else met.push(position)
    return position
  }
}

/** Of one certificate. */
function isSamePlace(a: Place, b: Place): boolean {
  return (
    a.above === b.above && a.isLast === b.isLast && a.signature === b.signature && a.algorithm === b.algorithm
  )
}
