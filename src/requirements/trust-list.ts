import type { Requirement } from './requirement.ts'

const FETCH_AGAIN = 'Fetch the list again from the place that the list of lists names.'
const OPERATOR = 'The operator of the list must publish a corrected one.'

/** What is asked of trusted lists as files, and of their place among each other. */
export const TRUST_LIST = {
  'trust-list.source': {
    document: 'ETSI TS 119 615 V1.4.1',
    clause: '4.1',
    asks: 'Whoever is asked for the lists hands all of them over in time.',
    severity: 'warning',
    reasons: {
      'source-timed-out': {
        means: 'The time of the validation was up before all lists were there.',
        remedy: 'Authenticate the lists once beforehand, and see why their source is slow.',
      },
      'source-failed': {
        means: 'The source of the lists failed before all lists were there.',
        remedy: 'See why the source fails: a folder that cannot be read, or a server that cannot be reached.',
      },
      'source-malformed': {
        means: 'The source handed over something else than files with lists.',
        remedy: 'Correct the program that provides the lists.',
      },
    },
  },
  'trust-list.encoding': {
    document: 'W3C Extensible Markup Language (XML) 1.0',
    asks: 'The file is one well-formed document in UTF-8, without a document type, with unique identifiers, within the limits.',
    reasons: {
      encoding: {
        means: 'The file is not in UTF-8, or says that it is in another encoding.',
        remedy: FETCH_AGAIN,
      },
      doctype: {
        means: 'The file brings a document type, which could change what its text means.',
        remedy: FETCH_AGAIN,
      },
      'not-well-formed': {
        means: 'The file is not an XML 1.0 document with namespaces: it may be cut, or no list at all.',
        remedy: FETCH_AGAIN,
      },
      'duplicate-id': {
        means: 'Two elements have one identifier, so a reference to it could mean either.',
        remedy: FETCH_AGAIN,
      },
      'limit-exceeded': {
        means: 'The file exceeds a limit of size, depth or count that no real list comes near to.',
        remedy: FETCH_AGAIN,
      },
    },
  },
  'trust-list.layout': {
    document: 'ETSI TS 119 612 V2.4.1',
    clause: '5',
    asks: 'The document is a trusted list: the root, the parts in it and the providers are those of the format.',
    reasons: {
      'root-unexpected': {
        means: 'The document is something else than a trusted list.',
        remedy: 'Check which file was given; machines read the XML form of a list.',
      },
      'element-unexpected': {
        means: 'An element stands where the format has none, so what it means is unknown.',
        remedy: OPERATOR,
      },
    },
  },
  'trust-list.version': {
    document: 'ETSI TS 119 612 V2.4.1',
    asks: 'The version of the format is 5 or 6.',
    reasons: {
      'version-unsupported': {
        means: 'The list is written in a version of the format whose meaning is not known here.',
        remedy: 'Fetch the current list; version 5 is in use since 2016, version 6 since 2026.',
      },
    },
  },
  'trust-list.content': {
    document: 'ETSI TS 119 612 V2.4.1',
    clause: '5',
    asks: 'Every field that the scheme, a pointer, a provider or the state of a service must have is there and can be read.',
    reasons: {
      'field-absent': {
        means:
          'A required field is missing. The list is not read without it: what is left out could be a withdrawal.',
        remedy: OPERATOR,
      },
      'field-repeated': {
        means: 'A field that may stand once stands twice, so the list says two things.',
        remedy: OPERATOR,
      },
      'field-empty': { means: 'A required field says nothing.', remedy: OPERATOR },
      'text-split': {
        means: 'An element, a comment or an instruction splits a text, so it could be read in two ways.',
        remedy: OPERATOR,
      },
      'number-malformed': {
        means: 'A number is not a positive whole number, or too large to be told from its neighbours.',
        remedy: OPERATOR,
      },
      'time-malformed': { means: 'A time is not a date and time with a zone.', remedy: OPERATOR },
    },
  },
  'trust-list.type': {
    document: 'ETSI TS 119 612 V2.4.1',
    asks: 'The list is of the type that its place asks for: the list of lists, or the list of a territory.',
    reasons: {
      'not-list-of-lists': {
        means: 'The file given as list of lists is another list.',
        remedy: 'Give the list of lists of the European Commission.',
      },
      'not-national': {
        means: 'The file given as list of a territory is of another type.',
        remedy: 'Give the lists that the list of lists points to.',
      },
    },
  },
  'trust-list.location': {
    document: 'ETSI TS 119 615 V1.4.1',
    clause: '4.1',
    asks: 'The list of lists names the notice of the Official Journal from which trust starts.',
    reasons: {
      'notice-missing': {
        means:
          'The list of lists does not name the notice: it is older than the notice, or a newer notice replaced it.',
        remedy: 'Give the current list of lists, or start from the notice that it names.',
      },
    },
  },
  'trust-list.notice': {
    document: 'ETSI TS 119 615 V1.4.1',
    clause: '4.1',
    asks: 'The notice from which trust starts is the newest that the list of lists names.',
    severity: 'warning',
    reasons: {
      superseded: {
        means:
          'The list of lists names a newer notice of the same journal. The given one still leads to it, and will not for ever.',
        remedy: 'Compare the certificates of the newer notice with the Official Journal, and start from it.',
      },
    },
  },
  'trust-list.own-location': {
    document: 'ETSI TS 119 615 V1.4.1',
    clause: '4.1',
    asks: 'The list of lists was fetched from the address that it gives for itself.',
    severity: 'warning',
    reasons: {
      moved: {
        means:
          'The list of lists says that it stands at another address; the copy at this one may be left behind.',
        remedy: 'Fetch the list of lists from the address that it names.',
      },
    },
  },
  'trust-list.anchors': {
    document: 'ETSI TS 119 615 V1.4.1',
    clause: '4.3',
    asks: 'The authentic lists hold at least one service with a certificate that certificates can be traced to.',
    reasons: {
      none: {
        means:
          'Not a single service is known, so no certificate can be found to be qualified. That says nothing about any certificate.',
        remedy:
          'Look at the state of each list (`qwac lists status`, or the findings about lists). Where they are absent, supply them or let this machine reach their servers; where they are refused, look whether the notice of the Official Journal and the list of lists are the current ones.',
      },
    },
  },
  'trust-list.pivot': {
    document: 'ETSI TS 119 615 V1.4.1',
    clause: '4.1',
    asks: 'Every pivot between the notice and the list of lists is there, and each announces the signer of the next.',
    reasons: {
      'pivot-missing': {
        means: 'A pivot that the list of lists names was not given, so the way from the notice is broken.',
        remedy: 'Give all pivots that the list of lists names, or start from a newer notice.',
      },
      'pivot-not-numbered': {
        means: 'The address of a pivot does not end in a sequence number, so its file cannot be told.',
        remedy: 'Start from a newer notice of the Official Journal.',
      },
      'pivot-repeated': {
        means: 'The list of lists names two pivots of one number, so one of them is no step of its way.',
        remedy: 'Fetch the list of lists again from its published address, or start from a newer notice.',
      },
      'pivot-refused': {
        means: 'A pivot is not signed by a certificate that the notice or the pivot before it announced.',
        remedy: 'Fetch the pivots again from the addresses that the list of lists names.',
      },
    },
  },
  'trust-list.pointer': {
    document: 'ETSI TS 119 615 V1.4.1',
    clause: '4.2',
    asks: 'The authentic list of lists points to the list of this territory.',
    reasons: {
      'not-announced': {
        means: 'The list of lists points to no list of this territory, so nobody vouches for its signer.',
        remedy: 'Give only lists that the list of lists points to.',
      },
      'list-of-lists-refused': {
        means: 'The list of lists is not authentic, so nothing is known about the signers of other lists.',
        remedy: 'Give the current list of lists and the notice from which its trust starts.',
      },
    },
  },
  'trust-list.sequence': {
    document: 'ETSI TS 119 612 V2.4.1',
    asks: 'No two authentic lists of one territory have one sequence number and different contents.',
    severity: 'warning',
    reasons: {
      ambiguous: {
        means:
          'Two authentic lists have the same sequence number and say different things; the one issued later is used.',
        remedy: 'Fetch the list again from the place that the list of lists names, and drop the other file.',
      },
    },
  },
  'trust-list.issue': {
    document: 'ETSI TS 119 612 V2.4.1',
    asks: 'Of authentic lists of one territory with one sequence number and different contents, one was issued last.',
    reasons: {
      ambiguous: {
        means:
          'Two authentic lists have the same sequence number and the same time of issue and say different things. Nobody can say which one counts, so neither is used.',
        remedy: 'Fetch the list again from the place that the list of lists names, and drop the other files.',
      },
    },
  },
  'trust-list.succession': {
    document: 'ETSI TS 119 612 V2.4.1',
    asks: 'The list is the one that was accepted last, or has a higher sequence number.',
    reasons: {
      'rolled-back': {
        means:
          'A list with a higher sequence number was accepted before: this one is old, and somebody serves it again.',
        remedy:
          'Fetch the list again by another way. If the state has begun to count anew, forget what is remembered of it.',
      },
      'same-number-other-content': {
        means:
          'A list with this sequence number was accepted before and said something else, so one of the two is not what the state means.',
        remedy:
          'Ask the operator of the list, or wait for its next number. If the new content is right, forget what is remembered of it.',
      },
      'memory-unreadable': {
        means:
          'What was accepted before cannot be read, so nobody can say whether this list is older than another.',
        remedy: 'Repair or restore the memory, or forget what is remembered of this list.',
      },
    },
  },
  'trust-list.freshness': {
    document: 'ETSI TS 119 615 V1.4.1',
    asks: 'The list is within its NextUpdate at the moment at which lists must be fresh.',
    severity: 'warning',
    reasons: {
      expired: {
        means: 'The list is past its NextUpdate: a newer one should have replaced it, and may say otherwise.',
        remedy: FETCH_AGAIN,
      },
      aged: {
        means: 'The copy is older than the period after which lists are to be fetched again.',
        remedy: FETCH_AGAIN,
      },
    },
  },
} as const satisfies Readonly<Record<string, Requirement>>
