import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'

const ROOT = resolve(import.meta.dirname, '../..')

/**
 * Compiles a module and what it imports of the project into a new folder that everybody may read, so that a
 * process of its own can run it.
 *
 * @param entry Path from the top of the project.
 * @returns The folder, to be removed, and the path of the compiled module.
 */
export function compiled(entry: string): { readonly folder: string; readonly module: string } {
  const folder = mkdtempSync(join(tmpdir(), 'qwac-compiled-'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const paths = new Set([resolve(ROOT, entry)])
  for (const path of paths) {
    const text = readFileSync(path, 'utf8')
    const target = compiledPath(folder, path)
    mkdirSync(dirname(target), { recursive: true })
    const { outputText } = ts.transpileModule(text, { compilerOptions: OPTIONS, fileName: path })
    writeFileSync(target, outputText)
    for (const { fileName } of ts.preProcessFile(outputText).importedFiles) {
      if (fileName.startsWith('.')) paths.add(resolve(dirname(path), fileName.replace(/\.js$/, '.ts')))
    }
  }
  chmodSync(folder, 0o755)
  return { folder, module: compiledPath(folder, resolve(ROOT, entry)) }
}

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  target: ts.ScriptTarget.ES2023,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
}

function compiledPath(folder: string, path: string): string {
  return join(folder, relative(ROOT, path).replace(/\.ts$/, '.js'))
}
