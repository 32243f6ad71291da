// Adds up what the test runs reported, and prints it as the last line: `N passed, N failed`.
// Usage: count.mjs FOLDER STATUS. Exits 1 when anything failed, or when no test ran at all.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder = '', status = '1'] = process.argv.slice(2)
const reports = readdirSync(folder)
  .filter(name => name.endsWith('.json'))
  .map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')))
const sum = field => reports.reduce((total, report) => total + report[field], 0)

const passed = sum('numPassedTests')
const skipped = sum('numPendingTests') + sum('numTodoTests')
const broken = sum('numFailedTests') || reports.filter(report => !report.success).length
const failed = broken || (status === '0' && passed > 0 ? 0 : 1)

process.stdout.write(`\n${skipped} skipped\n${passed} passed, ${failed} failed\n`)
process.exitCode = failed > 0 ? 1 : 0
