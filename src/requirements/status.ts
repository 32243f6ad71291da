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
