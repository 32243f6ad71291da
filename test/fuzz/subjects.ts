import { INPUT_LIMITS } from '../../src/certificate/input/form.ts'
import { readCertificateInput, recogniseInput } from '../../src/certificate/input/input.ts'
import { formatName } from '../../src/certificate/name/name.ts'
import { matchesName, parseDistinguishedName } from '../../src/certificate/name/text.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { escapeText } from '../../src/core/text.ts'
import { bundle, FORM_TOKENS, FORMS } from '../support/input-forms.ts'
import type { Input, Subject } from './campaign.ts'
import { certificateReaders } from './certificate-readers.ts'
import { listSubjects } from './list-subjects.ts'
import { edited, mutateOctets, octetSeed } from './mutate-octets.ts'
import { mutateText } from './mutate-text.ts'
import { revocationSubjects } from './revocation-subjects.ts'

/** 1.3.6.1.5.5.7.1.3, the extension of statements. */
const QC_STATEMENTS = Uint8Array.of(0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x03)

/** What is fuzzed: a row for each kind of input, made from certificates. Whoever adds a parser adds a row. */
export async function subjectsFrom(certificates: readonly Uint8Array[]): Promise<readonly Subject[]> {
  return [
    certificateSubject(certificates),
    inputSubject(certificates),
    nameSubject(certificates),
    ...(await revocationSubjects()),
    ...(await listSubjects()),
  ]
}

function certificateSubject(certificates: readonly Uint8Array[]): Subject {
  const seeds = certificates.map(each => octetSeed(each, QC_STATEMENTS))
  return {
    name: 'certificates and statements',
    share: 50,
    mutate: random => mutateOctets(random.pick(seeds), seeds, random),
    readers: certificateReaders(certificates.slice(0, 2)),
  }
}

function inputSubject(certificates: readonly Uint8Array[]): Subject {
  const seeds = certificates.map(each => octetSeed(each))
  return {
    name: 'forms of input',
    share: 10,
    mutate: random => {
      const chain = Array.from({ length: 1 + random.below(3) }, () =>
        random.once(3) ? mutateOctets(random.pick(seeds), seeds, random) : random.pick(certificates),
      )
      if (random.once(12)) return edited(bundle(chain), random)
      const written = random.pick(FORMS).write(chain)
      if (typeof written !== 'string') return random.once(2) ? edited(written, random) : written
      return mutateText(written, FORM_TOKENS, random)
    },
    readers: [
      { name: 'form', read: input => recogniseInput(input, INPUT_LIMITS) },
      { name: 'form, bundles unpacked', read: readWhole },
    ],
  }
}

async function readWhole(input: Input): Promise<unknown> {
  const read = await readCertificateInput(input)
  return read.ok ? read.value.certificates.map(each => parseCertificate(each)) : read
}

const NAME_TOKENS = [
  ...[
    'CN=',
    'O=',
    '2.5.4.97=',
    'organizationIdentifier=',
    '#0c',
    '#',
    '=',
    ',',
    '+',
    '\\',
    '\\\\',
    '\\2C',
    '\\20',
  ],
  ...[
    ' ',
    '"',
    ';',
    '<',
    '\\00',
    '\\C3',
    '\\ ',
    '1.2.3=',
    '2.5.4.3=#0c0141',
    'é',
    '\ud83d\ude00',
    '\ud800',
    'PSDES-',
  ],
]

function nameSubject(certificates: readonly Uint8Array[]): Subject {
  const names = certificates.flatMap(bytes => {
    const parsed = parseCertificate(bytes)
    return parsed.ok ? [parsed.value.subject, parsed.value.issuer] : []
  })
  const texts = names.flatMap(name => [formatName(name), formatName(name, 'rfc4514')])
  const [first] = names
  return {
    name: 'names as text',
    share: 8,
    mutate: random => mutateText(random.pick(texts), NAME_TOKENS, random),
    readers: [
      { name: 'name', read: input => parseDistinguishedName(String(input)) },
      { name: 'name compared', read: input => first !== undefined && matchesName(first, String(input)) },
      { name: 'text escaped', read: input => escapeText(String(input)) },
    ],
  }
}
