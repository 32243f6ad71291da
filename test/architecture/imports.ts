import ts from 'typescript'
import type { Breach, Import, Tree } from './tree.ts'
import { folderOf, importsOf, isBuiltin, isRelative, packageOf, parse, place, target, visit } from './tree.ts'

/** Groups of folders from left to right; `*` is the files directly in `src/`. */
export type Order = readonly (readonly string[])[]

function everyImport(tree: Tree): readonly (Import & { readonly path: string })[] {
  return [...tree].flatMap(([path, text]) => importsOf(parse(path, text)).map(each => ({ ...each, path })))
}

/**
 * Rule 1: a module imports from its own folder and from groups further left, and from nowhere else in the
 * project.
 */
export function importOrder(tree: Tree, order: Order): readonly Breach[] {
  const rank = (folder: string | undefined) => order.findIndex(group => group.includes(folder ?? ''))
  const homeless = [...tree.keys()]
    .filter(path => rank(folderOf(path)) < 0)
    .map(path => ({ at: path, what: `stands in a folder that the order does not know` }))
  const wrong = everyImport(tree).flatMap(({ path, specifier, at }) => {
    if (specifier === undefined) return [{ at, what: 'imports something computed at run time' }]
    if (!isRelative(specifier)) return []
    const from = folderOf(path)
    const to = folderOf(target(path, specifier))
    if (from === to || rank(to) < 0)
      return rank(to) < 0 ? [{ at, what: `${specifier} is not a place of src/` }] : []
    return rank(to) < rank(from) ? [] : [{ at, what: `${from} may not import ${to}` }]
  })
  return [...homeless, ...wrong]
}

/**
 * Rule 2, first half: a foreign package is a declared dependency and has one importing file, but for the
 * exempt folders.
 */
export function foreignPackages(
  tree: Tree,
  dependencies: readonly string[],
  exempt: readonly string[],
): readonly Breach[] {
  const foreign = everyImport(tree).flatMap(({ specifier, path, at }) =>
    specifier === undefined || isRelative(specifier) || isBuiltin(specifier)
      ? []
      : [{ name: packageOf(specifier), path, at }],
  )
  const undeclared = foreign
    .filter(({ name }) => !dependencies.includes(name))
    .map(({ at, name }) => ({ at, what: `${name} is not among the dependencies` }))
  const counted = foreign.filter(({ path }) => !exempt.includes(folderOf(path) ?? ''))
  const shared = counted
    .filter(({ name, path }) => counted.some(other => other.name === name && other.path < path))
    .map(({ at, name }) => ({ at, what: `${name} has an importing file already` }))
  return [...undeclared, ...shared]
}

/** Rule 3: modules of Node are imported by the named files and folders only. */
export function nodeModules(tree: Tree, allowed: readonly string[]): readonly Breach[] {
  return everyImport(tree)
    .filter(({ specifier }) => specifier !== undefined && isBuiltin(specifier))
    .filter(
      ({ path }) => !allowed.some(place => path === place || (place.endsWith('/') && path.startsWith(place))),
    )
    .map(({ specifier, at }) => ({ at, what: `imports ${specifier}` }))
}

/** Rule 5, first half: what loads before the first line of an entry runs holds none of the heavy packages. */
export function entryGraph(tree: Tree, entry: string, heavy: readonly string[]): readonly Breach[] {
  const breaches: Breach[] = []
  const reached = new Set([entry])
  for (const path of reached) {
    for (const { specifier, kind, at } of importsOf(parse(path, tree.get(path) ?? ''))) {
      if (kind !== 'static' || specifier === undefined) continue
      if (isRelative(specifier)) reached.add(target(path, specifier))
      if (heavy.includes(packageOf(specifier))) breaches.push({ at, what: `${entry} loads ${specifier}` })
    }
  }
  return breaches
}

/** Rule 5, second half: no module waits at its top level, or `require` of the package would throw. */
export function topLevelAwait(tree: Tree): readonly Breach[] {
  return [...tree].flatMap(([path, text]) => {
    const breaches: Breach[] = []
    visit(parse(path, text), node => {
      if (waits(node) && !insideFunction(node))
        breaches.push({ at: place(node), what: 'awaits at the top level' })
    })
    return breaches
  })
}

function waits(node: ts.Node): boolean {
  if (ts.isForOfStatement(node)) return node.awaitModifier !== undefined
  if (ts.isVariableDeclarationList(node))
    return (node.flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing
  return ts.isAwaitExpression(node)
}

function insideFunction(node: ts.Node): boolean {
  return ts.findAncestor(node, ts.isFunctionLike) !== undefined
}
