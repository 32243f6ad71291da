import type { Instant } from '../core/time.ts'
import { onlyChild, textOf, type XmlElement } from '../encoding/xml/tree.ts'
import { numberOf, timeOf } from './field-reader.ts'
import { NAMESPACE } from './names.ts'

/** What the head of a file says of the file, whoever wrote it. Null is what could not be read. */
export interface ListClaims {
  readonly territory: string | null
  readonly version: number | null
  readonly sequenceNumber: number | null
  readonly issued: Instant | null
  /** Null, too, where the list is closed. */
  readonly nextUpdate: Instant | null
}

/**
 * Reads what can be read of a SchemeInformation that is not as it must be, each field for itself.
 *
 * @standard ETSI TS 119 612, clause 5.3
 */
export function readClaims(scheme: XmlElement): ListClaims {
  const nextUpdate = onlyChild(scheme, NAMESPACE.list, 'NextUpdate')
  return {
    territory: textIn(scheme, 'SchemeTerritory') || null,
    version: numberOf(textIn(scheme, 'TSLVersionIdentifier')) ?? null,
    sequenceNumber: numberOf(textIn(scheme, 'TSLSequenceNumber')) ?? null,
    issued: timeOf(textIn(scheme, 'ListIssueDateTime')) ?? null,
    nextUpdate: (nextUpdate && timeOf(textIn(nextUpdate, 'dateTime'))) ?? null,
  }
}

/** The text of the one child of a name; empty where there is none, or none that can be read. */
function textIn(parent: XmlElement, local: string): string {
  const element = onlyChild(parent, NAMESPACE.list, local)
  return (element && textOf(element)) ?? ''
}
