import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'

const SCHEMAS = resolve(import.meta.dirname, '../../src/verdict')

/** Strict: a keyword that the validator does not know is an error, not a comment. */
function compile(file: string, ...others: readonly string[]) {
  const ajv = new Ajv2020({ strict: true, allErrors: true, strictRequired: false, allowUnionTypes: true })
  for (const other of others) ajv.addSchema(read(other))
  return ajv.compile(read(file))
}

function read(file: string): Json {
  return JSON.parse(readFileSync(resolve(SCHEMAS, file), 'utf8'))
}

type Json = Record<string, unknown>

/** A copy with one place changed; `undefined` removes the member. */
function changed(value: Json, path: string, replacement: unknown): Json {
  const copy = structuredClone(value)
  const steps = path.split('/')
  const last = steps.pop() ?? ''
  let place: Json = copy
  for (const step of steps) place = place[step] as Json
  if (replacement === undefined) delete place[last]
  else place[last] = replacement
  return copy
}

const DIGEST = '5e'.repeat(32)
const answers = (value: string) => ({ atIssuance: value, atValidation: value, result: value, reasons: [] })

const REPORT: Json = {
  schemaVersion: 1,
  verdict: 'indeterminate',
  at: '2026-08-20T12:00:00Z',
  snapshot: null,
  certificate: {
    sha256: DIGEST,
    x5tS256: 'Xl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl4',
    subjectId: 'PSDEE-FI-12345678',
    subject: 'CN=pay.example,2.5.4.97=PSDEE-FI-12345678,O=Example Pay,C=EE',
    issuer: 'CN=Example CA,O=Example Trust,C=EE',
    serialNumber: '00c0ffee',
    notBefore: '2026-01-01T00:00:00Z',
    notAfter: '2026-12-31T23:59:59Z',
    organizationIdentifier: 'PSDEE-FI-12345678',
  },
  psd2: {
    reading: 'strict',
    roles: ['PSP_AI', 'PSP_PI'],
    otherRoles: [{ oid: '1.3.6.1.4.1.99999.1', name: 'PSP_XX' }],
    authority: { id: 'EE-FI', name: 'Finantsinspektsioon' },
    authorizationNumber: '12345678',
    deviations: [{ reason: 'unknown-role', tolerated: false }],
    ifTolerated: null,
  },
  anchor: {
    kind: 'trust-list-service',
    name: 'CN=Example CA,O=Example Trust,C=EE',
    territory: 'EE',
    provider: 'Example Trust',
    service: 'Example CA',
  },
  qualification: {
    website: { ...answers('QWAC'), reasons: ['duplicate-service'] },
    seal: answers('Not_Qualified_For_eSeal'),
    signature: answers('Not_Qualified_For_eSig'),
    literal: {
      status: 'PROCESS_PASSED',
      subStatus: [],
      results: ['QWAC', 'Not_Qualified_For_eSeal', 'Not_Qualified_For_eSig'],
    },
    services: [
      {
        territory: 'EE',
        provider: 'Example Trust',
        service: 'Example CA',
        atIssuance: { status: 'granted', since: '2020-01-01T00:00:00Z' },
        atValidation: { status: 'granted', since: '2020-01-01T00:00:00Z' },
      },
    ],
  },
  findings: [
    {
      code: 'certificate.validity-period',
      outcome: 'satisfied',
      severity: 'error',
      document: 'RFC 5280',
      clause: '4.1.2.5',
      about: DIGEST,
      facts: { at: '2026-08-20T12:00:00Z', nested: { list: [1, null, 'x'] } },
    },
    {
      code: 'revocation.status',
      outcome: 'undetermined',
      severity: 'error',
      reason: 'not-checked',
      document: 'RFC 5280',
      about: DIGEST,
      facts: {},
    },
  ],
}

