import type { DeviationReason } from '../certificate/psd2/deviations.ts'
import type { Instant } from '../core/time.ts'
import { nodeCrypto } from '../crypto/node.ts'
import type { BilateralAnchor } from '../path/bilateral-anchors.ts'
import type { Purpose } from '../path/rules.ts'
import { about } from '../requirements/finding.ts'
import { CRL_LIMITS } from '../revocation/crl/limits.ts'
import { REVOCATION_POLICY, type RevocationPolicy } from '../revocation/policy.ts'
import { revocationSources } from '../sources/revocation/sources.ts'
import type { TrustListSet } from '../trust-list/trust-list-set.ts'
import { type Ports, validate } from '../validate.ts'
import { conclude } from '../verdict/conclude.ts'
import { BILATERAL_POLICY, type Policy, QWAC_POLICY } from '../verdict/policy.ts'
import type { Report } from '../verdict/report.ts'
import { readAgreements } from './agreements.ts'
import { EXIT, type Stop } from './exit.ts'
import { idleOption } from './idle-options.ts'
import { type OnlineOptions, online } from './online.ts'
import { type ChainInput, readCertificateInput, readChainInput } from './read-certificates.ts'
import { isStop, readInput } from './read-input.ts'
import { type ListChoice, readLists } from './read-lists.ts'
import { jsonText, shown, type Terminal } from './terminal.ts'
import { toleratedBy } from './tolerated.ts'
import { describeReport } from './validate-text.ts'

export interface ValidateOptions extends ListChoice, OnlineOptions {
  readonly chain?: readonly string[]
  /** Files with OCSP responses. */
  readonly ocsp?: readonly string[]
  /** Files with revocation lists. */
  readonly crl?: readonly string[]
  /** Whether the addresses that certificates of the path name are asked about revocation. */
  readonly online?: boolean
  readonly revocation?: RevocationPolicy['missing']
  /**
   * A file with authorities of counterparties: the certificate is judged by agreement, and not by its
   * qualification.
   */
  readonly anchors?: string
  readonly purpose?: Purpose
  /** Reasons of deviations that count as warnings. */
  readonly tolerate?: readonly string[]
  readonly at: Instant
  readonly listsAt?: Instant
  readonly json?: boolean
}

/** `qwac validate CERT`: the exit code is the verdict. */
export async function validateFile(
  file: string,
  options: ValidateOptions,
  terminal: Terminal,
): Promise<number> {
  const report = await reportOn(file, options)
  if (isStop(report)) {
    terminal.note(`qwac: ${report.message}`)
    return report.code
  }
  terminal.result(options.json ? jsonText(report, 2) : describeReport(report, terminal))
  if (report.certificate !== null) return EXIT[report.verdict]
  terminal.note(`qwac: ${shown(file)}: the certificate cannot be read`)
  return EXIT.unreadable
}

function misuse(options: ValidateOptions): Stop | undefined {
  const { purpose, anchors, timeout, unsafeAllow, ocsp, crl, revocation } = options
  const isOffline = options.online !== true
  const isUnasked = revocation === 'none'
  return idleOption([
    ['--purpose', purpose, anchors === undefined, 'without --anchors'],
    ['--timeout', timeout, isOffline, 'without --online'],
    ['--unsafe-allow', unsafeAllow, isOffline, 'without --online'],
    ['--online', options.online, isUnasked, UNASKED],
    ['--ocsp', ocsp, isUnasked, UNASKED],
    ['--crl', crl, isUnasked, UNASKED],
  ])
}

const UNASKED = 'with --revocation none'

async function reportOn(file: string, options: ValidateOptions): Promise<Report | Stop> {
  const idle = misuse(options)
  if (idle !== undefined) return idle
  const tolerated = toleratedBy(options.tolerate ?? [])
  if (isStop(tolerated)) return tolerated
  const chain = await readChain(file, options.chain ?? [])
  if (isStop(chain)) return chain
  const ocspResponses = await readAll(options.ocsp ?? [])
  if (isStop(ocspResponses)) return ocspResponses
  const crls = await readAll(options.crl ?? [], CRL_LIMITS.bytes + 1)
  if (isStop(crls)) return crls
  const anchors = options.anchors === undefined ? undefined : await readAgreements(options.anchors)
  if (anchors !== undefined && isStop(anchors)) return anchors
  const sources = sourcesOf(options)
  if (isStop(sources)) return sources
  const lists = await readLists(options, options.listsAt ?? options.at)
  return isStop(lists)
    ? lists
    : judge({ ...chain, ocspResponses, crls, sources, tolerated, anchors }, lists, options)
}

/** Files as they are: what is in them is judged, not read here. */
async function readAll(files: readonly string[], most?: number): Promise<readonly Uint8Array[] | Stop> {
  const all: Uint8Array[] = []
  for (const file of files) {
    const octets = await readInput(file, most)
    if (isStop(octets)) return octets
    all.push(octets)
  }
  return all
}

/** The certificate that is meant comes from the first file; all others may be intermediates. */
async function readChain(file: string, others: readonly string[]): Promise<ChainInput | Stop> {
  const chain = await readChainInput(file)
  if (isStop(chain)) return chain
  const intermediates = [...chain.intermediates]
  for (const other of others) {
    const read = await readCertificateInput(other)
    if (isStop(read)) return read
    intermediates.push(...read.certificates)
  }
  return { ...chain, intermediates }
}

interface Given extends ChainInput {
  readonly ocspResponses: readonly Uint8Array[]
  readonly crls: readonly Uint8Array[]
  readonly tolerated: readonly DeviationReason[]
  readonly sources: Partial<Ports>
  readonly anchors: readonly BilateralAnchor[] | undefined
}

/** Whom to ask: nobody unless told. */
function sourcesOf(options: ValidateOptions): Partial<Ports> | Stop {
  if (options.online !== true) return {}
  const way = online(options)
  return isStop(way) ? way : revocationSources(way)
}

/** Judges a certificate; what was found about the order in which it was given is part of the answer. */
async function judge(
  { certificate, intermediates, checks, ocspResponses, crls, sources, tolerated, anchors }: Given,
  lists: TrustListSet,
  {
    at,
    listsAt,
    revocation: missing = 'hard',
    purpose,
  }: Pick<ValidateOptions, 'at' | 'listsAt' | 'revocation' | 'purpose'>,
): Promise<Report> {
  const evidence = { certificate, intermediates, ocspResponses, crls }
  const policy: Policy = {
    ...(anchors === undefined
      ? QWAC_POLICY
      : { ...BILATERAL_POLICY, agreements: { anchors, ...(purpose && { purpose }) } }),
    toleratedDeviations: tolerated,
    revocation: { ...REVOCATION_POLICY, missing },
  }
  const question = { ...evidence, at, ...(listsAt !== undefined && { listsAt }), policy }
  const report = await validate(question, { lists, crypto: nodeCrypto(), ...sources })
  const sha256 = report.certificate?.sha256
  if (sha256 === undefined || checks.length === 0) return report
  return { ...report, ...conclude([...about(sha256, checks), ...report.findings], [], sha256) }
}
