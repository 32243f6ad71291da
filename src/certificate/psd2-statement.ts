import { PSD2_ROLE } from '../core/object-identifiers.ts'
import type { Oid } from '../core/oid.ts'
import type { DerReader } from '../encoding/der.ts'
import { TAG } from '../encoding/der-tag.ts'
import { readAtLeastOne } from './read-basic-extensions.ts'

/**
 * The PSD2 statement: which payment services the holder may offer, and which authority says so.
 *
 * @standard ETSI TS 119 495 V1.8.1, clause 5.1 and Annex A
 */
export interface Psd2Statement {
  /** Roles of the standard, in its spelling, without repetition. `Unspecified` stands alone. */
  readonly roles: readonly Psd2Role[]
  /** Roles under other identifiers (GEN-5.2.2-4): kept and reported, never a right by themselves. */
  readonly otherRoles: readonly OtherRole[]
  /** Entries whose name does not belong to their identifier (REG-5.2.2-5). The identifier decides. */
  readonly misnamed: readonly OtherRole[]
  readonly authority: CompetentAuthority
}

export type Psd2Role = keyof typeof PSD2_ROLE

export interface OtherRole {
  readonly oid: Oid
  /** As written in the certificate. */
  readonly name: string
}

export interface CompetentAuthority {
  /** NCAId as written: two letters, a hyphen, two to eight letters; `NA` for central banks and public authorities. */
  readonly id: string
  /** NCAName as written. */
  readonly name: string
}

const ROLES: readonly Psd2Role[] = [
  'Unspecified',
  'PSP_AS',
  'PSP_PI',
  'PSP_AI',
  'PSP_IC',
  'PSP_CB',
  'PSP_PA',
  'VOP_RS',
  'VOP_VS',
]

const ROLE_BY_OID: ReadonlyMap<Oid, Psd2Role> = new Map(ROLES.map(role => [PSD2_ROLE[role], role]))

/**
 * Reads PSD2QcType. The identifier of a role decides, never its name; an identifier that the standard does not know is
 * kept. Names and identifiers of the authority are UTF8String of 1 to 256 characters.
 */
export function readPsd2Statement(reader: DerReader): Psd2Statement {
  const statement = reader.sequence()
  const entries = readAtLeastOne(statement, readRole)
  const name = readText(statement)
  const id = readText(statement)
  statement.finish()
  const roles: Psd2Role[] = []
  const otherRoles: OtherRole[] = []
  const misnamed: OtherRole[] = []
  for (const entry of entries) {
    const role = ROLE_BY_OID.get(entry.oid)
    if (role === undefined) otherRoles.push(entry)
    else if (!roles.includes(role)) roles.push(role)
    if (role !== undefined && role !== entry.name) misnamed.push(entry)
  }
  return { roles, otherRoles, misnamed, authority: { id, name } }
}

function readRole(item: DerReader): OtherRole {
  const role = item.sequence()
  const entry = { oid: role.oid(), name: readText(role) }
  role.finish()
  return entry
}

function readText(reader: DerReader): string {
  const start = reader.offset
  const text = reader.text(TAG.utf8String)
  if (text.length < 1 || isLonger(text, 256)) reader.fail('value-out-of-range', start)
  return text
}

/** Whether a text has more characters than the limit; one beyond the basic plane takes two units of the string. */
function isLonger(text: string, limit: number): boolean {
  return text.length > limit && (text.length > 2 * limit || Array.from(text).length > limit)
}
