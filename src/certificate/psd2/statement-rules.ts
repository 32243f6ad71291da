import { isCountryCode } from '../../core/countries.ts'
import { oidText } from '../../core/oid.ts'
import type { Instant } from '../../core/time.ts'
import type { ReasonOf } from '../../requirements/catalogue.ts'
import { inForceFrom } from '../profile/in-force.ts'
import { authorityOf } from './authorities.ts'
import { type Deviation, deviation } from './deviations.ts'
import { isUnspecifiedBesideOthers } from './reading.ts'
import type { OtherRole, Psd2Role, Psd2Statement } from './statement.ts'

/**
 * Adds where what the statement says departs from the standard.
 *
 * @param issued notBefore of the certificate: a certificate is judged by the rules of its issuance.
 */
export function addStatementDeviations(
  statement: Psd2Statement,
  issued: Instant,
  deviations: Deviation[],
): void {
  for (const find of RULES) {
    const found = find(statement, issued)
    if (found.length > 0) deviations.push(...found)
  }
}

const NONE: readonly never[] = []

/** An empty list is a matter of the encoding too, and is told there. @standard GEN-5.2.2-1 */
function rolePresence({ roles, misnamed }: Psd2Statement): readonly Deviation[] {
  const all: readonly Psd2Role[] =
    misnamed.length === 0 ? roles : [...new Set([...roles, ...misnamed.map(({ role }) => role)])]
  if (!isUnspecifiedBesideOthers(all)) return NONE
  return [deviation('psd2.role-presence', 'unspecified-not-alone', { roles: all })]
}

/** @standard REG-5.2.2-5 */
function roleNames({ misnamed }: Psd2Statement): readonly Deviation[] {
  if (misnamed.length === 0) return NONE
  const unknown = misnamed.filter(({ named }) => named === undefined).map(shown)
  const conflicting = misnamed.filter(({ named }) => named !== undefined).map(shown)
  return [
    ...(unknown.length > 0 ? [deviation('psd2.role-names', 'unknown-role-name', { roles: unknown })] : []),
    ...(conflicting.length > 0
      ? [deviation('psd2.role-names', 'conflicting-role-name', { roles: conflicting })]
      : []),
  ]
}

/** @standard GEN-5.2.2-4 */
function roles({ otherRoles, repeated }: Psd2Statement): readonly Deviation[] {
  if (otherRoles.length === 0 && repeated.length === 0) return NONE
  return [
    ...(otherRoles.length > 0
      ? [deviation('psd2.roles', 'unknown-role', { roles: otherRoles.map(shown) })]
      : []),
    ...(repeated.length > 0 ? [deviation('psd2.roles', 'repeated-role', { roles: repeated })] : []),
  ]
}

function shown({ oid, name }: OtherRole): { readonly oid: string; readonly name: string } {
  return { oid: oidText(oid), name }
}

/** Marks and signs that no script owns are plain; so are the accents that are written after a letter. */
const NOT_LATIN = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u
/** What nearly every name is; it says so for less. */
const PLAIN_ASCII = /^[ -~]*$/
const NOT_PLAIN = /[\p{C}\p{Zl}\p{Zp}]/u

/** @standard GEN-5.2.3-1 */
function authorityName({ authority: { name } }: Psd2Statement): readonly Deviation[] {
  if (PLAIN_ASCII.test(name)) return NONE
  if (NOT_PLAIN.test(name)) return [deviation('psd2.authority-name', 'name-not-plain', { name })]
  if (NOT_LATIN.test(name)) return [deviation('psd2.authority-name', 'name-not-latin', { name })]
  return NONE
}

/**
 * Before V1.8.1 every NCAId had this shape; "NA" is judged by the rule that brought it. @standard GEN-5.2.3-2
 */
function authorityId({ authority: { id } }: Psd2Statement, issued: Instant): readonly Deviation[] {
  if (id === 'NA' && isScopeInForce(issued)) return NONE
  const reason = idDefect(id)
  return reason === undefined ? NONE : [deviation('psd2.authority-id', reason, { id })]
}

const AUTHORITY_ID = /^([A-Z]{2})-([A-Z]{2,8})$/

function idDefect(id: string): ReasonOf<'psd2.authority-id'> | undefined {
  if (authorityOf(id) !== undefined) return undefined
  const [, country] = AUTHORITY_ID.exec(id) ?? []
  if (country !== undefined) return isCountryCode(country) ? undefined : 'id-unassigned-country'
  if (id === 'NA') return 'id-malformed'
  if (/^[A-Z]{2}-?$/.test(id)) return 'id-country-only'
  if (/^-?[A-Z]{2,8}$/.test(id)) return 'id-without-country'
  if (/^[A-Z]{3}-[A-Z]{2,8}$/.test(id)) return 'id-country-of-three-letters'
  if (/^[A-Z]{2}[^A-Za-z0-9-][A-Z]{2,8}$/u.test(id)) return 'id-separator'
  return 'id-malformed'
}

/** V1.8.1 brought the roles without a competent authority, and "NA" for them. */
function isScopeInForce(issued: Instant): boolean {
  return SCOPE_FROM === undefined || issued >= SCOPE_FROM
}

const SCOPE_FROM = inForceFrom('psd2.authority-scope')

/** @standard GEN-5.2.3-1A, GEN-5.2.3-5 */
function authorityScope({ roles, authority }: Psd2Statement, issued: Instant): readonly Deviation[] {
  if (!isScopeInForce(issued)) return NONE
  const { id, name } = authority
  const needsNone = roles.some(isWithoutAuthority)
  const needsOne = !roles.every(isWithoutAuthority) || roles.length === 0
  if (needsNone && (id !== 'NA' || name !== 'NA'))
    return [deviation('psd2.authority-scope', 'na-missing', { roles, id, name })]
  if (needsOne && (id === 'NA' || name === 'NA'))
    return [deviation('psd2.authority-scope', 'na-not-allowed', { roles, id, name })]
  return NONE
}

function isWithoutAuthority(role: Psd2Role): boolean {
  return role === 'PSP_CB' || role === 'PSP_PA'
}

/** An identifier without the shape of one is told already. */
function authorityList({ authority: { id } }: Psd2Statement): readonly Deviation[] {
  const authority = authorityOf(id)
  if (authority === undefined)
    return idDefect(id) !== undefined
      ? NONE
      : [deviation('psd2.authority-list', 'authority-unlisted', { id })]
  if (authority.id === id) return NONE
  return [deviation('psd2.authority-list', 'authority-alias', { id, present: authority.id })]
}

/**
 * The identifier of an authority under which it stands today; undefined where the text has not the shape of
 * one.
 */
export function presentAuthorityId(id: string): string | undefined {
  const authority = authorityOf(id)
  if (authority !== undefined) return authority.id
  return AUTHORITY_ID.test(id) ? id : undefined
}

type Rule = (statement: Psd2Statement, issued: Instant) => readonly Deviation[]

const RULES: readonly Rule[] = [
  rolePresence,
  roleNames,
  roles,
  authorityName,
  authorityId,
  authorityScope,
  authorityList,
]
