/**
 * What may be there at once, as with an implementation of cryptography that computes in the thread of the
 * caller.
 */
export type Later<T> = T | Promise<T>

/**
 * Goes on with a value, at once where it is there at once: each wait for what is there costs about as much as
 * reading a part of a small object.
 */
export function after<T, R>(value: Later<T>, next: (value: T) => Later<R>): Later<R> {
  return isPromise(value) ? value.then(next) : next(value)
}

/** All of them, at once where all are there. */
export function allOf<T>(values: readonly Later<T>[]): Later<readonly T[]> {
  const there: T[] = []
  for (const value of values) {
    if (isPromise(value)) return Promise.all(values)
    there.push(value)
  }
  return there
}

/**
 * By its method, because promises of another realm are of another class; octets have none, and it takes long
 * to find that out.
 */
function isPromise<T>(value: Later<T>): value is Promise<T> {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false
  const { then }: { readonly then?: unknown } = value
  return typeof then === 'function'
}
