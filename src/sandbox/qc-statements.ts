import * as asn1 from 'asn1js'
import type { Psd2Role } from '../certificate/psd2-statement.ts'
import { oidText } from '../core/oid.ts'
import type { Role, TestAuthority } from './test-world.ts'

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
}

export interface Psd2Plan {
  readonly roles: readonly Role[]
  readonly authority: TestAuthority
}

/**
 * The value of the qcStatements extension, DER.
 *
 * @standard RFC 3739, section 3.2.6; ETSI EN 319 412-5; ETSI TS 119 495 V1.8.1, Annex A
 */
export function encodeStatements(plan: StatementsPlan): ArrayBuffer {
  const statements = [
    plan.compliance ? statement('0.4.0.1862.1.1') : undefined,
    plan.types.length > 0 ? statement('0.4.0.1862.1.6', types(plan.types)) : undefined,
    statement('0.4.0.1862.1.5', disclosure(plan.disclosure)),
    statement('1.3.6.1.5.5.7.11.2', sequence(identifier(LEGAL_PERSON))),
    plan.psd2 ? statement('0.4.0.19495.2', psd2(plan.psd2)) : undefined,
  ]
  return sequence(...statements.filter(x => x !== undefined)).toBER()
}

/** id-etsi-qcs-semanticsId-Legal: how to read the subject's organizationIdentifier (EN 319 412-1, clause 5.1). */
const LEGAL_PERSON = '0.4.0.194121.1.2'

const QC_TYPES: Readonly<Record<QcType, string>> = {
  esign: '0.4.0.1862.1.6.1',
  eseal: '0.4.0.1862.1.6.2',
  web: '0.4.0.1862.1.6.3',
}

/** @standard ETSI TS 119 495 V1.8.1, Annex A */
const ROLES: Readonly<Record<Psd2Role, string>> = {
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

function types(names: readonly QcType[]): asn1.Sequence {
  return sequence(...names.map(name => identifier(QC_TYPES[name])))
}

function disclosure(url: string): asn1.Sequence {
  const english = sequence(new asn1.IA5String({ value: url }), new asn1.PrintableString({ value: 'en' }))
  return sequence(english)
}

/** PSD2QcType: the roles, then the name of the authority, then its identifier. */
function psd2({ roles, authority }: Psd2Plan): asn1.Sequence {
  return sequence(sequence(...roles.map(role)), utf8(authority.name), utf8(authority.id))
}

function role(role: Role): asn1.Sequence {
  if (typeof role === 'string') return sequence(identifier(ROLES[role]), utf8(role))
  return sequence(identifier(oidText(role.oid)), utf8(role.name))
}

function statement(id: string, info?: asn1.BaseBlock): asn1.Sequence {
  return info ? sequence(identifier(id), info) : sequence(identifier(id))
}

function sequence(...value: readonly asn1.BaseBlock[]): asn1.Sequence {
  return new asn1.Sequence({ value: [...value] })
}

function identifier(value: string): asn1.ObjectIdentifier {
  return new asn1.ObjectIdentifier({ value })
}

function utf8(value: string): asn1.Utf8String {
  return new asn1.Utf8String({ value })
}
