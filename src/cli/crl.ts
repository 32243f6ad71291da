import type { Certificate } from '../certificate/certificate.ts'
import { sameName } from '../certificate/name/match.ts'
import { fromHex, toHex } from '../core/bytes.ts'
import { formatInstant, type Instant } from '../core/time.ts'
import { nodeCrypto } from '../crypto/node.ts'
import type { Check } from '../requirements/finding.ts'
import { checkCrls } from '../revocation/crl/check.ts'
import type { RevokedEntry } from '../revocation/crl/entries.ts'
import { checkRevocationList } from '../revocation/crl/finding.ts'
import { CRL_LIMITS } from '../revocation/crl/limits.ts'
import { type GivenCrl, readCrl } from '../revocation/crl/question.ts'
import { signatureObjection } from '../revocation/signature.ts'
import { readFileBytes } from '../sources/file.ts'
import { type CrlSummary, summaryOf } from './crl-summary.ts'
import { describeCrl } from './crl-text.ts'
import { EXIT, type Stop } from './exit.ts'
import { idleOption } from './idle-options.ts'
import { readOne } from './ocsp.ts'
import { isStop, unreadable } from './read-input.ts'
import { jsonText, shown, type Terminal } from './terminal.ts'

export interface CrlOptions {
  /** A file with the certificate whose key must have signed the list. */
  readonly issuer?: string
  /** A serial number, hexadecimal. */
  readonly serial?: string
  /** A file with a certificate to look up. */
  readonly cert?: string
  readonly at: Instant
  readonly json?: boolean
}

/** What `qwac crl --json` prints. */
export interface CrlReport {
  readonly schemaVersion: 1
  readonly at: string
  readonly list: CrlSummary
  /** `not-checked` without an issuer; otherwise `right`, or what stands against it. */
  readonly signature: string
  /** Whether `at` is at or before nextUpdate; null where there is none. */
  readonly isFresh: boolean | null
  /** Null where nothing was looked up. */
  readonly entry: EntryReport | null
  /**
   * What the list comes to for the certificate of `--cert` by the certificate of `--issuer`; null without
   * both.
   */
  readonly finding: Check | null
}

export type EntryReport =
  | { readonly serialNumber: string; readonly isListed: false }
  | {
      readonly serialNumber: string
      readonly isListed: true
      readonly revokedAt: string
      readonly reason: string | null
      readonly invalidityDate: string | null
    }

/**
 * `qwac crl FILE`: 0 nothing speaks against what was asked, 1 the certificate is listed, 2 the list is of no
 * use.
 */
export async function crl(file: string, options: CrlOptions, terminal: Terminal): Promise<number> {
  const report = await reportOn(file, options)
  if (isStop(report)) {
    terminal.note(`qwac: ${report.message}`)
    return report.code
  }
  terminal.result(options.json ? jsonText(report, 2) : describeCrl(report, terminal))
  return exitOf(report)
}

function exitOf({ signature, isFresh, entry, finding }: CrlReport): number {
  if (finding !== null && finding.outcome !== 'satisfied')
    return finding.reason === 'status-revoked' ? EXIT.failed : EXIT.indeterminate
  if (signature !== 'right' && signature !== 'not-checked') return EXIT.indeterminate
  if (entry?.isListed) return EXIT.failed
  return isFresh === true ? EXIT.passed : EXIT.indeterminate
}

async function reportOn(file: string, options: CrlOptions): Promise<CrlReport | Stop> {
  const idle = idleOption([['--serial', options.serial, options.cert !== undefined, 'with --cert']])
  if (idle !== undefined) return idle
  const serial = options.serial === undefined ? undefined : readSerial(options.serial)
  if (serial !== undefined && isStop(serial)) return serial
  const issuer = options.issuer === undefined ? undefined : await readOne(options.issuer)
  if (issuer !== undefined && isStop(issuer)) return issuer
  const certificate = options.cert === undefined ? undefined : await readOne(options.cert)
  if (certificate !== undefined && isStop(certificate)) return certificate
  const given = await readList(file)
  if (isStop(given)) return given
  const wanted = serial ?? certificate?.serialNumber
  const { list } = given
  const { at } = options
  return {
    schemaVersion: 1,
    at: formatInstant(at),
    list: summaryOf(given),
    signature: issuer === undefined ? 'not-checked' : await signatureOf(given, issuer, at),
    isFresh: list.nextUpdate === undefined ? null : at <= list.nextUpdate,
    entry: wanted === undefined ? null : entryOf(given, wanted),
    finding:
      issuer === undefined || certificate === undefined
        ? null
        : await judge(given, { issuer, certificate, at }),
  }
}

async function readList(file: string): Promise<GivenCrl | Stop> {
  const bytes = await readFileBytes(file, CRL_LIMITS.bytes + 1)
  if (!bytes.ok) return unreadable(file, bytes.reason)
  const given = await readCrl(bytes.value, nodeCrypto())
  if ('list' in given) return given
  return unreadable(file, String(given.facts['defect']), Number(given.facts['offset']))
}

/** Digits as `openssl` and `qwac inspect` write them; colons and zeros before them do not count. */
function readSerial(text: string): Uint8Array | Stop {
  const digits = text.replace(/^0x/i, '').replaceAll(':', '')
  if (!/^[0-9a-f]{1,128}$/i.test(digits))
    return { code: EXIT.usage, message: `--serial must be hexadecimal: ${shown(text)}` }
  const significant = digits.replace(/^0+(?=.)/, '')
  const octets = fromHex(significant.padStart(significant.length + (significant.length % 2), '0'))
  return (octets[0] ?? 0) < 0x80 ? octets : Uint8Array.of(0, ...octets)
}

async function signatureOf({ list }: GivenCrl, issuer: Certificate, at: Instant): Promise<string> {
  if (!sameName(list.issuer, issuer.subject)) return 'other-issuer'
  return (await signatureObjection(list, issuer.publicKey, { at, crypto: nodeCrypto() })) ?? 'right'
}

/** As the list says, whoever issued the number: indirect lists may hold it for several. */
function entryOf({ list }: GivenCrl, serialNumber: Uint8Array): EntryReport {
  const found = list.entries.find(serialNumber, () => true)?.entry
  const number = toHex(serialNumber)
  if (found === undefined) return { serialNumber: number, isListed: false }
  return { serialNumber: number, isListed: true, ...told(found) }
}

function told({ revocationDate, reason, invalidityDate }: RevokedEntry) {
  const since = invalidityDate === undefined ? null : formatInstant(invalidityDate)
  return { revokedAt: formatInstant(revocationDate), reason: reason ?? null, invalidityDate: since }
}

interface Subject {
  readonly issuer: Certificate
  readonly certificate: Certificate
  readonly at: Instant
}

async function judge(given: GivenCrl, { issuer: signer, certificate, at }: Subject): Promise<Check | null> {
  const issuer = { name: signer.subject, publicKey: signer.publicKey, certificate: signer }
  const question = { certificate, issuer, anchor: issuer, intermediates: [], at, crypto: nodeCrypto() }
  const [evidence] = await checkCrls({ ...question, lists: [given] })
  return evidence === undefined ? null : checkRevocationList(evidence, at)
}
