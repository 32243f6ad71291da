import { Worker } from 'node:worker_threads'
import { ok, type Result, refused } from '../../core/result.ts'
import {
  type AnnouncedMessage,
  type AnswerMessage,
  readListOfLists,
  readNationalList,
  type TaskMessage,
} from './messages.ts'
import { copyInTurns } from './packing.ts'
import type { ListVerifier, VerifierReason } from './verifier.ts'

/** The thread's module, as it lies beside this one once both are compiled. */
export const LIST_WORKER: URL = new URL('./worker.js', import.meta.url)

/** The largest lists take a second on a slow machine; what takes a minute does not end. */
const DEADLINE = 60_000

/**
 * Verifies in a thread of its own, which is started with the first task and ended when there is rest. A
 * thread that dies or gives no answer fails the tasks that it had, and the next task starts another one.
 *
 * @param module The worker; see {@link LIST_WORKER}.
 */
export function verifierInThread(module: URL, deadline = DEADLINE): ListVerifier {
  let thread: ListThread | undefined

  async function ask<T>(
    message: Unnumbered,
    read: (answer: AnswerMessage) => T | undefined,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<Result<T, VerifierReason>> {
    thread = thread?.isOver() === false ? thread : startListThread(module, deadline)
    const answer = await thread.ask(message, [bytes.buffer])
    const value = answer && read(answer)
    return value === undefined ? refused('verifier-failed') : ok(value)
  }

  return {
    listOfLists: async task => {
      const bytes = await copyInTurns(task.input.bytes)
      const message = { ...task, input: { ...task.input, bytes } }
      return ask({ kind: 'list-of-lists', task: message }, readListOfLists, bytes)
    },
    nationalList: async ({ held, ...task }) => {
      const bytes = await copyInTurns(task.input.bytes)
      const message = { ...task, input: { ...task.input, bytes }, ...(held && { heldDigest: held.digest }) }
      return ask({ kind: 'national-list', task: message }, answer => readNationalList(answer, held), bytes)
    },
    rest: () => {
      thread?.end()
      thread = undefined
    },
  }
}

type Unnumbered = TaskMessage extends infer Message
  ? Message extends TaskMessage
    ? Omit<Message, 'number'>
    : never
  : never

/** A thread that verifies lists. It keeps no process alive. */
export interface ListThread {
  /**
   * Undefined where no answer came, and none will.
   *
   * @param handedOver What of the message is not copied: it is gone from this thread.
   */
  ask(message: Unnumbered, handedOver?: readonly ArrayBuffer[]): Promise<AnswerMessage | undefined>
  /** Says who may sign the files that it is asked about. */
  announce(announced: AnnouncedMessage['announced']): void
  isOver(): boolean
  end(): void
}

/** @param module The worker; see {@link LIST_WORKER}. */
export function startListThread(module: URL, deadline = DEADLINE): ListThread {
  const waiting = new Map<number, (answer: AnswerMessage | undefined) => void>()
  let isOver = false
  let last = 0
  const worker = new Worker(module)
  worker.unref()
  const end = () => {
    isOver = true
    for (const settle of waiting.values()) settle(undefined)
    void worker.terminate()
  }
  worker.on('message', (answer: AnswerMessage) => waiting.get(answer.number)?.(answer))
  worker.on('error', end)
  worker.on('exit', end)
  return {
    isOver: () => isOver,
    end,
    announce: announced => worker.postMessage({ kind: 'announced', announced } satisfies AnnouncedMessage),
    ask: (message, handedOver = []) =>
      new Promise(resolve => {
        if (isOver) return resolve(undefined)
        const number = ++last
        const timer = setTimeout(end, deadline)
        waiting.set(number, answer => {
          clearTimeout(timer)
          waiting.delete(number)
          resolve(answer)
        })
        worker.postMessage({ ...message, number }, handedOver)
      }),
  }
}
