import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { readPublicKey } from '../../src/certificate/public-key.ts'
import { toHex } from '../../src/core/bytes.ts'
import { oidText } from '../../src/core/oid.ts'
import { certificateSeeds } from '../fuzz/seeds.ts'
import { corpus, corpusExists, corpusPath } from './corpus.ts'
import { type Facts, ours, readByNode, readByPeculiar, readByPkijs } from './differential-readers.ts'

const READERS: Readonly<Record<string, (der: Uint8Array) => Facts>> = {
  'node:crypto': readByNode,
  '@peculiar/x509': readByPeculiar,
  pkijs: readByPkijs,
}

/** The certificates of the corpus and those inside of the lists, each once. */
function allCertificates(): readonly Uint8Array[] {
  if (!corpusExists) return []
  const pkits = readdirSync(corpusPath('pkits', 'certs')).map(
    name => new Uint8Array(readFileSync(corpusPath('pkits', 'certs', name))),
  )
  const all = [...certificateSeeds(corpus), ...pkits, ...LISTS.flatMap(certificatesOfLists)]
  return [...new Map(all.map(der => [createHash('sha256').update(der).digest('hex'), der])).values()]
}

const LISTS = ['lists', 'lists-odd', 'lists-brainpool', 'lotl']

/** Found as text, so that no reader of ours has a part in it. */
function certificatesOfLists(folder: string): readonly Uint8Array[] {
  return readdirSync(corpusPath(folder))
    .filter(name => name.endsWith('.xml'))
    .flatMap(name => [...readFileSync(corpusPath(folder, name), 'utf8').matchAll(ELEMENT)])
    .map(([, base64 = '']) => new Uint8Array(Buffer.from(base64, 'base64')))
}

const ELEMENT = /<(?:\w+:)?X509Certificate(?:\s[^>]*)?>([^<]+)</g

interface Difference {
  readonly reader: string
  readonly what: string
  readonly ours: string
  readonly theirs: string
  readonly der: Uint8Array
  /** Extensions that are there and whose value we call malformed. */
  readonly malformed: readonly string[]
}

function differencesOf(der: Uint8Array): readonly Difference[] {
  const parsed = parseCertificate(der)
  const mine: Facts = parsed.ok ? ours(parsed.value) : { all: parsed.reason }
  const malformed = parsed.ok ? parsed.value.extensions.malformed.map(({ id }) => oidText(id)) : []
  return Object.entries(READERS).flatMap(([reader, read]) =>
    Object.entries(factsOf(read, der, parsed.ok))
      .filter(([what, text]) => mine[what] !== text)
      .map(([what, text]) => ({ reader, what, ours: mine[what] ?? '', theirs: text, der, malformed })),
  )
}

/**
 * What a reader throws is a difference where we read the certificate, and where we refuse it, that it reads
 * it.
 */
function factsOf(read: (der: Uint8Array) => Facts, der: Uint8Array, isRead: boolean): Facts {
  try {
    const facts = read(der)
    return isRead ? facts : { all: 'read' }
  } catch (error) {
    return isRead ? { all: String(error) } : {}
  }
}

