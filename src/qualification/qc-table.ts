import type { Claims } from './claims.ts'
import { type Answer, LISTED_AS, PURPOSES, type Purpose, type Qualifier } from './words.ts'

/**
 * A row of Tables 1 to 3: what the certificate states, and the answer of each table in columns 1 to 5. `Q`
 * yes, `N` no, `I` nothing can be said. Columns: 1 none of the three qualifiers, 2 NotQualified, 3
 * QCStatement, 4 the table's own QCForX, 5 QCStatement and QCForX.
 */
interface Row {
  readonly compliance: boolean
  readonly types: readonly Purpose[]
  readonly signature: string
  readonly seal: string
  readonly website: string
}

/**
 * Tables 1, 2 and 3, rows 1 to 15; the text's row 1 stands twice, without a type and with the type for
 * signatures.
 */
export const ROWS: readonly Row[] = [
  row(true, [], ['QNQQQ', 'NNNQQ', 'NNNQQ']),
  row(true, ['signature'], ['QNQQQ', 'NNNQQ', 'NNNQQ']),
  row(true, ['seal'], ['NNNQQ', 'QNQQQ', 'NNNQQ']),
  row(true, ['website'], ['NNNQQ', 'NNNQQ', 'QNQQQ']),
  row(true, ['signature', 'seal'], ['INIQQ', 'INIQQ', 'NNNQQ']),
  row(true, ['signature', 'website'], ['INIQQ', 'NNNQQ', 'INIQQ']),
  row(true, ['seal', 'website'], ['NNNQQ', 'INIQQ', 'INIQQ']),
  row(true, ['signature', 'seal', 'website'], ['INIQQ', 'INIQQ', 'INIQQ']),
  row(false, [], ['NNINQ', 'NNINQ', 'NNINQ']),
  row(false, ['signature'], ['NNQNQ', 'NNNNQ', 'NNNNQ']),
  row(false, ['seal'], ['NNNNQ', 'NNQNQ', 'NNNNQ']),
  row(false, ['website'], ['NNNNQ', 'NNNNQ', 'NNQNQ']),
  row(false, ['signature', 'seal'], ['NNINQ', 'NNINQ', 'NNNNQ']),
  row(false, ['signature', 'website'], ['NNINQ', 'NNNNQ', 'NNINQ']),
  row(false, ['seal', 'website'], ['NNNNQ', 'NNINQ', 'NNINQ']),
  row(false, ['signature', 'seal', 'website'], ['NNINQ', 'NNINQ', 'NNINQ']),
]

type Cells = readonly [signature: string, seal: string, website: string]

function row(compliance: boolean, types: readonly Purpose[], [signature, seal, website]: Cells): Row {
  return { compliance, types, signature, seal, website }
}

/**
 * Looks a cell up.
 *
 * @param claims Only `compliance` and `purposes` are read.
 * @standard ETSI TS 119 615 V1.4.1, clause 4.4, Tables 1 to 3 (PRO-4.4.4-15, -23, -31)
 */
export function tableAnswer(
  purpose: Purpose,
  { compliance, purposes }: Pick<Claims, 'compliance' | 'purposes'>,
  qualifiers: ReadonlySet<Qualifier>,
): Answer {
  const cells = ROW_OF[placeOf(compliance, purposes)]?.[purpose]
  return ANSWERS.get(cells?.[column(purpose, qualifiers) - 1] ?? '') ?? 'unknown'
}

/** The rows by what they state: a bit for compliance and one for each type. */
const ROW_OF: readonly (Row | undefined)[] = Array.from({ length: 16 }, (_, place) =>
  ROWS.find(({ compliance, types }) => placeOf(compliance, types) === place),
)

function placeOf(compliance: boolean, types: readonly Purpose[]): number {
  let place = compliance ? 8 : 0
  for (const type of types) place |= 1 << PURPOSES.indexOf(type)
  return place
}

/** 1 to 5. NotQualified wins whatever else was captured. */
export function column(purpose: Purpose, qualifiers: ReadonlySet<Qualifier>): number {
  if (qualifiers.has('NotQualified')) return 2
  const statement = qualifiers.has('QCStatement')
  if (qualifiers.has(LISTED_AS[purpose].qualifier)) return statement ? 5 : 4
  return statement ? 3 : 1
}

const ANSWERS: ReadonlyMap<string, Answer> = new Map([
  ['Q', 'yes'],
  ['N', 'no'],
  ['I', 'unknown'],
])
