import { attributeTexts } from '../certificate/name/name.ts'
import { ATTRIBUTE } from '../core/object-identifiers.ts'
import { formatInstant } from '../core/time.ts'
import type { ReasonOf } from '../requirements/catalogue.ts'
import { catalogue } from '../requirements/catalogue.ts'
import {
  type Check,
  type Facts,
  notApplicable,
  satisfied,
  undetermined,
  violated,
} from '../requirements/finding.ts'
import type { Decided } from './decided.ts'
import { isVerified } from './service-match.ts'
import type { Reason } from './words.ts'

/** Which list was asked, and what it holds. */
export function listChecks(decided: Decided): readonly Check[] {
  return [territory(decided), list(decided), service(decided), otherList(decided)]
}

function territory({ situation }: Decided): Check {
  const { territory, certificate, evidence } = situation
  const countries = attributeTexts(certificate.issuer, ATTRIBUTE.countryName)
  const facts = {
    countries,
    ...(territory.ok ? { territory: territory.value } : { cause: territory.reason }),
  }
  return territory.ok && evidence.state !== 'not-announced'
    ? satisfied('qualification.territory', facts)
    : undetermined('qualification.territory', 'territory-unknown', facts)
}

function list({ situation, issuance, validation }: Decided): Check {
  const obstacle = validation.obstacle ?? issuance.obstacle
  const facts = listFacts({ situation, validation })
  if (obstacle === undefined) return satisfied('qualification.list', facts)
  if (obstacle === 'territory-unknown') return notApplicable('qualification.list', facts)
  return undetermined('qualification.list', isOfList(obstacle) ? obstacle : 'list-missing', facts)
}

function listFacts({ situation, validation }: Pick<Decided, 'situation' | 'validation'>): Facts {
  const { list, state, listOfLists } = situation.evidence
  if (list === undefined) return { state, listOfLists }
  return {
    state,
    listOfLists,
    territory: list.territory,
    sequenceNumber: list.sequenceNumber,
    issued: formatInstant(list.issued),
    nextUpdate: list.nextUpdate === null ? null : formatInstant(list.nextUpdate),
    // Then the state at that moment is read out of a later edition, through the history of the services.
    issuedAfterValidation: list.issued > validation.at,
  }
}

function isOfList(reason: Reason): reason is ReasonOf<'qualification.list'> {
  return Object.hasOwn(catalogue['qualification.list'].reasons, reason)
}

function service({ issuance, validation, told }: Decided): Check {
  const facts = { issuance: told.issuance, validation: told.validation }
  if (validation.obstacle || issuance.obstacle) return notApplicable('qualification.service', facts)
  if (validation.candidates.length === 0) return violated('qualification.service', 'not-listed', facts)
  if (issuance.candidates.length === 0)
    return violated('qualification.service', 'not-listed-at-issuance', facts)
  return validation.candidates.some(isVerified) && issuance.candidates.some(isVerified)
    ? satisfied('qualification.service', facts)
    : undetermined('qualification.service', 'path-undetermined', facts)
}

function otherList({ situation: { elsewhere } }: Decided): Check {
  const facts = { territories: elsewhere }
  return elsewhere.length === 0
    ? satisfied('qualification.other-list', facts)
    : violated('qualification.other-list', 'listed-in', facts)
}
