/**
 * Freezes a value with all that it holds, but for octets, which cannot be. What is frozen already is taken to
 * be so to its end. Depth is bounded by that of the value.
 */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value))
    return value
  Object.freeze(value)
  for (const member of Object.values(value)) deepFreeze(member)
  return value
}