describe('report.schema.json', () => {
  const validate = compile('report.schema.json')

  test.each<[string, string, unknown]>([
    ['the whole report', 'verdict', 'indeterminate'],
    ['no PSD2 statement', 'psd2', null],
    ['a certificate that could not be read', 'certificate', null],
    ['a certificate with more to say', 'certificate/website', ['pay.example']],
    ['lists that are called by a snapshot', 'snapshot', DIGEST],
    ['no organizationIdentifier', 'certificate/organizationIdentifier', null],
    ['an identity that is undetermined', 'certificate/subjectId', null],
    ['a reading that does not count', 'psd2/reading', 'refused'],
    ['no deviation', 'psd2/deviations', []],
    [
      'what would be tolerated',
      'psd2/ifTolerated',
      { roles: ['PSP_IC'], authority: { id: 'EE-FI', name: 'A' } },
    ],
    ['an identifier of another scheme', 'psd2/authorizationNumber', null],
    ['a list that has the key elsewhere', 'qualification/website/reasons', ['not-listed', 'listed-in EL']],
    ['no state at issuance', 'qualification/services/0/atIssuance', null],
    ['no service', 'qualification/services', []],
    ['no path to an anchor', 'anchor', null],
    [
      'an anchor by agreement',
      'anchor',
      {
        kind: 'bilateral',
        name: 'CN=Exchange',
        agreement: 'settlement',
        purposes: ['client'],
        from: '2026-01-01T00:00:00Z',
        until: '2026-12-31T23:59:59Z',
      },
    ],
    ['no clause', 'findings/0/clause', undefined],
    ['not applicable', 'findings/0/outcome', 'not-applicable'],
  ])('accepts: %s', (_, path, replacement) => {
    const report = changed(REPORT, path, replacement)
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true)
  })

  test.each<[string, string, unknown]>([
    ['a later version', 'schemaVersion', 2],
    ['the version as text', 'schemaVersion', '1'],
    ['an unknown verdict', 'verdict', 'valid'],
    ['no verdict', 'verdict', undefined],
    ['no findings', 'findings', undefined],
    ['a member that nobody promised', 'score', 1],
    ['a time with a fraction', 'at', '2026-08-20T12:00:00.000Z'],
    ['a time with an offset', 'at', '2026-08-20T12:00:00+02:00'],
    ['a thirteenth month', 'at', '2026-13-20T12:00:00Z'],
    ['an upper-case digest', 'certificate/sha256', DIGEST.toUpperCase()],
    ['half a digest', 'certificate/sha256', DIGEST.slice(32)],
    ['no word of a snapshot', 'snapshot', undefined],
    ['half a snapshot', 'snapshot', DIGEST.slice(32)],
    ['a decimal serial number', 'certificate/serialNumber', 12648430],
    ['half an octet', 'certificate/serialNumber', 'c0f'],
    ['a name as an object', 'certificate/subject', { CN: 'pay.example' }],
    ['organizationIdentifier left out', 'certificate/organizationIdentifier', undefined],
    ['a thumbprint with padding', 'certificate/x5tS256', 'Xl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl4='],
    ['a thumbprint in hexadecimal', 'certificate/x5tS256', DIGEST],
    ['an empty identity', 'certificate/subjectId', ''],
    ['an unknown reading', 'psd2/reading', 'lenient'],
    ['no reading', 'psd2/reading', undefined],
    ['a deviation as prose', 'psd2/deviations', [{ reason: 'Flat roles.', tolerated: false }]],
    ['a deviation without an answer', 'psd2/deviations', [{ reason: 'flat-roles' }]],
    ['an unknown role if tolerated', 'psd2/ifTolerated', { roles: ['X'], authority: { id: '', name: '' } }],
    ['an unknown role', 'psd2/roles', ['PSP_XX']],
    ['a role twice', 'psd2/roles', ['PSP_AI', 'PSP_AI']],
    ['a role by its identifier', 'psd2/roles', ['0.4.0.19495.1.3']],
    ['an identifier with a leading zero', 'psd2/otherRoles', [{ oid: '1.03.6', name: 'x' }]],
    ['an authority without a name', 'psd2/authority', { id: 'EE-FI' }],
    ['an empty number', 'psd2/authorizationNumber', ''],
    ['no number', 'psd2/authorizationNumber', undefined],
    ['a word of ours for a website', 'qualification/website/result', 'qwac'],
    ['the seal word for a website', 'qualification/website/atIssuance', 'QC_For_eSeal'],
    ['the signature word for a seal', 'qualification/seal/atValidation', 'QC_For_eSig'],
    ['a reason as prose', 'qualification/website/reasons', ['The list was stale.']],
    ['a territory of three letters', 'qualification/website/reasons', ['listed-in GRC']],
    ['a status that the text does not know', 'qualification/literal/status', 'PASSED'],
    ['one moment left out', 'qualification/website/atIssuance', undefined],
    ['a fourth kind', 'qualification/timestamp', answers('QTST')],
    ['no literal outcome', 'qualification/literal', undefined],
    ['no qualification', 'qualification', null],
    ['no word of an anchor', 'anchor', undefined],
    ['an anchor of a third kind', 'anchor/kind', 'pinned'],
    ['a listed anchor without its list', 'anchor/territory', undefined],
    ['a state without a start', 'qualification/services/0/atIssuance', { status: 'granted' }],
    ['a territory in lower case', 'qualification/services/0/territory', 'ee'],
    ['a code without an area', 'findings/0/code', 'validity-period'],
    ['a code with a clause', 'findings/0/code', 'certificate.4.1.2.5'],
    ['an unknown outcome', 'findings/0/outcome', 'passed'],
    ['an unknown severity', 'findings/0/severity', 'info'],
    ['about nothing', 'findings/0/about', ''],
    ['a reason for what is satisfied', 'findings/0/reason', 'expired'],
    ['no reason for what is violated', 'findings/0/outcome', 'violated'],
    ['no reason for what is undetermined', 'findings/1/reason', undefined],
    ['no facts', 'findings/0/facts', undefined],
    ['a message', 'findings/0/message', 'looks good'],
  ])('refuses: %s', (_, path, replacement) => {
    expect(validate(changed(REPORT, path, replacement))).toBe(false)
  })
})

