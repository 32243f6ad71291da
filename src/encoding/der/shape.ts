import { toHex } from '../../core/bytes.ts'
import { DerContext, type DerLimits } from './context.ts'

/** Where a value begins, where its contents begin, and where it ends. */
export interface Extent {
  readonly start: number
  readonly content: number
  readonly end: number
}

/** Reads the header of one value; the failure of the context says why there is none. */
export function extentAt(context: DerContext, start: number, end: number): Extent | undefined {
  const next = context.header(start, end)
  return next === undefined ? undefined : { start, content: context.content, end: next }
}

/**
 * The identifier octets of the values inside a constructed one, in hexadecimal, without a look into these:
 * what tells one kind of object from another at the price of a few headers. A plus sign at the end says that
 * more follows: values beyond the number asked for, or what is not DER.
 *
 * @param most At most so many values.
 */
export function tagsInside(bytes: Uint8Array, { content, end }: Extent, most: number): string {
  const context = new DerContext(bytes, SHAPE_LIMITS)
  let tags = ''
  let at = content
  for (let count = 0; at < end && count < most; count++) {
    const next = context.header(at, end)
    if (next === undefined) break
    tags += toHex(bytes, at, at + 1)
    at = next
  }
  return at < end ? `${tags}+` : tags
}

/** The caller counts; nothing is opened. */
export const SHAPE_LIMITS: DerLimits = { bytes: Number.MAX_SAFE_INTEGER, depth: 1, elements: 64 }
