import type { Requirement } from './requirement.ts'

const SUPPLY_LIST = 'Supply the current trusted list of the issuer’s territory, as published.'
const SUPPLY_LIST_OF_LISTS = 'Supply the current list of trusted lists, as published.'
const TELL_OPERATOR = 'Tell the scheme operator of the list; nothing in the certificate can mend this.'
const NEW_CERTIFICATE = 'Ask the holder for a qualified website authentication certificate.'

/** The one requirement of the area that decides a verdict. */
export const QUALIFICATION_DECISION = {
  'qualification.website-authentication': {
    document: 'ETSI TS 119 615 V1.4.1',
    clause: '4.4 (PRO-4.4.4-24 to -31, -34)',
    asks: 'The certificate was at issuance, and is at the moment of use, qualified for website authentication.',
    reasons: {
      'territory-unknown': {
        means: 'No list can be asked, because the issuer’s territory is unknown.',
        remedy:
          'Ask the holder for a certificate of an issuer that names the one country whose list vouches for it.',
      },
      'list-of-lists-missing': {
        means: 'There is no authenticated list of lists.',
        remedy: SUPPLY_LIST_OF_LISTS,
      },
      'list-of-lists-expired': { means: 'The list of lists has expired.', remedy: SUPPLY_LIST_OF_LISTS },
      'list-of-lists-closed': {
        means: 'The list of lists is closed, so nobody maintains it any more.',
        remedy: SUPPLY_LIST_OF_LISTS,
      },
      'list-missing': { means: 'The territory’s list is missing.', remedy: SUPPLY_LIST },
      'list-refused': { means: 'The territory’s list is not authentic.', remedy: SUPPLY_LIST },
      'list-unreadable': { means: 'The territory’s list cannot be read.', remedy: SUPPLY_LIST },
      'list-expired': { means: 'The territory’s list has expired.', remedy: SUPPLY_LIST },
      'list-closed': {
        means: 'The territory’s list was closed before.',
        remedy: 'Nothing new will be listed there: ask the holder for a certificate of another issuer.',
      },
      'history-order': { means: 'A matching service has a history out of order.', remedy: TELL_OPERATOR },
      'provider-conflict': { means: 'Two providers list the issuing key.', remedy: TELL_OPERATOR },
      'not-listed': {
        means: 'No listed service issued the certificate.',
        remedy: 'Supply the intermediates that are missing; if none are, the certificate is not qualified.',
      },
      'not-listed-at-issuance': {
        means: 'No service that issued the certificate was listed at that time.',
        remedy: NEW_CERTIFICATE,
      },
      'path-undetermined': {
        means: 'The answer depends on a path that could not be checked to its end.',
        remedy: 'Use an implementation that supports the algorithm, or allow the search a larger budget.',
      },
      'before-eidas': {
        means: 'Issuance or the moment of use lies before the Regulation applied.',
        remedy: NEW_CERTIFICATE,
      },
      'no-web-service': {
        means: 'The service that issued the certificate is not listed for website authentication.',
        remedy: NEW_CERTIFICATE,
      },
      'web-type-added-after-issuance': {
        means: 'The service was listed for website authentication only after it had issued the certificate.',
        remedy: NEW_CERTIFICATE,
      },
      'contradictory-status': {
        means: 'Several services stand for website authentication, and their statuses contradict each other.',
        remedy: TELL_OPERATOR,
      },
      withdrawn: {
        means: 'The service’s qualified status had been withdrawn by the moment of use.',
        remedy: NEW_CERTIFICATE,
      },
      'withdrawn-after-issuance': {
        means: 'The service was granted at issuance and has been withdrawn since.',
        remedy: NEW_CERTIFICATE,
      },
      'not-granted-at-issuance': {
        means: 'The service’s qualified status was withdrawn when it issued the certificate.',
        remedy: NEW_CERTIFICATE,
      },
      'list-status': {
        means: 'The service has a status that the Regulation does not know for it.',
        remedy: TELL_OPERATOR,
      },
      'unknown-critical-extension': {
        means: 'The service’s entry has a critical extension that nobody here understands.',
        remedy: 'Read the extension in the list; report it if it is of the standard.',
      },
      'contradictory-qualifiers': {
        means: 'The list’s qualifiers for this certificate contradict each other or the service’s type.',
        remedy: TELL_OPERATOR,
      },
      'criteria-undetermined': {
        means: 'The answer depends on criteria that cannot be evaluated.',
        remedy: 'Read the criteria in the list; report them if they are of the standard.',
      },
      'qc-statements-malformed': {
        means: 'The answer depends on statements of the certificate that cannot be read.',
        remedy: NEW_CERTIFICATE,
      },
      'not-qualified': {
        means: 'The list says of this certificate that it is not qualified.',
        remedy: NEW_CERTIFICATE,
      },
      'no-compliance': {
        means: 'Neither the certificate nor the list states that it is qualified.',
        remedy: NEW_CERTIFICATE,
      },
      'other-legislation': {
        means: 'The certificate states to be qualified under the law of another country only.',
        remedy: NEW_CERTIFICATE,
      },
      'other-type': {
        means: 'The certificate is of another type than website authentication.',
        remedy: NEW_CERTIFICATE,
      },
      'several-types': {
        means: 'The certificate states several types, and the list does not settle which counts.',
        remedy: NEW_CERTIFICATE,
      },
      'type-unknown': {
        means: 'The list says that the certificate is qualified, and nobody says for which purpose.',
        remedy: TELL_OPERATOR,
      },
      'two-types': {
        means: 'It would be qualified for two purposes, which nothing can be.',
        remedy: TELL_OPERATOR,
      },
    },
  },
} as const satisfies Readonly<Record<string, Requirement>>
