import type { Instant } from '../../core/time.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import type { OctetBuffer } from '../../encoding/octet-buffer.ts'
import { countServices } from '../../trust-list/anchors.ts'
import { tooManyItems } from '../../trust-list/list-file.ts'
import { type Announced, authenticateNationalList } from '../../trust-list/national-list.ts'
import { MAX_ITEMS } from '../../trust-list/snapshot/limits.ts'
import {
  decodeFilesOf,
  decodeHead,
  decodeSection,
  encodeHead,
  encodeSection,
  type Section,
} from '../../trust-list/snapshot/section.ts'
import type { ListFile } from '../../trust-list/trust-list-set.ts'
import { octetsAt } from '../file.ts'
import {
  type ListOfListsOutcome,
  type ListOfListsTask,
  type NationalListOutcome,
  type NationalListTask,
  verifyListOfLists,
  verifyNationalList,
} from './tasks.ts'

/** What one thread sends to the other: everything in it can be copied or handed over. */
export type TaskMessage =
  | { readonly number: number; readonly kind: 'list-of-lists'; readonly task: ListOfListsTask }
  | { readonly number: number; readonly kind: 'national-list'; readonly task: NationalListMessage }
  /** Of whichever territory it is. It can be read before anybody is announced. */
  | { readonly number: number; readonly kind: 'file'; readonly path: string; readonly at: Instant }

/** Of the list that is held the digest is enough, and a list is large. */
export interface NationalListMessage extends Omit<NationalListTask, 'held'> {
  readonly heldDigest?: string
}

/** Who may sign the files, for all of them; undefined where the list of lists is not authentic. */
export interface AnnouncedMessage {
  readonly kind: 'announced'
  readonly announced: Announced | undefined
}

export type AnswerMessage =
  | { readonly number: number; readonly kind: 'failed' }
  | {
      readonly number: number
      readonly kind: 'list-of-lists'
      /** The list of lists and its pivots. */
      readonly head: Uint8Array
      readonly rest: Omit<ListOfListsOutcome, 'listOfLists' | 'pivots'>
    }
  | {
      readonly number: number
      readonly kind: 'national-list'
      /** Without the list where it is the one that is held. */
      readonly section: Section
      readonly isHeld: boolean
      readonly anchors: number
    }
  | { readonly number: number; readonly kind: 'file'; readonly section: Section; readonly services: number }

export interface Answering {
  readonly crypto: Crypto
  readonly output: OctetBuffer
  /** Settled once somebody says who may sign files. */
  readonly announced: Promise<Announced | undefined>
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

async function answerOf(message: TaskMessage, answering: Answering): Promise<AnswerMessage> {
  const { crypto, output } = answering
  const { number, kind } = message
  if (kind === 'file') return { number, kind, ...(await verifyFile(message, answering)) }
  if (kind === 'list-of-lists') return { number, kind, ...(await verifyHead(message.task, crypto)) }
  return { number, kind, ...(await verifySection(message.task, crypto, output)) }
}

/** What could not be read again is not sent: it would be taken for no answer. */
async function verifyHead(
  task: ListOfListsTask,
  crypto: Crypto,
): Promise<Pick<Extract<AnswerMessage, { readonly kind: 'list-of-lists' }>, 'head' | 'rest'>> {
  const { listOfLists, pivots, ...rest } = await verifyListOfLists(task, crypto)
  const head = encodeHead({ listOfLists, pivots, others: [] })
  if (isReadableHead(head)) return { head, rest }
  const unreadable = tooLargeHead(listOfLists)
  return { head: encodeHead({ ...unreadable, others: [] }), rest: { unsafePivotAddresses: [] } }
}

function isReadableHead(head: Uint8Array): boolean {
  return head.length <= MAX_ITEMS || decodeHead(head) !== undefined
}

function tooLargeHead(listOfLists: ListFile): ListOfListsOutcome {
  return { listOfLists: tooManyItems(listOfLists), pivots: [], unsafePivotAddresses: [] }
}

async function verifySection(
  { heldDigest, ...task }: NationalListMessage,
  crypto: Crypto,
  output: OctetBuffer,
): Promise<
  Pick<Extract<AnswerMessage, { readonly kind: 'national-list' }>, 'section' | 'isHeld' | 'anchors'>
> {
  const { territory } = task.announced
  const { file, anchors } = await verifyNationalList(task, crypto, output)
  const isHeld = file.outcome === 'authentic' && file.list.digest === heldDigest
  const section = encodeSection({ territory, file, others: [] })
  if (isHeld) return { section: { ...section, list: new Uint8Array(0) }, isHeld, anchors }
  if (isReadable(section)) return { section, isHeld, anchors }
  const unreadable = encodeSection({ territory, file: tooManyItems(file), others: [] })
  return { section: unreadable, isHeld, anchors: 0 }
}

/** Every item takes an octet, so what is small has not too many; and no list nests as deep as a section may. */
function isReadable(section: Section): boolean {
  const isSmall = section.files.length <= MAX_ITEMS && section.list.length <= MAX_ITEMS
  return isSmall || decodeSection(section) !== undefined
}

/** The outcome that the thread would send, where none is asked. */
export function sendableHead(outcome: ListOfListsOutcome): ListOfListsOutcome {
  const { listOfLists, pivots } = outcome
  return isReadableHead(encodeHead({ listOfLists, pivots, others: [] })) ? outcome : tooLargeHead(listOfLists)
}

/** The outcome that the thread would send of a list, where none is asked. */
export function sendableList(outcome: NationalListOutcome, territory: string): NationalListOutcome {
  const { file } = outcome
  if (isReadable(encodeSection({ territory, file, others: [] }))) return outcome
  return { file: tooManyItems(file), anchors: 0 }
}

async function verifyFile(
  { path, at }: Extract<TaskMessage, { readonly kind: 'file' }>,
  { announced, ...answering }: Answering,
): Promise<{ readonly section: Section; readonly services: number }> {
  const input = { bytes: await octetsAt(path) }
  const file = await authenticateNationalList(input, announced, { ...answering, at })
  const territory = file.outcome === 'authentic' ? file.list.content.territory : ''
  return { section: encodeSection({ territory, file, others: [] }), services: countServices(file) }
}

/** What is handed over and not copied. A part of a larger buffer cannot be. */
function octetsIn(answer: AnswerMessage): readonly ArrayBuffer[] {
  const parts =
    answer.kind === 'national-list' || answer.kind === 'file'
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

/**
 * Reads the answer to a task about a national list. Certificates in it become records when somebody asks for
 * them.
 */
export function readNationalList(
  answer: AnswerMessage,
  held: NationalListTask['held'],
): NationalListOutcome | undefined {
  if (answer.kind !== 'national-list') return undefined
  const { section, isHeld, anchors } = answer
  const lists = isHeld ? held && decodeFilesOf(held.content, section.files) : decodeSection(section)?.lists
  return lists?.file && { file: lists.file, anchors }
}

/** Reads the answer about a file. */
export function readVerifiedFile(answer: AnswerMessage): VerifiedFile | undefined {
  if (answer.kind !== 'file') return undefined
  const file = decodeSection(answer.section)?.lists.file
  return file && { file, services: answer.services }
}

/** A file with what a snapshot keeps of it. */
export interface VerifiedFile {
  readonly file: ListFile
  /** How many services it has, those that are not kept included. */
  readonly services: number
}
