import type { Role } from '../mint-options.ts'
import type { LeafDraft } from './leaf-draft.ts'
import type { AttributeType } from './names.ts'
import type { Psd2Form, Psd2Plan, StatementsPlan } from './qc-statements.ts'

// Ways to change one thing in a draft.

export function withRoles(draft: LeafDraft, change: (roles: readonly Role[]) => readonly Role[]): LeafDraft {
  return withPsd2(draft, ({ roles }) => ({ roles: change(roles) }))
}

export function inForm(draft: LeafDraft, form: Psd2Form): LeafDraft {
  return withPsd2(draft, () => ({ form }))
}

export function withPsd2(draft: LeafDraft, change: (psd2: Psd2Plan) => Partial<Psd2Plan>): LeafDraft {
  return withStatements(draft, ({ psd2, ...others }) =>
    psd2 ? { ...others, psd2: { ...psd2, ...change(psd2) } } : others,
  )
}

export function withStatements(
  draft: LeafDraft,
  change: (plan: StatementsPlan) => StatementsPlan,
): LeafDraft {
  return { ...draft, statements: change(draft.statements) }
}

export function withIdentifier(draft: LeafDraft, change: (text: string) => string): LeafDraft {
  const attribute = ([type, value]: readonly [AttributeType, string]) =>
    [type, type === 'organizationIdentifier' ? change(value) : value] as const
  return { ...draft, subject: draft.subject.map(attribute) }
}
