import { join, posix } from 'node:path'
import ts from 'typescript'
import type { Breach, Tree } from './tree.ts'
import { importsOf, isBuiltin, isRelative, packageOf, parse, place, target, visit } from './tree.ts'

/**
 * What the compiler would publish as types: the tree's declaration files, under the paths of their sources.
 */
export function declarationsOf(tree: Tree, root: string): Tree {
  const options = compilerOptions(root)
  const host = ts.createCompilerHost(options)
  const onDisk = new Map([...tree].map(([path, text]) => [join(root, path), text]))
  const emitted = new Map<string, string>()
  const program = ts.createProgram([...onDisk.keys()], options, {
    ...host,
    fileExists: path => onDisk.has(path) || (!isSource(path, root) && host.fileExists(path)),
    readFile: path => onDisk.get(path) ?? host.readFile(path),
    getSourceFile: (path, version, ...rest) => {
      const text = onDisk.get(path)
      return text === undefined
        ? host.getSourceFile(path, version, ...rest)
        : ts.createSourceFile(path, text, version)
    },
  })
  program.emit(undefined, (path, text) => {
    if (path.endsWith('.d.ts')) emitted.set(posix.join('src', posix.relative(join(root, 'out'), path)), text)
  })
  return emitted
}

function compilerOptions(root: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: ['none.ts'] }, ts.sys, root)
  return {
    ...options,
    declarationMap: false,
    emitDeclarationOnly: true,
    outDir: join(root, 'out'),
    noEmit: false,
  }
}

/** A source of the project that the tree does not hold does not exist for it. */
function isSource(path: string, root: string): boolean {
  return path.startsWith(join(root, 'src')) && path.endsWith('.ts')
}

/**
 * Rule 2, second half: the declarations that an entry reaches mention no type of another package. Types of
 * Node count as foreign where `pure` is set: a user without `@types/node` could not compile against them.
 */
export function foreignTypes(declarations: Tree, entry: string, pure: boolean): readonly Breach[] {
  const breaches: Breach[] = []
  const reached = new Set([entry])
  for (const path of reached) {
    const source = parse(path, declarations.get(path) ?? '')
    for (const { specifier, at } of importsOf(source)) {
      if (specifier === undefined) continue
      if (isRelative(specifier)) reached.add(target(path, specifier).replace(/\.(?:ts|js)$/, '.d.ts'))
      const foreign = isBuiltin(specifier) ? pure : !isRelative(specifier)
      if (foreign) breaches.push({ at, what: `${entry} publishes a type of ${packageOf(specifier)}` })
    }
    if (pure) visit(source, node => breaches.push(...nodeGlobals(node, entry)))
  }
  return breaches
}

function nodeGlobals(node: ts.Node, entry: string): readonly Breach[] {
  if (!ts.isTypeReferenceNode(node)) return []
  const name = node.typeName.getText()
  return /^(?:Buffer|NodeJS\..*)$/.test(name) ? [{ at: place(node), what: `${entry} publishes ${name}` }] : []
}
