import type { Instant } from '../../core/time.ts'
import { QCP_W_PSD2 } from '../certificates/certificates.ts'
import { daysAfter } from '../moments.ts'
import type { ListDefect, ServiceDefect } from '../test-world.ts'
import type { QualificationPlan } from './service-qualifications.ts'
import type { ServicePlan, StatePlan } from './services.ts'
import type { ListPlan } from './trust-lists.ts'

/** A list before it is signed; a defect changes one thing in it. */
export interface ListDraft {
  /** What the signer signs. */
  readonly signed: ListPlan
  /** What then stands in the file. */
  readonly written: ListPlan
  readonly signer: 'announced' | 'not-announced'
}

interface Defect {
  /** One sentence for a reader of the fixtures. */
  readonly says: string
  apply(draft: ListDraft, now: Instant): ListDraft
}

export const LIST_DEFECTS: Readonly<Record<ListDefect, Defect>> = {
  'digest-broken': {
    says: 'The sequence number was raised after signing.',
    apply: draft => ({
      ...draft,
      written: { ...draft.written, sequenceNumber: draft.written.sequenceNumber + 1 },
    }),
  },
  'signer-not-announced': {
    says: 'Another certificate of the operator signed it, with a good signature.',
    apply: draft => ({ ...draft, signer: 'not-announced' }),
  },
  expired: {
    says: 'Its next update was due twenty days ago.',
    apply: (draft, now) =>
      change(draft, list => ({ ...list, issued: daysAfter(now, -200), nextUpdate: daysAfter(now, -20) })),
  },
}

export const SERVICE_DEFECTS: Readonly<Record<ServiceDefect, Defect>> = {
  'service-withdrawn': {
    says: 'The service was withdrawn long ago.',
    apply: changeService(service => ({ ...service, current: { ...service.current, status: 'withdrawn' } })),
  },
  'service-granted-then-withdrawn': {
    says: 'The service was withdrawn ten days ago.',
    apply: changeService((service, now) => changed(service, 'withdrawn', daysAfter(now, -10))),
  },
  'service-withdrawn-then-granted': {
    says: 'The service was granted ten days ago; before that it was withdrawn.',
    apply: changeService((service, now) => {
      const withdrawn: ServicePlan = { ...service, current: { ...service.current, status: 'withdrawn' } }
      return changed(withdrawn, 'granted', daysAfter(now, -10))
    }),
  },
  'service-not-for-websites': {
    says: 'The service issues for electronic signatures only.',
    apply: changeService(service => withCurrent(service, { purposes: ['ForeSignatures'] })),
  },
  'criteria-not-qualified': {
    says: 'NotQualified holds for all certificates under the PSD2 policy.',
    apply: changeService(service => withCurrent(service, { qualifications: [notQualified(QCP_W_PSD2)] })),
  },
  'criteria-of-others': {
    says: 'NotQualified holds for certificates under a policy that is not used.',
    apply: changeService(service => withCurrent(service, { qualifications: [notQualified(UNUSED_POLICY)] })),
  },
}

/** Under the number that IANA keeps for examples (RFC 5612). */
const UNUSED_POLICY = '1.3.6.1.4.1.32473.2'

function notQualified(policy: string): QualificationPlan {
  return { qualifiers: ['NotQualified'], criteria: { assert: 'all', policies: [policy] } }
}

function withCurrent(service: ServicePlan, fields: Partial<StatePlan>): ServicePlan {
  return { ...service, current: { ...service.current, ...fields } }
}

/** A new status since a moment; what was the current state becomes history. */
function changed(service: ServicePlan, status: StatePlan['status'], since: Instant): ServicePlan {
  return {
    ...service,
    current: { ...service.current, status, since },
    history: [service.current, ...service.history],
  }
}

/** Only the service of the listed authority, which is the first one of the first provider. */
function changeService(edit: (service: ServicePlan, now: Instant) => ServicePlan): Defect['apply'] {
  return (draft, now) =>
    change(draft, list => ({
      ...list,
      providers: changeFirst(list.providers, provider => ({
        ...provider,
        services: changeFirst(provider.services, service => edit(service, now)),
      })),
    }))
}

function changeFirst<T>(all: readonly T[], edit: (first: T) => T): readonly T[] {
  return all.map((each, index) => (index === 0 ? edit(each) : each))
}

/** Before signing: what is signed and what is written stay the same. */
function change(draft: ListDraft, edit: (list: ListPlan) => ListPlan): ListDraft {
  return { ...draft, signed: edit(draft.signed), written: edit(draft.written) }
}
