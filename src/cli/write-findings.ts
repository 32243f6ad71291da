import { writeFileSync } from 'node:fs'
import { findingsPage } from './findings-page.ts'

/** Writes the page of all requirements to the file that the command line names. */
const [path] = process.argv.slice(2)
if (path === undefined) throw new TypeError('the file to write must be named')
writeFileSync(path, findingsPage())
