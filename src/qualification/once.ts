/** Each value once, in order. Mostly there is only one, and to see that costs less than a set. */
export function once<T>(values: readonly T[]): readonly T[] {
  if (values.length < 2) return values
  const [first] = values
  return values.every(value => value === first) ? values.slice(0, 1) : [...new Set(values)]
}
