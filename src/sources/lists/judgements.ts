import { ok, type Result } from '../../core/result.ts'
import { judgedAt, listOfListsAt } from '../../trust-list/judged-at.ts'
import { LIST_OF_LISTS } from '../../trust-list/sequence-memory.ts'
import type { ListFile, ListInput } from '../../trust-list/trust-list-set.ts'
import { digestInTurns } from './packing.ts'
import type { ListOfListsOutcome, ListOfListsTask, NationalListOutcome, NationalListTask } from './tasks.ts'
import type { ListVerifier, VerifierReason } from './verifier.ts'

/**
 * Verifies no octets twice, whether they were accepted or refused. A judgement depends on the octets and on
 * who is announced, and where, or on the notice and the pivots: it is remembered by all of these. It depends
 * on the moment, too, which is applied anew each time. How old a list is, and what came before it, is no part
 * of it.
 */
export function rememberingVerifier(verifier: ListVerifier): ListVerifier {
  const nationalLists = new Judgements<NationalListOutcome>()
  const listsOfLists = new Judgements<ListOfListsOutcome>()
  return {
    listOfLists: async task => {
      const alone = aboutListOfLists(task, [])
      const about = aboutListOfLists(task, await Promise.all(task.pivots.map(digestInTurns)))
      const known = await listsOfLists.find(LIST_OF_LISTS, { octets: task.input.bytes, about })
      const again = known && listOfListsAgain(known, task)
      if (again) return ok(again)
      const judged = await verifier.listOfLists(task)
      if (!judged.ok) return judged
      const { sha256, outcome } = judged.value.listOfLists
      listsOfLists.keep(LIST_OF_LISTS, { sha256, about }, judged.value)
      // Pivots that have led to it need not be given again.
      if (outcome === 'authentic') listsOfLists.keep(LIST_OF_LISTS, { sha256, about: alone }, judged.value)
      return judged
    },
    nationalList: async task => {
      const { territory } = task.announced
      const about = aboutNationalList(task)
      const known = await nationalLists.find(territory, { octets: task.input.bytes, about })
      const again = known && nationalListAgain(known, task)
      if (again) return ok(again)
      const judged: Result<NationalListOutcome, VerifierReason> = await verifier.nationalList(task)
      if (judged.ok) nationalLists.keep(territory, { sha256: judged.value.file.sha256, about }, judged.value)
      return judged
    },
    rest: () => verifier.rest(),
  }
}

/** All that the judgement of a list of lists depends on beside its octets and the moment. */
function aboutListOfLists({ input, notice }: ListOfListsTask, pivots: readonly string[]): string {
  const { id, locations, certificates } = notice
  return JSON.stringify([input.location ?? null, id, locations, certificates, pivots])
}

/** All that the judgement of a national list depends on beside its octets and the moment. */
function aboutNationalList({ announced }: NationalListTask): string {
  const { territory, locations, signers } = announced
  return JSON.stringify([territory, locations, [...signers]])
}

/** Undefined where the moment makes it another question. */
function nationalListAgain(
  { file, anchors }: NationalListOutcome,
  { input, at }: NationalListTask,
): NationalListOutcome | undefined {
  const again = judgedAt(file, at)
  if (!again) return undefined
  return { file: obtained(again, input), anchors: again.outcome === 'authentic' ? anchors : 0 }
}

function listOfListsAgain(
  known: ListOfListsOutcome,
  { input, at }: ListOfListsTask,
): ListOfListsOutcome | undefined {
  const again = listOfListsAt(known, at)
  if (!again) return undefined
  const { plan, unsafePivotAddresses } = known
  const listOfLists = obtained(again.listOfLists, input)
  const isGood = listOfLists.outcome === 'authentic'
  return { listOfLists, pivots: again.pivots, ...(isGood && plan && { plan }), unsafePivotAddresses }
}

function obtained(file: ListFile, { obtainedAt }: ListInput): ListFile {
  const { obtainedAt: _, ...facts } = file
  return { ...facts, ...(obtainedAt !== undefined && { obtainedAt }) }
}

/**
 * As many of one list as its places and the store give out in a few rounds. What one server gives out puts no
 * judgement of another list out.
 */
const MOST = 8

/** What octets were found to be, the last few of each list. */
class Judgements<T> {
  readonly #byName = new Map<string, Map<string, T>>()

  /** What nothing is remembered of is not digested. */
  async find(
    name: string,
    { octets, about }: { readonly octets: Uint8Array; readonly about: string },
  ): Promise<T | undefined> {
    const all = this.#byName.get(name)
    if (!all) return undefined
    const question = questionOf(await digestInTurns(octets), about)
    const known = all.get(question)
    if (known !== undefined) touch(all, question, known)
    return known
  }

  /** @param sha256 As whoever verified the octets has found it, so that nobody can exchange them meanwhile. */
  keep(
    name: string,
    { sha256, about }: { readonly sha256: string; readonly about: string },
    judged: T,
  ): void {
    const all = this.#byName.get(name) ?? new Map<string, T>()
    this.#byName.set(name, all)
    touch(all, questionOf(sha256, about), judged)
    for (const oldest of all.keys()) if (all.size > MOST) all.delete(oldest)
  }
}

function questionOf(sha256: string, about: string): string {
  return `${sha256} ${about}`
}

/** What was used last stands last. */
function touch<T>(all: Map<string, T>, question: string, judged: T): void {
  all.delete(question)
  all.set(question, judged)
}
