import type { Oid } from '../../core/oid.ts'
import { formatInstant, type Instant } from '../../core/time.ts'
import type { Code } from '../../requirements/catalogue.ts'
import { type Check, notApplicable } from '../../requirements/finding.ts'
import type { Certificate } from '../certificate.ts'
import { checkCertificate } from '../checks.ts'
import type { DeviationReason } from '../psd2/deviations.ts'
import type { Psd2Role } from '../psd2/statement.ts'
import { toldOnce } from './told-once.ts'
import { type Traits, traitsOf } from './traits.ts'

/**
 * What a kind of certificate is judged by: rules in the order in which they are reported, and settings for
 * them. Data.
 */
export interface Profile {
  /** The word for `qwac lint --profile`, and in a policy. */
  readonly name: ProfileName
  /** What certificates it is for, in a line. */
  readonly title: string
  readonly rules: readonly Rule[]
  readonly settings: ProfileSettings
}

/** The profiles that there are: data may name them. */
export type ProfileName = 'qwac' | 'qncp-w-gen' | 'vop' | 'qsealc' | 'qsigc' | 'obwac' | 'obseal'

/** One requirement of the catalogue and the function that judges it. */
export interface Rule {
  readonly code: Code
  /** The first moment at which it is in force; absent where it has been as long as this library knows. */
  readonly from?: Instant
  readonly check: (certificate: Certificate, settings: ProfileSettings, traits: Traits) => Check
}

/** What differs between profiles, and what a user may want otherwise. Each profile states its own. */
export interface ProfileSettings {
  /**
   * Whose name the subject is. `by-subject`: a person's where it has a given name, a surname or a pseudonym.
   */
  readonly holder: 'organization' | 'by-subject'
  /**
   * `by-policy`: the CA/Browser Forum's rules for names and keys replace those of ETSI where its policies are
   * asserted.
   */
  readonly forum: 'by-policy' | 'ignored'
  /** The law under which the certificate is to be qualified; `none`: it need not be. */
  readonly law: 'union' | 'other' | 'none'
  /** The purpose that QcType is to name; `none`: it is not asked for. */
  readonly qcType: Oid | 'none'
  /**
   * Policies of ETSI EN 319 411-2 that fit. Where none is asserted, a warning says so and nothing is decided
   * by it.
   */
  readonly policies: readonly Oid[]
  /** Whether the key is to commit to what is signed. */
  readonly commitment: boolean
  readonly purposes: PurposeSettings
  /** Whether there must be a PSD2 statement. */
  readonly psd2: 'required' | 'optional'
  /** Roles of which the PSD2 statement is to name one; empty: any. */
  readonly roles: readonly Psd2Role[]
  /**
   * Roles that an account servicing provider (PSP_AS) is taken to have as well; the standard gives it none.
   */
  readonly accountServicingImplies: readonly Psd2Role[]
  /** Last labels of names that are no public ones. */
  readonly internalDomains: readonly string[]
  /** Deviations of the PSD2 statement that are tolerated. */
  readonly tolerated: readonly DeviationReason[]
  /** Severities other than those of the catalogue; `off`: the requirement is not part of the profile. */
  readonly severities: Readonly<Partial<Record<Code, 'error' | 'warning' | 'off'>>>
}

/** Purposes of the extended key usage. */
export interface PurposeSettings {
  /** Whether the extension must be there. */
  readonly presence: 'required' | 'optional'
  /** Each must be named. */
  readonly all: readonly Oid[]
  /** One at least must be named; empty: none needs to be. */
  readonly oneOf: readonly Oid[]
  /** Others lead to a warning; empty: all are allowed. */
  readonly allowed: readonly Oid[]
}

/**
 * Judges a certificate by a profile: what is asked of every certificate by itself, then the rules of the
 * profile.
 *
 * @param settings Those of the profile unless told: `{ ...profile.settings, roles: ['PSP_AI'] }`.
 */
export function checkProfile(
  certificate: Certificate,
  profile: Profile,
  settings: ProfileSettings = profile.settings,
): readonly Check[] {
  const own = checkCertificate(certificate, settings.tolerated)
  const ruled = judge(certificate, profile.rules, settings)
  return toldOnce(weigh(own.concat(ruled), settings))
}

/**
 * Judges a certificate by the rules of a profile alone. A requirement that came into force after notBefore
 * does not apply: a certificate is judged by the rules of its issuance.
 */
export function checkRules(
  certificate: Certificate,
  { rules }: Profile,
  settings: ProfileSettings,
): readonly Check[] {
  return weigh(judge(certificate, rules, settings), settings)
}

/** One check for each rule: an array that grew with them would be made four times. */
function judge(certificate: Certificate, rules: readonly Rule[], settings: ProfileSettings): Check[] {
  const traits = traitsOf(certificate, settings)
  const { notBefore } = certificate.validity
  return rules.map(({ code, from, check }) => {
    const isInForce = from === undefined || notBefore >= from
    return isInForce ? check(certificate, settings, traits) : notYet(code, from, notBefore)
  })
}

function notYet(code: Code, from: Instant, notBefore: Instant): Check {
  return notApplicable(code, { inForceFrom: formatInstant(from), notBefore: formatInstant(notBefore) })
}

/**
 * Gives the checks the severities that they have here. Few have one, so these are looked for among the
 * checks.
 */
function weigh(checks: Check[], { severities }: ProfileSettings): readonly Check[] {
  let hasOff = false
  for (const [code, severity] of Object.entries(severities)) {
    if (severity === 'off') hasOff = true
    else reweigh(checks, code, severity)
  }
  return hasOff ? checks.filter(({ code }) => severities[code] !== 'off') : checks
}

function reweigh(checks: Check[], code: string, severity: Check['severity']): void {
  for (let index = 0; index < checks.length; index++) {
    const check = checks[index]
    if (check?.code === code && check.severity !== severity) checks[index] = { ...check, severity }
  }
}
