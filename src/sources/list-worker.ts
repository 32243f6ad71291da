import { parentPort } from 'node:worker_threads'
import { nodeCrypto } from '../crypto/node.ts'
import { OctetBuffer } from '../encoding/octet-buffer.ts'
import { answerTask, type TaskMessage } from './list-messages.ts'

/**
 * The thread that verifies lists: a message is a file with what is expected of it, the answer is what the file says, in the
 * form of a snapshot. It has nothing of its own but a buffer, and trusts nobody: who is expected comes with each file. The
 * buffer serves one file after the other, so tasks wait for each other.
 */
const answering = { crypto: nodeCrypto(), output: new OctetBuffer() }
let before: Promise<void> = Promise.resolve()

parentPort?.on('message', (message: TaskMessage) => {
  before = before.then(async () => {
    const { answer, transfer } = await answerTask(message, answering)
    parentPort?.postMessage(answer, transfer)
  })
})
