import type { XmlDeclaration } from './events.ts'

export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace'
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/'

/** An element with declarations: what it put out of force, and the state before it. */
interface Declaring {
  readonly depth: number
  readonly before: readonly XmlDeclaration[]
  readonly state: number
}

/** Which namespace each prefix stands for where a reader stands. @standard Namespaces in XML 1.0 */
export class NamespaceScope {
  private readonly bound = new Map([
    ['', ''],
    ['xml', XML_NAMESPACE],
  ])
  /** The open elements that declare something, innermost last. */
  private readonly declaring: Declaring[] = []
  private depth = 0
  private declared = 0
  private changes = 0
  private current = 0

  /** Declarations in force, those that hide others included. */
  get size(): number {
    return this.declared
  }

  /** As long as it is the same, every prefix stands for the same. */
  get state(): number {
    return this.current
  }

  /** An element begins. Its declarations are in force in its own tag already. */
  enter(declarations: readonly XmlDeclaration[]): void {
    this.depth++
    if (declarations.length === 0) return
    this.declared += declarations.length
    this.declaring.push({ depth: this.depth, before: this.bind(declarations), state: this.current })
    this.current = ++this.changes
  }

  leave(): void {
    const last = this.declaring[this.declaring.length - 1]
    if (last?.depth === this.depth) {
      this.declaring.pop()
      this.declared -= last.before.length
      for (const { prefix, namespace } of last.before) this.bound.set(prefix, namespace)
      this.current = last.state
    }
    this.depth--
  }

  /** Undefined for a prefix that nobody has declared. */
  resolve(prefix: string): string | undefined {
    const namespace = this.bound.get(prefix)
    return namespace === '' && prefix !== '' ? undefined : namespace
  }

  private bind(declarations: readonly XmlDeclaration[]): readonly XmlDeclaration[] {
    return declarations.map(({ prefix, namespace }) => {
      const before = { prefix, namespace: this.bound.get(prefix) ?? '' }
      this.bound.set(prefix, namespace)
      return before
    })
  }
}

/**
 * What a declaration may not say: `xmlns` is never declared, `xml` and its namespace belong to each other,
 * and only the default namespace can be taken back.
 *
 * @standard Namespaces in XML 1.0, sections 2.2 and 3
 */
export function isReservedDeclaration({ prefix, namespace }: XmlDeclaration): boolean {
  if (prefix === 'xmlns' || namespace === XMLNS_NAMESPACE) return true
  if ((prefix === 'xml') !== (namespace === XML_NAMESPACE)) return true
  return prefix !== '' && namespace === ''
}

/**
 * Relative namespace names have no canonical form (Canonical XML 1.0); white space in one would be a part of
 * the name.
 */
export function isRelativeNamespace(name: string): boolean {
  return name !== '' && !/^[A-Za-z][A-Za-z0-9+.-]*:\S*$/.test(name)
}
