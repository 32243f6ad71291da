const TYPED_ARRAY = Reflect.getPrototypeOf(Uint8Array.prototype)
const NAME_OF_TYPE =
  TYPED_ARRAY === null ? undefined : Reflect.getOwnPropertyDescriptor(TYPED_ARRAY, Symbol.toStringTag)?.get

/**
 * Whether something is an array of octets, whichever realm made it: test runners and sandboxes have a
 * `Uint8Array` of their own. Asked of the array itself, so that nothing else can say so.
 */
export function isOctets(value: unknown): value is Uint8Array {
  return NAME_OF_TYPE !== undefined && Reflect.apply(NAME_OF_TYPE, value, []) === 'Uint8Array'
}
