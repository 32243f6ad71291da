import { hex, ia5, integer, rdn, sequence, tlv, utf8 } from '../../support/der-writer.ts'
import type { Random } from '../../support/random.ts'
import {
  CN,
  directory,
  dns,
  email,
  ip,
  type Named,
  O,
  other,
  registered,
  smtpUtf8,
  uri,
} from './constrained-chains.ts'

/** A value as it is written, and a few words that say what it is, by which differences are told. */
export interface Told {
  readonly written: Uint8Array
  readonly what: string
}

export interface RandomChain extends Named {
  readonly permitted: readonly Told[]
  readonly excluded: readonly Told[]
  readonly holds: readonly Told[]
}

const HOSTS = [
  'example.com',
  'a.example.com',
  'b.a.example.com',
  'Example.COM',
  'example.org',
  'notexample.com',
]
const ODD_HOSTS = ['', '.example.com', 'example.com.', 'xn--bcher-kva.example', '.', 'com', '*.example.com']
const LOCALS = ['joe', 'Joe', '"joe"', 'ann']
const ADDRESSES = ['c0000201', 'c0000301', `20010db8${'0'.repeat(23)}1`, `20010db9${'0'.repeat(23)}1`]
const RANGES = [
  'c0000200ffffff00',
  'c0000201ffffffff',
  '0000000000000000',
  'c0000200ff00ff00',
  `20010db8${'0'.repeat(24)}ffffffff${'0'.repeat(24)}`,
  '0'.repeat(64),
]
const TEXTS = ['Example', 'EXAMPLE', ' example  ', 'Other', 'Exämple', 'EXÄMPLE']
const STRINGS: readonly (readonly [string, (text: string) => Uint8Array])[] = [
  ['UTF8String', utf8],
  ['PrintableString', text => tlv(0x13, ia5(text).subarray(2))],
  ['IA5String', ia5],
  ['TeletexString', text => tlv(0x14, ia5(text).subarray(2))],
  ['BMPString', text => tlv(0x1e, hex(Buffer.from(text, 'utf16le').swap16().toString('hex')))],
]
const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text)

/** Draws chains whose names and constraints meet more often than chance would have it. */
export function randomChain(random: Random): RandomChain {
  const some = (limit: number, make: (random: Random) => Told): readonly Told[] =>
    Array.from({ length: random.below(limit + 1) }, () => make(random))
  const inside = some(2, base)
  const outside = some(2, base)
  const bases = inside.length + outside.length === 0 ? [base(random)] : inside
  const holds = some(3, name)
  const subject = random.once(4) ? [] : [CN('Holder')]
  const attributes = some(2, attribute)
  const rdns = [...attributes.map(({ written }) => written), ...subject]
  const isNamed = holds.length > 0 || rdns.length > 0
  const tree = (tag: number, all: readonly Told[]) =>
    all.length === 0 ? [] : [tlv(tag, ...all.map(({ written }) => sequence(written)))]
  return {
    permitted: bases,
    excluded: outside,
    holds: [...holds, ...attributes],
    constraint: [...tree(0xa0, bases), ...tree(0xa1, outside)],
    subject: isNamed ? rdns : [CN('Holder')],
    ...(holds.length > 0 && { names: holds.map(({ written }) => written) }),
  }
}

function base(random: Random): Told {
  const host = random.once(4) ? random.pick(ODD_HOSTS) : random.pick(HOSTS)
  switch (random.below(9)) {
    case 0:
    case 1:
      return { written: dns(host), what: `dns ${host}` }
    case 2:
      return { written: email(host), what: `email ${host}` }
    case 3:
      return mailbox(random, host)
    case 4:
      return { written: uri(host), what: `uri ${host}` }
    case 5: {
      const range = random.pick(RANGES)
      return { written: ip(range), what: `ip ${range}` }
    }
    case 6:
      return opaque(random)
    default:
      return directoryOf(random)
  }
}

function name(random: Random): Told {
  const host = random.once(6) ? random.pick(ODD_HOSTS) : random.pick(HOSTS)
  switch (random.below(9)) {
    case 0:
    case 1:
      return { written: dns(host), what: `dns ${host}` }
    case 2:
      return mailbox(random, host)
    case 3: {
      const local = random.pick(['用户', 'joe'])
      return { written: smtpUtf8(`${local}@${host}`), what: `smtpUtf8 ${local}@${host}` }
    }
    case 4: {
      const text = random.pick([
        `https://${host}/a`,
        `https://joe@${host}:8080`,
        `https://${host}.`,
        `urn:${host}`,
      ])
      return { written: uri(text), what: `uri ${text}` }
    }
    case 5: {
      const address = random.pick(ADDRESSES)
      return { written: ip(address), what: `ip ${address}` }
    }
    case 6:
      return opaque(random)
    default:
      return directoryOf(random)
  }
}

function mailbox(random: Random, host: string): Told {
  const text = `${random.pick(LOCALS)}@${host}`
  return { written: email(text), what: `email ${text}` }
}

function opaque(random: Random): Told {
  const id = random.pick(['2.999.1', '2.999.2'])
  if (random.once(2)) return { written: registered(id), what: `registeredID ${id}` }
  const value = random.below(2)
  return { written: other(id, integer(value)), what: `otherName ${id} ${value}` }
}

function directoryOf(random: Random): Told {
  const rdns = Array.from({ length: random.below(3) }, () => attribute(random))
  return {
    written: directory(...rdns.map(({ written }) => written)),
    what: `directory ${rdns.map(({ what }) => what).join(', ')}`,
  }
}

/** An attribute of a subject, or of a directory name. */
function attribute(random: Random): Told {
  const text = random.pick(TEXTS)
  const [kind, write] = random.pick(isAscii(text) ? STRINGS : STRINGS.filter(([of]) => /UTF8|BMP/.test(of)))
  switch (random.below(5)) {
    case 0: {
      const address = `joe@${random.pick(HOSTS)}`
      return { written: rdn('1.2.840.113549.1.9.1', ia5(address)), what: `E=${address}` }
    }
    case 1: {
      const host = random.pick(HOSTS)
      return { written: CN(host), what: `CN=${host}` }
    }
    case 2:
      return { written: rdn('2.999.3', write(text)), what: `2.999.3=${kind} ${text}` }
    default:
      return { written: O(write(text)), what: `O=${kind} ${text}` }
  }
}
