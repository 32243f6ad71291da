import type { Certificate } from '../certificate/certificate.ts'
import { EXTENSION, POLICY, QC_STATEMENT, QC_TYPE } from '../core/object-identifiers.ts'
import type { Oid } from '../core/oid.ts'
import { once } from './once.ts'
import { PURPOSES, type Purpose } from './words.ts'

/** What a certificate says of its own qualification, as far as clause 4.4 asks. */
export interface Claims {
  /** False where a statement that is asked for is there but cannot be read: then the rest says nothing. */
  readonly readable: boolean
  /** QcCompliance, as far as it may be counted. */
  readonly compliance: boolean
  /** The purposes that QcType states; other identifiers are passed over. */
  readonly purposes: readonly Purpose[]
  /** How many different identifiers QcType states. */
  readonly typeCount: number
  /** QcCClegislation: countries; empty where the statement is absent. */
  readonly legislation: readonly string[]
  /** QCP or QCP+ among the policies; undefined where the extension cannot be read. */
  readonly directivePolicy: boolean | undefined
}

/** Reads the claims as written. @standard ETSI TS 119 615 V1.4.1, clause 4.4 (PRO-4.4.4-13, -21, -29, -33) */
export function claimsOf(certificate: Certificate): Claims {
  const { qcStatements } = certificate.extensions
  const types = once(qcStatements?.types ?? NONE)
  return {
    readable: isReadable(certificate),
    compliance: qcStatements?.compliance ?? false,
    purposes: Object.freeze(PURPOSES.filter(purpose => types.includes(STATED_AS[purpose]))),
    typeCount: types.length,
    legislation: qcStatements?.legislation ?? NONE,
    directivePolicy: directivePolicy(certificate),
  }
}

/**
 * The claims as they are counted: a certificate that names the legislation of a country claims compliance
 * with that, not with the Regulation. The text of TS 119 615 reads no such statement; see
 * docs/qualification.md.
 *
 * @standard ETSI EN 319 412-5 (QcCompliance and QcCClegislation)
 */
export function underTheRegulation(claims: Claims): Claims {
  return claims.legislation.length === 0 ? claims : { ...claims, compliance: false }
}

/** Frozen, as what findings show must be where it is shared. */
const NONE: readonly never[] = Object.freeze([])

const STATED_AS: Readonly<Record<Purpose, Oid>> = {
  signature: QC_TYPE.esign,
  seal: QC_TYPE.eseal,
  website: QC_TYPE.web,
}

const ASKED_FOR: ReadonlySet<Oid> = new Set([
  QC_STATEMENT.qcCompliance,
  QC_STATEMENT.qcType,
  QC_STATEMENT.qcCcLegislation,
])

function isReadable({ extensions }: Certificate): boolean {
  if (isMalformed(extensions, EXTENSION.qcStatements)) return false
  return !extensions.qcStatements?.malformed.some(({ id }) => ASKED_FOR.has(id))
}

/** Of the time of the Directive. */
const DIRECTIVE_POLICIES: ReadonlySet<Oid> = new Set([POLICY.qcpPublic, POLICY.qcpPublicWithSscd])

function directivePolicy({ extensions }: Certificate): boolean | undefined {
  if (isMalformed(extensions, EXTENSION.certificatePolicies)) return undefined
  return (
    extensions.certificatePolicies?.some(({ policyIdentifier }) =>
      DIRECTIVE_POLICIES.has(policyIdentifier),
    ) ?? false
  )
}

function isMalformed({ malformed }: Certificate['extensions'], id: Oid): boolean {
  return malformed.some(each => each.id === id)
}
