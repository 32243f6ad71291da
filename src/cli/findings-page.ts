import { allCodes, requirementOf } from '../verdict/explain.ts'

/**
 * The page of all requirements, Markdown: what each asks, since when, and what each reason means. From the
 * catalogue alone.
 */
export function findingsPage(): string {
  const codes = allCodes()
  const areas = [...new Set(codes.map(areaOf))]
  const sections = areas.flatMap(area => [
    `## ${area}`,
    ...codes.filter(code => areaOf(code) === area).map(sectionOf),
  ])
  return [TITLE, ...sections, ''].join('\n\n')
}

const TITLE = `# Findings

Every requirement that is judged, by its code. A finding is *satisfied*, *violated*, *undetermined* or *not
applicable*; the word beside the code says why. Only findings of the severity *error* decide.
\`qwac explain CODE\` prints one of these sections.`

type Code = ReturnType<typeof allCodes>[number]

function areaOf(code: Code): string {
  return code.slice(0, code.indexOf('.'))
}

function sectionOf(code: Code): string {
  const { document, clause, edition, from, severity, asks, reasons } = requirementOf(code)
  const source = [document, ...(edition === undefined ? [] : [`(${edition})`])].join(' ')
  const terms = [
    clause === undefined ? source : `${source}, ${clause}`,
    severity ?? 'error',
    ...(from === undefined ? [] : [`for certificates issued from ${from}`]),
  ]
  const rows = Object.entries(reasons).map(
    ([reason, { means, remedy }]) => `| \`${reason}\` | ${cell(means)} | ${cell(remedy)} |`,
  )
  return [`### \`${code}\``, '', asks, '', `*${terms.join(' · ')}*`, '', HEAD, ...rows].join('\n')
}

const HEAD = '| reason | what it tells | who must do what |\n| --- | --- | --- |'

/** A cell of a table ends at a vertical bar, and markup in it is text. */
function cell(text: string): string {
  return text.replace(/[|<*_`]/g, character => `\\${character}`)
}
