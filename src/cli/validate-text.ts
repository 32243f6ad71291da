import type { Facts, Finding } from '../requirements/finding.ts'
import { explanationOf } from '../verdict/explain.ts'
import type { Report } from '../verdict/report.ts'
import { type Colour, shown, shownName, type Terminal } from './terminal.ts'

const VERDICT_COLOUR = { passed: 'green', failed: 'red', indeterminate: 'yellow' } as const

/**
 * A report for people: what was concluded, what the certificate is, and what stands in the way, with the
 * remedy.
 */
export function describeReport(report: Report, terminal: Terminal): string {
  const { verdict, findings } = report
  const wanting = (severity: Finding['severity']): readonly Finding[] =>
    findings.filter(each => each.severity === severity && each.reason !== undefined)
  const satisfied = findings.filter(({ outcome }) => outcome === 'satisfied').length
  return [
    terminal.paint(VERDICT_COLOUR[verdict], verdict),
    ...rows(report).map(([name, text]) => `  ${name.padEnd(14)}${text}`),
    ...section('decides', wanting('error'), terminal),
    ...section('told, but decides nothing', wanting('warning'), terminal),
    `\n${satisfied} requirements are satisfied; \`--json\` lists them all.`,
  ].join('\n')
}

type Row = readonly [name: string, text: string]

/**
 * Names are RFC 4514 strings, which escape what cannot be shown; every other text from outside is escaped
 * here.
 */
function rows({ at, certificate, psd2, anchor, qualification, findings }: Report): readonly Row[] {
  if (certificate === null) return [['certificate', 'cannot be read']]
  const { website, services } = qualification
  return [
    ['at', at],
    ['subject', shownName(certificate.subject)],
    ['issuer', shownName(certificate.issuer)],
    [
      'website',
      `${website.atIssuance} at issuance, ${website.atValidation} at the moment of use: ${website.result}`,
    ],
    ...(anchor?.kind === 'bilateral' ? [agreementRow(anchor)] : []),
    ...services.map(serviceRow),
    ...psd2Rows(psd2),
    ...revocationRows(findings),
  ]
}

/** Each response and list: what it said, how old it was at the moment of use, and who signed it. */
function revocationRows(findings: readonly Finding[]): readonly Row[] {
  return findings.flatMap(({ code, facts, reason }): readonly Row[] => {
    if (code === 'revocation.ocsp-response') return [['OCSP', describeStatus(facts, reason)]]
    if (code === 'revocation.status') return silentRows(facts)
    return code === 'revocation.crl' ? [['CRL', describeStatus(facts, reason)]] : []
  })
}

/** Who was asked and gave nothing. */
function silentRows({ sources }: Facts): readonly Row[] {
  return (Array.isArray(sources) ? sources : []).flatMap((each): readonly Row[] => {
    const { source, url, unavailable } = Object(each)
    if (unavailable === undefined) return []
    return [[source === 'ocsp' ? 'OCSP' : 'CRL', `${shown(String(url))}: ${String(unavailable)}`]]
  })
}

function originOf({ url, remembered }: Facts): string {
  if (typeof url !== 'string') return ''
  return `${remembered === true ? ', remembered' : ''}, from ${shown(url)}`
}

function describeStatus(facts: Facts, reason: string | undefined): string {
  const { status, age, signer } = facts
  if (typeof status !== 'string' || typeof age !== 'number')
    return `not used: ${reason ?? ''}${originOf(facts)}`
  const { name } = Object(signer)
  const late = reason === 'stale' ? ', stale' : ''
  return `${status}, ${Math.round(age / 60)} minutes old${late}, signed by ${shown(String(name))}${originOf(facts)}`
}

function serviceRow({
  territory,
  provider,
  service,
  atValidation,
}: Report['qualification']['services'][number]): Row {
  return [
    'service',
    `${territory}, ${shown(provider)}: ${shown(service)} (${atValidation?.status ?? 'no state'})`,
  ]
}

function psd2Rows(psd2: Report['psd2']): readonly Row[] {
  if (psd2 === null) return [['PSD2', 'no PSD2 statement']]
  const { authority, authorizationNumber } = psd2
  const roles = [...psd2.roles, ...psd2.otherRoles.map(({ name }) => shown(name))]
  return [
    ['roles', roles.join(', ')],
    [
      'authority',
      `${shown(authority.id)}, ${shown(authority.name)}; number ${shown(authorizationNumber ?? 'none')}`,
    ],
  ]
}

function section(title: string, findings: readonly Finding[], terminal: Terminal): readonly string[] {
  if (findings.length === 0) return []
  return [`\n${title}:`, ...findings.map(finding => describeFinding(finding, terminal))]
}

const OUTCOME_COLOUR: Readonly<Record<Finding['outcome'], Colour>> = {
  satisfied: 'green',
  violated: 'red',
  undetermined: 'yellow',
  'not-applicable': 'dim',
}

function describeFinding(finding: Finding, terminal: Terminal): string {
  const { code, outcome, reason = '', document, clause } = finding
  const explanation = explanationOf(finding)
  const source = clause === undefined ? document : `${document}, ${clause}`
  return [
    `  ${terminal.paint(OUTCOME_COLOUR[outcome], outcome)} ${terminal.paint('bold', code)} ${reason} (${source})`,
    ...(explanation === undefined ? [] : [`    ${explanation.means}`, `    → ${explanation.remedy}`]),
  ].join('\n')
}

function agreementRow({ agreement, name, until }: Extract<Report['anchor'], { kind: 'bilateral' }>): Row {
  return ['agreement', `${shown(agreement)}, by ${shownName(name)}, until ${until}`]
}
