import type { Crypto } from '../crypto/crypto.ts'
import type { OctetBuffer } from '../encoding/octet-buffer.ts'
import {
  decodeHead,
  decodeSection,
  encodeHead,
  encodeSection,
  type Section,
} from '../trust-list/snapshot/section.ts'
import type { ListFile } from '../trust-list/trust-list-set.ts'
import {
  type ListOfListsOutcome,
  type ListOfListsTask,
  type NationalListTask,
  verifyListOfLists,
  verifyNationalList,
} from './list-tasks.ts'

/** What one thread sends to the other: everything in it can be copied or handed over. */
export type TaskMessage =
  | { readonly number: number; readonly kind: 'list-of-lists'; readonly task: ListOfListsTask }
  | { readonly number: number; readonly kind: 'national-list'; readonly task: NationalListTask }

export type AnswerMessage =
  | { readonly number: number; readonly kind: 'failed' }
  | {
      readonly number: number
      readonly kind: 'list-of-lists'
      /** The list of lists and its pivots. */
      readonly head: Uint8Array
      readonly rest: Omit<ListOfListsOutcome, 'listOfLists' | 'pivots'>
    }
  | { readonly number: number; readonly kind: 'national-list'; readonly section: Section }

export interface Answering {
  readonly crypto: Crypto
  readonly output: OctetBuffer
}

/** Does a task in the thread that verifies. */
export async function answerTask(
  message: TaskMessage,
  answering: Answering,
): Promise<{ readonly answer: AnswerMessage; readonly transfer: readonly ArrayBuffer[] }> {
  try {
    const answer = await answerOf(message, answering)
    return { answer, transfer: octetsIn(answer) }
  } catch {
    return { answer: { number: message.number, kind: 'failed' }, transfer: [] }
  }
}

async function answerOf(message: TaskMessage, { crypto, output }: Answering): Promise<AnswerMessage> {
  const { number, kind } = message
  if (kind === 'list-of-lists') {
    const { listOfLists, pivots, ...rest } = await verifyListOfLists(message.task, crypto)
    return { number, kind, head: encodeHead({ listOfLists, pivots, others: [] }), rest }
  }
  const file = await verifyNationalList(message.task, crypto, output)
  const { territory } = message.task.announced
  return { number, kind, section: encodeSection({ territory, file, others: [] }) }
}

/** What is handed over and not copied. A part of a larger buffer cannot be. */
function octetsIn(answer: AnswerMessage): readonly ArrayBuffer[] {
  const parts =
    answer.kind === 'national-list'
      ? [answer.section.files, answer.section.list]
      : answer.kind === 'list-of-lists'
        ? [answer.head]
        : []
  return parts.flatMap(({ buffer, byteLength }) =>
    buffer instanceof ArrayBuffer && byteLength > 0 && byteLength === buffer.byteLength ? [buffer] : [],
  )
}

/** Reads the answer to a task about a list of lists; undefined where it is none. */
export function readListOfLists(answer: AnswerMessage): ListOfListsOutcome | undefined {
  if (answer.kind !== 'list-of-lists') return undefined
  const head = decodeHead(answer.head)
  return head && { listOfLists: head.listOfLists, pivots: head.pivots, ...answer.rest }
}

/** Reads the answer to a task about a national list. Certificates in it become records when somebody asks for them. */
export function readNationalList(answer: AnswerMessage): ListFile | undefined {
  return answer.kind === 'national-list' ? decodeSection(answer.section)?.lists.file : undefined
}
