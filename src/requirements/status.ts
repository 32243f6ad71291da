import type { Requirement } from './requirement.ts'

/** What is asked of every verdict and lies outside of the certificate and the lists. */
export const STATUS = {
  'revocation.status': {
    document: 'RFC 5280',
    clause: '6.3',
    asks: 'No certificate of the path was revoked before the moment of use.',
    reasons: {
      'not-checked': {
        means: 'Revocation was not looked at: no source of revocation information was consulted.',
        remedy:
          'Do not rely on the certificate until CRLs or OCSP responses have been checked by other means.',
      },
      revoked: {
        means: 'A verified source says that the certificate was revoked at the moment of use or before.',
        remedy: 'Do not rely on the certificate; ask its holder for a new one.',
      },
      'on-hold': {
        means:
          'A verified source says that the certificate is on hold, and none that is newer has lifted it.',
        remedy: 'Do not rely on the certificate until its authority has lifted the hold.',
      },
      'no-revocation-contradicted': {
        means:
          'The certificate says that nothing is told of its revocation (noRevAvail), and also where it is told, or that it is of an authority. RFC 9608, section 3, makes it invalid.',
        remedy: 'Do not rely on the certificate; its authority has to issue another one.',
      },
      'unknown-to-responder': {
        means: 'The responder of the authority does not know the certificate, which is not good.',
        remedy: 'Do not rely on the certificate before its authority has said that it issued it.',
      },
      stale: {
        means: 'What is known of the certificate is out of date, and the policy does not accept it any more.',
        remedy: 'Fetch a new response or list; for a moment in the past, give those of that time.',
      },
      'no-usable-evidence': {
        means: 'Revocation information was given, and none of it can be relied on for this certificate.',
        remedy: 'See the findings about the responses and lists, and fetch others.',
      },
      'source-unreachable': {
        means:
          'Nobody answered at the addresses at which the status is published, and nothing else is known.',
        remedy: 'Find out whether the network or the responder is down, and ask again.',
      },
      'source-timed-out': {
        means: 'Those who publish the status did not answer in time, and nothing else is known.',
        remedy: 'Ask again; if it lasts, give it more time, or fetch responses and lists beforehand.',
      },
      'source-not-allowed': {
        means:
          'The addresses at which the status is published may not be asked, or too many had been asked, and nothing else is known.',
        remedy:
          'See which address was refused, and allow it only if it belongs to the authority; or fetch the status by other means.',
      },
      'source-refused': {
        means: 'What answered at the addresses of the status was no response and no list.',
        remedy: 'Find out whether a proxy or a portal answers in place of the authority, and ask again.',
      },
      'source-without-status': {
        means: 'There is nothing at the addresses at which the status should be published.',
        remedy: 'Report the address to the authority that issued the certificate.',
      },
      'too-many': {
        means:
          'More responses, lists or certificates were given than are looked at, so that a revocation might be among the rest.',
        remedy: 'Give what belongs to the certificates of this path only.',
      },
      'no-path': {
        means:
          'No verified path says who issued the certificate, so nobody is known who may say that it is revoked.',
        remedy: 'Settle the path first: its own finding says what is missing.',
      },
    },
  },
  'revocation.evidence': {
    document: 'RFC 5280',
    clause: '6.3',
    asks: 'What is known of revocation is complete, in agreement and up to date without the policy making up for it.',
    severity: 'warning',
    reasons: {
      'sources-disagree': {
        means: 'Verified sources say different things; a revocation counts, whoever says it.',
        remedy: 'Ask the authority why its sources differ.',
      },
      'stale-accepted': {
        means: 'What is known is out of date, and the policy still accepts it for some time.',
        remedy: 'Find out why no newer response or list can be had before that time is over.',
      },
      'missing-accepted': {
        means: 'Nothing is known of the certificate, and the policy goes on without it.',
        remedy: 'Find out why no response or list can be had; a policy that is hard would stop here.',
      },
      'not-asked-for': {
        means: 'The policy does not ask about revocation, so that a revoked certificate is not found out.',
        remedy: 'Choose a policy that asks, unless revocation is checked elsewhere.',
      },
    },
  },
  'register.authorization': {
    document: 'Directive (EU) 2015/2366',
    clause: 'Article 14',
    asks: 'The holder is authorised, at the moment of use, for the roles that the certificate states.',
    reasons: {
      'not-checked': {
        means: 'No register was asked whether the holder is still authorised.',
        remedy:
          'Look the holder up in the register of its home authority or of the European Banking Authority.',
      },
    },
  },
  'verdict.completeness': {
    document: 'ETSI EN 319 102-1',
    asks: 'Every check that the policy requires was made.',
    reasons: {
      'not-checked': {
        means: 'A required check has no finding, so nothing can be concluded from its silence.',
        remedy: 'Report this as a defect of the software: a required check did not run.',
      },
    },
  },
} as const satisfies Readonly<Record<string, Requirement>>
