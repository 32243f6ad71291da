import { formatInstant, type Instant } from '../../core/time.ts'
import { type DistinguishedName, nameText } from '../certificates/names.ts'
import { ADDITIONAL_TYPES, address, ENGLISH, name, operatorOf, uri } from './list-text.ts'
import { type QualificationPlan, qualificationsExtension } from './service-qualifications.ts'
import { block, element, type Xml } from './xml.ts'

/** @standard ETSI TS 119 612, clause 5.4 */
export interface ProviderPlan {
  readonly name: string
  readonly tradeName: string
  readonly territory: string
  readonly services: readonly ServicePlan[]
}

/** A service that issues qualified certificates (CA/QC). @standard ETSI TS 119 612, clause 5.5 */
export interface ServicePlan {
  readonly name: string
  readonly identity: ServiceIdentity
  readonly current: StatePlan
  /** Newest first. */
  readonly history: readonly StatePlan[]
}

export interface ServiceIdentity {
  /** DER. */
  readonly certificate: Uint8Array
  readonly subject: DistinguishedName
  /** Hexadecimal. */
  readonly keyIdentifier: string
}

export interface StatePlan {
  readonly status: 'granted' | 'withdrawn'
  readonly since: Instant
  /** AdditionalServiceInformation. */
  readonly purposes: readonly Purpose[]
  readonly qualifications?: readonly QualificationPlan[]
  readonly takenOverBy?: TakeoverPlan
}

export type Purpose = 'ForWebSiteAuthentication' | 'ForeSeals' | 'ForeSignatures'

/** Who took a service over. The status decides; this only tells. @standard ETSI TS 119 612, clause 5.5.9 */
export interface TakeoverPlan {
  readonly provider: string
  readonly territory: string
}

export function providerElement(provider: ProviderPlan): Xml {
  return block(
    'TrustServiceProvider',
    {},
    block(
      'TSPInformation',
      {},
      block('TSPName', {}, name(provider.name)),
      block('TSPTradeName', {}, name(provider.tradeName)),
      block('TSPAddress', {}, ...address(provider.territory)),
      block('TSPInformationURI', {}, uri('https://qtsp.example/')),
    ),
    block('TSPServices', {}, ...provider.services.map(serviceElement)),
  )
}

function serviceElement(service: ServicePlan): Xml {
  return block(
    'TSPService',
    {},
    block('ServiceInformation', {}, ...state(service, service.current, currentIdentity(service.identity))),
    service.history.length > 0
      ? block('ServiceHistory', {}, ...service.history.map(past => historyInstance(service, past)))
      : undefined,
  )
}

/** A past state names the key, not the certificate (clause 5.6). */
function historyInstance(service: ServicePlan, past: StatePlan): Xml {
  return block('ServiceHistoryInstance', {}, ...state(service, past, keyIdentity(service.identity)))
}

function state(service: ServicePlan, plan: StatePlan, identity: readonly Xml[]): readonly Xml[] {
  const extensions = [
    ...plan.purposes.map(purpose),
    plan.qualifications && qualificationsExtension(plan.qualifications),
    plan.takenOverBy && takenOver(plan.takenOverBy),
  ]
  return [
    element('ServiceTypeIdentifier', {}, 'http://uri.etsi.org/TrstSvc/Svctype/CA/QC'),
    block('ServiceName', {}, name(service.name)),
    block('ServiceDigitalIdentity', {}, ...identity),
    element('ServiceStatus', {}, `${LIST}/Svcstatus/${plan.status}`),
    element('StatusStartingTime', {}, formatInstant(plan.since)),
    block('ServiceInformationExtensions', {}, ...extensions),
  ]
}

function currentIdentity(identity: ServiceIdentity): readonly Xml[] {
  const certificate = element('X509Certificate', {}, Buffer.from(identity.certificate).toString('base64'))
  return [block('DigitalId', {}, certificate), ...keyIdentity(identity)]
}

function keyIdentity({ subject, keyIdentifier }: ServiceIdentity): readonly Xml[] {
  const identifier = Buffer.from(keyIdentifier, 'hex').toString('base64')
  return [
    block('DigitalId', {}, element('X509SubjectName', {}, nameText(subject))),
    block('DigitalId', {}, element('X509SKI', {}, identifier)),
  ]
}

/** @standard ETSI TS 119 612, clause 5.5.9 */
function purpose(word: Purpose): Xml {
  const information = block(
    'AdditionalServiceInformation',
    {},
    element('URI', ENGLISH, `${LIST}/SvcInfoExt/${word}`),
  )
  return block('Extension', { Critical: 'true' }, information)
}

function takenOver({ provider, territory }: TakeoverPlan): Xml {
  const content = block(
    'tslx:TakenOverBy',
    { 'xmlns:tslx': ADDITIONAL_TYPES },
    element('tslx:URI', ENGLISH, 'https://qtsp.example/'),
    block('tslx:TSPName', {}, name(provider)),
    block('SchemeOperatorName', {}, name(operatorOf(territory))),
    element('SchemeTerritory', {}, territory),
  )
  return block('Extension', { Critical: 'false' }, content)
}

const LIST = 'http://uri.etsi.org/TrstSvc/TrustedList'
