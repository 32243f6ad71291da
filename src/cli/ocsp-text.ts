import type { Check, Facts } from '../requirements/finding.ts'
import { requirementOf } from '../verdict/explain.ts'
import type { OcspReport } from './ocsp.ts'
import { type Colour, shown, type Terminal } from './terminal.ts'

/** A question to a responder and its answer, for people. */
export function describeOcsp(report: OcspReport, terminal: Terminal): string {
  const { at, request, url, unavailable, response, finding } = report
  const nonce = request.nonce === null ? '' : `, nonce ${request.nonce}`
  return [
    heading(finding, terminal),
    ...lines([
      ['at', at],
      [
        'request',
        `${request.octets} octets, CertID by ${request.hash}, serial ${request.serialNumber}${nonce}`,
      ],
      ['asked', url === null ? 'nobody: the response is from a file' : shown(url)],
      ...(unavailable === null ? [] : [['answer', `none: ${unavailable}`] as const]),
      ...(response === null ? [] : statusLines(response)),
    ]),
    ...explanation(finding),
  ].join('\n')
}

const COLOUR: Readonly<Record<Check['outcome'], Colour>> = {
  satisfied: 'green',
  violated: 'red',
  undetermined: 'yellow',
  'not-applicable': 'dim',
}

function heading(finding: Check | null, terminal: Terminal): string {
  if (finding === null) return terminal.paint('yellow', 'no answer')
  return terminal.paint(COLOUR[finding.outcome], finding.reason ?? 'good')
}

/** What a reason means, and what helps; nothing where all is well. */
export function explanation(finding: Check | null): readonly string[] {
  if (finding?.reason === undefined) return []
  const told = requirementOf(finding.code).reasons[finding.reason]
  return told === undefined ? [] : ['', told.means, `→ ${told.remedy}`]
}

type Line = readonly [name: string, text: string]

export function lines(all: readonly Line[]): readonly string[] {
  return all.map(([name, text]) => `  ${name.padEnd(14)}${text}`)
}

const TOLD: readonly (readonly [fact: string, name: string])[] = [
  ['status', 'status'],
  ['unusable', 'not used'],
  ['revokedAt', 'revoked at'],
  ['revocationReason', 'reason'],
  ['invalidityDate', 'suspect since'],
  ['producedAt', 'produced at'],
  ['thisUpdate', 'this update'],
  ['nextUpdate', 'next update'],
  ['freshUntil', 'fresh until'],
  ['archiveCutoff', 'archive cutoff'],
  ['certHash', 'CertHash'],
  ['sha256', 'SHA-256'],
]

/** What a response or list says, how old it is and who signed it. */
export function statusLines(facts: Facts): readonly Line[] {
  const told = TOLD.flatMap(([fact, name]): readonly Line[] =>
    facts[fact] === undefined ? [] : [[name, shown(String(facts[fact]))]],
  )
  const { age, signer } = facts
  const { name, role } = Object(signer)
  return [
    ...told,
    ...(typeof age === 'number' ? [['age', `${Math.round(age / 60)} minutes`] as const] : []),
    ...(name === undefined ? [] : [['signed by', `${shown(String(name))} (${role})`] as const]),
  ]
}
