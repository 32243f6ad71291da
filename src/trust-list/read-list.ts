import { ok, type Result, refused } from '../core/result.ts'
import { OctetBuffer } from '../encoding/octet-buffer.ts'
import type { CanonicalForm } from '../encoding/xml/canonical-xml.ts'
import type { XmlReason } from '../encoding/xml/events.ts'
import { readXml } from '../encoding/xml/xml.ts'
import { type LayoutReason, ListPass } from './list-pass.ts'
import type { ListContent } from './parse.ts'
import type { FormReason } from './signature-fields.ts'
import { readSignature, type SignatureForm } from './xml-signature.ts'

export type ReadReason = XmlReason | LayoutReason

/** A list with its signature, neither of them verified. */
export interface SignedList {
  readonly signature: Result<SignatureForm, FormReason>
  /**
   * The octets that the signature's reference to the list covers; none where the signature has another form.
   */
  readonly signedOctets: Uint8Array
  /** What the file says, before anybody has shown who says so. */
  readonly unsafeContent: ListContent
}

/**
 * Reads a trusted list in one pass: the events that become the canonical form become the records too, so that
 * what is read is exactly what is digested.
 *
 * @param bytes The file.
 * @param output Where to write the signed octets; the same buffer may serve the next list, once this one is
 *   verified.
 * @standard ETSI TS 119 612 V2.4.1, clause 5 and annex B
 */
export function readSignedList(
  bytes: Uint8Array,
  output = new OctetBuffer(bytes.length),
): Result<SignedList, ReadReason> {
  const pass = new ListPass(FIRST_FORM, output)
  const read = readXml(bytes, pass)
  if (!read.ok) return read
  const { root, signature: element } = pass
  if (!root || !element) return refused('signature-absent')
  const signature = readSignature(element, root)
  return ok({
    signature,
    signedOctets: signature.ok ? octetsOf(bytes, pass, signature.value, output) : new Uint8Array(),
    unsafeContent: pass.content(),
  })
}

/** The form that lists in use have. Which one a list has stands at its end. */
const FIRST_FORM: CanonicalForm = 'exclusive'

/** For the other form the same octets go through the same reader once more; only the writing differs. */
function octetsOf(
  bytes: Uint8Array,
  first: ListPass,
  { document }: SignatureForm,
  output: OctetBuffer,
): Uint8Array {
  if (document.form === FIRST_FORM) return first.octets(document.scope)
  const second = new ListPass(document.form, output)
  return readXml(bytes, second).ok ? second.octets(document.scope) : new Uint8Array()
}
