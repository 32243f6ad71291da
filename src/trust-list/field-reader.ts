import { type Oid, parseOid } from '../core/oid.ts'
import { type Instant, instant } from '../core/time.ts'
import { trimSpace } from '../encoding/xml/space.ts'
import {
  attributeOf,
  childrenNamed,
  firstChild,
  lastChild,
  textOf,
  type XmlElement,
} from '../encoding/xml/tree.ts'
import { parseDateTime } from './date-time.ts'
import { NAMESPACE } from './names.ts'
import type { TextStore } from './text-store.ts'
import type { LocalText } from './trust-list.ts'

export type ContentReason =
  | 'version-unsupported'
  | 'field-absent'
  | 'field-repeated'
  | 'field-empty'
  | 'text-split'
  | 'number-malformed'
  | 'time-malformed'

export interface ContentProblem {
  readonly reason: ContentReason
  /** The element, by its local name. */
  readonly field: string
}

/**
 * Takes fields out of elements and remembers the first that is not as it must be; from then on what it hands
 * out means nothing. A list with such a field is not read at all: to leave out the entry could hide a
 * withdrawal.
 */
export class FieldReader {
  private readonly times = new Map<string, Instant>()
  private readonly identifiers = new Map<string, Oid | undefined>()
  private readonly store: TextStore
  private found: ContentProblem | undefined

  constructor(store: TextStore) {
    this.store = store
  }

  get problem(): ContentProblem | undefined {
    return this.found
  }

  fail(reason: ContentReason, field: string): void {
    this.found ??= { reason, field }
  }

  /** The one child of this name in the list's own namespace, where there is one. */
  optional(parent: XmlElement, local: string): XmlElement | undefined {
    const first = firstChild(parent, NAMESPACE.list, local)
    if (first !== lastChild(parent, NAMESPACE.list, local)) this.fail('field-repeated', local)
    return first
  }

  required(parent: XmlElement, local: string): XmlElement | undefined {
    const element = this.optional(parent, local)
    if (!element) this.fail('field-absent', local)
    return element
  }

  /** The text of an element, trimmed; empty where the element is. */
  textOf(element: XmlElement): string {
    const text = textOf(element)
    if (text === undefined) this.fail('text-split', element.tag.local)
    return this.store.keep(text ?? '')
  }

  /** The text of a required child, which must have some. */
  text(parent: XmlElement, local: string): string {
    const element = this.required(parent, local)
    const text = element ? this.textOf(element) : ''
    if (text === '') this.fail('field-empty', local)
    return text
  }

  /** A positive whole number that can be told from its neighbours. */
  number(parent: XmlElement, local: string): number {
    const value = numberOf(this.text(parent, local))
    if (value === undefined) this.fail('number-malformed', local)
    return value ?? NO_NUMBER
  }

  /** The same moment often stands in many services: that of a new law, or of a new key. */
  time(parent: XmlElement, local: string): Instant {
    const text = this.text(parent, local)
    const known = this.times.get(text)
    if (known !== undefined) return known
    const moment = timeOf(text)
    if (moment === undefined) this.fail('time-malformed', local)
    else this.times.set(text, moment)
    return moment ?? NO_TIME
  }

  /**
   * An object identifier, dotted; undefined for anything else. Lists in use write `urn:oid:` or `oid:` before
   * it, and a dot behind it, which leaves no doubt which one is meant.
   */
  identifier(text: string): Oid | undefined {
    if (!this.identifiers.has(text)) this.identifiers.set(text, identifierOf(text))
    return this.identifiers.get(text)
  }

  /** The value of an attribute, without white space around. */
  attribute({ tag }: XmlElement, local: string): string | undefined {
    const value = attributeOf(tag, local)
    return value === undefined ? undefined : this.store.keep(trimSpace(value))
  }

  /**
   * What the children of this name say, in all languages: `Name` in a ServiceName, `URI` in a
   * SchemeInformationURI.
   */
  localTexts(parent: XmlElement | undefined, local: string): readonly LocalText[] {
    if (!parent) return []
    return childrenNamed(parent, NAMESPACE.list, local).map(element => ({
      language: languageOf(element),
      text: this.textOf(element),
    }))
  }

  texts(parent: XmlElement | undefined, local: string): readonly string[] {
    return this.localTexts(parent, local).map(({ text }) => text)
  }
}

function identifierOf(text: string): Oid | undefined {
  const dotted = text.replace(/^(?:urn:)?oid:/i, '').replace(/\.$/, '')
  return dotted.length <= 256 ? parseOid(dotted) : undefined
}

/** What stands in place of a field that could not be read; the record that holds it is never handed out. */
const NO_NUMBER = 0
const NO_TIME = instant('1970-01-01T00:00:00Z')

function languageOf({ tag }: XmlElement): string {
  const attribute = tag.attributes.find(({ prefix, local }) => prefix === 'xml' && local === 'lang')
  return attribute?.value.trim().toLowerCase() ?? ''
}

/** A positive whole number that can be told from its neighbours; undefined for anything else. */
export function numberOf(text: string): number | undefined {
  const value = /^\+?\d{1,16}$/.test(text) ? Number(text) : 0
  return value >= 1 && Number.isSafeInteger(value) ? value : undefined
}

/** A date and time with its zone, which alone is one moment; undefined for anything else. */
export function timeOf(text: string): Instant | undefined {
  const parsed = parseDateTime(text)
  return parsed.ok && parsed.value.hasZone ? parsed.value.moment : undefined
}

/** `xsd:boolean`; undefined for anything else. */
export function booleanOf(text: string | undefined): boolean | undefined {
  if (text === 'true' || text === '1') return true
  return text === 'false' || text === '0' ? false : undefined
}
