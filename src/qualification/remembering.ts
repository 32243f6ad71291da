/** Makes a value once for each object, and forgets it with the object. */
export function remembering<K extends object, T extends object | string>(make: (key: K) => T): (key: K) => T {
  const known = new WeakMap<K, T>()
  return key => {
    const earlier = known.get(key)
    if (earlier !== undefined) return earlier
    const value = make(key)
    known.set(key, value)
    return value
  }
}
