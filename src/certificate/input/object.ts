/**
 * The octets of a certificate that another library holds: `raw` of Node's `X509Certificate` and of what
 * `getPeerCertificate` gives, `rawData` of `@peculiar/x509`, `toSchema().toBER()` of `pkijs`. By structure,
 * so neither of them has to be loaded, and it does not matter which copy of them made the object.
 *
 * @returns Undefined where the object has none of these members, or throws when asked for them.
 */
export function octetsOfObject(value: object): Uint8Array | undefined {
  try {
    if ('raw' in value) return octetsOf(value.raw)
    if ('rawData' in value) return octetsOf(value.rawData)
    return octetsOf(called(called(value, 'toSchema'), 'toBER'))
  } catch {
    return undefined
  }
}

/** What a method gives back; undefined where there is none. */
function called(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  const method: unknown = Reflect.get(value, name)
  return typeof method === 'function' ? Reflect.apply(method, value, []) : undefined
}

/**
 * A view of octets, or of all that an ArrayBuffer holds, whichever realm made it; none where the memory was
 * given away; undefined for anything else.
 */
export function octetsOf(value: unknown): Uint8Array | undefined {
  try {
    if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    return isArrayBuffer(value) ? new Uint8Array(value) : undefined
  } catch {
    // Memory that was transferred to somebody else can neither be seen nor asked whether it was.
    return new Uint8Array(0)
  }
}

const BYTE_LENGTH = Reflect.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength')?.get

/** Only a real one answers for its length; that an object calls itself one proves nothing. */
function isArrayBuffer(value: unknown): value is ArrayBuffer {
  try {
    return BYTE_LENGTH !== undefined && typeof Reflect.apply(BYTE_LENGTH, value, []) === 'number'
  } catch {
    return false
  }
}
