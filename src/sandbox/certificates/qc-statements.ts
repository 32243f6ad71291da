import type { Psd2Role } from '../../certificate/psd2/statement.ts'
import { oidText } from '../../core/oid.ts'
import { encoded, ia5, identifier, printable, sequence, tagged, utf8, type Value } from '../asn1.ts'
import type { Role, TestAuthority } from '../mint-options.ts'

export type QcType = 'esign' | 'eseal' | 'web'

/** The statements that a certificate is to carry. */
export interface StatementsPlan {
  /** QcCompliance. */
  readonly compliance: boolean
  /** QcType; none written when empty. */
  readonly types: readonly QcType[]
  /** QcPDS: an address of an English disclosure statement. */
  readonly disclosure: string
  readonly psd2?: Psd2Plan
  /** The PSD2 statement alone, in place of the sequence of all statements. */
  readonly bare?: boolean
}

export interface Psd2Plan {
  readonly roles: readonly Role[]
  readonly authority: TestAuthority
  /** How to write it, where not as Annex A has it. */
  readonly form?: Psd2Form
}

/**
 * - `flat-roles`: identifiers and names of all roles in one inner sequence;
 * - `printable-authority`: PrintableString for name and identifier of the authority;
 * - `explicit-tag`: the roles within a context-specific tag.
 */
export type Psd2Form = 'flat-roles' | 'printable-authority' | 'explicit-tag'

/**
 * The value of the qcStatements extension, DER.
 *
 * @standard RFC 3739, section 3.2.6; ETSI EN 319 412-5; ETSI TS 119 495 V1.8.1, Annex A
 */
export function encodeStatements(plan: StatementsPlan): Uint8Array<ArrayBuffer> {
  const psd2 = plan.psd2 ? statement('0.4.0.19495.2', psd2QcType(plan.psd2)) : undefined
  if (plan.bare && psd2) return encoded(psd2)
  const statements = [
    plan.compliance ? statement('0.4.0.1862.1.1') : undefined,
    plan.types.length > 0 ? statement('0.4.0.1862.1.6', types(plan.types)) : undefined,
    statement('0.4.0.1862.1.5', disclosure(plan.disclosure)),
    statement('1.3.6.1.5.5.7.11.2', sequence(identifier(LEGAL_PERSON))),
    psd2,
  ]
  return encoded(sequence(...statements.filter(x => x !== undefined)))
}

/**
 * id-etsi-qcs-semanticsId-Legal: how to read the subject's organizationIdentifier (EN 319 412-1, clause 5.1).
 */
const LEGAL_PERSON = '0.4.0.194121.1.2'

const QC_TYPES: Readonly<Record<QcType, string>> = {
  esign: '0.4.0.1862.1.6.1',
  eseal: '0.4.0.1862.1.6.2',
  web: '0.4.0.1862.1.6.3',
}

/** @standard ETSI TS 119 495 V1.8.1, Annex A */
export const ROLE_IDENTIFIERS: Readonly<Record<Psd2Role, string>> = {
  Unspecified: '0.4.0.19495.1.0',
  PSP_AS: '0.4.0.19495.1.1',
  PSP_PI: '0.4.0.19495.1.2',
  PSP_AI: '0.4.0.19495.1.3',
  PSP_IC: '0.4.0.19495.1.4',
  PSP_CB: '0.4.0.19495.1.5',
  PSP_PA: '0.4.0.19495.1.6',
  VOP_RS: '0.4.0.19495.1.51',
  VOP_VS: '0.4.0.19495.1.52',
}

function types(names: readonly QcType[]): Value {
  return sequence(...names.map(name => identifier(QC_TYPES[name])))
}

function disclosure(url: string): Value {
  return sequence(sequence(ia5(url), printable('en')))
}

/** PSD2QcType: the roles, then the name of the authority, then its identifier. */
function psd2QcType({ roles, authority, form }: Psd2Plan): Value {
  const text = form === 'printable-authority' ? printable : utf8
  return sequence(rolesOfPsp(roles, form), text(authority.name), text(authority.id))
}

function rolesOfPsp(roles: readonly Role[], form: Psd2Form | undefined): Value {
  const parts = roles.map(roleParts)
  if (form === 'flat-roles') return sequence(sequence(...parts.flat()))
  const nested = sequence(...parts.map(role => sequence(...role)))
  return form === 'explicit-tag' ? tagged(0, nested) : nested
}

function roleParts(role: Role): readonly Value[] {
  if (typeof role === 'string') return [identifier(ROLE_IDENTIFIERS[role]), utf8(role)]
  return [identifier(oidText(role.oid)), utf8(role.name)]
}

function statement(id: string, ...info: readonly Value[]): Value {
  return sequence(identifier(id), ...info)
}
