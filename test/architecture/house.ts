import ts from 'typescript'
import type { Breach, Tree } from './tree.ts'
import { parse, place, visit } from './tree.ts'

/** The longest file and the longest function, in lines. */
export const LONGEST_FILE = 300
export const LONGEST_FUNCTION = 60

/** Which file may assert which types: there, the function has just made sure of them. */
export type Brands = Readonly<Record<string, readonly string[]>>

export function longFiles(tree: Tree): readonly Breach[] {
  return [...tree]
    .map(([path, text]) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > LONGEST_FILE)
    .map(({ path, lines }) => ({ at: path, what: `has ${lines} lines` }))
}

export function longFunctions(tree: Tree): readonly Breach[] {
  return find(tree, node => {
    if (!ts.isFunctionLike(node)) return undefined
    const source = node.getSourceFile()
    const [start, end] = [node.getStart(), node.getEnd()].map(
      at => source.getLineAndCharacterOfPosition(at).line,
    )
    const lines = (end ?? 0) - (start ?? 0) + 1
    return lines > LONGEST_FUNCTION ? `a function of ${lines} lines` : undefined
  })
}

/** What the compiler would be told to believe without a proof. */
export function assertions(tree: Tree, brands: Brands): readonly Breach[] {
  return find(tree, node => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) return 'any'
    if (ts.isNonNullExpression(node)) return 'a non-null assertion'
    if (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) {
      return node.exclamationToken ? 'a definite assignment' : undefined
    }
    if (!ts.isAsExpression(node) && !ts.isTypeAssertionExpression(node)) return undefined
    const type = node.type.getText()
    const earned = brands[node.getSourceFile().fileName]?.includes(type) ?? false
    return type === 'const' || earned ? undefined : `an assertion: as ${type}`
  })
}

/** Comments that silence the compiler. */
export function silenced(tree: Tree): readonly Breach[] {
  return [...tree].flatMap(([path, text]) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        /(?:\/\/|\/\*|^\s*\*)\s*@ts-(?:ignore|expect-error|nocheck)/.test(line)
          ? [{ at: `${path}:${index + 1}`, what: 'silences the compiler' }]
          : [],
      ),
  )
}

export function enumsAndDefaults(tree: Tree): readonly Breach[] {
  return find(tree, node => {
    if (ts.isEnumDeclaration(node)) return 'an enum'
    if (ts.isExportAssignment(node)) return 'a default export'
    if (ts.isExportSpecifier(node) && node.name.text === 'default') return 'a default export'
    return node.kind === ts.SyntaxKind.DefaultKeyword && !ts.isDefaultClause(node.parent)
      ? 'a default export'
      : undefined
  })
}

/** State that outlives a call: a variable of the module, or an empty collection made to be filled. */
export function moduleState(tree: Tree): readonly Breach[] {
  return find(tree, node => {
    if (ts.isPropertyDeclaration(node) && isStatic(node) && !isReadonly(node))
      return 'a static field that changes'
    if (!ts.isVariableDeclarationList(node) || ts.findAncestor(node, ts.isFunctionLike)) return undefined
    if (!(node.flags & ts.NodeFlags.BlockScoped)) return 'a variable of the module'
    if (node.flags & ts.NodeFlags.Let && !isBlockOrLoop(node)) return 'a variable of the module'
    return node.declarations.some(({ initializer }) => initializer && isEmptyCollection(initializer))
      ? 'a collection of the module that begins empty'
      : undefined
  })
}

/** A counter of a loop lives no longer than the loop, even where a table is computed at the top level. */
function isBlockOrLoop(node: ts.VariableDeclarationList): boolean {
  return !ts.isVariableStatement(node.parent) || !ts.isSourceFile(node.parent.parent)
}

function isEmptyCollection(node: ts.Expression): boolean {
  if (!ts.isNewExpression(node) || (node.arguments?.length ?? 0) > 0) return false
  return /^(?:Map|Set|WeakMap|WeakSet)$/.test(node.expression.getText())
}

function isStatic(node: ts.PropertyDeclaration): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false
}

function isReadonly(node: ts.PropertyDeclaration): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword) ?? false
}

function find(tree: Tree, judge: (node: ts.Node) => string | undefined): readonly Breach[] {
  return [...tree].flatMap(([path, text]) => {
    const breaches: Breach[] = []
    visit(parse(path, text), node => {
      const what = judge(node)
      if (what) breaches.push({ at: place(node), what })
    })
    return breaches
  })
}
