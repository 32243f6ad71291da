import type { Refused } from '../core/result.ts'
import type { DerReason } from '../encoding/der/context.ts'
import type { DerReader } from '../encoding/der/der.ts'

/**
 * Reads a part whose defects are its own, such as the value of an extension: keeps its record where it is
 * sound, and says what is wrong with it where it is not.
 */
export type ReadPart<Records> = (part: DerReader, records: Records) => Refused<DerReason> | undefined

/** Reads a part that is one value, which becomes one field. */
export function into<Records, Field extends keyof Records>(
  field: Field,
  read: (part: DerReader) => Records[Field],
): ReadPart<Records> {
  return (part, records) => {
    const start = part.offset
    const record = read(part)
    part.finish()
    const defect = part.defect(start)
    if (defect === undefined) records[field] = record
    return defect
  }
}
