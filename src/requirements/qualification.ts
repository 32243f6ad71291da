import type { Requirement } from './requirement.ts'

const DOCUMENT = 'ETSI TS 119 615 V1.4.1'

/**
 * What clause 4.4 asks on its way. All of it is told and none of it decides:
 * `qualification.website-authentication` decides, and repeats the word that led there.
 */
export const QUALIFICATION = {
  'qualification.territory': {
    document: DOCUMENT,
    clause: '4.4 (PRO-4.4.4-01)',
    asks: 'The issuer names one country, and the list of lists points to a list of that territory.',
    severity: 'warning',
    reasons: {
      'territory-unknown': {
        means:
          'The issuer names no country, several, or one without a trusted list, so no list can be asked.',
        remedy: 'Ask the issuer why its name has no country of the European Economic Area.',
      },
    },
  },
  'qualification.list': {
    document: DOCUMENT,
    clause: '4.3 (PRO-4.3.4-02)',
    asks: 'The authenticated list of the territory can answer for issuance and for the moment of use.',
    severity: 'warning',
    reasons: {
      'list-of-lists-missing': {
        means: 'There is no authenticated list of lists, so no national list can be authenticated.',
        remedy: 'Supply the current list of lists and the right anchor.',
      },
      'list-of-lists-expired': {
        means: 'The list of lists is past its NextUpdate.',
        remedy: 'Fetch the current list of lists.',
      },
      'list-of-lists-closed': {
        means: 'The list of lists is closed: it has no next update, so nobody maintains it any more.',
        remedy: 'Fetch the current list of lists.',
      },
      'list-missing': {
        means: 'The list of the issuer’s territory was not supplied.',
        remedy: 'Fetch the list from where the list of lists points to.',
      },
      'list-refused': {
        means: 'The list of the issuer’s territory is not authentic, or its signer is not announced.',
        remedy: 'Fetch the list again; if it stays refused, tell the scheme operator.',
      },
      'list-unreadable': {
        means: 'The list of the issuer’s territory cannot be read.',
        remedy: 'Fetch the list again; if it stays unreadable, tell the scheme operator.',
      },
      'list-expired': {
        means:
          'The list is past its NextUpdate, so its states may have changed since. The text only warns of this.',
        remedy: 'Fetch the current list of the territory.',
      },
      'list-closed': {
        means: 'The list was closed before the moment asked for and says nothing of the time after.',
        remedy: 'Use the list for moments before its last issue only.',
      },
    },
  },
  'qualification.service': {
    document: DOCUMENT,
    clause: '4.3 (PRO-4.3.4-03)',
    asks: 'At both moments a listed service for qualified certificates has an identity that issued the certificate.',
    severity: 'warning',
    reasons: {
      'not-listed': {
        means: 'No service on the list issued the certificate, as of the moment of use.',
        remedy:
          'Supply the intermediates that are missing; if none are, do not treat the certificate as qualified.',
      },
      'not-listed-at-issuance': {
        means: 'The service is listed now, but was not when the certificate was issued.',
        remedy: 'Ask the holder for a certificate issued after the service was listed.',
      },
      'path-undetermined': {
        means: 'The only path to a listed service has a step that could not be checked.',
        remedy: 'Use an implementation that supports the algorithm, or allow the search a larger budget.',
      },
    },
  },
  'qualification.other-list': {
    document: DOCUMENT,
    clause: '4.4 (PRO-4.4.4-01)',
    asks: 'No other territory’s list holds a key that issued the certificate.',
    severity: 'warning',
    reasons: {
      'listed-in': {
        means: 'Another territory lists such a key; only the list of the issuer’s country is asked.',
        remedy: 'Compare the country in the issuer’s name with the list that names the provider.',
      },
    },
  },
  'qualification.history-order': {
    document: DOCUMENT,
    clause: '4.3 (PRO-4.3.4-03A)',
    asks: 'The history of each service stands newest first, and no two states start at the same moment.',
    severity: 'warning',
    reasons: {
      'history-order': {
        means: 'The history ascends somewhere, so nobody can say which state was in force when.',
        remedy: 'Tell the scheme operator of the list.',
      },
      'equal-starts': {
        means:
          'Two past states start at the same moment; the first in the document counts. The text fails here.',
        remedy: 'Tell the scheme operator of the list; nothing is needed from the holder.',
      },
      'current-not-newest': {
        means: 'The current state starts no later than one of the past; the current one counts.',
        remedy: 'Tell the scheme operator of the list; nothing is needed from the holder.',
      },
    },
  },
  'qualification.provider': {
    document: DOCUMENT,
    clause: '4.3 (PRO-4.3.4-11)',
    asks: 'All matching services belong to providers of one name.',
    severity: 'warning',
    reasons: {
      'provider-conflict': {
        means: 'Two providers of different names list a key that issued the certificate.',
        remedy: 'Tell the scheme operator of the list.',
      },
    },
  },
  'qualification.provider-name': {
    document: DOCUMENT,
    clause: '4.4 (PRO-4.4.4-06)',
    asks: 'The issuer’s organization is the provider by name or trade name.',
    severity: 'warning',
    reasons: {
      'provider-name': {
        means:
          'The names differ, as they do for a few real providers. The text fails here; the key has matched.',
        remedy: 'Compare the two names in the facts.',
      },
    },
  },
  'qualification.regime': {
    document: DOCUMENT,
    clause: '4.4 (PRO-4.4.4-07)',
    asks: 'Issuance and the moment of use lie within the time of Regulation (EU) No 910/2014.',
    severity: 'warning',
    reasons: {
      'before-eidas': {
        means: 'One of the two lies before 2016-06-30T22:00:00Z, when the law knew no website certificates.',
        remedy: 'Ask the holder for a certificate issued under the Regulation.',
      },
    },
  },
  'qualification.qc-statements': {
    document: DOCUMENT,
    clause: '4.4 (PRO-4.4.4-29)',
    asks: 'The statements on compliance, type and legislation can be read where they are present.',
    severity: 'warning',
    reasons: {
      'qc-statements-malformed': {
        means: 'A statement is present but not of its type, so what the certificate claims is unknown.',
        remedy: 'Tell the issuer; ask the holder for a certificate with well-formed statements.',
      },
    },
  },
  'qualification.legislation': {
    document: 'ETSI EN 319 412-5',
    asks: 'The certificate claims compliance with the Regulation, not with the law of another country.',
    severity: 'warning',
    reasons: {
      'other-legislation': {
        means: 'QcCClegislation names countries, so QcCompliance does not speak of the Regulation.',
        remedy:
          'Ask for a certificate issued under the Regulation, unless the list itself states the qualification.',
      },
    },
  },
  'qualification.certificate-type': {
    document: DOCUMENT,
    clause: '4.4 (PRO-4.4.4-30)',
    asks: 'The certificate states one type, and it is that for website authentication.',
    severity: 'warning',
    reasons: {
      'several-types': {
        means: 'QcType states several types, which EN 319 412-5 does not provide for.',
        remedy: 'Tell the issuer; the tables answer for several types where they can.',
      },
      'web-type-not-stated': {
        means: 'QcType does not state the type for website authentication; only the list could add it.',
        remedy: 'Ask the holder for a certificate with this type.',
      },
    },
  },
  'qualification.criteria': {
    document: 'ETSI TS 119 612 V2.4.1',
    clause: '5.5.9.2.2',
    asks: 'The criteria of every qualifier on the matching services can be evaluated.',
    severity: 'warning',
    reasons: {
      'criteria-undetermined': {
        means: 'A criterion is unknown or empty, so it is open whether its qualifiers apply.',
        remedy: 'Read the criteria in the list; report them if they are of the standard.',
      },
    },
  },
  'qualification.duplicate-service': {
    document: DOCUMENT,
    clause: '4.3 (PRO-4.3.4-09, -10)',
    asks: 'One matching service, not several, stands for website authentication.',
    severity: 'warning',
    reasons: {
      'duplicate-service': {
        means: 'Several matching services stand for it, with the same status.',
        remedy: 'Nothing is needed: what they say is taken together.',
      },
      'contradictory-status': {
        means: 'Several matching services stand for it, and their statuses contradict each other.',
        remedy: 'Tell the scheme operator of the list.',
      },
    },
  },
  'qualification.single-type': {
    document: DOCUMENT,
    clause: '4.4 (PRO-4.4.4-32)',
    asks: 'The certificate is qualified for no more than one purpose, and nothing is open about the others.',
    severity: 'warning',
    reasons: {
      'two-types': {
        means:
          'The list makes the certificate, or may make it, qualified for two purposes, which nothing can be.',
        remedy: 'Tell the scheme operator of the list.',
      },
      'other-purpose-open': {
        means:
          'Whether it is qualified for seals or signatures cannot be said. This does not touch websites.',
        remedy: 'Nothing is needed where only websites matter.',
      },
    },
  },
  'qualification.literal-outcome': {
    document: DOCUMENT,
    clause: '4.4 (PRO-4.4.4-36)',
    asks: 'The outcome of the text, taken word by word, agrees with the decision.',
    severity: 'warning',
    reasons: {
      'outcome-differs': {
        means: 'The decision departs from the text at a step where this library says why it does.',
        remedy: 'Read the sub-statuses in the facts beside the page on qualification.',
      },
    },
  },
} as const satisfies Readonly<Record<string, Requirement>>