/** A difference that is understood: which ones, and who is right. */
const CLASSES: readonly { readonly why: string; readonly isMet: (difference: Difference) => boolean }[] = [
  refused(
    'default-encoded',
    'a default is left out (X.690, 11.5): here cA FALSE or critical FALSE is written',
  ),
  refused('boolean-value', 'TRUE is FF (X.690, 11.1)'),
  refused('bit-string-padding', 'a list of named bits ends with one that is set (X.690, 11.2.2)'),
  refused(
    'string-character',
    'a string has the characters of its type: an underscore or octets that are no UTF-8 are none',
  ),
  refused(
    'value-out-of-range',
    'a signature is made of whole octets: none of the bits of the last one is unused',
  ),
  {
    why: 'an extension with a defect in it is named malformed, and none of it is read',
    isMet: ({ what, ours, malformed }) => ours === '' && malformed.includes(EXTENSIONS[what] ?? 'none'),
  },
  {
    why: '@peculiar/x509 leaves out an otherName, or does not read the certificate for what is in it',
    isMet: ({ reader, what, ours, theirs }) =>
      reader === '@peculiar/x509' &&
      (what === 'subjectAltName' ? ours.includes('otherName') : theirs.includes('OtherName')),
  },
  {
    why: '@peculiar/x509 is asked for OCSP and caIssuers alone, and other methods are used too',
    isMet: ({ reader, what, ours }) =>
      reader === '@peculiar/x509' &&
      what === 'access' &&
      ours.split(' | ').some(each => !/\.48\.[12] /.test(each)),
  },
  {
    why: 'OpenSSL writes the algorithm of a key anew, with the NULL that parameters lack; the key in it is the same',
    isMet: ({ what, ours, theirs }) =>
      what === 'key' && ours !== theirs && ours.slice(-250) === theirs.slice(-250),
  },
  {
    why: 'OpenSSL knows a key for RSA-PSS as a type of its own, which here is an RSA key with a limit to its use',
    isMet: ({ what, ours, theirs }) => what === 'kind of key' && theirs === ours.replace('rsa', 'rsa-pss'),
  },
  {
    why: 'DSA is not computed here',
    isMet: ({ ours, theirs }) => ours === 'unsupported' && theirs === 'dsa 1024',
  },
  {
    why: 'a key of an unknown curve, or without the parameters of DSA, is left unread here, and OpenSSL refuses it',
    isMet: ({ reader, theirs, der }) =>
      reader === 'node:crypto' && theirs.includes('decode error') && hasUnsupportedKey(der),
  },
  {
    why: 'the exponent of an RSA key is an INTEGER in DER, without octets that say nothing (X.690, 8.3.2)',
    isMet: ({ reader, der }) => reader === 'node:crypto' && toHex(der).includes('020400000003'),
  },
  {
    why: 'OpenSSL writes a negative serial number with a sign',
    isMet: ({ reader, ours, theirs }) => reader === 'node:crypto' && ours === 'ff' && theirs === '-01',
  },
  {
    why: 'what OpenSSL calls an authority must be allowed to sign certificates too; here that is a question of the path',
    isMet: ({ reader, what, der }) =>
      reader === 'node:crypto' && what === 'authority' && !signsCertificates(der),
  },
]

/** Certificates that we refuse and others read. */
function refused(reason: string, why: string): (typeof CLASSES)[number] {
  return { why, isMet: ({ what, ours }) => what === 'all' && ours === reason }
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  subjectAltName: '2.5.29.17',
  policies: '2.5.29.32',
  'CRL distribution points': '2.5.29.31',
  statements: '1.3.6.1.5.5.7.1.3',
}

function hasUnsupportedKey(der: Uint8Array): boolean {
  const parsed = parseCertificate(der)
  const key = parsed.ok ? readPublicKey(parsed.value.publicKey) : undefined
  return key?.ok === false && key.reason === 'unsupported'
}

function signsCertificates(der: Uint8Array): boolean {
  const parsed = parseCertificate(der)
  return parsed.ok && parsed.value.extensions.keyUsage?.keyCertSign !== false
}

describe.skipIf(!corpusExists)('every certificate of the corpus and of the lists', () => {
  const certificates = allCertificates()
  const differences = certificates.flatMap(differencesOf)

  test('are read, some thousands of them', () => {
    expect(certificates.length).toBeGreaterThan(4000)
  })

  test('are read as three others read them, or a reason says why not', () => {
    expect(differences.filter(each => !CLASSES.some(({ isMet }) => isMet(each))).map(shown)).toEqual([])
  })

  test.each(CLASSES)('$why', ({ isMet }) => {
    expect(differences.filter(isMet).length).toBeGreaterThan(0)
  })
})

/** Without the octets of what is compared, which are long. */
function shown({ reader, what, ours, theirs, der }: Difference): string {
  const sha256 = createHash('sha256').update(der).digest('hex')
  return `${reader}, ${what}: ${ours.slice(0, 200)} / ${theirs.slice(0, 200)} (${sha256.slice(0, 16)})`
}
