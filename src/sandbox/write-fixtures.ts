import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fixtureFiles } from './fixtures.ts'

/** `node dist/sandbox/write-fixtures.js FOLDER`: writes the fixtures, over those that are there. */
async function writeFixtures(folder: string | undefined): Promise<void> {
  if (folder === undefined) throw new TypeError('name the folder to write to')
  for (const { path, content } of await fixtureFiles()) {
    const target = join(folder, path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, content)
  }
}

void writeFixtures(process.argv[2])
