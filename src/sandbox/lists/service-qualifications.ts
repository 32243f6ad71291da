import { block, element, type Xml } from './xml.ts'

/** What the scheme says of some of a service's certificates. @standard ETSI TS 119 612, clause 5.5.9.2 */
export interface QualificationPlan {
  readonly qualifiers: readonly Qualifier[]
  readonly criteria: CriteriaPlan
}

export type Qualifier = 'NotQualified' | 'QCStatement' | 'QCForWSA' | 'QCForESeal' | 'QCForESig'

/** Which certificates are meant. Every entry is a criterion of its own. */
export interface CriteriaPlan {
  readonly assert: 'all' | 'atLeastOne' | 'none'
  /** Key usage bits that must be set. */
  readonly keyUsage?: readonly KeyUsageBit[]
  /** Dotted identifiers; each becomes a set of one policy. */
  readonly policies?: readonly string[]
  readonly lists?: readonly CriteriaPlan[]
}

export type KeyUsageBit = 'digitalSignature' | 'nonRepudiation'

/** An extension that holds a Qualifications element. */
export function qualificationsExtension(plans: readonly QualificationPlan[]): Xml {
  return block(
    'Extension',
    { Critical: 'true' },
    block('sie:Qualifications', { 'xmlns:sie': SERVICE_INFORMATION }, ...plans.map(qualificationElement)),
  )
}

function qualificationElement({ qualifiers, criteria }: QualificationPlan): Xml {
  return block(
    'sie:QualificationElement',
    {},
    block('sie:Qualifiers', {}, ...qualifiers.map(qualifierElement)),
    criteriaList(criteria),
  )
}

function qualifierElement(qualifier: Qualifier): Xml {
  return element('sie:Qualifier', {
    uri: `http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/${qualifier}`,
  })
}

function criteriaList({ assert, keyUsage = [], policies = [], lists = [] }: CriteriaPlan): Xml {
  return block(
    'sie:CriteriaList',
    { assert },
    ...keyUsage.map(keyUsageElement),
    ...policies.map(policySet),
    ...lists.map(criteriaList),
  )
}

function keyUsageElement(name: KeyUsageBit): Xml {
  return block('sie:KeyUsage', {}, element('sie:KeyUsageBit', { name }, 'true'))
}

function policySet(policy: string): Xml {
  const identifier = element(
    'xades:Identifier',
    { 'xmlns:xades': 'http://uri.etsi.org/01903/v1.3.2#' },
    policy,
  )
  return block('sie:PolicySet', {}, element('sie:PolicyIdentifier', {}, identifier))
}

const SERVICE_INFORMATION = 'http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#'
