import { instant } from '../../src/core/time.ts'
import { fileListMemory } from '../../src/sources/list-memory/file.ts'
import { fileStore } from '../../src/sources/stores/file-store.ts'

/**
 * What a process of its own does to a folder that others use, too: `node … WHAT FOLDER NUMBERS TAG`. A line
 * of standard output for each step that it was told is done.
 */
const [what, folder = '', list = '', tag = ''] = process.argv.slice(2)
const numbers = list.split(',').map(Number)

/** Numbers, or without end from the first one where that is negative. */
function* asked(): Generator<number> {
  const [first = 1] = numbers
  if (first > 0) return yield* numbers
  for (let number = -first; ; number += 1) yield number
}

async function remember(): Promise<void> {
  const memory = fileListMemory({ folder })
  for (const sequenceNumber of asked()) {
    const seen = { territory: 'AT', sequenceNumber, digest: tag, issued: instant('2026-06-01T00:00:00Z') }
    const { remembered, unwritten } = await memory.remember([seen])
    const held = remembered.seen.get('AT')
    const word = unwritten.get('AT') ?? 'written'
    const again = await memory.recall(['AT'])
    const unreadable = again.unreadable === 'all' || again.unreadable.has('AT')
    console.log([sequenceNumber, word, held?.sequenceNumber, held?.digest, unreadable].join(' '))
  }
}

async function store(): Promise<void> {
  const files = fileStore({ folder })
  for (const number of asked()) {
    const word = await files.set('key', `${number} ${tag.repeat(5_000)}`).then(
      () => 'written',
      () => 'rejected',
    )
    console.log([number, word, String(await files.get('key')).split(' ')[0]].join(' '))
  }
}

void (what === 'store' ? store() : remember())
