import type { Instant } from '../../core/time.ts'
import { readVerifiedFile, type VerifiedFile } from './messages.ts'
import { LIST_WORKER, type ListThread, startListThread } from './thread.ts'

/** The files that nobody has taken yet, the largest first. */
export type Queue = { readonly path: string; readonly octets: number }[]

/** Files and what became of them, each by its path; undefined where the thread gave no answer. */
export type Done = readonly (readonly [path: string, verified: VerifiedFile | undefined])[]

/**
 * A thread that takes files from the largest on. It reads them at once, and waits with what it read for the
 * announcement.
 */
export interface FileThread extends Pick<ListThread, 'announce' | 'end'> {
  readonly done: Promise<Done>
}

export function startFileThread(queue: Queue, at: Instant, worker = LIST_WORKER): FileThread {
  const thread = startListThread(worker)
  return { announce: thread.announce, end: thread.end, done: work(thread, queue, at) }
}

/** Two files at a time, so that a thread need not wait for this one, which is busy itself. */
async function work(thread: ListThread, queue: Queue, at: Instant): Promise<Done> {
  const take = async (): Promise<Done> => {
    const next = thread.isOver() ? undefined : queue.shift()
    if (next === undefined) return []
    const answer = await thread.ask({ kind: 'file', path: next.path, at })
    return [[next.path, answer && readVerifiedFile(answer)], ...(await take())]
  }
  return (await Promise.all([take(), take()])).flat()
}
