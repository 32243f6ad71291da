// Runs the examples of the README and of the guides: fenced blocks marked `sh run` go to bash, blocks marked `ts run` are
// compiled against the built package and executed. Everything runs from the top of the checkout.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const work = 'build/examples'
const guides = [
  'README.md',
  ...(existsSync('docs') ? readdirSync('docs').map(name => join('docs', name)) : []),
]
const examples = guides.filter(path => path.endsWith('.md') && existsSync(path)).flatMap(blocksOf)

function blocksOf(path) {
  const text = readFileSync(path, 'utf8')
  return [...text.matchAll(/^```(sh|ts) run\n(.*?)^```$/gms)].map(({ 1: language, 2: code, index }) => ({
    where: `${path}:${text.slice(0, index).split('\n').length}`,
    language,
    code,
  }))
}

function run(command, parameters) {
  const env = { ...process.env, PATH: `${resolve('node_modules/.bin')}:${process.env.PATH}` }
  execFileSync(command, parameters, { stdio: 'inherit', env })
}

rmSync(work, { recursive: true, force: true })
mkdirSync(work, { recursive: true })
const programs = examples.filter(({ language }) => language === 'ts')
for (const [index, { code }] of programs.entries()) writeFileSync(join(work, `example-${index}.ts`), code)
if (programs.length > 0) {
  const emit = {
    noEmit: false,
    rootDir: '.',
    outDir: 'out',
    declaration: false,
    declarationMap: false,
    sourceMap: false,
  }
  const files = programs.map((_, index) => `example-${index}.ts`)
  const config = { extends: '../../tsconfig.json', compilerOptions: emit, files, include: [] }
  writeFileSync(join(work, 'tsconfig.json'), JSON.stringify(config))
  run('tsc', ['-p', work])
}

for (const example of examples) {
  process.stdout.write(`${example.where} (${example.language})\n`)
  if (example.language === 'sh') run('bash', ['-euo', 'pipefail', '-c', example.code])
  else run(process.execPath, [join(work, `out/example-${programs.indexOf(example)}.js`)])
}
process.stdout.write(`${examples.length} examples ran\n`)
