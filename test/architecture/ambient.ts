import ts from 'typescript'
import type { Breach, Tree } from './tree.ts'
import { parse, place, visit } from './tree.ts'

/**
 * Names of the surroundings that a rule may not look at: network, clock, timers, chance, process, and ways to
 * reach them.
 */
const SURROUNDINGS = new Set([
  ...[
    'fetch',
    'XMLHttpRequest',
    'WebSocket',
    'EventSource',
    'navigator',
    'location',
    'localStorage',
    'Worker',
  ],
  ...['setTimeout', 'setInterval', 'setImmediate', 'performance', 'Temporal', 'AbortSignal'],
  ...['crypto', 'process', 'require', 'module', '__dirname', '__filename', 'Intl'],
  ...['globalThis', 'window', 'self', 'global', 'eval', 'Function'],
])

/** Methods that answer by the locale or the time zone of the machine. */
const LOCAL =
  /^(?:toLocale\w+|localeCompare|getTimezoneOffset|get(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds))$/

/** Rule 4: files for which `pure` says so use nothing of their surroundings. */
export function surroundings(tree: Tree, pure: (path: string) => boolean): readonly Breach[] {
  const globals = globalUses(tree, pure, (name, node) => {
    if (name === 'Date') return !isFixedDate(node)
    if (name === 'Math') return memberOf(node) === undefined || memberOf(node) === 'random'
    return SURROUNDINGS.has(name)
  })
  return [...globals, ...[...tree].filter(([path]) => pure(path)).flatMap(localMembers)]
}

function localMembers([path, text]: readonly [string, string]): readonly Breach[] {
  const breaches: Breach[] = []
  visit(parse(path, text), node => {
    const local = ts.isPropertyAccessExpression(node) && LOCAL.test(node.name.text)
    if (local || ts.isMetaProperty(node)) breaches.push({ at: place(node), what: `uses ${node.getText()}` })
  })
  return breaches
}

/** Rule 3 for what needs no import: a global that only Node has stands where its modules may. */
export function nodeGlobals(tree: Tree, elsewhere: (path: string) => boolean): readonly Breach[] {
  return globalUses(tree, elsewhere, name => name === 'Buffer')
}

/** The console belongs to the command line. */
export function consoles(tree: Tree, quiet: (path: string) => boolean): readonly Breach[] {
  return globalUses(tree, quiet, name => name === 'console' || name === 'globalThis')
}

function globalUses(
  tree: Tree,
  asked: (path: string) => boolean,
  forbidden: (name: string, node: ts.Identifier) => boolean,
): readonly Breach[] {
  const program = programOf(tree)
  const checker = program.getTypeChecker()
  return [...tree.keys()].filter(asked).flatMap(path => {
    const source = program.getSourceFile(path)
    const breaches: Breach[] = []
    if (!source) throw new RangeError(`not in the program: ${path}`)
    visit(source, node => {
      if (
        ts.isIdentifier(node) &&
        isReference(node) &&
        forbidden(node.text, node) &&
        isGlobal(checker, node)
      ) {
        breaches.push({ at: place(node), what: `uses ${node.text}` })
      }
    })
    return breaches
  })
}

/**
 * A program of these files alone, without the standard library: every global is then a name that nothing
 * declares.
 */
function programOf(tree: Tree): ts.Program {
  const options: ts.CompilerOptions = {
    noLib: true,
    noResolve: true,
    types: [],
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
  }
  return ts.createProgram([...tree.keys()], options, {
    getSourceFile: (path, version) => {
      const text = tree.get(path)
      return text === undefined ? undefined : ts.createSourceFile(path, text, version, true)
    },
    fileExists: path => tree.has(path),
    readFile: path => tree.get(path),
    getDefaultLibFileName: () => 'none.d.ts',
    getCurrentDirectory: () => '',
    getCanonicalFileName: path => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile: () => undefined,
  })
}

/**
 * Whether a name is neither declared nor imported by its own file. A mere `declare` gives a global another
 * label.
 */
function isGlobal(checker: ts.TypeChecker, node: ts.Identifier): boolean {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node)
  return (symbol?.declarations ?? []).every(
    declaration => ts.findAncestor(declaration, isDeclare) !== undefined,
  )
}

function isDeclare(node: ts.Node): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false
}

/** Whether an identifier stands for a value here, rather than naming a member, a type or something new. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node
  if (ts.isExpressionWithTypeArguments(parent)) return !ts.isPartOfTypeNode(parent)
  if (ts.isPartOfTypeNode(node) || ts.isTypeQueryNode(parent) || ts.isQualifiedName(parent)) return false
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isBindingElement(parent)) return parent.initializer === node
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isMetaProperty(parent)) return false
  if (ts.isTypePredicateNode(parent) || ts.isLabeledStatement(parent)) return false
  return !('name' in parent && parent.name === node)
}

/** `new Date(milliseconds)` and `Date.UTC(…)` depend on what they are given alone. */
function isFixedDate(node: ts.Identifier): boolean {
  const { parent } = node
  if (!ts.isNewExpression(parent)) return memberOf(node) === 'UTC'
  const [first, ...rest] = parent.arguments ?? []
  return parent.expression === node && first !== undefined && rest.length === 0 && !ts.isSpreadElement(first)
}

function memberOf({ parent }: ts.Identifier): string | undefined {
  return ts.isPropertyAccessExpression(parent) ? parent.name.text : undefined
}
