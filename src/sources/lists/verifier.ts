import { ok, type Result, refused } from '../../core/result.ts'
import type { Crypto } from '../../crypto/crypto.ts'
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
    listOfLists: task => settled(verifyListOfLists(task, crypto)),
    nationalList: task => settled(verifyNationalList(task, crypto)),
    rest: () => undefined,
  }
}

/** An implementation of the cryptography from elsewhere may throw; that says nothing about the file. */
async function settled<T>(work: Promise<T>): Promise<Result<T, VerifierReason>> {
  try {
    return ok(await work)
  } catch {
    return refused('verifier-failed')
  }
}
