import type { Certificate } from '../../certificate/certificate.ts'
import type { GeneralName } from '../../certificate/general-name.ts'
import { equalBytes } from '../../core/bytes.ts'
import { EXTENSION } from '../../core/object-identifiers.ts'
import { formatAddress, parseAddress } from '../../encoding/ip.ts'
import { type Check, satisfied, violated } from '../../requirements/finding.ts'
import { type Host, looksLikeAddress, parseHost, parseMailbox } from './host-name.ts'

/**
 * The name under which the other side was addressed. The caller says of which form it is; it is not guessed.
 */
export type ExpectedName =
  /** A domain name in ASCII (A-labels), with or without the period at its end. */
  | { readonly form: 'dns'; readonly text: string }
  /** `192.0.2.1` or `2001:db8::1`, without brackets. */
  | { readonly form: 'ip'; readonly text: string }
  /** A mailbox. */
  | { readonly form: 'email'; readonly text: string }

/**
 * Says whether a certificate was issued to a name. Only alternative names of the same form count, never the
 * subject.
 *
 * @standard RFC 9525, sections 6.3 (DNS) and 6.5 (addresses); RFC 5280, section 4.2.1.6 (mailboxes)
 */
export function checkExpectedName({ extensions }: Certificate, expected: ExpectedName): Check {
  const names = extensions.subjectAltName ?? []
  const presented = names.filter(({ form }) => form === PRESENTED_AS[expected.form])
  const facts = {
    expected: `${expected.form} ${expected.text}`,
    presented: presented.slice(0, SHOWN).map(textOf),
    count: presented.length,
  }
  if (extensions.malformed.some(({ id }) => id === EXTENSION.subjectAltName))
    return violated('path.expected-name', 'malformed-names', facts)
  if (presented.length === 0) return violated('path.expected-name', 'no-name-of-this-form', facts)
  if (matcherOf(expected)(presented)) return satisfied('path.expected-name', facts)
  return violated('path.expected-name', 'other-name', facts)
}

const PRESENTED_AS = { dns: 'dNSName', ip: 'iPAddress', email: 'rfc822Name' } as const

/** Names that a finding shows; a certificate may hold a thousand. */
const SHOWN = 10

type Matcher = (presented: readonly GeneralName[]) => boolean

/** What is expected but is no name of its form matches nothing. */
function matcherOf({ form, text }: ExpectedName): Matcher {
  switch (form) {
    case 'dns':
      return hostMatcher(text)
    case 'ip':
      return addressMatcher(text)
    case 'email':
      return mailboxMatcher(text)
    default:
      return form satisfies never
  }
}

function hostMatcher(text: string): Matcher {
  const host = parseHost(text.endsWith('.') ? text.slice(0, -1) : text, 'exact')
  if (host === undefined || looksLikeAddress(host)) return () => false
  return presented => presented.some(name => name.form === 'dNSName' && isHost(name.text, host))
}

/** A star stands for one label, and not in front of a single one. */
function isHost(presented: string, expected: Host): boolean {
  const name = parseHost(presented, 'wildcard')
  if (name === undefined) return false
  if (!name.wildcard) return name.text === expected.text
  const dot = expected.text.indexOf('.')
  return dot > 0 && expected.text.slice(dot + 1) === name.text && name.text.includes('.')
}

function addressMatcher(text: string): Matcher {
  const octets = parseAddress(text)
  if (octets === undefined) return () => false
  return presented => presented.some(name => name.form === 'iPAddress' && equalBytes(name.octets, octets))
}

function mailboxMatcher(text: string): Matcher {
  const mailbox = parseMailbox(text)
  if (mailbox === undefined) return () => false
  return presented =>
    presented.some(name => {
      const other = name.form === 'rfc822Name' ? parseMailbox(name.text) : undefined
      return other?.local === mailbox.local && other.host.text === mailbox.host.text
    })
}

function textOf(name: GeneralName): string {
  if (name.form === 'iPAddress') return formatAddress(name.octets) ?? ''
  return 'text' in name ? name.text : ''
}
