import { oid } from '../core/oid.ts'
import type { Instant } from '../core/time.ts'
import { daysAfter } from './moments.ts'
import type { StatementsPlan } from './qc-statements.ts'
import type { CertificateDefect } from './test-world.ts'
import type { Draft } from './website-certificate.ts'

interface Defect {
  /** One sentence for a reader of the fixtures. */
  readonly says: string
  apply(draft: Draft, now: Instant): Draft
}

export const CERTIFICATE_DEFECTS: Readonly<Record<CertificateDefect, Defect>> = {
  'wrong-signature': {
    says: 'One bit of the signature is flipped.',
    apply: draft => ({ ...draft, spoilSignature: true }),
  },
  expired: {
    says: 'It ended a day ago.',
    apply: (draft, now) => ({
      ...draft,
      website: { ...draft.website, notBefore: daysAfter(now, -366), notAfter: daysAfter(now, -1) },
    }),
  },
  'unknown-role': {
    says: 'Its only role has an identifier that is not of the standard.',
    apply: draft =>
      withStatements(draft, ({ psd2, ...others }) =>
        psd2 ? { ...others, psd2: { ...psd2, roles: [FOREIGN_ROLE] } } : others,
      ),
  },
  'no-psd2-statement': {
    says: 'There is no PSD2 statement, and no policy that promises one.',
    apply: draft => withStatements(draft, ({ psd2: _, ...others }) => others),
  },
  'esign-type': {
    says: 'QcType says electronic signature instead of website authentication.',
    apply: draft => withStatements(draft, statements => ({ ...statements, types: ['esign'] })),
  },
  'no-qc-compliance': {
    says: 'There is no QcCompliance statement.',
    apply: draft => withStatements(draft, statements => ({ ...statements, compliance: false })),
  },
  'issuer-not-listed': {
    says: 'Its issuer is in no list.',
    apply: draft => ({ ...draft, issuer: 'unlisted' }),
  },
}

/** Under the number that IANA keeps for examples (RFC 5612). */
const FOREIGN_ROLE = { oid: oid('1.3.6.1.4.1.32473.1'), name: 'TEST_ROLE' }

function withStatements(draft: Draft, change: (statements: StatementsPlan) => StatementsPlan): Draft {
  return { ...draft, website: { ...draft.website, statements: change(draft.website.statements) } }
}
