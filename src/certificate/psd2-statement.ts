import type { Oid } from '../core/oid.ts'

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
