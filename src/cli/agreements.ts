import type { GeneralSubtree, NameConstraints } from '../certificate/extensions.ts'
import type { GeneralName } from '../certificate/general-name.ts'
import { parseCertificate } from '../certificate/parse.ts'
import { concatBytes } from '../core/bytes.ts'
import { parseInstant } from '../core/time.ts'
import { parseAddress } from '../encoding/ip.ts'
import { readCertificates } from '../encoding/pem.ts'
import { type BilateralAnchor, bilateralAnchor } from '../path/bilateral-anchors.ts'
import { baseOf } from '../path/names/general-subtree.ts'
import { PURPOSE_ID, type Purpose } from '../path/rules.ts'
import { EXIT, type Stop } from './exit.ts'
import { isStop, readInput } from './read-input.ts'
import { shown } from './terminal.ts'

/**
 * The anchors of a file that `--anchors` names:
 * `{ "schemaVersion": 1, "anchors": [{ "agreement", "certificate", "purposes", "from", "until", "names" }…] }`,
 * as `agreements.schema.json` describes it. For a rollover two of them overlap.
 */
export async function readAgreements(path: string): Promise<readonly BilateralAnchor[] | Stop> {
  const file = await readInput(path)
  if (isStop(file)) return file
  const anchors = parseAgreements(new TextDecoder().decode(file))
  if (typeof anchors !== 'string') return anchors
  return { code: EXIT.unreadable, message: `${shown(path)}: ${anchors}` }
}

/** @returns What is wrong with the text, where something is. */
export function parseAgreements(text: string): readonly BilateralAnchor[] | string {
  const value = parseJson(text)
  if (!isFields(value, ['schemaVersion', 'anchors'], [])) return 'not a file of anchors'
  const { schemaVersion, anchors } = value
  if (schemaVersion !== 1) return 'schemaVersion must be 1'
  if (!Array.isArray(anchors) || anchors.length === 0) return 'anchors must be a list with at least one'
  const read: BilateralAnchor[] = []
  for (const [index, each] of anchors.entries()) {
    const anchor = anchorOf(each)
    if (typeof anchor === 'string') return `anchors[${index}]: ${anchor}`
    read.push(anchor)
  }
  return read
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** An object with these fields and no others, so that a word that is spelled wrongly is no wider trust. */
function isFields(
  value: unknown,
  required: readonly string[],
  optional: readonly string[],
): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const names = Object.keys(value)
  return (
    required.every(name => names.includes(name)) &&
    names.every(name => [...required, ...optional].includes(name))
  )
}

const REQUIRED = ['agreement', 'certificate', 'purposes', 'from', 'until'] as const

function anchorOf(value: unknown): BilateralAnchor | string {
  if (!isFields(value, REQUIRED, ['names'])) return `an anchor has ${REQUIRED.join(', ')}, and may have names`
  const { agreement } = value
  if (typeof agreement !== 'string' || agreement === '') return 'agreement must be a text'
  const purposes = purposesOf(value['purposes'])
  if (purposes.length === 0) return `purposes must be some of ${Object.keys(PURPOSE_ID).join(', ')}`
  const certificate = certificateOf(value['certificate'])
  if (certificate === undefined) return 'certificate must be one certificate, PEM'
  const from = instantOf(value['from'])
  const until = instantOf(value['until'])
  if (from === undefined || until === undefined || from > until)
    return 'from and until must be RFC 3339, in this order'
  const names = value['names'] === undefined ? undefined : namesOf(value['names'])
  if (typeof names === 'string') return names
  return bilateralAnchor({
    agreement,
    purposes,
    certificate,
    period: { from, until },
    ...(names && { names }),
  })
}

/** None where one of them is unknown. */
function purposesOf(value: unknown): readonly Purpose[] {
  if (!Array.isArray(value) || !value.every(isPurpose)) return []
  return value.filter(isPurpose)
}

function isPurpose(value: unknown): value is Purpose {
  return typeof value === 'string' && Object.hasOwn(PURPOSE_ID, value)
}

function certificateOf(value: unknown) {
  if (typeof value !== 'string') return undefined
  const read = readCertificates(new TextEncoder().encode(value))
  if (!read.ok || read.value.length !== 1) return undefined
  const [bytes] = read.value
  const parsed = bytes && parseCertificate(bytes)
  return parsed?.ok ? parsed.value : undefined
}

function instantOf(value: unknown) {
  const parsed = typeof value === 'string' ? parseInstant(value) : undefined
  return parsed?.ok ? parsed.value : undefined
}

function namesOf(value: unknown): NameConstraints | string {
  if (!isFields(value, [], ['permitted', 'excluded'])) return 'names may have permitted and excluded'
  const { permitted = [], excluded = [] } = value
  const lists = { permitted: subtreesOf(permitted), excluded: subtreesOf(excluded) }
  if (lists.permitted === undefined || lists.excluded === undefined)
    return 'names are dns:example.com, email:example.com, uri:.example.com or ip:192.0.2.0/24'
  return { permitted: lists.permitted, excluded: lists.excluded }
}

function subtreesOf(value: unknown): readonly GeneralSubtree[] | undefined {
  if (!Array.isArray(value)) return undefined
  const bases = value.map(each => (typeof each === 'string' ? baseIn(each) : undefined))
  const read = bases.flatMap(base => (base === undefined ? [] : [{ base, minimum: 0 }]))
  return read.length === value.length ? read : undefined
}

/** A subtree as it is written: its form, a colon, and its base as RFC 5280, section 4.2.1.10, has it. */
function baseIn(text: string): GeneralName | undefined {
  const [, form, rest = ''] = /^(dns|email|uri|ip):(.+)$/.exec(text) ?? []
  const name = form === undefined ? undefined : FORMS[form]?.(rest)
  return name === undefined || baseOf(name, 'refused') === undefined ? undefined : name
}

const FORMS: Readonly<Record<string, (text: string) => GeneralName | undefined>> = {
  dns: text => ({ form: 'dNSName', text }),
  email: text => ({ form: 'rfc822Name', text }),
  uri: text => ({ form: 'uniformResourceIdentifier', text }),
  ip: range,
}

/** `192.0.2.0/24`: the octets of the address, then those of the mask. */
function range(text: string): GeneralName | undefined {
  const [, address = '', bits = ''] = /^([^/]+)\/([0-9]{1,3})$/.exec(text) ?? []
  const octets = parseAddress(address)
  if (octets === undefined || Number(bits) > octets.length * 8) return undefined
  const mask = octets.map((_, i) => 0xff & (0xff00 >> Math.min(8, Math.max(0, Number(bits) - i * 8))))
  return { form: 'iPAddress', octets: concatBytes(octets, mask) }
}
