import { readGeneralNames } from '../../certificate/read-general-name.ts'
import type { Oid } from '../../core/oid.ts'
import { ok, type Result } from '../../core/result.ts'
import { DerContext, type DerReason } from '../../encoding/der/context.ts'
import { readDer } from '../../encoding/der/der.ts'
import { generalizedTime, integerDefect, oidContents, utcTime } from '../../encoding/der/primitives.ts'
import { TAG } from '../../encoding/der/tag.ts'
import { REVOCATION_REASONS } from '../status.ts'
import { CRL_LIMITS, MAX_CRL_EXTENSIONS, MAX_SERIAL_OCTETS } from './limits.ts'
import { OffsetList } from './offset-list.ts'
import { plainEntryEnd } from './plain-entry.ts'

/** What the list as a whole says about its entries. */
export interface EntryRules {
  readonly version: 1 | 2
  readonly indirect: boolean
  readonly delta: boolean
}

/** Entries that are known to be well formed. Offsets are octets from the start of the list. */
export interface ScannedEntries {
  readonly start: number
  readonly end: number
  readonly count: number
  /** The entries of an indirect list that name an issuer of certificates, in ascending order. */
  readonly namingIssuer: Uint32Array
  /** The first critical entry extension whose meaning this library does not know. */
  readonly unrecognised?: { readonly id: Oid; readonly offset: number }
}

/**
 * Reads all entries once to see that each is what RFC 5280 says. A loop over the octets: nothing is made of
 * an entry.
 *
 * @standard RFC 5280, sections 5.1.2.6 and 5.3; X.690
 */
export function scanEntries(
  bytes: Uint8Array,
  { start, end }: { readonly start: number; readonly end: number },
  rules: EntryRules,
): Result<ScannedEntries, DerReason> {
  const scan = new EntryScan(bytes, rules)
  const count = scan.all(start, end)
  const { failure, namingIssuer, unrecognised } = scan
  if (failure !== undefined) return failure
  return ok({
    start,
    end,
    count,
    namingIssuer: namingIssuer.offsets(),
    ...(unrecognised && { unrecognised }),
  })
}

/** The octets behind `551d` (2.5.29): id-ce-cRLReasons, id-ce-invalidityDate, id-ce-certificateIssuer. */
const REASON_CODE = 21
const INVALIDITY_DATE = 24
const CERTIFICATE_ISSUER = 29

class EntryScan {
  readonly namingIssuer = new OffsetList()
  unrecognised: { readonly id: Oid; readonly offset: number } | undefined
  readonly #bytes: Uint8Array
  readonly #rules: EntryRules
  readonly #context: DerContext
  /** Where the entry at hand begins, and where each of its extensions does. */
  #entry = 0
  readonly #extensions = new Uint32Array(MAX_CRL_EXTENSIONS)
  #critical = false

  constructor(bytes: Uint8Array, rules: EntryRules) {
    this.#bytes = bytes
    this.#rules = rules
    this.#context = new DerContext(bytes, CRL_LIMITS)
  }

  get failure(): DerContext['failure'] {
    return this.#context.failure
  }

  all(start: number, end: number): number {
    let count = 0
    let at = start
    while (at < end && this.failure === undefined) {
      if (++count > CRL_LIMITS.entries) this.#context.fail('too-many-elements', at)
      // What has an extension needs version 2, which the reader of every form asks for.
      const plain = this.#rules.version === 2 ? plainEntryEnd(this.#bytes, at, end) : 0
      at = plain === 0 ? this.#readEntry(at, end) : plain
    }
    return count
  }

