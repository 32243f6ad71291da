import type { Finding } from '../requirements/finding.ts'
import { explanationOf } from '../verdict/explain.ts'
import { isUnread, type Linted, type LintReport, type Unread } from './lint-report.ts'
import { shown } from './terminal.ts'

/**
 * Writes reports as build servers read results of tests: a suite for each file, a case for each requirement.
 * A violated error is a failure, an undetermined one an error, what does not apply is skipped; a warning
 * passes and says why.
 */
export function junit(all: readonly Linted[], profile: string): string {
  const suites = all.map(each => (isUnread(each) ? unreadSuite(each, profile) : suiteOf(each)))
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...suites, '</testsuites>'].join('\n')
}

function suiteOf({ file, profile, counts, findings }: LintReport): string {
  const skipped = findings.filter(({ outcome }) => outcome === 'not-applicable').length
  const totals = { tests: findings.length, failures: counts.errors, errors: counts.undetermined, skipped }
  return [
    `  ${open('testsuite', { name: file, ...totals })}`,
    ...findings.map(finding => caseOf(finding, profile)),
    '  </testsuite>',
  ].join('\n')
}

function unreadSuite({ file, failure }: Unread, profile: string): string {
  const totals = { tests: 1, failures: 0, errors: 1, skipped: 0 }
  return [
    `  ${open('testsuite', { name: file, ...totals })}`,
    `    ${open('testcase', { classname: profile, name: 'input.certificates' })}`,
    `      ${open('error', { type: 'unreadable', message: failure.message })}</error>`,
    '    </testcase>',
    '  </testsuite>',
  ].join('\n')
}

function caseOf(finding: Finding, profile: string): string {
  const start = `    ${open('testcase', { classname: profile, name: finding.code })}`
  const inside = insideOf(finding)
  return inside === undefined
    ? `${start}</testcase>`
    : [start, `      ${inside}`, '    </testcase>'].join('\n')
}

function insideOf(finding: Finding): string | undefined {
  const { outcome, severity, reason } = finding
  if (outcome === 'not-applicable') return '<skipped/>'
  if (reason === undefined) return undefined
  const { means = '', remedy = '' } = explanationOf(finding) ?? {}
  const text = escapeXml(`${remedy} ${JSON.stringify(finding.facts)}`)
  if (severity === 'warning') return `<system-out>${escapeXml(`warning: ${means}`)} ${text}</system-out>`
  const element = outcome === 'violated' ? 'failure' : 'error'
  return `${open(element, { type: reason, message: means })}${text}</${element}>`
}

function open(element: string, attributes: Readonly<Record<string, string | number>>): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
  return `<${element}${written.join('')}>`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** What cannot be shown is written as text first: XML 1.0 has no way to write control characters. */
function escapeXml(text: string): string {
  return shown(text).replace(/[&<>"']/g, character => ENTITIES[character] ?? '')
}
