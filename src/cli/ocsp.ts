import { randomBytes } from 'node:crypto'
import type { Certificate } from '../certificate/certificate.ts'
import { parseCertificate } from '../certificate/parse.ts'
import { METHOD } from '../core/object-identifiers.ts'
import type { Result } from '../core/result.ts'
import { formatInstant, type Instant } from '../core/time.ts'
import { nodeCrypto } from '../crypto/node.ts'
import type { Check } from '../requirements/finding.ts'
import { checkOcsp } from '../revocation/ocsp/check.ts'
import { checkOcspResponse } from '../revocation/ocsp/finding.ts'
import { type OcspQuery, ocspRequest } from '../revocation/ocsp/request.ts'
import type { Unavailable } from '../revocation/ports.ts'
import { evidenceFacts } from '../revocation/status-facts.ts'
import { httpOcsp } from '../sources/revocation/ocsp-http.ts'
import { EXIT, type Stop } from './exit.ts'
import { idleOption } from './idle-options.ts'
import { describeOcsp } from './ocsp-text.ts'
import { type OnlineOptions, online } from './online.ts'
import { readCertificateInput } from './read-certificates.ts'
import { isStop, readInput, unreadable } from './read-input.ts'
import { jsonText, type Terminal } from './terminal.ts'

export interface OcspOptions extends OnlineOptions {
  /** Of the responder; that which the certificate names unless told. */
  readonly url?: string
  /** A file with a response: nobody is asked. */
  readonly response?: string
  /** Of the CertID in the request; SHA-1 unless told. */
  readonly hash?: 'SHA-1' | 'SHA-256'
  readonly nonce?: boolean
  readonly at: Instant
  readonly json?: boolean
}

/** What `qwac ocsp --json` prints. */
export interface OcspReport {
  readonly schemaVersion: 1
  readonly at: string
  readonly request: {
    readonly octets: number
    readonly hash: 'SHA-1' | 'SHA-256'
    readonly serialNumber: string
    /** Hexadecimal; null where none was sent. */
    readonly nonce: string | null
  }
  /** Who was asked; null where a file was read. */
  readonly url: string | null
  /** Why nothing came; null where something did. */
  readonly unavailable: Unavailable | null
  /** What the response says, how old it is and who signed it. */
  readonly response: ReturnType<typeof evidenceFacts> | null
  readonly finding: Check | null
}

interface Pair {
  readonly certificate: Certificate
  readonly issuer: Certificate
}

/** `qwac ocsp CERT ISSUER`: 0 good, 1 revoked, 2 anything else. */
export async function ocsp(
  files: readonly [certificate: string, issuer: string],
  options: OcspOptions,
  terminal: Terminal,
): Promise<number> {
  const report = await reportOn(files, options)
  if (isStop(report)) {
    terminal.note(`qwac: ${report.message}`)
    return report.code
  }
  terminal.result(options.json ? jsonText(report, 2) : describeOcsp(report, terminal))
  return exitOf(report)
}

function exitOf({ finding }: OcspReport): number {
  if (finding?.outcome === 'satisfied') return EXIT.passed
  return finding?.reason === 'status-revoked' ? EXIT.failed : EXIT.indeterminate
}

async function reportOn(
  [certificateFile, issuerFile]: readonly [string, string],
  options: OcspOptions,
): Promise<OcspReport | Stop> {
  const idle = misuse(options)
  if (idle !== undefined) return idle
  const certificate = await readOne(certificateFile)
  if (isStop(certificate)) return certificate
  const issuer = await readOne(issuerFile)
  if (isStop(issuer)) return issuer
  const came = await ask({ certificate, issuer }, options)
  return isStop(came) ? came : judge({ certificate, issuer }, came, options)
}

/** Where nobody is asked, nothing is said about how. */
function misuse({ url, hash, nonce, timeout, unsafeAllow, response }: OcspOptions): Stop | undefined {
  const way = {
    '--url': url,
    '--hash': hash,
    '--nonce': nonce,
    '--timeout': timeout,
    '--unsafe-allow': unsafeAllow,
  }
  return idleOption(
    Object.entries(way).map(
      ([option, value]) => [option, value, response !== undefined, 'with --response'] as const,
    ),
  )
}

/** The first certificate of a file. */
export async function readOne(file: string): Promise<Certificate | Stop> {
  const input = await readCertificateInput(file)
  if (isStop(input)) return input
  const parsed = parseCertificate(input.certificates[0] ?? new Uint8Array(0))
  return parsed.ok ? parsed.value : unreadable(file, parsed.reason, parsed.offset)
}

/** The request, and what came of it. */
interface Exchange {
  readonly url: string | null
  readonly request: Uint8Array
  readonly nonce?: Uint8Array
  readonly came: Result<Uint8Array, Unavailable>
}

async function ask({ certificate, issuer }: Pair, options: OcspOptions): Promise<Exchange | Stop> {
  const { hash = 'SHA-1', response } = options
  const nonce = options.nonce === true ? new Uint8Array(randomBytes(32)) : undefined
  const query: OcspQuery = { certificate, issuerKey: issuer.publicKey, hash, ...(nonce && { nonce }) }
  const request = await ocspRequest(query, nodeCrypto())
  if (response !== undefined) {
    const value = await readInput(response)
    return isStop(value) ? value : { url: null, request, came: { ok: true, value } }
  }
  const way = online(options)
  if (isStop(way)) return way
  const url = options.url ?? responderOf(certificate)
  if (url === undefined)
    return { code: EXIT.usage, message: 'the certificate names no responder: --url says whom to ask' }
  const signal = AbortSignal.timeout(way.timeout)
  const came = await httpOcsp(way.client, { timeout: way.timeout }).ocsp(url, request, signal)
  return { url, request, came, ...(nonce && { nonce }) }
}

function responderOf({ extensions: { authorityInfoAccess = [] } }: Certificate): string | undefined {
  const named = authorityInfoAccess.flatMap(({ method, location }) =>
    method === METHOD.ocsp && location.form === 'uniformResourceIdentifier' ? [location.text] : [],
  )
  return named[0]
}

async function judge(
  { certificate, issuer }: Pair,
  { url, request, nonce, came }: Exchange,
  { at, hash = 'SHA-1' }: OcspOptions,
): Promise<OcspReport> {
  const { subject: name, publicKey } = issuer
  const question = { certificate, issuer: { name, publicKey }, at, crypto: nodeCrypto() }
  const evidence = came.ok ? await checkOcsp(came.value, { ...question, ...(nonce && { nonce }) }) : undefined
  return {
    schemaVersion: 1,
    at: formatInstant(at),
    request: {
      octets: request.length,
      hash,
      serialNumber: Buffer.from(certificate.serialNumber).toString('hex'),
      nonce: nonce === undefined ? null : Buffer.from(nonce).toString('hex'),
    },
    url,
    unavailable: came.ok ? null : came.reason,
    response: evidence === undefined ? null : evidenceFacts(evidence, at),
    finding: evidence === undefined ? null : checkOcspResponse(evidence, at),
  }
}
