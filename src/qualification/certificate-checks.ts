import { formatInstant } from '../core/time.ts'
import { type Check, notApplicable, satisfied, undetermined, violated } from '../requirements/finding.ts'
import type { Decided } from './decided.ts'
import { isBeforeRegulation, REGULATION_APPLIES } from './directive.ts'

/** What the certificate claims, as far as the decision asks. */
export function certificateChecks(decided: Decided): readonly Check[] {
  return [regime(decided), statements(decided), legislation(decided), type(decided)]
}

function regime({ issuance, validation, told }: Decided): Check {
  const facts = {
    issuance: told.issuance.at,
    validation: told.validation.at,
    boundary: BOUNDARY,
  }
  return isBeforeRegulation(validation.at, issuance.at)
    ? violated('qualification.regime', 'before-eidas', facts)
    : satisfied('qualification.regime', facts)
}

const BOUNDARY = formatInstant(REGULATION_APPLIES)

function statements({ situation: { claims } }: Decided): Check {
  return claims.readable
    ? satisfied('qualification.qc-statements')
    : undetermined('qualification.qc-statements', 'qc-statements-malformed')
}

function legislation({ situation: { claims } }: Decided): Check {
  const facts = { countries: claims.legislation }
  if (!claims.readable) return notApplicable('qualification.legislation')
  return claims.legislation.length === 0
    ? satisfied('qualification.legislation', facts)
    : violated('qualification.legislation', 'other-legislation', facts)
}

function type({ situation: { claims } }: Decided): Check {
  const facts = { stated: claims.purposes, count: claims.typeCount }
  if (!claims.readable) return notApplicable('qualification.certificate-type')
  if (claims.typeCount > 1) return violated('qualification.certificate-type', 'several-types', facts)
  return claims.purposes.includes('website')
    ? satisfied('qualification.certificate-type', facts)
    : violated('qualification.certificate-type', 'web-type-not-stated', facts)
}