  /** One entry: serial number, date, extensions. Returns where it ends. */
  #readEntry(at: number, end: number): number {
    this.#entry = at
    const next = this.#value(at, end, TAG.sequence)
    const content = this.#context.content
    const date = this.#value(content, next, TAG.integer)
    this.#checkSerialNumber()
    const rest = this.#time(date, next)
    if (rest < next && this.failure === undefined) this.#readExtensions(rest, next)
    return next
  }

  #checkSerialNumber(): void {
    const { content, next } = this.#context
    const defect = integerDefect(this.#bytes, content, next)
    if (defect !== undefined) this.#context.fail(defect, content)
    if (next - content > MAX_SERIAL_OCTETS) this.#context.fail('value-out-of-range', content)
  }

  #time(at: number, end: number): number {
    const isGeneralized = this.#bytes[at] === TAG.generalizedTime
    const next = this.#value(at, end, isGeneralized ? TAG.generalizedTime : TAG.utcTime)
    const { content } = this.#context
    const read = isGeneralized ? generalizedTime : utcTime
    if (read(this.#bytes, content, next) === undefined) this.#context.fail('time-value', content)
    return next
  }

  /** They came with version 2 (5.1.2.1). At least one, none of them twice. */
  #readExtensions(at: number, end: number): void {
    const next = this.#value(at, end, TAG.sequence)
    let position = this.#context.content
    if (this.#rules.version !== 2) this.#context.fail('value-inconsistent', at)
    if (next !== end) this.#context.fail('value-unexpected', next)
    if (position === next) this.#context.fail('value-missing', position)
    for (let count = 0; position < next && this.failure === undefined; count++) {
      if (count >= MAX_CRL_EXTENSIONS) this.#context.fail('too-many-elements', position)
      if (this.#isRepeated(position, count)) this.#context.fail('value-repeated', position)
      this.#extensions[count] = position
      position = this.#readExtension(position, next)
    }
  }

  #isRepeated(at: number, count: number): boolean {
    for (let i = 0; i < count; i++) if (this.#isSameId(this.#extensions[i] ?? 0, at)) return true
    return false
  }

  #readExtension(at: number, end: number): number {
    const next = this.#value(at, end, TAG.sequence)
    const id = this.#context.content
    let position = this.#value(id, next, TAG.oid)
    this.#critical = this.#bytes[position] === TAG.boolean
    if (this.#critical) position = this.#true(position, next)
    const valueEnd = this.#value(position, next, TAG.octetString)
    const value = this.#context.content
    if (valueEnd !== next) this.#context.fail('value-unexpected', valueEnd)
    if (this.failure === undefined) this.#readKnown(id, value, next)
    return next
  }

  /** A BOOLEAN DEFAULT FALSE that is there must be TRUE (X.690, 11.5). */
  #true(at: number, end: number): number {
    const next = this.#value(at, end, TAG.boolean)
    const { content } = this.#context
    const octet = this.#bytes[content]
    if (next - content !== 1 || (octet !== 0 && octet !== 0xff)) this.#context.fail('boolean-value', content)
    if (octet === 0) this.#context.fail('default-encoded', content)
    return next
  }

  /** @param id Where the identifier begins, `value` where the value inside of the OCTET STRING does. */
  #readKnown(id: number, value: number, end: number): void {
    switch (this.#arc(id)) {
      case REASON_CODE:
        this.#reason(value, end)
        break
      case INVALIDITY_DATE:
        this.#invalidityDate(value, end)
        break
      case CERTIFICATE_ISSUER:
        this.#certificateIssuer(value, end)
        break
      default:
        this.#unknown(id, end)
    }
  }

  /** The last arc of an identifier of 2.5.29, else -1. */
  #arc(id: number): number {
    const bytes = this.#bytes
    const isStandard = bytes[id + 1] === 3 && bytes[id + 2] === 0x55 && bytes[id + 3] === 0x1d
    return isStandard ? (bytes[id + 4] ?? -1) : -1
  }

  /**
   * An ENUMERATED of those that are defined; what is removed from a list can only stand in a delta (5.3.1).
   */
  #reason(at: number, end: number): void {
    const next = this.#value(at, end, TAG.enumerated)
    const { content } = this.#context
    if (next !== end) this.#context.fail('value-unexpected', next)
    const reason = next - content === 1 ? REVOCATION_REASONS[this.#bytes[content] ?? 7] : undefined
    if (reason === undefined) this.#context.fail('value-out-of-range', content)
    if (reason === 'removeFromCRL' && !this.#rules.delta) this.#context.fail('value-inconsistent', content)
  }

  #invalidityDate(at: number, end: number): void {
    const next = this.#value(at, end, TAG.generalizedTime)
    const { content } = this.#context
    if (generalizedTime(this.#bytes, content, next) === undefined) this.#context.fail('time-value', content)
    if (next !== end) this.#context.fail('value-unexpected', next)
  }

  /**
   * Only an indirect list has certificates of several issuers (5.3.3); a name by which one is found must be
   * among them.
   */
  #certificateIssuer(at: number, end: number): void {
    if (!this.#rules.indirect) this.#context.fail('value-inconsistent', at)
    const read = readDer(this.#bytes.subarray(at, end), ISSUER_LIMITS, reader => {
      const names = readGeneralNames(reader.sequence(), 'name')
      if (!names.some(({ form }) => form === 'directoryName')) reader.fail('value-missing', 0)
    })
    if (!read.ok) this.#context.fail(read.reason, at + (read.offset ?? 0))
    this.namingIssuer.add(this.#entry)
  }

  #unknown(id: number, end: number): void {
    const next = this.#value(id, end, TAG.oid)
    const contents = oidContents(this.#bytes, this.#context.content, next)
    if (!contents.ok) this.#context.fail(contents.reason, contents.offset ?? id)
    else if (this.#critical) this.unrecognised ??= { id: contents.value, offset: id }
  }

  /**
   * Whether two extensions have the same identifier, octet for octet; both are known to be well formed but
   * the second.
   */
  #isSameId(one: number, other: number): boolean {
    const bytes = this.#bytes
    const a = one + headerLength(bytes, one)
    const b = other + headerLength(bytes, other)
    const length = 2 + (bytes[a + 1] ?? 0)
    for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false
    return true
  }

  /**
   * Reads the header of a value of the given type; returns where the value ends, and the end of all after a
   * failure.
   */
  #value(at: number, end: number, tag: number): number {
    const context = this.#context
    if (at >= end) context.fail('value-missing', at)
    const next = context.header(at, end)
    if (next !== undefined && context.tag !== tag) context.fail('tag-unexpected', at)
    return next ?? end
  }
}

/** GeneralNames of one entry. */
const ISSUER_LIMITS = { bytes: 65_536, depth: 32, elements: 2000 }

/** Octets of type and length of a value in DER. */
function headerLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at + 1] ?? 0
  return first < 0x80 ? 2 : 2 + (first & 0x7f)
}