const LISTS: Json = {
  schemaVersion: 1,
  lotl: {
    sequenceNumber: 390,
    issued: '2026-08-01T10:00:00Z',
    nextUpdate: '2027-02-01T00:00:00Z',
    state: 'fresh',
  },
  lists: [
    {
      territory: 'EE',
      sequenceNumber: 71,
      version: 6,
      issued: '2026-07-01T00:00:00Z',
      nextUpdate: '2026-12-31T00:00:00Z',
      state: 'fresh',
      services: 24,
    },
    {
      territory: 'UK',
      sequenceNumber: 36,
      version: 5,
      issued: '2021-01-01T00:00:00Z',
      nextUpdate: null,
      state: 'closed',
      services: 40,
    },
    {
      territory: 'HR',
      sequenceNumber: null,
      version: null,
      issued: null,
      nextUpdate: null,
      state: 'refused',
      reason: 'signer-not-announced',
      services: null,
    },
  ],
}

describe('lists.schema.json', () => {
  const validate = compile('lists.schema.json')

  test.each<[string, string, unknown]>([
    ['the whole report', 'schemaVersion', 1],
    ['an aged list', 'lists/0/state', 'aged'],
    ['an expired list', 'lists/0/state', 'expired'],
    ['no list at all', 'lists', []],
  ])('accepts: %s', (_, path, replacement) => {
    const report = changed(LISTS, path, replacement)
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true)
  })

  test.each<[string, string, unknown]>([
    ['a later version', 'schemaVersion', 2],
    ['no list of lists', 'lotl', undefined],
    ['an unknown state', 'lists/0/state', 'stale'],
    ['a refusal without a reason', 'lists/2/reason', undefined],
    ['a refused list of lists without a reason', 'lotl/state', 'refused'],
    ['a negative sequence', 'lists/0/sequenceNumber', -1],
    ['a broken sequence', 'lotl/sequenceNumber', 390.5],
    ['a time without a zone', 'lotl/issued', '2026-08-01T10:00:00'],
    ['a territory in full', 'lists/0/territory', 'Estonia'],
    ['no next update', 'lists/0/nextUpdate', undefined],
    ['a reason as prose', 'lists/2/reason', 'The signer is unknown.'],
    ['a file name', 'lists/0/file', 'EE.xml'],
    ['a territory for the list of lists', 'lotl/territory', 'EU'],
  ])('refuses: %s', (_, path, replacement) => {
    expect(validate(changed(LISTS, path, replacement))).toBe(false)
  })
})

const { schemaVersion, certificate, psd2, findings } = REPORT
const INPUT = { form: 'pem', notes: ['percent-encoded', 'one-line'] }
const INSPECTED: Json = { schemaVersion, file: 'qwac.pem', input: INPUT, certificate, psd2, findings }

describe('inspect.schema.json', () => {
  const validate = compile('inspect.schema.json', 'report.schema.json')

  test.each<[string, string, unknown]>([
    ['a certificate', 'file', 'a b.pem'],
    ['no PSD2 statement', 'psd2', null],
    ['a certificate with more to say', 'certificate/website', ['pay.example']],
    ['nothing found', 'findings', []],
    ['no word about the input', 'input', undefined],
    ['a bundle', 'input/form', 'pkcs7-base64-pem'],
    ['nothing to note', 'input/notes', []],
  ])('accepts: %s', (_, path, replacement) => {
    const report = changed(INSPECTED, path, replacement)
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true)
  })

  test.each<[string, string, unknown]>([
    ['a verdict: nothing was verified', 'verdict', 'passed'],
    ['no certificate', 'certificate', null],
    ['an unknown role', 'psd2/roles', ['PSP_XX']],
    ['a finding about nothing', 'findings/0/about', ''],
    ['a later version', 'schemaVersion', 2],
    ['a form that is none', 'input/form', 'xml'],
    ['a note twice', 'input/notes', ['one-line', 'one-line']],
    ['octets of the input', 'input/bytes', '3082'],
  ])('refuses: %s', (_, path, replacement) => {
    expect(validate(changed(INSPECTED, path, replacement))).toBe(false)
  })
})
