/** One measured thing; `cost` in the unit of the table. */
export interface Row {
  readonly name: string
  readonly cost: number
  /** What else a reader should know: octets, megabytes, outcomes. */
  readonly note?: string
}

/**
 * Prints rows with their ratio to the first one in front: ratios survive a change of machine, absolute
 * numbers do not.
 *
 * @param unit `µs`, `ms` …
 */
export function printTable(title: string, unit: string, rows: readonly Row[]): void {
  const base = rows[0]?.cost ?? Number.NaN
  const width = Math.max(...rows.map(({ name }) => name.length))
  console.log(`\n${title}`)
  for (const { name, cost, note } of rows) {
    const ratio = `${(cost / base).toFixed(2)} ×`.padStart(12)
    console.log(
      `${ratio}  ${name.padEnd(width)}  ${digits(cost).padStart(9)} ${unit}${note ? `  ${note}` : ''}`,
    )
  }
}

function digits(cost: number): string {
  return cost >= 100 ? cost.toFixed(0) : cost.toFixed(cost >= 10 ? 1 : 2)
}

/** The middle value: one disturbed round does not move it. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
