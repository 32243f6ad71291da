import { isIP } from 'node:net'
import { type Ok, ok } from '../../core/result.ts'
import { type HttpRefusal, noAnswer } from './client.ts'
import type { HttpSettings } from './settings.ts'

/** Where a request goes. */
export interface Target {
  readonly url: URL
  /** A name or an address, without brackets, in lower case. */
  readonly host: string
  readonly port: number
}

/**
 * Reads an address of the web, and holds it against what may be asked: its scheme, its port, its host, and
 * its form. A host must be written as it is understood: what is a number, an octal number, a percent-encoded
 * name or a name in other letters is refused, not because no host could be found in it but because different
 * readers find different ones.
 *
 * @standard RFC 3986, section 3
 */
export function readTarget(text: string, settings: HttpSettings): Ok<Target> | HttpRefusal {
  if (text.length > MOST_CHARACTERS) return refuse(`an address of ${text.length} characters`)
  if (CONFUSING.test(text)) return refuse('an address with a backslash or a control character')
  const [, authority] = /^https?:\/\/([^/?#]*)/i.exec(text) ?? []
  if (authority === undefined) return refuse('an address that is not one of http or https')
  if (authority.includes('@')) return refuse('an address with a user name')
  if (!URL.canParse(text)) return refuse('no address')
  const url = new URL(text)
  const { hostname } = url
  if (authority.replace(/:\d*$/, '').toLowerCase() !== hostname)
    return refuse(`a host that is written in another way than ${hostname}`)
  return heldAgainst(url, settings)
}

/** As long as any that certificates name, and as servers accept. */
const MOST_CHARACTERS = 2_048

/** Readers of addresses drop some of these, and take the backslash for a slash or for a letter. */
const CONFUSING = /[\p{Cc}\\]/u

function heldAgainst(url: URL, settings: HttpSettings): Ok<Target> | HttpRefusal {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port =
    url.port === '' ? DEFAULT_PORTS[url.protocol === 'https:' ? 'https' : 'http'] : Number(url.port)
  if (!settings.ports.has(port)) return refuse(`port ${port}`)
  if (isIP(host) === 0 && !isName(host)) return refuse('a host that is no name')
  if (settings.isPublic && isIP(host) === 0 && !host.includes('.')) return refuse(`the local name ${host}`)
  if (!settings.isHostAllowed(host)) return refuse(`the host ${host}`)
  return ok({ url, host, port })
}

const DEFAULT_PORTS = { http: 80, https: 443 } as const

/**
 * Labels of letters, digits, hyphens and underscores, without a dot at the end (RFC 1123, section 2.1; RFC
 * 8552).
 */
function isName(host: string): boolean {
  return host.length <= 253 && /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/.test(host)
}

function refuse(what: string): HttpRefusal {
  return noAnswer('not-allowed', what)
}
