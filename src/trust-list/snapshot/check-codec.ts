import { type Code, catalogue } from '../../requirements/catalogue.ts'
import type { Check, Fact, Facts } from '../../requirements/finding.ts'
import { type BlockReader, readAll, readOptional, readText } from './block-reader.ts'
import { type BlockWriter, writeAll, writeOptional, writeText } from './block-writer.ts'

/** A check as it was made, its document and clause with it: what was cited then is what a replay cites. */
export function writeCheck(writer: BlockWriter, check: Check): void {
  writer.text(check.code)
  writer.uint(OUTCOMES.indexOf(check.outcome))
  writer.flag(check.severity === 'warning')
  writeOptional(writer, check.reason, writeText)
  writer.text(check.document)
  writeOptional(writer, check.clause, writeText)
  writeFacts(writer, check.facts)
}

export function readCheck(reader: BlockReader): Check {
  const code = readCode(reader)
  const outcome = OUTCOMES[reader.uint()] ?? reader.nothing('undetermined')
  const severity = reader.flag() ? 'warning' : 'error'
  const reason = readOptional(reader, readText)
  const document = reader.text()
  const clause = readOptional(reader, readText)
  const facts = readFacts(reader)
  return {
    code,
    outcome,
    severity,
    ...(reason !== undefined && { reason }),
    document,
    ...(clause !== undefined && { clause }),
    facts,
  }
}

const OUTCOMES = ['satisfied', 'violated', 'undetermined', 'not-applicable'] as const

/** A code that this version does not know has no row in the rule book, so nobody could say what it means. */
function readCode(reader: BlockReader): Code {
  const code = reader.text()
  return isCode(code) ? code : reader.nothing('trust-list.content')
}

function isCode(text: string): text is Code {
  return Object.hasOwn(catalogue, text)
}

function writeFacts(writer: BlockWriter, facts: Facts): void {
  writeAll(writer, Object.entries(facts), (to, [name, fact]) => {
    to.text(name)
    writeFact(to, fact)
  })
}

/** A name that stands twice, or that an object would put elsewhere, is none that was written. */
function readFacts(reader: BlockReader): Facts {
  const entries = readAll(reader, from => [from.text(), readFact(from)] as const)
  const facts = Object.fromEntries(entries)
  const names = Object.keys(facts)
  const isInOrder = names.length === entries.length && entries.every(([name], i) => name === names[i])
  return isInOrder ? facts : reader.nothing({})
}

/** What a fact is, by its number in a record. */
const KIND = { null: 0, false: 1, true: 2, count: 3, number: 4, text: 5, array: 6, facts: 7 } as const

function writeFact(writer: BlockWriter, fact: Fact): void {
  if (fact === null) writer.uint(KIND.null)
  else if (typeof fact === 'boolean') writer.uint(fact ? KIND.true : KIND.false)
  else if (typeof fact === 'number') writeNumber(writer, fact)
  else if (typeof fact === 'string') {
    writer.uint(KIND.text)
    writer.text(fact)
  } else if (isArray(fact)) {
    writer.uint(KIND.array)
    writeAll(writer, fact, writeFact)
  } else {
    writer.uint(KIND.facts)
    writeFacts(writer, fact)
  }
}

function isArray(fact: readonly Fact[] | Facts): fact is readonly Fact[] {
  return Array.isArray(fact)
}

function writeNumber(writer: BlockWriter, value: number): void {
  const isCount = isCountable(value)
  writer.uint(isCount ? KIND.count : KIND.number)
  if (isCount) writer.uint(value)
  else writer.text(String(value))
}

function isCountable(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0)
}

function readFact(reader: BlockReader): Fact {
  return reader.nested<Fact>(() => {
    switch (reader.uint()) {
      case KIND.null:
        return null
      case KIND.false:
        return false
      case KIND.true:
        return true
      case KIND.count:
        return reader.uint()
      case KIND.number:
        return readNumber(reader)
      case KIND.text:
        return reader.text()
      case KIND.array:
        return readAll(reader, readFact)
      case KIND.facts:
        return readFacts(reader)
      default:
        return reader.nothing(null)
    }
  }, null)
}

function readNumber(reader: BlockReader): number {
  const text = reader.text()
  const value = Number(text)
  return String(value) === text && !isCountable(value) ? value : reader.nothing(0)
}
