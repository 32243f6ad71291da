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
  // One that pivots have led to is remembered twice.
  const listsOfLists = new Judgements<ListOfListsOutcome>(2 * MOST.accepted)
  return {
    listOfLists: async task => {
      const alone = aboutListOfLists(task, [])
      const about = aboutListOfLists(task, await Promise.all(task.pivots.map(digestInTurns)))
      const known = await listsOfLists.find(LIST_OF_LISTS, { octets: task.input.bytes, about })
      const again = known && listOfListsAgain(known, task)
      if (again) return ok(again)
      const judged = await verifier.listOfLists(task)
      if (!judged.ok) return judged
      const { listOfLists: file, pivots, unsafePivotAddresses } = judged.value
      const beside = [...pivots.map(reportOf), unsafePivotAddresses]
      listsOfLists.keep(LIST_OF_LISTS, { file, about, beside }, judged.value)
      // Pivots that have led to it need not be given again.
      if (file.outcome === 'authentic') listsOfLists.keep(LIST_OF_LISTS, { file, about: alone }, judged.value)
      return judged
    },
    nationalList: async task => {
      const { territory } = task.announced
      const about = aboutNationalList(task)
      const known = await nationalLists.find(territory, { octets: task.input.bytes, about })
      const again = known && nationalListAgain(known, task)
      if (again) return ok(again)
      const judged: Result<NationalListOutcome, VerifierReason> = await verifier.nationalList(task)
      if (judged.ok) nationalLists.keep(territory, { file: judged.value.file, about }, judged.value)
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
 * How many judgements of one list are remembered; what one server gives out puts none of another list out. One
 * that was accepted holds all records of the list, so there are that of the list in use and one more, of what
 * another place or the store gives out. Of the others there are as many as all places give out in a few
 * rounds.
 */
const MOST = { accepted: 2, others: 8 } as const

/**
 * Letters of a report that is remembered. A true one has some thousand; whoever gives out what is no list can
 * write millions into it.
 */
const LONGEST_REPORT = 100_000

interface Judgement<T> {
  readonly judged: T
  readonly isAccepted: boolean
}

/** What a judgement is remembered by, and what belongs to its report. */
interface JudgedCase {
  /** With the digest that whoever verified the octets has found, so that nobody can exchange them meanwhile. */
  readonly file: ListFile
  readonly about: string
  /** Reports beside that about the file. */
  readonly beside?: readonly unknown[]
}

/** What octets were found to be, the last few of each list. */
class Judgements<T> {
  readonly #byName = new Map<string, Map<string, Judgement<T>>>()
  readonly #mostAccepted: number

  constructor(mostAccepted: number = MOST.accepted) {
    this.#mostAccepted = mostAccepted
  }

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
    return known?.judged
  }

  keep(name: string, { file, about, beside = [] }: JudgedCase, judged: T): void {
    const isAccepted = file.outcome === 'authentic'
    if (!isAccepted && lettersIn([reportOf(file), beside]) > LONGEST_REPORT) return
    const all = this.#byName.get(name) ?? new Map<string, Judgement<T>>()
    this.#byName.set(name, all)
    touch(all, questionOf(file.sha256, about), { judged, isAccepted })
    const alike = [...all].filter(([, each]) => each.isAccepted === isAccepted)
    const most = isAccepted ? this.#mostAccepted : MOST.others
    for (const [oldest] of alike.slice(0, -most)) all.delete(oldest)
  }
}

/** What is said of a file, without the list. */
function reportOf({ claims, checks }: ListFile): unknown {
  return [claims, checks]
}

/** Reports nest a few levels deep. */
function lettersIn(report: unknown): number {
  if (typeof report === 'string') return report.length
  if (typeof report !== 'object' || report === null) return 0
  return Object.values(report).reduce((sum: number, each: unknown) => sum + lettersIn(each), 0)
}

function questionOf(sha256: string, about: string): string {
  return `${sha256} ${about}`
}

/** What was used last stands last. */
function touch<T>(all: Map<string, T>, question: string, judged: T): void {
  all.delete(question)
  all.set(question, judged)
}
