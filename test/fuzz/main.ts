import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Failure, type Outcome, runCampaign } from './campaign.ts'
import { certificateSeeds } from './seeds.ts'
import { subjectsFrom } from './subjects.ts'

const FOLDER = 'build/fuzz'

/**
 * `npm run fuzz -- --count N [--seed S]`: mutates certificates and what they come in, and reads them. Exit 1
 * where a reader throws, takes longer than 50 ms or reads the same differently; the inputs are written to
 * `build/fuzz` then. A failure is made again by its seed and `--count 1`, from the same fixtures and the same
 * corpus.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { count: { type: 'string' }, seed: { type: 'string' } } })
  const count = wholeNumber(values.count ?? '50000')
  const seed = wholeNumber(values.seed ?? '1')
  const corpus = process.env['QWAC_CORPUS'] || undefined
  const certificates = certificateSeeds(corpus)
  console.log(`${count} inputs from seed ${seed}, made of ${certificates.length} certificates`)
  const subjects = await subjectsFrom(certificates)
  const begun = performance.now()
  const outcome = await runCampaign({ count, seed, subjects, progress: printProgress })
  describe(outcome, (performance.now() - begun) / 1000)
  for (const failure of outcome.failures.slice(0, 100)) keep(failure)
  if (outcome.failures.length > 0) process.exitCode = 1
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new RangeError(`${text} is no whole number`)
  return Number(text)
}

function printProgress(done: number): void {
  if (done % 50_000 === 0) console.error(`${done} inputs`)
}

function describe({ failures, slowest, inputs, compared }: Outcome, seconds: number): void {
  for (const [name, count] of inputs) console.log(`  ${String(count).padStart(9)}  ${name}`)
  console.log(`  ${String(compared).padStart(9)}  results computed twice and compared`)
  console.log('\nThe slowest input of each reader (best of four runs):')
  for (const { reader, milliseconds, seed } of slowest.toSorted((a, b) => b.milliseconds - a.milliseconds)) {
    console.log(`  ${milliseconds.toFixed(2).padStart(9)} ms  ${reader} (seed ${seed})`)
  }
  console.log(`\n${failures.length} failures in ${seconds.toFixed(0)} s`)
}

function keep({ reader, seed, what, input }: Failure): void {
  const file = `${FOLDER}/${seed}.bin`
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(file, input)
  console.log(`  ${reader}, seed ${seed}, ${file}: ${what}`)
}

void main()
