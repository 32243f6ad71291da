import { capText, escapeJson, escapeText } from '../core/text.ts'

/** Where a command writes: its result on one stream, the rest on the other. */
export interface Terminal {
  result(text: string): void
  note(text: string): void
  /** Wraps text in colour where the result goes to a terminal that wants it. */
  paint(colour: Colour, text: string): string
}

export type Colour = 'red' | 'green' | 'yellow' | 'bold' | 'dim'

const SEQUENCE: Readonly<Record<Colour, number>> = { red: 31, green: 32, yellow: 33, bold: 1, dim: 2 }

/** The terminal of this process. `NO_COLOR`, unless empty, turns colours off. */
export function processTerminal(): Terminal {
  const coloured = process.stdout.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb'
  return {
    result: text => void process.stdout.write(`${text}\n`),
    note: text => void process.stderr.write(`${text}\n`),
    paint: (colour, text) => (coloured ? `\u001b[${SEQUENCE[colour]}m${text}\u001b[0m` : text),
  }
}

/** Text from outside, safe to print on one line. */
export function shown(text: string): string {
  return escapeText(text, 512)
}

/** A report as JSON, safe to print: on lines of their own where it is indented. */
export function jsonText(report: object, indent?: 2): string {
  return escapeJson(JSON.stringify(report, undefined, indent))
}

/**
 * A name as a report has it, which is escaped as RFC 4514 does it: only its length is still to be bounded.
 */
export function shownName(name: string): string {
  return capText(name, 512)
}
