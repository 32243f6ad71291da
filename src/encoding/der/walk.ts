import { compareBytes } from '../../core/bytes.ts'
import type { DerContext } from './context.ts'

/** The bit of an identifier octet that says that values are inside. */
export const CONSTRUCTED = 0x20

/**
 * Visits every value between two offsets, to see that all of them are DER in form. A loop, no recursion:
 * `ends` holds where the open constructed values close.
 *
 * @param depth How deep the first of them stands.
 */
export function walk(context: DerContext, start: number, end: number, depth: number): void {
  const ends = [end]
  let at = start
  while (ends.length > 0 && context.failure === undefined) {
    const close = ends[ends.length - 1] ?? end
    if (at >= close) {
      ends.pop()
      continue
    }
    const next = context.header(at, close)
    if (next === undefined) return
    if ((context.tag & CONSTRUCTED) === 0) {
      at = next
      continue
    }
    if (depth + ends.length > context.limits.depth) {
      context.fail('depth', at)
      return
    }
    ends.push(next)
    at = context.content
  }
}

/** Demands that the values between two offsets stand in ascending order. @standard X.690, clause 11.6 */
export function checkOrder(context: DerContext, start: number, end: number): void {
  // A set of one, as nearly every set is, needs no comparison; its reader reads the header.
  if ((context.bytes[start + 1] ?? 0) === end - start - 2) return
  let previous: Uint8Array | undefined
  for (let at = start; at < end && context.failure === undefined; ) {
    const next = context.header(at, end)
    if (next === undefined) return
    const value = context.slice(at, next)
    if (previous !== undefined && compareBytes(previous, value) > 0) context.fail('set-not-sorted', at)
    previous = value
    at = next
  }
}
