import { ok, type Result, refused } from '../../core/result.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { MAX_ITEMS } from '../../trust-list/snapshot/limits.ts'
import { sendableHead, sendableList } from './messages.ts'
import {
  type ListOfListsOutcome,
  type ListOfListsTask,
  type NationalListOutcome,
  type NationalListTask,
  verifyListOfLists,
  verifyNationalList,
} from './tasks.ts'

/** `verifier-failed`: whoever verifies has died or given no answer, so nothing is known of the file. */
export type VerifierReason = 'verifier-failed'

/** Who authenticates lists: this thread, or another one. Implementations do not reject. */
export interface ListVerifier {
  listOfLists(task: ListOfListsTask): Promise<Result<ListOfListsOutcome, VerifierReason>>
  nationalList(task: NationalListTask): Promise<Result<NationalListOutcome, VerifierReason>>
  /** No task is to be expected soon. */
  rest(): void
}

/** Verifies in the thread of the caller, whose other work waits meanwhile. */
export function verifierHere(crypto: Crypto): ListVerifier {
  return {
    listOfLists: task => settled(listOfListsHere(task, crypto)),
    nationalList: task => settled(nationalListHere(task, crypto)),
    rest: () => undefined,
  }
}

/** A list with more in it than a thread could send is the same here, so that it makes no difference. */
async function listOfListsHere(task: ListOfListsTask, crypto: Crypto): Promise<ListOfListsOutcome> {
  const outcome = await verifyListOfLists(task, crypto)
  return isLarge(task.input.bytes) ? sendableHead(outcome) : outcome
}

async function nationalListHere(task: NationalListTask, crypto: Crypto): Promise<NationalListOutcome> {
  const outcome = await verifyNationalList(task, crypto)
  return isLarge(task.input.bytes) ? sendableList(outcome, task.announced.territory) : outcome
}

/** An element takes four octets at least, and is three items at most. */
function isLarge(bytes: Uint8Array): boolean {
  return bytes.length > MAX_ITEMS
}

/** An implementation of the cryptography from elsewhere may throw; that says nothing about the file. */
async function settled<T>(work: Promise<T>): Promise<Result<T, VerifierReason>> {
  try {
    return ok(await work)
  } catch {
    return refused('verifier-failed')
  }
}
