import { constants, setPriority } from 'node:os'
import { type MessagePort, parentPort } from 'node:worker_threads'
import { nodeCrypto } from '../../crypto/node.ts'
import { OctetBuffer } from '../../encoding/octet-buffer.ts'
import type { Announced } from '../../trust-list/national-list.ts'
import { type AnnouncedMessage, answerTask, type TaskMessage } from './messages.ts'

/**
 * The thread that verifies lists: a message is a file with what is expected of it, the answer is what the
 * file says, in the form of a snapshot. It has nothing of its own but a buffer, and trusts nobody: who is
 * expected comes with each file, or for all of them. The buffer serves one file after the other, so tasks
 * wait for each other.
 */
function serve(port: MessagePort): void {
  let announce: (announced: Announced | undefined) => void = () => undefined
  const announced = new Promise<Announced | undefined>(resolve => {
    announce = resolve
  })
  const answering = { crypto: nodeCrypto(), output: new OctetBuffer(), announced }
  let before: Promise<void> = Promise.resolve()
  port.on('message', (message: TaskMessage | AnnouncedMessage) => {
    if (message.kind === 'announced') return announce(message.announced)
    before = before.then(async () => {
      const { answer, transfer } = await answerTask(message, answering)
      port.postMessage(answer, transfer)
    })
  })
}

/**
 * Lets the threads go first that serve somebody. On Linux alone a priority is that of one thread; elsewhere
 * it would be that of the whole process. Where a system forbids even that, the thread works as others do.
 */
function yieldToOthers(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    return
  }
}

if (parentPort) {
  yieldToOthers()
  serve(parentPort)
}
