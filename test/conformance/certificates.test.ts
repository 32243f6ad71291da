import { createHash, X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { attributeTexts, type Name } from '../../src/certificate/name/name.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { readPublicKey } from '../../src/certificate/public-key.ts'
import { ATTRIBUTE, EXTENSION, QC_STATEMENT, QC_TYPE } from '../../src/core/object-identifiers.ts'
import { type Oid, oid, oidText } from '../../src/core/oid.ts'
import { formatInstant } from '../../src/core/time.ts'
import { readCertificates } from '../../src/encoding/pem.ts'
import { corpusExists, corpusPath } from './corpus.ts'

/** What an independent reader found in each certificate: a line, its columns by name. */
type Row = Readonly<Record<string, string>>

function readIndex(): readonly Row[] {
  const [head = '', ...lines] = readFileSync(corpusPath('certificates', 'INDEX.tsv'), 'utf8')
    .trimEnd()
    .split('\n')
  const columns = head.split('\t')
  return lines.map(line => Object.fromEntries(line.split('\t').map((cell, i) => [columns[i] ?? '', cell])))
}

function firstCertificate(...path: readonly string[]): Uint8Array {
  const file = readCertificates(new Uint8Array(readFileSync(corpusPath(...path))))
  if (!file.ok) throw new Error(file.reason)
  const [first = new Uint8Array(0)] = file.value
  return first
}

function parse(bytes: Uint8Array): Certificate {
  const parsed = parseCertificate(bytes)
  if (!parsed.ok) throw new Error(`${parsed.reason} at ${parsed.offset}`)
  return parsed.value
}

const SHORT: ReadonlyMap<Oid, string> = new Map([
  [ATTRIBUTE.commonName, 'CN'],
  [ATTRIBUTE.organizationName, 'O'],
  [ATTRIBUTE.organizationalUnitName, 'OU'],
  [ATTRIBUTE.countryName, 'C'],
  [ATTRIBUTE.localityName, 'L'],
  [ATTRIBUTE.stateOrProvinceName, 'ST'],
  [ATTRIBUTE.serialNumber, 'serialNumber'],
  [ATTRIBUTE.organizationIdentifier, 'orgId'],
])

/** A name as the index writes it: in the order of the certificate, joined by commas, new lines as `\n`. */
function nameInIndex({ rdns }: Name): string {
  return rdns
    .flat()
    .map(({ type, text }) => `${SHORT.get(type) ?? oidText(type)}=${text}`)
    .join(', ')
    .replaceAll('\n', '\\n')
}

const QC_NAMES: Readonly<Record<string, string>> = {
  [QC_STATEMENT.pkixQcSyntaxV1]: 'pkixQCSyntax-v1',
  [QC_STATEMENT.pkixQcSyntaxV2]: 'pkixQCSyntax-v2',
  [QC_STATEMENT.qcCompliance]: 'QcCompliance',
  [QC_STATEMENT.qcRetentionPeriod]: 'QcRetentionPeriod',
  [QC_STATEMENT.qcPds]: 'QcPDS',
  [QC_STATEMENT.qcType]: 'QcType',
  [QC_STATEMENT.psd2]: 'PSD2',
}
const TYPE_NAMES: Readonly<Record<string, string>> = { [QC_TYPE.web]: 'web', [QC_TYPE.eseal]: 'eseal' }
const join = (identifiers: readonly Oid[]): string => identifiers.map(oidText).join(',')

/** The columns of the index that can be told from the certificate alone. */
function describeCertificate(certificate: Certificate): Row {
  const { extensions, subject, issuer, validity } = certificate
  const { qcStatements } = extensions
  const key = readPublicKey(certificate.publicKey)
  return {
    sha256: createHash('sha256').update(certificate.bytes).digest('hex'),
    subject: nameInIndex(subject),
    issuer: nameInIndex(issuer),
    notBefore: formatInstant(validity.notBefore).slice(0, 10),
    notAfter: formatInstant(validity.notAfter).slice(0, 10),
    orgId: attributeTexts(subject, ATTRIBUTE.organizationIdentifier).join(','),
    policies: join((extensions.certificatePolicies ?? []).map(({ policyIdentifier }) => policyIdentifier)),
    eku: join(extensions.extendedKeyUsage ?? []),
    criticalExts: join(extensions.all.filter(({ critical }) => critical).map(({ id }) => id)),
    key: key.ok && key.value.type === 'rsa' ? `rsa${key.value.bits}` : 'other',
    qcType: qcStatements?.types.map(type => TYPE_NAMES[type] ?? oidText(type)).join(',') || 'notype',
    qcStatements: (qcStatements?.all ?? []).map(({ id }) => QC_NAMES[id] ?? oidText(id)).join(','),
    roles: [...(qcStatements?.psd2?.roles ?? [])].sort().join(','),
    ncaId: qcStatements?.psd2?.authority.id ?? '',
    ncaName: (qcStatements?.psd2?.authority.name ?? '').replaceAll('\n', '\\n'),
  }
}

/** What the index read leniently and we name malformed, or by name where the identifier decides. */
const DIFFERENCES: readonly {
  readonly isMet: (row: Row) => boolean
  readonly why: string
  readonly changes: Row
  readonly malformed: { readonly extensions: readonly Oid[]; readonly statements: readonly Oid[] }
}[] = [
  {
    isMet: ({ anomalies = '' }) => /^bare QCStatement/.test(anomalies),
    why: 'the extension holds one statement where RFC 3739 has a sequence of them, so nothing in it can be read',
    changes: { roles: '', ncaId: '', ncaName: '', qcStatements: '' },
    malformed: { extensions: [EXTENSION.qcStatements], statements: [] },
  },
  {
    isMet: ({ anomalies = '' }) => /\(flat\)/.test(anomalies),
    why: 'all roles stand in one sequence where TS 119 495 has a sequence for each',
    changes: { roles: '', ncaId: '', ncaName: '' },
    malformed: { extensions: [], statements: [QC_STATEMENT.psd2] },
  },
  {
    isMet: ({ anomalies = '' }) => /^NCAName tag 0x13/.test(anomalies),
    why: 'the authority is a PrintableString where TS 119 495 has UTF8String, the address of QcPDS no IA5String',
    changes: { roles: '', ncaId: '', ncaName: '' },
    malformed: { extensions: [], statements: [QC_STATEMENT.qcPds, QC_STATEMENT.psd2] },
  },
  {
    isMet: ({ roles, ncaId }) => roles === '' && ncaId === 'DE-BAFIN',
    why: 'the sequence of roles is empty, where TS 119 495 asks for at least one',
    changes: { roles: '', ncaId: '', ncaName: '' },
    malformed: { extensions: [], statements: [QC_STATEMENT.psd2] },
  },
  {
    isMet: ({ ncaName }) => ncaName === 'X-WING',
    why: 'QcCompliance carries an empty text, where EN 319 412-5 gives it no information',
    changes: {},
    malformed: { extensions: [], statements: [QC_STATEMENT.qcCompliance] },
  },
  {
    isMet: ({ anomalies = '' }) => /^role mismatch 0\.4\.0\.19495\.1\.3\.999=PSP_AI/.test(anomalies),
    why: 'the role has an identifier of its own; the index goes by its name, we by the identifier',
    changes: { roles: '' },
    malformed: { extensions: [], statements: [] },
  },
  {
    isMet: ({ anomalies = '' }) => /^role mismatch 0\.4\.0\.19495\.1\.4=Card Based/.test(anomalies),
    why: 'the roles are written out in words, and no name makes a role, nor does an identifier under another name',
    changes: { roles: '' },
    malformed: { extensions: [], statements: [] },
  },
]

const rows = corpusExists ? readIndex() : []

describe.skipIf(!corpusExists)('PSD2 certificates found in public', () => {
  test.each(rows)('$file says what the index says', row => {
    const { file = '' } = row
    const difference = DIFFERENCES.find(({ isMet }) => isMet(row))
    const certificate = parse(firstCertificate('certificates', file))
    const described = describeCertificate(certificate)
    const expected = {
      ...row,
      roles: (row['roles'] ?? '').split(',').sort().join(','),
      ...difference?.changes,
    }
    expect(expected, difference?.why).toMatchObject(described)

    const { extensions } = certificate
    expect({
      extensions: extensions.malformed.map(({ id }) => id),
      statements: (extensions.qcStatements?.malformed ?? []).map(({ id }) => id),
    }).toEqual(difference?.malformed ?? { extensions: [], statements: [] })
  })

  test.each(DIFFERENCES)('differ from the index where $why', ({ isMet }) => {
    expect(rows.filter(isMet).length).toBeGreaterThan(0)
  })

  test('keep a role that the standard does not know', () => {
    const row = rows.find(({ anomalies = '' }) => anomalies.includes('.999'))
    const { psd2 } =
      parse(firstCertificate('certificates', row?.['file'] ?? '')).extensions.qcStatements ?? {}
    expect(psd2).toMatchObject({
      roles: [],
      otherRoles: [{ oid: oid('0.4.0.19495.1.3.999'), name: 'PSP_AI' }],
    })
  })

  test('are forty-five', () => {
    expect(rows.length).toBe(45)
  })
})

const issuers = corpusExists ? readdirSync(corpusPath('certificates', 'issuers')) : []

describe.skipIf(!corpusExists)('their issuers', () => {
  test.each(issuers)('%s is read as OpenSSL reads it', file => {
    const bytes = firstCertificate('certificates', 'issuers', file)
    const ours = parse(bytes)
    const theirs = new X509Certificate(bytes)
    expect(ours.extensions.malformed).toEqual([])
    expect(
      Buffer.from(ours.publicKey.bytes).equals(theirs.publicKey.export({ type: 'spki', format: 'der' })),
    ).toBe(true)
    expect(ours.extensions.basicConstraints?.ca ?? false).toBe(theirs.ca)
    expect(ours.validity).toEqual({
      notBefore: Date.parse(theirs.validFrom),
      notAfter: Date.parse(theirs.validTo),
    })
  })

  test('are twenty-six', () => {
    expect(issuers.length).toBe(26)
  })
})
