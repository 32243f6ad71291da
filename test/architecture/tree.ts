import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join, posix } from 'node:path'
import ts from 'typescript'

/**
 * Source files by their path from the top of the project: `src/core/oid.ts`. On the disk or planted by a
 * test.
 */
export type Tree = ReadonlyMap<string, string>

/** One place that breaks a rule. */
export interface Breach {
  /** `src/core/oid.ts:12` */
  readonly at: string
  readonly what: string
}

/** How one module names another. */
export interface Import {
  /** As written; undefined where it is computed at run time. */
  readonly specifier: string | undefined
  /**
   * `static` runs the other module before this one; `dynamic` runs it when the line is reached; `type` never
   * does.
   */
  readonly kind: 'static' | 'dynamic' | 'type'
  readonly at: string
}

/** Every TypeScript file below a folder of the project. */
export function readTree(root: string, folder: string): Tree {
  const paths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map(path => posix.join(folder, path.replaceAll('\\', '/')))
    .filter(path => path.endsWith('.ts'))
    .sort()
  return new Map(paths.map(path => [path, readFileSync(join(root, path), 'utf8')]))
}

export function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true)
}

export function place(node: ts.Node): string {
  const source = node.getSourceFile()
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
}

/**
 * Visits a node and all below it. Comments and strings are no nodes of their own, so they are never taken for
 * code.
 */
export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node)
  node.forEachChild(child => visit(child, see))
}

/** Every way in which a module can name another one. */
export function importsOf(source: ts.SourceFile): readonly Import[] {
  const found: Import[] = [...source.typeReferenceDirectives, ...source.referencedFiles].map(
    ({ fileName, pos }) => ({
      specifier: fileName,
      kind: 'type',
      at: `${source.fileName}:${source.getLineAndCharacterOfPosition(pos).line + 1}`,
    }),
  )
  visit(source, node => {
    const named = namesModule(node)
    if (named) found.push({ specifier: literal(named.specifier), kind: named.kind, at: place(node) })
  })
  return found
}

interface Named {
  readonly specifier: ts.Node | undefined
  readonly kind: Import['kind']
}

function namesModule(node: ts.Node): Named | undefined {
  if (ts.isImportDeclaration(node)) {
    // `import { type A } from 'a'` still loads `a`; only `import type` is erased (verbatimModuleSyntax).
    const erased = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    return { specifier: node.moduleSpecifier, kind: erased ? 'type' : 'static' }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return { specifier: node.moduleSpecifier, kind: node.isTypeOnly ? 'type' : 'static' }
  }
  if (ts.isExternalModuleReference(node)) return { specifier: node.expression, kind: 'static' }
  if (ts.isImportTypeNode(node)) return { specifier: node.argument, kind: 'type' }
  if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name))
    return { specifier: node.name, kind: 'type' }
  if (!ts.isCallExpression(node)) return undefined
  const { expression } = node
  const loads =
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === 'require')
  return loads ? { specifier: node.arguments[0], kind: 'dynamic' } : undefined
}

function literal(node: ts.Node | undefined): string | undefined {
  if (node && ts.isLiteralTypeNode(node)) return literal(node.literal)
  return node && ts.isStringLiteralLike(node) ? node.text : undefined
}

/**
 * The folder of `src/` that a file stands in; `*` for the files directly in `src/`; undefined outside of
 * `src/`.
 */
export function folderOf(path: string): string | undefined {
  const [top, folder, ...rest] = path.split('/')
  if (top !== 'src' || folder === undefined) return undefined
  return rest.length === 0 ? '*' : folder
}

/** The file of the tree that a relative specifier names, from the top of the project. */
export function target(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier)
}

export function isRelative(specifier: string): boolean {
  return specifier.startsWith('.') || specifier.startsWith('/')
}

/** Whether Node itself brings the module, with or without the `node:` scheme. */
export function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier)
}

/** `@peculiar/x509/build/x.js` is a part of `@peculiar/x509`. */
export function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}
