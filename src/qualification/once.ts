/** Each value once, in order. Mostly there are one or two, and to compare these costs less than a set. */
export function once<T>(values: readonly T[]): readonly T[] {
  if (values.length < 2) return values
  const [first] = values
  if (values.every(value => value === first)) return values.slice(0, 1)
  return values.length === 2 ? values : [...new Set(values)]
}
