/** A row of the rule book: what one clause asks, and what each way of failing it means. Data only. */
export interface Requirement {
  /** The document with its version, where it has one: `RFC 5280`, `ETSI TS 119 615 V1.4.1`. */
  readonly document: string
  /** The clause, where the text or a transcription of it confirms the number. */
  readonly clause?: string
  /**
   * The edition by whose numbers the clause is cited, where the document is named without its version:
   * `2023-09`, `2.0.0`.
   */
  readonly edition?: string
  /**
   * The first day on which it is in force, UTC: `2020-01-31`; of an edition that names a month alone, the
   * first of the month. Absent: as long as this library knows.
   */
  readonly from?: string
  /** One sentence: what must hold. */
  readonly asks: string
  /** `warning` where a violation is told but never decides; absent: `error`. */
  readonly severity?: 'warning'
  /** Every reason for which the requirement can be other than satisfied. */
  readonly reasons: Readonly<Record<string, Explanation>>
}

export interface Explanation {
  /** What the reason tells the reader. */
  readonly means: string
  /** Who must do what. */
  readonly remedy: string
}
