import type { XmlAttribute, XmlDeclaration, XmlReason, XmlTag } from './events.ts'
import { XML_LIMITS } from './events.ts'
import type { XmlLimits } from './limits.ts'
import type { QualifiedName } from './names.ts'
import { isRelativeNamespace, isReservedDeclaration, type NamespaceScope } from './namespaces.ts'
import { countReferences, expandReferences, withSpaces } from './references.ts'
import type { RawAttribute, RawTag } from './tag.ts'

const NONE: readonly never[] = []

/**
 * An attribute with its value, before its prefix is resolved: a declaration may follow it in the same tag.
 */
interface Unresolved {
  readonly name: QualifiedName
  readonly value: string
}

/** Gives the names of a tag their namespaces, and its attributes their values. */
export class TagResolver {
  private readonly scope: NamespaceScope
  private readonly limits: XmlLimits

  constructor(scope: NamespaceScope, limits: XmlLimits) {
    this.scope = scope
    this.limits = limits
  }

  /** Enters the tag's declarations into the scope. @standard Namespaces in XML 1.0, sections 5 and 6 */
  resolve({ name, attributes: raw }: RawTag): XmlTag | XmlReason {
    if (raw.length === 0) return this.element(name, NONE, NONE)
    const declarations: XmlDeclaration[] = []
    const others: Unresolved[] = []
    for (const attribute of raw) {
      const reason = this.sort(attribute, declarations, others)
      if (reason) return reason
    }
    if (hasTwice(declarations, ({ prefix }) => prefix)) return 'not-well-formed'
    return this.element(name, declarations, others)
  }

  private element(
    { name, prefix, local }: QualifiedName,
    declarations: readonly XmlDeclaration[],
    others: readonly Unresolved[],
  ): XmlTag | XmlReason {
    this.scope.enter(declarations)
    if (this.scope.size > XML_LIMITS.namespaces) return 'too-many-namespaces'
    const namespace = prefix === 'xmlns' ? undefined : this.scope.resolve(prefix)
    if (namespace === undefined) return 'not-well-formed'
    const attributes = others.length === 0 ? NONE : this.attributes(others)
    if (!attributes) return 'not-well-formed'
    const tag = { name, prefix, local, namespace, attributes, declarations }
    const exceeded = this.limits.namespaces(namespaceCharacters(tag))
    if (exceeded) return exceeded
    return hasTwice(attributes, expandedName) ? 'not-well-formed' : tag
  }

  private sort(
    { name, raw }: RawAttribute,
    declarations: XmlDeclaration[],
    others: Unresolved[],
  ): XmlReason | undefined {
    const value = this.value(raw)
    if (value === undefined) return 'not-well-formed'
    if (value.reason) return value.reason
    const { text } = value
    if (name.prefix !== 'xmlns' && name.name !== 'xmlns') {
      others.push({ name, value: text })
      return isIdentifier(name) ? this.limits.identifier(text) : undefined
    }
    const declaration = { prefix: name.prefix === '' ? '' : name.local, namespace: text }
    declarations.push(declaration)
    if (isReservedDeclaration(declaration)) return 'not-well-formed'
    return isRelativeNamespace(text) ? 'namespace-relative' : undefined
  }

  /** Undefined where a reference in it is not well-formed. */
  private value(raw: string): { readonly text: string; readonly reason?: XmlReason } | undefined {
    const text = withSpaces(raw)
    if (!text.includes('&')) return { text }
    const reason = this.limits.references(countReferences(text))
    if (reason) return { text, reason }
    const expanded = expandReferences(text)
    return expanded === undefined ? undefined : { text: expanded }
  }

  /**
   * Undefined where a prefix is not declared. A default namespace is none for attributes.
   */
  private attributes(others: readonly Unresolved[]): readonly XmlAttribute[] | undefined {
    const resolved: XmlAttribute[] = []
    for (const { name: qualified, value } of others) {
      const { name, prefix, local } = qualified
      const namespace = prefix === '' ? '' : this.scope.resolve(prefix)
      if (namespace === undefined) return undefined
      resolved.push({ name, prefix, local, namespace, value })
    }
    return resolved
  }
}

function expandedName({ namespace, local }: XmlAttribute): string {
  return `${namespace} ${local}`
}

/** How long the names of the namespaces are that a tag uses, each as often as it does. */
export function namespaceCharacters({ namespace, attributes }: XmlTag): number {
  let characters = namespace.length
  for (const attribute of attributes) characters += attribute.namespace.length
  return characters
}

function hasTwice<T>(items: readonly T[], key: (item: T) => string): boolean {
  return items.length > 1 && new Set(items.map(key)).size < items.length
}

/** Attributes that other elements could be pointed at by, whatever a schema would say. */
export function isIdentifier({ prefix, local }: QualifiedName): boolean {
  return prefix === '' ? local.toLowerCase() === 'id' : prefix === 'xml' && local === 'id'
}
