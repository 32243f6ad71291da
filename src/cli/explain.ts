import { allCodes, isCode, requirementOf } from '../verdict/explain.ts'
import { EXIT } from './exit.ts'
import { shown, type Terminal } from './terminal.ts'

/** `qwac explain [CODE]`: what a requirement asks, and what each way of failing it means. */
export function explain(code: string | undefined, terminal: Terminal): number {
  if (code === undefined) {
    for (const each of allCodes()) terminal.result(`${each}  ${requirementOf(each).asks}`)
    return EXIT.passed
  }
  if (!isCode(code)) {
    terminal.note(`qwac: ${shown(code)} is not the code of a requirement; \`qwac explain\` lists them`)
    return EXIT.usage
  }
  const { document, clause, edition, from, asks, severity, reasons } = requirementOf(code)
  terminal.result(terminal.paint('bold', code))
  terminal.result(`  asks      ${asks}`)
  terminal.result(`  source    ${clause === undefined ? document : `${document}, ${clause}`}`)
  if (edition !== undefined) terminal.result(`  edition   ${edition}`)
  if (from !== undefined) terminal.result(`  from      ${from}`)
  terminal.result(`  severity  ${severity ?? 'error'}`)
  for (const [reason, { means, remedy }] of Object.entries(reasons)) {
    terminal.result(`\n  ${terminal.paint('bold', reason)}\n    means   ${means}\n    remedy  ${remedy}`)
  }
  return EXIT.passed
}
