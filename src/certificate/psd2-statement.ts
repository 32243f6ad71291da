import { type Oid, oid } from '../core/oid.ts'
import { type DerReader, TAG } from '../encoding/der.ts'
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

export type Psd2Role =
  | 'Unspecified'
  | 'PSP_AS'
  | 'PSP_PI'
  | 'PSP_AI'
  | 'PSP_IC'
  | 'PSP_CB'
  | 'PSP_PA'
  | 'VOP_RS'
  | 'VOP_VS'

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

/** The roles by identifier: 0.4.0.19495.1.x. @standard ETSI TS 119 495 V1.8.1, annex A */
export const PSD2_ROLE: ReadonlyMap<Oid, Psd2Role> = new Map<Oid, Psd2Role>([
  [oid('0.4.0.19495.1.0'), 'Unspecified'],
  [oid('0.4.0.19495.1.1'), 'PSP_AS'],
  [oid('0.4.0.19495.1.2'), 'PSP_PI'],
  [oid('0.4.0.19495.1.3'), 'PSP_AI'],
  [oid('0.4.0.19495.1.4'), 'PSP_IC'],
  [oid('0.4.0.19495.1.5'), 'PSP_CB'],
  [oid('0.4.0.19495.1.6'), 'PSP_PA'],
  [oid('0.4.0.19495.1.51'), 'VOP_RS'],
  [oid('0.4.0.19495.1.52'), 'VOP_VS'],
])

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
  const roles = entries.flatMap(entry => PSD2_ROLE.get(entry.oid) ?? [])
  return {
    roles: [...new Set(roles)],
    otherRoles: entries.filter(entry => !PSD2_ROLE.has(entry.oid)),
    misnamed: entries.filter(entry => (PSD2_ROLE.get(entry.oid) ?? entry.name) !== entry.name),
    authority: { id, name },
  }
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
  const { length } = [...text]
  if (length < 1 || length > 256) reader.fail('value-out-of-range', start)
  return text
}
